"""A claim's confidence: order and copies do not matter, an item moves it as documented, nothing makes certain."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.attribution.confidence import (
    CAP,
    CREDIBILITY,
    FAMILIES,
    PRIOR,
    RELIABILITY,
    REPEAT,
    REPORTED,
    WEAK,
    check_item,
    claim_bits,
    confidence,
    weight,
    without,
    words,
)
from app.errors import UsageError
from app.model.attribution import EvidenceItem

items = st.builds(
    EvidenceItem,
    against=st.booleans(),
    kind=st.sampled_from(["report", "subnet", "bin"]),
    text=st.sampled_from(["a", "b", "c", "d"]),
    family=st.sampled_from(FAMILIES),
    source=st.just("s"),
    reliability=st.sampled_from(sorted(RELIABILITY)),
    credibility=st.sampled_from(sorted(CREDIBILITY)),
    bits=st.none() | st.floats(0, 40),
    signal=st.sampled_from(["", "x", "y"]),
)
lists = st.lists(items, max_size=12)


def item(**more: object) -> EvidenceItem:
    base = EvidenceItem(False, "report", "seen", "human", "lab", "A", 1)
    return replace(base, **more)  # type: ignore[arg-type]


@given(lists, st.randoms())
def test_order_does_not_matter(evidence: list[EvidenceItem], chance: object):
    shuffled = list(evidence)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert claim_bits(shuffled) == claim_bits(evidence)


@given(lists, items, st.integers(1, 1_000))
def test_a_thousand_copies_move_it_once(evidence: list[EvidenceItem], one: EvidenceItem, times: int):
    copies = [replace(one, source=f"s{n}") for n in range(times)]
    assert claim_bits([*evidence, *copies]) == claim_bits([*evidence, one])


@given(lists, items)
def test_an_item_moves_it_its_own_way_and_no_further_than_its_weight(evidence: list[EvidenceItem], one: EvidenceItem):
    moved = claim_bits([*evidence, one]) - claim_bits(evidence)
    signed = -moved if one.against else moved
    assert -1e-5 <= signed <= weight(one) + 1e-5
    assert abs(claim_bits(evidence) - PRIOR) <= len(FAMILIES) * 2 * CAP / (1 - REPEAT)


@given(lists.filter(bool), st.data())
def test_removing_an_item_is_as_if_it_had_never_been_there(evidence: list[EvidenceItem], data: st.DataObject):
    position = data.draw(st.integers(0, len(evidence) - 1))
    left = [one for n, one in enumerate(evidence) if n != position]
    assert without(evidence, position) == claim_bits(left)
    gone = replace(evidence[position], retracted_by="ann")
    assert claim_bits([gone if n == position else one for n, one in enumerate(evidence)]) == claim_bits(left)


@given(st.floats(-1e6, 1e6))
def test_nothing_makes_certain(bits: float):
    assert 0 < confidence(bits) < 1 and words(confidence(bits))
    assert confidence(bits) <= confidence(bits + 1)


def test_the_documented_figures():
    assert weight(item()) == REPORTED == 6.0
    assert weight(item(reliability="C", credibility=3)) == pytest.approx(6 * 0.6 * 0.6)
    assert weight(item(bits=40.0)) == CAP
    first, second = item(text="one"), item(text="two", reliability="B")
    assert claim_bits([first]) == -5 + 6
    assert claim_bits([first, second]) == pytest.approx(-5 + 6 + 4.8 / 4)
    assert claim_bits([first, replace(second, family="email")]) == pytest.approx(-5 + 6 + 4.8)
    assert claim_bits([first, replace(first, text="  ONE ")]) == claim_bits([first])
    assert claim_bits([replace(first, against=True)]) == -11


@pytest.mark.parametrize("kind", ["country", "issuer_country", "language", "calendar"])
def test_proxies_of_nationality_are_weak_and_add_nothing(kind: str):
    assert claim_bits([item(kind=kind, family=WEAK, bits=30.0)]) == PRIOR
    with pytest.raises(UsageError, match="nationality"):
        check_item(item(kind=kind, family="payment"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"reliability": "G"},
        {"credibility": 7},
        {"family": "hunch"},
        {"bits": -1.0},
        {"bits": float("nan")},
        {"text": " "},
    ],
)
def test_bad_items_are_refused(wrong: dict[str, object]):
    with pytest.raises(UsageError):
        check_item(item(**wrong))
