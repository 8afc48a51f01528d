"""Rows of a ring's tables."""

from __future__ import annotations

from app.cli.ring_tables import by_family, family_of


def test_the_odds_before_any_evidence_are_of_no_family() -> None:
    prior = {"family": "timing", "kind": "prior", "bits": -10.0}
    clock = {"family": "timing", "kind": "synchrony", "bits": 4.0}
    assert [family_of(term) for term in (prior, clock)] == ["prior", "timing"]
    assert by_family([prior, clock]) == [("timing", 4.0, 1), ("prior", -10.0, 1)]
