"""Fingerprints: belief sums to one, strangers are none of them, weak traits add nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.attribution.fingerprint import (
    CAP,
    KINDS,
    NEW,
    WEAK,
    Known,
    Traits,
    compare,
    mixed,
    parse_trait,
    score,
    shares,
    weak_agreements,
)
from app.errors import UsageError
from app.linkage.pair import share_of

FLOOR = 1e-4
POPULATION: Traits = {
    "asn": {"64500": 0.01, "64600": 0.5},
    "email_domain": {"free.example": 0.6},
    "country": {"BR": 0.1},
}
NORTH: Traits = {"asn": {"64500": 1.0}, "email_domain": {"north.example": 1.0}, "country": {"BR": 1.0}}
EAST: Traits = {"asn": {"64600": 1.0}, "email_domain": {"free.example": 1.0}}


def scored(ring: Traits, known: list[Known], others: Traits | None = None):
    return score(ring, known, POPULATION, lambda _: others or {}, FLOOR, lambda f, n: share_of(f, n, 0.25))


def known(name: str, traits: Traits) -> Known:
    return Known(f"O-{name}", name, traits, "1 rings")


def test_the_operator_with_the_same_rare_traits_is_believed():
    best = scored(NORTH, [known("north", NORTH), known("east", EAST)])[0]
    assert best.name == "north" and best.probability > 0.99
    assert {term.kind for term in best.terms} == {"asn", "email_domain"}, "country is weak and counts nothing"


def test_a_stranger_is_none_of_them():
    stranger = {"asn": {"64999": 1.0}, "email_domain": {"other.example": 1.0}}
    best = scored(stranger, [known("north", NORTH), known("east", EAST)])[0]
    assert best.operator_id is None and best.probability > 0.8


def test_what_everybody_or_any_ring_has_tells_nobody_apart():
    common = scored(EAST, [known("east", EAST)])[0]
    assert common.operator_id is not None and common.bits < 2
    pool = scored(NORTH, [known("north", NORTH)], others=NORTH)
    assert pool[0].bits <= 0.0


def test_without_operators_it_is_none_of_them():
    (only,) = scored(NORTH, [])
    assert only.probability == 1.0 and only.operator_id is None


def test_weak_traits_are_told_without_bits():
    assert weak_agreements(NORTH, [known("north", NORTH)]) == ["north: country BR"]
    only_weak = scored({"country": {"BR": 1.0}}, [known("north", NORTH)])
    assert [one.bits for one in only_weak] == [0.0, 0.0]
    assert not set(WEAK) & set(KINDS)


values = st.dictionaries(st.sampled_from("abcdef"), st.floats(0.01, 1), min_size=1).map(shares)


@given(values, values, values)
def test_a_kind_says_between_its_floor_and_its_cap(ring: Traits, operator: Traits, others: Traits):
    common = {value: max(others.get(value, 0), FLOOR) for value in {*ring, *operator}}
    bits = compare(ring, operator, common)  # type: ignore[arg-type]
    assert -2.0 - 1e-9 <= bits <= CAP and NEW == 0.25


@given(
    st.lists(st.dictionaries(st.sampled_from(sorted(KINDS)), values), max_size=4),
    st.dictionaries(st.just("asn"), values),
)
def test_belief_sums_to_one(operators: list[Traits], ring: Traits):
    found = scored(ring, [known(str(n), traits) for n, traits in enumerate(operators)])
    assert sum(one.probability for one in found) == pytest.approx(1.0)
    assert [one.operator_id for one in found].count(None) == 1


@given(st.lists(st.dictionaries(st.sampled_from(["asn", "bin"]), values), min_size=1))
def test_a_mean_of_fingerprints_is_one(parts: list[Traits]):
    assert all(sum(found.values()) == pytest.approx(1.0) for found in mixed(parts).values())


@pytest.mark.parametrize("text", ["asn", "asn=", "hat=red", "=x"])
def test_bad_traits_are_refused(text: str):
    with pytest.raises(UsageError):
        parse_trait(text)
