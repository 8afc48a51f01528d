"""A common clock is told from jobs that strangers start at the full hour, each at hours of its own."""

from __future__ import annotations

import random

import numpy as np
import pytest

from app.rings.evidence.group_test import common_clock, presence, synchrony
from app.rings.population.behaviour import Behaviour, behaviour_of
from benchmarks.sketch import Visit, sketch

MEMBERS = [f"m{i:02d}" for i in range(30)]
DAYS = range(100, 120)
GRIDS = {
    "any time": range(288),
    "full hours": range(0, 288, 12),
    "quarters": range(0, 288, 3),
    "hours and seven minutes": range(1, 288, 12),
    "half hours and ten minutes": range(2, 288, 6),
}


def behaviour(kind: str) -> Behaviour:
    """Thirty accounts, six times a day, each by itself or all at once; and a crowd at any time."""
    rng = random.Random(1)
    together = kind.endswith("together")
    grid = GRIDS[kind.split(",")[0]]
    visits: list[Visit] = []
    for day in DAYS:
        once = rng.sample(grid, 6)
        visits += [(one, day, slot, None, 1) for one in MEMBERS for slot in (once if together else rng.sample(grid, 6))]
        visits += [(f"h{i:02d}", day, rng.randrange(288), None, 1) for i in range(60) for _ in range(12)]
    return behaviour_of(sketch(sorted({one for one, *_ in visits}), {}, visits))


def ratios(kind: str) -> list[tuple[int, float]]:
    """Pairs and ratio of the members, and between half of them and the others."""
    made, members = behaviour(kind), np.arange(60, 90)
    sides = [presence(made, half) for half in (members[:15], members[15:])]
    found = [synchrony(made, members), common_clock(sides[0], sides[1], rounded=made.rounded)]
    return [(one.pairs, one.ratio) for one in found]


@pytest.mark.parametrize("kind", ["full hours, each by itself", "quarters, each by itself"])
def test_jobs_of_strangers_at_full_hours_are_no_common_clock(kind: str) -> None:
    assert ratios(kind) == [(0, 1.0), (0, 1.0)]


@pytest.mark.parametrize(
    "kind",
    [
        "full hours, together",
        "any time, together",
        "hours and seven minutes, each by itself",  # one operator's jobs, each at hours of its own
        "half hours and ten minutes, each by itself",
    ],
)
def test_who_acts_in_the_same_five_minutes_has_one(kind: str) -> None:
    assert all(pairs >= 50 and ratio > 2.0 for pairs, ratio in ratios(kind))


def test_who_acts_at_any_time_by_itself_has_none() -> None:
    assert all(pairs >= 50 and 0.5 < ratio < 1.5 for pairs, ratio in ratios("any time, each by itself"))


@pytest.mark.parametrize(("together", "clock"), [(2, False), (6, True)])
def test_two_accounts_of_one_person_are_no_clock_of_a_handful(together: int, clock: bool) -> None:
    """Six accounts, of which so many are at work at once and the others at any time."""
    rng = random.Random(2)
    visits: list[Visit] = []
    for day in DAYS:
        once = rng.sample(range(288), 12)
        for i in range(6):
            visits += [(f"m{i}", day, slot, None, 1) for slot in (once if i < together else rng.sample(range(288), 12))]
    made = behaviour_of(sketch(sorted({one for one, *_ in visits}), {}, visits))
    assert (synchrony(made, np.arange(6)).ratio > 1.5) == clock
