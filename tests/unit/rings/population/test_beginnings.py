"""When accounts began: with their creation; those that slept, with what they first asked."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rings.population.beginnings import DAY, SLEPT_DAYS, SLOT, UNSEEN_DAYS, beginnings, bursts


def snapshot(created: list[int], first: dict[int, tuple[int, int]]) -> Any:
    """`first`: account -> day and five-minute slot of its only exchange."""
    slots = np.zeros((len(first), 5), dtype=np.uint64)
    for row, (_, slot) in enumerate(first.values()):
        slots[row, slot // 64] = np.uint64(1) << np.uint64(slot % 64)
    activity = SimpleNamespace(
        presence_account=np.array(list(first), dtype=np.int32),
        presence_day=np.array([day for day, _ in first.values()], dtype=np.int32),
        presence_slots=slots,
    )
    return SimpleNamespace(population=SimpleNamespace(created_minute=np.array(created)), activity=activity)


START = 20_000
"""The first day of the data."""


@pytest.mark.parametrize(
    ("created_day", "first_day", "woke"),
    [
        (START + 20 - SLEPT_DAYS, START + 20, True),
        (START + 20 - SLEPT_DAYS + 1, START + 20, False),  # tried within the week
        (START - 300, START + UNSEEN_DAYS, True),
        (START - 300, START + UNSEEN_DAYS - 1, False),  # may have been awake before the data began
    ],
)
def test_who_slept_begins_when_it_wakes(created_day: int, first_day: int, woke: bool):
    began = beginnings(snapshot([START * DAY, created_day * DAY, -1], {0: (START, 0), 1: (first_day, 287)}))
    assert began.tolist() == [START * DAY, first_day * DAY + 287 * SLOT if woke else created_day * DAY, -1]


def test_without_exchanges_creation_is_all_that_is_known():
    assert beginnings(snapshot([5, -1], {})).tolist() == [5, -1]


@given(st.integers(0, 287))
def test_the_first_five_minutes_are_found(slot: int):
    began = beginnings(snapshot([0, 0], {0: (START, 100), 1: (START + UNSEEN_DAYS, slot)}))
    assert began[1] == (START + UNSEEN_DAYS) * DAY + slot * SLOT


def test_a_script_begins_accounts_in_bursts():
    burst = np.array([day * DAY + 600 + minute for day in (3, 9, 17) for minute in range(20)])
    assert bursts(burst) > 100


@pytest.mark.parametrize("seed", range(5))
def test_a_launch_that_many_heard_of_is_no_burst(seed: int):
    rng = np.random.default_rng(seed)
    day, hour = np.floor(rng.exponential(4, 600)), np.clip(rng.normal(15, 4, 600), 0, 23.9)
    assert bursts((day * DAY + hour * 60).astype(np.int64)) < 2


@given(st.lists(st.integers(-1, 30 * DAY), max_size=40))
def test_pairs_are_counted_as_they_are(minutes: list[int]):
    known = sorted(minute for minute in minutes if minute >= 0)
    gaps = [b - a for i, a in enumerate(known) for b in known[i + 1 :]]
    near = sum(gap <= 60 for gap in gaps)
    around = sum(abs(gap - day * DAY) <= 60 for day in (1, 2, 3) for gap in gaps) / 3
    assert bursts(np.array(minutes, dtype=np.int64)) == pytest.approx((near + 1) / (around / 2 + 1))
