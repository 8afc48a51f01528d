"""An account that one ring holds through their pool goes to the ring whose questions call for it."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace

import pytest

from app.model.detection import State
from app.rings.config import RingConfig
from app.rings.evidence.verdict import Verdict
from app.rings.membership.claims import given_back
from app.rings.population.profile import Profile
from tests.unit.rings.pool_world import CONFIG, Pool, pool, ring

A, B = ring("a", 60), ring("b", 60)
STRAYED = {f"b{i:03d}" for i in range(0, 36, 6)}
"""One of each six that have a card in common: with the other ring they share exits alone."""


@pytest.fixture(scope="module")
def made() -> Pool:
    return pool({"a": len(A), "b": len(B)}, honest=1500, bundle=6)


def after(
    made: Pool, holder: Set[str], claimer: Set[str], config: RingConfig = CONFIG, but: Set[str] = frozenset()
) -> tuple[set[str], set[str]]:
    """Who is in either of two rings once they gave back what is not theirs, where the accounts of `but` are none."""

    def judge_one(profile: Profile) -> Verdict:
        found = made.judge_one(profile)
        return replace(found, state=State.CANDIDATE) if made.names(found) == but else found

    rings = [made.verdict(holder), made.verdict(claimer)]
    assert all(one.state is State.FLAGGED and one.hot for one in rings)
    one, other = given_back(made.world, rings, judge_one, config)
    return made.names(one), made.names(other)


def test_who_asks_what_another_ring_asks_goes_there(made: Pool) -> None:
    assert after(made, A | STRAYED, B - STRAYED) == (A, B)
    assert after(made, B - STRAYED, A | STRAYED) == (B, A)


def test_both_give_back_at_once(made: Pool) -> None:
    other = {f"a{i:03d}" for i in range(30, 60, 6)}
    assert after(made, (A - other) | STRAYED, (B - STRAYED) | other) == (A, B)


def test_what_they_ask_counts_more_than_the_cards_that_they_brought_along(made: Pool) -> None:
    halves = {f"b{i:03d}" for i in (0, 1, 2, 6, 7, 8)}
    number = made.numbers(halves)
    held, claimed = (made.verdict(one).profile.total_of(number) for one in (A | halves, B - halves))
    assert (held > claimed).all()
    assert after(made, A | halves, B - halves) == (A, B)


def test_whom_the_other_ring_shares_nothing_with_it_does_not_get(made: Pool) -> None:
    by_themselves = {f"b{i:03d}" for i in range(12)}
    assert after(made, A | by_themselves, B - by_themselves) == (A | by_themselves, B - by_themselves)


def test_rings_that_hold_their_own_keep_it(made: Pool) -> None:
    assert after(made, A, B) == (A, B)


@pytest.mark.parametrize("no_ring", [A, B])
def test_nothing_moves_where_one_of_them_would_be_no_ring(made: Pool, no_ring: Set[str]) -> None:
    assert after(made, A | STRAYED, B - STRAYED, but=no_ring) == (A | STRAYED, B - STRAYED)


def test_nothing_moves_where_too_few_would_be_left(made: Pool) -> None:
    few = replace(CONFIG, min_size=len(A) + 1)
    assert after(made, A | STRAYED, B - STRAYED, few) == (A | STRAYED, B - STRAYED)
