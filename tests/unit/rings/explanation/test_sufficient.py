"""Which single family would have flagged a group."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.model.detection import Figure, State, Term
from app.model.identifiers import Family
from app.rings.config import RingConfig
from app.rings.evidence.judge import decide
from app.rings.evidence.verdict import Verdict
from app.rings.explanation.sufficient import sufficient

CONFIG = RingConfig()


def term(family: Family, bits: float, kind: str = "shared", ratio: float = 0.0) -> Term:
    return Term(family, kind, "", 0, 9, bits, figures=(Figure("ratio", ratio),))


def verdict(*terms: Term, **about: Any) -> Verdict:
    families = {each.family for each in terms if each.bits > 0}
    dispersed = {family for family in families if family.infrastructure}
    made = Verdict(None, list(terms), CONFIG.prior, families, dispersed, unified=True)  # type: ignore[arg-type]
    for name, value in about.items():
        setattr(made, name, value)
    decide(made, CONFIG)
    return made


STRONG = (
    term(Family.PAYMENT, 6.0),
    term(Family.NETWORK, 2.0),
    term(Family.CONTENT, 6.0),
    term(Family.TIMING, 3.0, "synchrony", 2.0),
)


def test_a_family_suffices_that_carries_the_group_without_its_like():
    found = verdict(*STRONG)
    assert found.state is State.FLAGGED
    # payment: 6 + 6 + 3 - 10 >= 0; network: 2 + 6 + 3 - 10 >= 0 but less than 3 tangible bits; content and timing
    # each: 8 + theirs >= 10
    assert sufficient(found, CONFIG) == ("content", "payment", "timing")


@pytest.mark.parametrize(
    ("change", "left"),
    [
        ({"dispersed": {Family.NETWORK}}, ("content", "timing")),  # one card for all hides nobody
        (
            {"terms": [*STRONG[:3], term(Family.TIMING, 3.0, "synchrony", 1.4)], "dispersed": {Family.PAYMENT}},
            ("content", "payment"),  # no common clock, and hidden behind cards alone
        ),
        ({"terms": [*STRONG, term(Family.NETWORK, -6.0, "nothing_hidden")]}, ()),
        ({"terms": [*STRONG, term(Family.TIMING, -12.0, "contract")]}, ()),
    ],
)
def test_what_it_lacks_takes_the_sufficiency_away(change: dict[str, Any], left: tuple[str, ...]):
    assert sufficient(replace(verdict(*STRONG), **change), CONFIG) == left


def test_looking_changes_nothing():
    found = verdict(*STRONG)
    before = (found.state, list(found.terms), set(found.families), set(found.dispersed), found.unified)
    sufficient(found, CONFIG)
    assert (found.state, found.terms, found.families, found.dispersed, found.unified) == before
