"""Cells that ask the same are one ring; operators with some targets in common are not; nobody is lost in between."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.linkage import link
from app.model.detection import State
from app.rings.config import RingConfig
from app.rings.evidence.judge import judge
from app.rings.evidence.verdict import Verdict
from app.rings.joining.merge import agreement, merge
from app.rings.joining.questions import same_questions
from app.rings.membership.growth import grown
from app.rings.population.behaviour import behaviour_of
from app.rings.population.mixes import Mix, mix_of
from app.rings.population.profile import Profile, profile_of
from app.rings.population.world import World, world_of
from benchmarks.sketch import Visit, sketch

HONEST, SIZE = 500, 30


def world(common: int) -> World:
    """Two cells with servers, cards and devices of their own; so many of each one's six topics the other asks too."""
    rng = random.Random(3)
    shared: dict[str, dict[str, list[str]]] = {}
    visits: list[Visit] = []

    def give(kind: str, value: str, account: str) -> None:
        shared.setdefault(kind, {}).setdefault(value, []).append(account)

    for name, size in (("h", HONEST), ("r", SIZE), ("s", SIZE)):
        for i in range(size):
            account, own = f"{name}{i:03d}", "rs".find(name)
            if own < 0:
                topics = [f"topic-{rng.randrange(60)}" for _ in range(3)]
                give("subnet", f"10.{i // 2}.0.0/24", account)
            else:
                topics = [f"hot-{k}" if k < common else f"hot-{name}-{k}" for k in range(6)]
                give("subnet", f"172.{16 + own}.{i % 8}.0/24", account)
                give("instrument", f"card-{name}-{i // 3}", account)
                give("device", f"device-{name}-{i % 7}", account)
            for topic in topics:
                give("query_cluster", topic, account)
                visits += [(account, 100 + day, rng.randrange(96, 200), topic, 2) for day in range(3)]
    snapshot = sketch([account for account, *_ in visits], shared, visits)
    return world_of(snapshot, link(snapshot).features, behaviour_of(snapshot))


def judged(made: World, first: int, last: int) -> Verdict:
    return judge(made, profile_of(made, np.arange(first, last)), None, RingConfig())


def cells(made: World) -> tuple[Verdict, Verdict]:
    return judged(made, HONEST, HONEST + SIZE), judged(made, HONEST + SIZE, HONEST + 2 * SIZE)


def merged(made: World, verdicts: list[Verdict]) -> list[list[int]]:
    def judge_one(profile: Profile) -> Verdict:
        return judge(made, profile, None, RingConfig())

    return [one.profile.members.tolist() for one in merge(made, verdicts, judge_one, RingConfig())]


@pytest.mark.parametrize(("common", "same"), [(6, True), (3, False), (0, False)])
def test_rings_that_ask_the_same_and_share_nothing_else_are_one(common: int, same: bool) -> None:
    made = world(common)
    one, other = cells(made)
    assert one.state is other.state is State.FLAGGED
    assert same_questions(one, other) == same_questions(other, one) == same == (agreement(one, other) > 0)
    assert [len(members) for members in merged(made, [one, other])] == ([2 * SIZE] if same else [SIZE, SIZE])


@pytest.mark.parametrize(
    ("state", "lacks", "joined"),
    [
        (State.CONTAINED_SUSPECT, 0.0, False),
        (State.BENIGN, 0.0, False),
        (State.CANDIDATE, 1.0, True),
        (State.CANDIDATE, 30.0, False),
    ],
)
def test_a_group_that_lacks_no_more_than_asking_a_rings_mix_gives_is_its_cell(
    state: State, lacks: float, joined: bool
) -> None:
    one, other = cells(world(6))
    cell = replace(other, state=state, prior=other.prior - other.bits - lacks)
    assert cell.bits == pytest.approx(-lacks)
    assert same_questions(one, cell) == same_questions(cell, one) == joined
    assert not same_questions(replace(one, state=State.CANDIDATE), replace(other, state=State.CANDIDATE))


def test_a_group_that_was_found_twice_is_one_whatever_it_asks() -> None:
    made = world(6)
    one, again = judged(made, HONEST, HONEST + SIZE), judged(made, HONEST, HONEST + SIZE - 2)
    assert merged(made, [one, again]) == [list(range(HONEST, HONEST + SIZE))]

    def of_nothing_in_common(profile: Profile) -> Verdict:
        return replace(judge(made, profile, None, RingConfig()), unified=False)

    found = merge(made, [one, again], of_nothing_in_common, RingConfig())
    assert [v.profile.members.tolist() for v in found] == [list(range(HONEST, HONEST + SIZE))]


def test_a_ring_that_would_be_none_with_whom_it_calls_for_stays_as_it_was() -> None:
    made = world(6)
    ring = judged(made, HONEST, HONEST + SIZE)

    def no_ring(profile: Profile) -> Verdict:
        return replace(judge(made, profile, None, RingConfig()), state=State.CANDIDATE)

    assert grown(made, [ring], no_ring, RingConfig()) == [ring]
    assert [v.state for v in grown(made, [replace(ring, state=State.BENIGN)], no_ring, RingConfig())] == [
        State.CANDIDATE
    ]


def test_what_a_group_leaves_that_is_mostly_in_a_larger_one_is_kept() -> None:
    """The third group grew over one of the two cells that are joined; the ring that it was stays."""
    made = world(0)
    one, other = cells(made)
    wide = judged(made, HONEST, HONEST + SIZE + SIZE * 2 // 3)
    again = judged(made, HONEST, HONEST + SIZE - 1)
    found = merged(made, [one, again, wide])
    assert any(set(range(HONEST, HONEST + SIZE)) <= set(members) for members in found)
    assert any(set(range(HONEST + SIZE, HONEST + SIZE + SIZE * 2 // 3)) <= set(members) for members in found), other


@given(
    st.lists(st.tuples(st.integers(0, 9), st.floats(0.1, 1.0)), min_size=1, max_size=9, unique_by=lambda one: one[0])
)
def test_a_mix_is_as_itself_and_as_nothing_else(pairs: list[tuple[int, float]]) -> None:
    topics, excess = (np.array(column) for column in zip(*sorted(pairs), strict=True))
    mix = Mix(topics, excess / np.sqrt((excess**2).sum()))
    assert mix.cosine(mix) == pytest.approx(1.0)
    assert mix.cosine(Mix(topics + 10, mix.excess)) == 0.0


def test_nobody_asks_nothing() -> None:
    assert mix_of(world(6), np.zeros(0, np.int64)).cosine(mix_of(world(6), np.arange(HONEST, HONEST + 3))) == 0.0
