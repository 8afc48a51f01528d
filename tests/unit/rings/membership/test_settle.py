"""Where groups overlap, each account is in one; a ring that loses some is judged by those it keeps."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace

import pytest

from app.model.detection import State
from app.rings.evidence.verdict import Verdict
from app.rings.membership.settle import settled
from tests.unit.rings.pool_world import CONFIG, Pool, pool, ring

A, B = ring("a", 40), ring("b", 40)
PEOPLE = {f"h{i:03d}" for i in range(30)}


@pytest.fixture(scope="module")
def made() -> Pool:
    return pool({"a": len(A), "b": len(B)}, honest=1000)


def flagged(made: Pool, names: Set[str]) -> Verdict:
    return replace(made.verdict(names), state=State.FLAGGED)


def after(made: Pool, *verdicts: Verdict) -> list[tuple[set[str], State]]:
    found = settled(made.world, list(verdicts), made.judge_one, CONFIG)
    ids = made.world.snapshot.population.account_ids
    return [(set(ids[one.members]), one.state) for one in found]


def test_groups_that_have_nothing_in_common_stay_as_they_are(made: Pool) -> None:
    assert after(made, made.verdict(A), made.verdict(B)) == [(A, State.FLAGGED), (B, State.FLAGGED)]


def test_people_who_are_left_of_a_ring_are_none(made: Pool) -> None:
    union = flagged(made, PEOPLE | set(sorted(A)[:25]))
    [ring_, left] = after(made, made.verdict(A), union)
    assert ring_ == (A, State.FLAGGED)
    assert left[0] == PEOPLE
    assert left[1] is not State.FLAGGED


def test_what_keeps_under_half_of_its_accounts_is_gone(made: Pool) -> None:
    assert after(made, made.verdict(A), flagged(made, PEOPLE | A)) == [(A, State.FLAGGED)]


def test_who_loses_a_few_keeps_its_evidence(made: Pool) -> None:
    union = made.verdict(B | set(sorted(A)[:3]))
    assert union.state is State.FLAGGED
    assert after(made, made.verdict(A), union) == [(A, State.FLAGGED), (B, State.FLAGGED)]


def test_a_flagged_group_goes_before_others_that_claim_more(made: Pool) -> None:
    weaker = replace(made.verdict(A), state=State.CANDIDATE)
    assert after(made, weaker, made.verdict(A)) == [(A, State.FLAGGED)]
