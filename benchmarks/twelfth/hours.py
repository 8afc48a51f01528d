"""When people of a trade are awake and at it: local hours of the day, and holidays."""

from __future__ import annotations

import numpy as np

from benchmarks.twelfth.lands import LANDS


def _bumps(*parts: tuple[float, float, float]) -> np.ndarray:
    """Bells on the clock: (hour, width, height)."""
    h = np.arange(24) + 0.5
    total = np.full(24, 0.02)
    for centre, width, height in parts:
        away = np.minimum(np.abs(h - centre), 24 - np.abs(h - centre))
        total += height * np.exp(-0.5 * (away / width) ** 2)
    return np.asarray(total / total.sum())


PROFILES: dict[str, np.ndarray] = {
    "office": _bumps((10.3, 1.4, 3), (14.8, 1.8, 3), (20, 1.5, 0.3)),
    "evening": _bumps((20.6, 1.9, 3), (13, 2, 0.6)),
    "day": _bumps((11, 3, 2), (18, 3, 2)),
    "school": _bumps((9, 0.8, 3), (11, 0.8, 3), (13.6, 0.7, 1.5), (17, 1.5, 0.3)),
    "student": _bumps((14, 3, 1.2), (22, 2.4, 3)),
    "night": _bumps((0.5, 2.3, 3), (20, 2, 1)),
    "early": _bumps((6.5, 1.5, 3), (11, 2, 2)),
    "late": _bumps((16, 2, 2), (21, 1.7, 3)),
    "round": np.full(24, 1 / 24),
    "shop": _bumps((9.5, 0.8, 2), (15, 3, 2), (19, 1, 2)),
    "clinic": _bumps((8.5, 1, 3), (11.5, 1, 2), (15, 1.5, 2.5), (23, 3, 0.3)),
    "news": _bumps((6.5, 1, 2), (10, 1.5, 3), (16, 2, 3), (21, 1.5, 2)),
    "watch": _bumps((3.8, 0.7, 1), (7.8, 0.8, 2), (11.8, 0.8, 2), (15.8, 0.8, 2), (19.8, 0.8, 2.5)),
    "drive": _bumps((7.5, 1.2, 3), (12.5, 1, 1), (17.5, 1.6, 3), (23, 1.5, 1)),
    "lunch": _bumps((12.6, 0.7, 3), (19.5, 1.5, 1)),
    "locked": _bumps((9.5, 0.7, 3), (14, 0.7, 3)),
    "faith": _bumps((9.5, 1.2, 3), (18, 1.5, 1.5)),
    "nine": _bumps((9.5, 1.5, 3), (13.5, 2, 3), (17, 1.5, 2)),
    "build": _bumps((11, 3, 2), (16, 2.5, 2.4), (23, 2.5, 1.3)),
}
NAMES = tuple(PROFILES)
INDEX = {name: i for i, name in enumerate(NAMES)}
CUMULATIVE = np.cumsum(np.stack([PROFILES[n] for n in NAMES]), axis=1)


def draw(rng: np.random.Generator, profile: np.ndarray) -> np.ndarray:
    """A local hour (with its fraction) for each session."""
    u = rng.random(len(profile))
    hour = np.zeros(len(profile))
    for p in np.unique(profile):
        mine = profile == p
        hour[mine] = np.minimum(np.searchsorted(CUMULATIVE[p], u[mine]), 23)
    return hour + rng.random(len(profile))


def holiday(days: int) -> np.ndarray:
    """[land, day] share of the usual work left: each country has a feast (and its bridge day)."""
    left = np.ones((len(LANDS), days))
    for i, land in enumerate(LANDS):
        feast = land.holiday % days
        left[i, feast] = 0.35
        left[i, (feast + 1) % days] = 0.8
    return left
