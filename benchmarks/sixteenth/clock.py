"""When people are at it: hours of the day, and days that matter more than others."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from benchmarks.sixteenth.world import World

Arr = np.ndarray[Any, Any]


def hours(text: str) -> Arr:
    """`9-17:5 18-22:1` as the weights of the 24 hours; no hour is quite without."""
    weights = np.full(24, 0.02)
    for part in text.split():
        span, weight = part.split(":")
        a, b = (int(v) for v in span.split("-"))
        for h in range(a, b + 1 if b >= a else b + 25):
            weights[h % 24] += float(weight)
    return weights


_TEXTS = {
    "day": "8-11:4 12-17:5 18-22:6 23-23:2", "office": "8-11:8 12-12:4 13-17:8 18-20:1.2",
    "evening": "17-19:4 20-23:8 0-0:3", "school": "8-14:8 16-20:2", "student": "10-17:4 18-23:7 0-2:4",
    "night": "21-23:6 0-4:8", "early": "5-8:8 9-12:3", "shift_a": "6-13:8", "shift_b": "14-21:8", "shift_c": "22-5:8",
    "flat": "0-23:1", "lunch": "11-13:8 17-19:2", "ward": "7-8:5 13-14:5 20-21:5 1-3:1",
    "prayer": "4-5:4 12-13:4 20-22:6", "cafe": "13-16:3 17-23:8 0-1:3", "clinic": "8-12:8 14-16:6", "batch": "1-3:9",
    "hourly": "0-23:1", "late": "14-17:3 18-23:7 0-3:6", "dawn": "3-6:6 19-22:3",
}  # fmt: skip
CLOCKS = {name: hours(text) for name, text in _TEXTS.items()}
"""Weights of the hours of local time, by name."""


def person_hours(rng: np.random.Generator, clock: str) -> Arr:
    """The clock with one person's own habits on top: 24 weights."""
    weights = CLOCKS[clock] * rng.gamma(3, 1 / 3, 24)
    return np.roll(weights, int(rng.choice([-1, 0, 0, 1])))


def days(world: World, pattern: str) -> Arr:
    """A multiplier for each day of the world, common to a group."""
    return np.asarray(_PATTERNS[pattern](world, world.r, world.days), dtype=float)


def _event(_: World, r: random.Random, n: int) -> Arr:
    out = np.full(n, 0.06)
    at, length = r.randrange(2, n - 3), r.choice((1, 2, 3))
    out[at : at + length] = 6
    return out


def _exam(_: World, r: random.Random, n: int) -> Arr:
    at = r.randrange(4, n - 4)
    return np.array([0.6] * at + [2.5] * 6 + [0.15] * n)[:n]


def _class(world: World, r: random.Random, n: int) -> list[float]:
    lessons = r.sample(range(5), 2)
    return [3 if (world.weekday + d) % 7 in lessons else 0.2 for d in range(n)]


def _weekend(world: World, _: random.Random, n: int) -> list[float]:
    return [3 if (world.weekday + d) % 7 >= 5 else 0.25 for d in range(n)]


def _deadline(_: World, r: random.Random, n: int) -> list[float]:
    at = r.randrange(6, n)
    return [0.4 + 2.2 * np.exp(-(at - d) / 3) if d <= at else 0.1 for d in range(n)]


def _surge(_: World, r: random.Random, n: int) -> Arr:
    at = r.randrange(1, n - 5)
    return np.where(np.arange(n) < at, 0.1, 1.6)


def _rota(_: World, r: random.Random, n: int) -> list[float]:
    length = r.choice((3, 4, 7))
    return [1.8 if d // length % 2 == 0 else 0.05 for d in range(n)]


def _fade(_: World, r: random.Random, n: int) -> Arr:
    return np.exp(-np.arange(n) / r.uniform(3, 8)) * 2


_PATTERNS: dict[str, Callable[[World, random.Random, int], Any]] = {
    "event": _event, "exam": _exam, "class": _class, "weekend": _weekend,
    "deadline": _deadline, "surge": _surge, "rota": _rota, "fade": _fade,
}  # fmt: skip
