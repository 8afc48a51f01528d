"""Who keeps one clock is a cell to look into: found on two days of three, tested on the third."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
import pytest

from app.linkage import link
from app.model.detection import State
from app.model.snapshot import Snapshot
from app.rings.config import RingConfig
from app.rings.detect import detect
from app.rings.evidence.judge import ONE_CLOCK
from app.rings.population.behaviour import behaviour_of
from app.rings.population.world import world_of
from app.rings.seeding.clocks import clocks, held_out, keeps_time
from benchmarks.sketch import Visit, sketch

PEOPLE = [f"h{i:03d}" for i in range(400)]
CELL = [f"r{i:02d}" for i in range(40)]
DAYS = range(100, 121)
ANY, QUARTERS = [slot for slot in range(288) if slot % 3], range(0, 288, 3)


def world(
    slots: Sequence[int], *, days: Sequence[int] = DAYS, together: bool = True, cards: int = 2, often: int = 10
) -> Snapshot:
    """Homes by twos that act by day, and accounts that act at ten of thirteen moments of a day, or at their own."""
    rng = random.Random(1)
    visits: list[Visit] = [(one, day, rng.randrange(96, 216), None, 1) for one in PEOPLE for day in DAYS for _ in "ab"]
    for day in DAYS:
        once = rng.sample(slots, 13)
        for one in CELL:
            common = together and day in days
            visits += [(one, day, slot, None, 1) for slot in rng.sample(once if common else slots, often)]
    card = {f"card-{i}": (PEOPLE + CELL)[i : i + cards] for i in range(0, len(PEOPLE + CELL), cards)} if cards else {}
    homes = {f"home-{i}": PEOPLE[i : i + 2] for i in range(0, len(PEOPLE), 2)}
    return sketch(PEOPLE + CELL, {"instrument": card, "subnet": homes}, visits)


def cells(snapshot: Snapshot, taken: Sequence[str] = ()) -> list[list[str]]:
    made = world_of(snapshot, link(snapshot).features, behaviour_of(snapshot))
    ids = snapshot.population.account_ids
    return [ids[cell].tolist() for cell in clocks(made, np.isin(ids, taken), RingConfig())]


def test_who_acts_in_the_same_five_minutes_is_one_cell() -> None:
    assert cells(world(ANY)) == [CELL]


def test_accounts_that_are_taken_are_not_looked_at() -> None:
    assert cells(world(ANY), CELL[:10]) == [CELL[10:]]


@pytest.mark.parametrize(
    "snapshot",
    [
        world(ANY, together=False),  # each at moments of its own
        world(QUARTERS),  # as anybody's jobs
        world(ANY, cards=0),  # who shares nothing proves nothing
        world(ANY, often=1),  # too seldom to tell
        sketch(PEOPLE, {}, []),
    ],
)
def test_others_are_none(snapshot: Snapshot) -> None:
    assert cells(snapshot) == []


@pytest.mark.parametrize(("days", "kept"), [(DAYS, True), ([day for day in DAYS if (day - DAYS[0]) % 3 != 2], False)])
def test_the_test_is_on_days_that_were_not_looked_at(days: Sequence[int], kept: bool) -> None:
    snapshot = world(ANY, days=days)
    assert cells(snapshot) == [CELL]
    accounts = np.flatnonzero(np.isin(snapshot.population.account_ids, CELL))
    assert keeps_time(held_out(behaviour_of(snapshot)), accounts, ONE_CLOCK) == kept


@pytest.mark.parametrize(("slots", "rings"), [(ANY, [CELL]), (QUARTERS, [])])
def test_cards_by_twos_and_one_clock_are_a_ring(slots: Sequence[int], rings: list[list[str]]) -> None:
    snapshot = world(slots)
    found = detect(snapshot, link(snapshot)).groups
    assert [[one.account_id for one in group.members] for group in found if group.state is State.FLAGGED] == rings
