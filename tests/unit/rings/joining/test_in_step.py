"""Rings that act in the same minutes day by day are one, and only those."""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np
import pytest

from app.linkage import link
from app.model.detection import State
from app.rings.config import RingConfig
from app.rings.evidence.judge import judge
from app.rings.evidence.verdict import Verdict
from app.rings.joining.hands import one_hand
from app.rings.population.behaviour import behaviour_of
from app.rings.population.profile import Profile, profile_of
from app.rings.population.world import World, world_of
from benchmarks.sketch import Visit, sketch

HONEST, SIZE = 200, 24
Minutes = Callable[[random.Random, str], list[int]]


def together(rng: random.Random, _: str) -> list[int]:
    return rng.sample([slot for slot in range(288) if slot % 3], 6)


def at_full_hours(rng: random.Random, _: str) -> list[int]:
    return rng.sample(range(0, 288, 12), 6)


def world(days: int, *, apart: bool = False, minutes: Minutes = together) -> World:
    """Two cells of a card for three and a device for seven each, with topics of their own, by a daily timetable."""
    rng = random.Random(5)
    shared: dict[str, dict[str, list[str]]] = {}
    visits: list[Visit] = []

    def give(kind: str, value: str, account: str) -> None:
        shared.setdefault(kind, {}).setdefault(value, []).append(account)

    for i in range(HONEST):
        give("query_cluster", f"topic-{i % 40}", f"h{i:03d}")
        visits += [(f"h{i:03d}", 100 + day, rng.randrange(288), f"topic-{i % 40}", 1) for day in range(days)]
    for day in range(days):
        first = minutes(rng, "r")
        times = {"r": first, "s": minutes(rng, "s") if apart else first}
        visits += [
            (f"{name}{i:03d}", 100 + day, slot, f"hot-{name}-{i % 4}", 1)
            for name in "rs"
            for i in range(SIZE)
            for slot in times[name]
        ]
    for name in "rs":
        for i in range(SIZE):
            give("instrument", f"card-{name}-{i // 3}", f"{name}{i:03d}")
            give("device", f"device-{name}-{i % 4}", f"{name}{i:03d}")
            give("query_cluster", f"hot-{name}-{i % 4}", f"{name}{i:03d}")
    snapshot = sketch([account for account, *_ in visits], shared, visits)
    return world_of(snapshot, link(snapshot).features, behaviour_of(snapshot))


def sizes(made: World, *, flagged: bool = True) -> list[int]:
    """Members of the groups that are left of the two cells."""

    def judge_one(profile: Profile) -> Verdict:
        return judge(made, profile, None, RingConfig())

    cells = [judge_one(profile_of(made, np.arange(first, first + SIZE))) for first in (HONEST, HONEST + SIZE)]
    assert all(cell.state is State.FLAGGED for cell in cells)
    if not flagged:
        cells[1].state = State.CANDIDATE
    return sorted(len(one.profile.members) for one in one_hand(made, cells, judge_one))


def test_rings_that_act_in_the_same_minutes_are_one() -> None:
    assert sizes(world(12)) == [2 * SIZE]


@pytest.mark.parametrize(
    "made",
    [
        world(12, apart=True),
        world(4),  # too few days to tell
        world(12, minutes=at_full_hours),
    ],
)
def test_others_are_two(made: World) -> None:
    assert sizes(made) == [SIZE, SIZE]


def test_who_is_no_ring_is_not_joined_by_a_clock() -> None:
    assert sizes(world(12), flagged=False) == [SIZE, SIZE]
