"""How close a member is to the edge: the margin is what it can lose, and what it leaves without really puts it out."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.detection import PRIOR
from app.model.identifiers import Family
from app.rings.config import SUPPORT
from app.rings.explanation.standing import ODDS, standing

BITS = st.dictionaries(st.sampled_from(list(Family)), st.floats(-6, 12).map(lambda b: round(b, 2)), min_size=1)


def told(bits: dict[Family, float], prior: float) -> list[dict[str, Any]]:
    terms = [{"family": str(family), "kind": "x", "bits": value} for family, value in bits.items()]
    return [*terms, {"family": "timing", "kind": PRIOR, "bits": prior}]


def belongs(terms: list[dict[str, Any]]) -> bool:
    """The rule of profile.belonging."""
    speaks = [Family(t["family"]) for t in terms if t["kind"] != PRIOR and t["bits"] >= SUPPORT]
    enough = sum(t["bits"] for t in terms) >= ODDS - 1e-9
    return enough and len(speaks) >= 2 and any(family.infrastructure for family in speaks)


@given(bits=BITS, prior=st.floats(-12, -1).map(lambda b: round(b, 2)))
def test_margin_is_not_negative_exactly_for_those_who_belong(bits: dict[Family, float], prior: float):
    terms = told(bits, prior)
    found = standing(terms, sum(t["bits"] for t in terms))
    assert found is not None
    if abs(found.margin) > 0.01:
        assert (found.margin > 0) is belongs(terms)


@given(bits=BITS, prior=st.floats(-12, -1).map(lambda b: round(b, 2)))
def test_it_leaves_without_those_and_with_any_fewer_stays(bits: dict[Family, float], prior: float):
    terms = told(bits, prior)
    total = sum(t["bits"] for t in terms)
    found = standing(terms, total)
    assert found is not None
    if not belongs(terms) or found.margin < 0.01:
        return
    assert not belongs([t for t in terms if t not in found.leaves_without])
    for spared in found.leaves_without:
        fewer = [t for t in found.leaves_without if t is not spared]
        rest = [t for t in terms if t not in fewer]
        assert belongs(rest) or abs(sum(t["bits"] for t in rest) - ODDS) < 0.01


@pytest.mark.parametrize(
    ("bits", "prior", "margin", "rule", "leaves"),
    [
        ({Family.PAYMENT: 12.0, Family.NETWORK: 1.5}, -5.0, 0.5, "two families", ["network"]),
        ({Family.PAYMENT: 6.0, Family.CONTENT: 6.0, Family.TIMING: 4.0}, -10.0, 2.7, "odds", ["timing"]),
        ({Family.PAYMENT: 1.5, Family.CONTENT: 12.0, Family.TIMING: 12.0}, -10.0, 0.5, "infrastructure", ["payment"]),
    ],
)
def test_the_rule_that_breaks_first(
    bits: dict[Family, float], prior: float, margin: float, rule: str, leaves: list[str]
):
    terms = told(bits, prior)
    found = standing(terms, sum(t["bits"] for t in terms))
    assert found is not None
    assert (found.margin, found.rule) == (pytest.approx(margin), rule)
    assert [t["family"] for t in found.leaves_without] == leaves


def test_a_member_held_by_a_persons_verdict_has_no_standing():
    assert standing([], 0.0) is None
