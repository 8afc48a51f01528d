"""Closings of a replay: each day its own answer, in order; a day like the one before is not looked at again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import GraphUnavailable
from app.model.detection import State
from app.model.snapshot import Activity, Population, Snapshot
from app.pipeline import closings as module
from app.pipeline.detector import Detector
from app.pipeline.history import Seen

DAY = date(2026, 9, 1)
NOTHING: Any = None


def snapshot(accounts: int, number: int) -> Snapshot:
    """A snapshot whose content is its number of accounts, of one day."""
    ints, longs, words = np.zeros(0, np.int32), np.zeros(0, np.int64), np.zeros((0, 5), np.uint64)
    names = np.array([f"a{n}" for n in range(accounts)], dtype=object)
    population = Population(names, np.zeros(accounts, np.int64), np.zeros(accounts, bool), np.zeros(accounts, np.int32))
    none = np.zeros(0, dtype=object)
    activity = Activity(ints, ints, ints.astype(np.int8), ints, ints, longs, none, none, none, ints, ints, words)
    return Snapshot(population, {}, activity, as_of_day=number)


def stand_in(seen: list[int]) -> Any:
    """A look that finds one group, of all accounts, and notes how many they were."""

    def looked(found: Snapshot, detectors: list[Detector]) -> module.Looked:
        ids = found.population.account_ids.tolist()
        seen.append(len(ids))
        return tuple((Seen(ids, State.CANDIDATE),) for _ in detectors)

    return looked


def closed(monkeypatch: pytest.MonkeyPatch, sizes: list[int]) -> list[int]:
    days = [DAY + timedelta(days=number) for number in range(len(sizes))]
    worlds = dict(zip(days, (snapshot(size, number) for number, size in enumerate(sizes)), strict=True))
    monkeypatch.setattr(module, "read_snapshot", lambda store, facts, day: worlds[day])
    found = module.closings(NOTHING, NOTHING, days, [Detector(), Detector()])
    return [len(one[0].members) for one, other in found if one == other]


@given(sizes=st.lists(st.integers(0, 3), max_size=9))
def test_each_day_has_its_own_answer_and_no_two_like_days_are_looked_at(sizes: list[int]):
    with pytest.MonkeyPatch.context() as patch:
        seen: list[int] = []
        patch.setattr(module, "looked", stand_in(seen))
        assert closed(patch, sizes) == sizes
    assert seen == [size for number, size in enumerate(sizes) if number == 0 or sizes[number - 1] != size]


def test_an_error_of_a_look_or_a_read_is_told_of_its_own_day(monkeypatch: pytest.MonkeyPatch):
    def read(store: Any, facts: Any, day: date) -> Snapshot:
        if day > DAY:
            raise GraphUnavailable("gone")
        return snapshot(2, 0)

    monkeypatch.setattr(module, "read_snapshot", read)
    with pytest.raises(GraphUnavailable):
        list(module.closings(NOTHING, NOTHING, [DAY, DAY + timedelta(days=1)], [Detector()]))
