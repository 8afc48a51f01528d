"""When people and machines work: profiles of the local day, timetables of the UTC day, factors for each day."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.third.draw import DAY, Draw, Floats

BINS = 96
"""Quarters of an hour."""
OFFICE, EVENING, STUDENT, OWL, EARLY, FLAT, SHIFT_DAY, SHIFT_LATE, SHIFT_NIGHT, BROAD, COMMUTER = range(11)
_HUMPS = (
    (((10.5, 1.6, 1), (15, 1.9, 1)), 0.01),
    (((20.5, 2, 1), (13, 3, 0.3)), 0.02),
    (((22, 2.3, 1), (15, 3, 0.7)), 0.02),
    (((2, 2.5, 1), (22, 2, 0.6)), 0.02),
    (((7, 1.6, 1), (12, 3, 0.4)), 0.01),
    ((), 1.0),
    (((10, 2, 1),), 0.005),
    (((18, 2, 1),), 0.005),
    (((2, 2, 1),), 0.005),
    (((13, 4.5, 1),), 0.02),
    (((9, 1, 1), (21, 1.5, 1)), 0.02),
)
"""Of each profile: (hour, width, height) of its humps and the floor."""
_TICKS = 48
"""A timetable's ticks a day at most."""


def _profile(humps: tuple[tuple[float, float, float], ...], floor: float) -> Floats:
    hours = np.arange(BINS) / 4
    total: Any = sum(h * np.exp(-0.5 * (((hours - m + 12) % 24 - 12) / s) ** 2) for m, s, h in humps)
    weights: Floats = total + floor if humps else np.full(BINS, floor)
    return np.asarray(np.cumsum(weights) / weights.sum())


PROFILES = tuple(_profile(humps, floor) for humps, floor in _HUMPS)
"""Of each profile: share of the day's activity up to the end of each bin."""


class Rhythms:
    """Registry of timetables (days x ticks, seconds of the UTC day) and of day factors."""

    def __init__(self, draw: Draw, days: int) -> None:
        self._draw, self._days = draw, days
        self.timetables: list[Floats] = []
        self.factors: list[Floats] = [np.ones(days)]

    def timetable(self, table: Any) -> int:
        """Number a timetable."""
        self.timetables.append(np.asarray(table, float))
        return len(self.timetables) - 1

    def daily(self, second: float) -> int:
        """A timetable of one tick at the same second of each day."""
        return self.timetable(np.full((self._days, 1), second))

    def cron(self, ticks: int) -> int:
        """A machine's timetable, the same every day: each so many hours, or at drawn times on the minute."""
        draw, rng = self._draw, self._draw.rng
        base: Any
        if draw.chance(0.3):
            step = draw.pick((3600, 1800, 7200, 4 * 3600))
            base = np.arange(draw.integer(0, 59) * 60 % step, DAY, step)[:_TICKS]
        elif draw.chance(0.6):
            base = np.sort(rng.integers(0, 288, ticks)) * 300.0
        else:
            base = np.sort(rng.integers(0, 1440, ticks)) * 60.0
        return self.timetable(np.tile(base, (self._days, 1)))

    def bursts(self, ticks: int, low: float, high: float, *, fixed: bool) -> int:
        """So many bursts a day between two hours; the same each day if fixed."""
        rng = self._draw.rng
        if fixed:
            base = np.sort(rng.uniform(low, high, ticks)) * 3600 % DAY
            return self.timetable(np.tile(base, (self._days, 1)))
        return self.timetable(np.sort(rng.uniform(low, high, (self._days, ticks)), axis=1) * 3600 % DAY)

    def factor(self, days: list[int] | slice, low: float) -> int:
        """Number a day factor: 1 on some days, low on the others."""
        factor = np.full(self._days, low)
        factor[days] = 1
        self.factors.append(factor)
        return len(self.factors) - 1
