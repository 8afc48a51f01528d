"""The world under construction: chance, columns of accounts, session tables, payments, truth and notes."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:  # both build upon this module
    from benchmarks.tenth.net import Net
    from benchmarks.tenth.topics import Topics

Array = np.ndarray
Table = dict[str, Array]
VOID = np.array(None, dtype=object)
"""No value, of a column of text."""
SPAN = {
    "contract": (14, 30),
    "none": (14, 30),
    "wallets": (40, 120),
    "reviews": (30, 75),
    "socks": (21, 60),
    "sessions": (10, 21),
}
"""Days of a world, least and most."""
CROWD = {
    "contract": (10_000, 40_000),
    "none": (12_000, 38_000),
    "wallets": (12_000, 38_000),
    "reviews": (10_000, 36_000),
    "socks": (9_000, 30_000),
    "sessions": (9_000, 26_000),
}
"""Honest accounts, least and most."""


@dataclass
class World:
    """Everything a style builds; seconds are counted from `start` and may be negative."""

    style: str
    seed: int
    honest: int
    days: int
    start: np.datetime64
    rng: np.random.Generator
    unit: str = "s"
    net: Net = field(init=False)
    topics: Topics = field(init=False)
    col: Table = field(default_factory=dict)
    tables: list[Table] = field(default_factory=list)
    pay: list[dict[str, Any]] = field(default_factory=list)
    acts: list[dict[str, Any]] = field(default_factory=list)
    feeds: dict[str, pd.DataFrame] = field(default_factory=dict)
    truth: dict[int, dict[str, str]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    free: list[int] = field(default_factory=list)
    count: dict[str, int] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many accounts there are so far."""
        return len(self.col["id"]) if self.col else 0

    @property
    def span(self) -> float:
        """Length of the observed window in seconds."""
        return self.days * 86400.0

    def extend(self, rows: Table) -> Array:
        """Append accounts column by column and return their indices."""
        old = self.size
        self.col = rows if not old else {k: np.concatenate([v, rows[k]]) for k, v in self.col.items()}
        return np.arange(old, self.size)

    def name(self, stem: str) -> str:
        """A running name such as `course-2`."""
        self.count[stem] = self.count.get(stem, 0) + 1
        return f"{stem}-{self.count[stem]}"

    def take(self, k: int) -> Array:
        """Honest accounts that are in no group yet; small worlds have smaller groups."""
        k = min(max(2, int(k * min(1.0, self.honest / 10_000))), len(self.free))
        got, self.free = self.free[:k], self.free[k:]
        return np.array(got, dtype=np.int64)

    def group(self, who: Array, population: str, stem: str) -> str:
        """Label an honest group."""
        name = self.name(stem)
        for i in who:
            self.truth[int(i)] = {"population": population, "group_id": name}
        return name

    def ring(self, who: Array, ring: str, operator: str, tier: str, cell: str = "") -> None:
        """Label accounts of an operator."""
        for i in who:
            self.truth[int(i)] = {"ring": ring, "operator": operator, "tier": tier, "cell": cell}

    def note(self, ring: str, who: int, text: str) -> None:
        """One line of what a perfect analyst could use."""
        self.notes.append(f"{ring} ({who} accounts): {text}")


def new_world(style: str, seed: int, accounts: int | None) -> World:
    """Draw window and size; the style is part of the seed so that styles do not share chance."""
    rng = np.random.default_rng([zlib.crc32(style.encode()), seed])
    low, high = CROWD[style]
    honest = log_uniform(rng, low, high)
    days = int(rng.integers(SPAN[style][0], SPAN[style][1] + 1))
    start = np.datetime64("2025-09-01T00:00:00") + np.timedelta64(int(rng.integers(0, 240)), "D")
    return World(style, seed, accounts or honest, days, start, rng)


def mix(a: Any, b: Any = 0) -> Array:
    """A splitmix64 hash of two integer arrays: per-account constants without storing them."""
    with np.errstate(over="ignore"):
        x = np.asarray(a).astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        x = x + np.asarray(b).astype(np.uint64) * np.uint64(0xD1B54A32D192ED03) + np.uint64(0x632BE59BD9B4E019)
        x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return x ^ (x >> np.uint64(31))


def unit(x: Array) -> Array:
    """Hashes as numbers in [0, 1)."""
    return (x >> np.uint64(11)).astype(np.float64) / float(1 << 53)


def hexes(x: Any, width: int = 16) -> list[str]:
    """Integers as hex text."""
    cut = (1 << (4 * width)) - 1
    return [f"{int(v) & cut:0{width}x}" for v in np.atleast_1d(np.asarray(x, dtype=np.uint64))]


def stamps(world: World, secs: Array, coarse: str = "s") -> Array:
    """Seconds of the window as RFC 3339 text; NaN becomes null; coarse units truncate, as dumps do."""
    secs = np.asarray(secs, dtype=np.float64)
    void = np.isnan(secs)
    at = world.start.astype("datetime64[s]") + np.where(void, 0, secs).astype("timedelta64[s]")
    text: Array = np.datetime_as_string(at.astype(f"datetime64[{coarse}]").astype("datetime64[s]")).astype(object) + "Z"
    text[void] = None
    return text


def zipf(rng: np.random.Generator, n: int, k: int, power: float) -> Array:
    """n draws of ranks 0..k-1 with a power law."""
    weight = np.arange(1, k + 1, dtype=float) ** -power
    return np.searchsorted(np.cumsum(weight) / weight.sum(), rng.random(n)).clip(0, k - 1)


def log_uniform(rng: np.random.Generator, low: float, high: float) -> int:
    """A whole number whose logarithm is uniform, as sizes of groups are."""
    return int(np.exp(rng.uniform(np.log(low), np.log(high))))
