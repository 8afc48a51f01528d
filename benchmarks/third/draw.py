"""What is asked for, and the one stream of random numbers behind a world; the order of the draws is part of a seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
T = TypeVar("T")

STYLES = ("mixed", "noschedule", "evasive", "pool", "smallrings", "norings", "sparse", "needle", "bigcell")
"""The place of a style in this list is part of its random stream: append, never insert."""
TIERS = ("plain", "careful", "evasive")
DAY = 86_400
FEWEST_DAYS = 7
FOREVER = 1e12
"""Seconds that no world lasts."""
_STREAM = 7731


@dataclass(frozen=True, slots=True)
class RingOrder:
    """One ring that is asked for by hand."""

    size: int
    tier: str | None = None
    """None: drawn."""
    reseller: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for: everything else is drawn from it."""

    style: str
    seed: int
    honest: int
    """Honest accounts, about."""
    days: int
    rings: tuple[RingOrder, ...] | None
    """Instead of those the style draws."""

    @property
    def traps(self) -> float:
        """How many honest look-alikes there are: 1 is usual, more where there is no ring."""
        return 1.7 if self.style == "norings" else 1.0


def order_of(
    style: str,
    seed: int,
    *,
    honest: int | None = None,
    days: int = 21,
    rings: tuple[RingOrder, ...] | None = None,
) -> Order:
    """An order in a style. Raises ValueError for a style that does not exist and for too few days."""
    if style not in STYLES:
        raise ValueError(f"no style {style}: one of {', '.join(STYLES)}")
    if days < FEWEST_DAYS:
        raise ValueError(f"{days} days: at least {FEWEST_DAYS}, for rings to begin, work and be banned in")
    return Order(style, seed, honest or (60_000 if style == "needle" else 15_000), days, rings)


class Draw:
    """Draws of all kinds from the stream of a seed and style."""

    def __init__(self, seed: int, style: str) -> None:
        self.rng = np.random.default_rng([seed, STYLES.index(style), _STREAM])

    def uniform(self, low: float, high: float) -> float:
        """Uniform in [low, high)."""
        return float(self.rng.uniform(low, high))

    def log_uniform(self, low: float, high: float) -> float:
        """Uniform in the logarithm."""
        return float(np.exp(self.rng.uniform(np.log(low), np.log(high))))

    def integer(self, low: int, high: int) -> int:
        """Uniform in low ... high, both included."""
        return int(self.rng.integers(low, high + 1))

    def chance(self, p: float) -> bool:
        """True with probability p."""
        return bool(self.rng.random() < p)

    def pick(self, values: Sequence[T]) -> T:
        """One of the values, each as likely."""
        return values[int(self.rng.integers(len(values)))]

    def weighted(self, values: Sequence[T], weights: Sequence[float] | NDArray[Any]) -> T:
        """One of the values by weight."""
        total = np.cumsum(weights)
        at = int(np.searchsorted(total, self.rng.random() * total[-1], side="right"))
        return values[min(at, len(values) - 1)]

    def hexadecimal(self, n: int) -> str:
        """n hexadecimal digits."""
        return self.rng.bytes((n + 1) // 2).hex()[:n]


class Clock:
    """When the world happens: seconds since 1970 of its first midnight (UTC), its days and weekday."""

    def __init__(self, draw: Draw, days: int) -> None:
        first = datetime(2025, 1, 1, tzinfo=UTC)
        self.start = int(first.timestamp()) + draw.integer(0, 520) * DAY
        self.days = days
        self.end = self.start + days * DAY
        self.date = datetime.fromtimestamp(self.start, UTC)
        self.weekday = self.date.weekday()

    def at(self, day: float) -> float:
        """Seconds since 1970 of a day of the world."""
        return self.start + day * DAY

    def label(self, day: int) -> str:
        """Date of a day of the world."""
        return datetime.fromtimestamp(self.start + day * DAY, UTC).strftime("%Y-%m-%d")


def zipf(n: int, exponent: float) -> Floats:
    """Weights of ranks 1 ... n, not normed."""
    weights: Floats = 1 / np.arange(1, n + 1) ** exponent
    return weights


def hash64(seed: int, *values: Any) -> NDArray[np.uint64]:
    """64-bit mix of integers or arrays of them: choices that repeat without a draw (splitmix64's constants)."""
    mixed: Any = np.uint64(seed * 1000003 + 12345)
    with np.errstate(over="ignore"):
        for value in values:
            mixed = (mixed ^ np.asarray(value).astype(np.int64).astype(np.uint64)) * np.uint64(0x9E3779B97F4A7C15)
            mixed ^= mixed >> np.uint64(29)
            mixed = mixed * np.uint64(0xBF58476D1CE4E5B9)
            mixed ^= mixed >> np.uint64(32)
    return np.asarray(mixed, np.uint64)
