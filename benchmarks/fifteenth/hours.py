"""When accounts are used: which days, how often, and at which hour."""

from dataclasses import dataclass, field

import numpy as np

from benchmarks.fifteenth.world import Arr, World, dice

PROFILES: dict[str, list[float]] = {
    "office": [0, 0, 0, 0, 0, 0, .2, .6, 2, 5, 6, 6, 4, 4, 6, 6, 5, 4, 2, 1, .6, .5, .3, .1],
    "person": [1, .5, .3, .2, .1, .2, .5, 1, 2, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 4, 4, 4, 3, 2],
    "student": [3, 2, 1, .4, .2, .1, .2, .5, 1, 2, 3, 3, 3, 3, 3, 3, 3, 3, 3, 4, 5, 6, 6, 5],
    "evening": [2, 1, .3, .1, .1, .1, .2, .4, .5, .5, .5, .5, 1, 1, 1, 1, 2, 3, 5, 6, 7, 7, 6, 4],
    "school": [0, 0, 0, 0, 0, 0, 0, 1, 6, 7, 7, 6, 3, 6, 6, 3, 1, .5, .5, .5, .2, .1, 0, 0],
    "night": [6, 6, 6, 5, 4, 4, 3, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 3, 5, 6, 6],
    "shift": [1, 1, 1, 1, 1, 1, 4, 5, 5, 5, 5, 4, 5, 5, 5, 5, 4, 5, 5, 5, 4, 3, 2, 1],
    "always": [1.0] * 24,
}  # fmt: skip
"""How likely each of the 24 hours of the account's own zone is."""
WEEKEND = {"office": 0.07, "school": 0.02, "student": 0.7, "person": 0.85, "evening": 1.1, "night": 0.9, "shift": 0.7,
           "always": 1.0}  # fmt: skip


@dataclass
class Clock:
    """How the hours of a batch fall: person (visits), flat, beat (minutes of a job) or window (common hours)."""

    mode: str
    profile: str
    tz: Arr  # n: hours from UTC
    salt: int
    cell: Arr  # n: who share their windows
    beats: Arr = field(default_factory=lambda: np.zeros(1))  # minutes of the day
    windows: int = 2  # a day
    length: float = 1.5  # hours
    lag: float = 0.0  # hours that an account may come later than its group


def level(world: World, n: int, median: float, sigma: float) -> Arr:
    """Mean exchanges of an active day for each of n accounts, log-normal."""
    return np.clip(median * np.exp(world.rng.normal(0, sigma, n)), 0.3, 400)


def calendar(world: World, rate: Arr, active: float, profile: str, first: Arr, last: Arr, ramp: float = 0.0) -> Arr:
    """Expected exchanges, accounts by days: on and off days, weekends, a first and last day, a slow start."""
    rng, days = world.rng, np.arange(world.days)
    weekday = (world.start // 86_400 + 3 + days) % 7
    weekend = np.where(weekday >= 5, WEEKEND[profile], 1.0)
    own = np.clip(active * np.exp(rng.normal(0, 0.35, len(rate))), 0.005, 1.0)
    on = rng.random((len(rate), world.days)) < own[:, None] * weekend[None, :]
    on &= (days[None, :] >= first[:, None]) & (days[None, :] <= last[:, None])
    slow = np.clip((days[None, :] - first[:, None] + 1) / max(ramp, 1.0), 0.1, 1) if ramp else 1.0
    return (rate[:, None] * on * slow * rng.gamma(4, 0.25, on.shape)).astype(np.float32)


def _hour(profile: str, u: Arr) -> Arr:
    cdf = np.concatenate([[0.0], np.cumsum(PROFILES[profile])])
    return np.asarray(np.interp(u * cdf[-1], cdf, np.arange(25)))


def seconds(world: World, clock: Clock, acc: Arr, day: Arr) -> Arr:
    """Seconds from the world's start, for rows of account (its place in the batch) and day."""
    rng, n = world.rng, len(acc)
    tz = clock.tz[acc]
    if clock.mode == "beat":
        own = rng.integers(0, len(clock.beats), n)
        lag = dice(acc, clock.salt, 5) * clock.lag
        hour = clock.beats[own] / 60 + lag + rng.exponential(0.012, n)
        tz = clock.tz[np.zeros(n, int)]
    elif clock.mode == "window":
        which = rng.integers(0, clock.windows, n)
        begin = _hour(clock.profile, dice(clock.cell[acc], day, which, clock.salt))
        hour = begin + rng.random(n) * clock.length + dice(acc, clock.salt, 6) * clock.lag
        tz = clock.tz[np.zeros(n, int)]
    elif clock.mode == "flat":
        hour = _hour(clock.profile, rng.random(n))
    else:
        visit = rng.integers(0, 3, n)
        hour = _hour(clock.profile, dice(acc, day, visit, clock.salt)) + rng.exponential(0.22, n)
    return np.clip(day * 86_400 + (hour - tz) * 3600, 0, world.days * 86_400 - 1)
