"""Small vectorised helpers: hashing, ragged menus, random splits."""

from __future__ import annotations

import numpy as np

Array = np.ndarray
DAY = 86_400


def mix(*parts: Array | int) -> Array:
    """Hash integers into uint64 (splitmix64 steps): the same parts always give the same value."""
    with np.errstate(over="ignore"):
        state = np.uint64(0x9E3779B97F4A7C15)
        for part in parts:
            state = state ^ np.asarray(part).astype(np.int64).astype(np.uint64)
            state = state + np.uint64(0x9E3779B97F4A7C15)
            state = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
            state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
            state = state ^ (state >> np.uint64(31))
    return np.asarray(state)


def unit(*parts: Array | int) -> Array:
    """Hash integers into a float in [0, 1)."""
    return (mix(*parts) >> np.uint64(11)).astype(np.float64) / float(1 << 53)


class Menus:
    """A growing list of menus: each is a run of integers to choose from, with a skew towards its head."""

    def __init__(self) -> None:
        """Start without menus."""
        self._runs: list[Array] = []
        self._sizes: list[Array] = []
        self._skews: list[Array] = []
        self._periods: list[Array] = []
        self._count = 0

    def add(self, values: Array, skew: float = 1.0, period: int = 0) -> int:
        """Add one menu and tell its number. A period (seconds) makes it show only three of its values at a time."""
        return int(self.add_many(np.asarray(values).reshape(1, -1), skew, period)[0])

    def add_many(self, rows: Array, skew: float = 1.0, period: int = 0) -> Array:
        """Add one menu a row of a matrix and tell their numbers."""
        count, width = rows.shape
        if count and not width:
            raise ValueError("a menu needs at least one value")
        self._runs.append(rows.astype(np.int64).ravel())
        self._sizes.append(np.full(count, width))
        self._skews.append(np.full(count, skew))
        self._periods.append(np.full(count, period))
        self._count += count
        return np.arange(self._count - count, self._count)

    def heads(self, menu: Array) -> Array:
        """The first value of each named menu, while menus are still being added."""
        values, sizes = np.concatenate(self._runs), np.concatenate(self._sizes)
        return values[(np.cumsum(sizes) - sizes)[menu]]

    def finish(self) -> None:
        """Lay the menus out flat; nothing can be added after."""
        self.values = np.concatenate(self._runs)
        self.sizes = np.concatenate(self._sizes)
        self.skews = np.concatenate(self._skews)
        self.periods = np.concatenate(self._periods)
        self.starts = np.cumsum(self.sizes) - self.sizes

    def pick(self, menu: Array, chance: Array, at: Array | None = None) -> Array:
        """Choose one value of each named menu by a chance in [0, 1); `at` is the second, for menus with a period."""
        size = self.sizes[menu]
        place = np.minimum((chance ** self.skews[menu] * size).astype(np.int64), size - 1)
        period = self.periods[menu]
        if at is not None and period.any():
            phase = (mix(menu, at // np.maximum(period, 1)) >> np.uint64(3)).astype(np.int64)
            place = np.where(period > 0, (phase + (chance * 3).astype(np.int64)) % size, place)
        return self.values[self.starts[menu] + place]


def split(rng: np.random.Generator, total: int, low: int, high: int) -> list[int]:
    """Cut a total into parts between low and high; the last may be smaller."""
    parts: list[int] = []
    while total > 0:
        part = min(total, int(rng.integers(low, high + 1)))
        parts.append(part)
        total -= part
    return parts


def owners(rng: np.random.Generator, count: int, low: int, high: int) -> Array:
    """Number the holder of a shared thing for each of `count` members: runs of low..high members, shuffled."""
    runs = split(rng, count, low, high)
    return rng.permutation(np.repeat(np.arange(len(runs)), runs))


def loguniform(rng: np.random.Generator, low: float, high: float) -> float:
    """Draw evenly in the logarithm."""
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))


def pick_name(rng: np.random.Generator, names: tuple[str, ...], weights: tuple[float, ...] | None = None) -> str:
    """Draw one of a few words."""
    odds = None if weights is None else np.asarray(weights) / sum(weights)
    return names[int(rng.choice(len(names), p=odds))]
