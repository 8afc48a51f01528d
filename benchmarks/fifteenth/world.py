"""The state of a world while it is made: its dice, its tables of names and the rows of every feed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from benchmarks.fifteenth.batch import Batch
    from benchmarks.fifteenth.gear import Clients
    from benchmarks.fifteenth.networks import Networks
    from benchmarks.fifteenth.topics import Topics

Arr = npt.NDArray[Any]
DAY = 86_400
"""Seconds."""


class Table:
    """Texts that rows name by number."""

    def __init__(self) -> None:
        self.items: list[str] = []

    def add(self, texts: Sequence[str]) -> Arr:
        """Append texts and give their numbers."""
        first = len(self.items)
        self.items.extend(texts)
        return np.arange(first, len(self.items))


def tokens(rng: np.random.Generator, n: int, prefix: str, size: int = 6) -> list[str]:
    """Random names: a prefix and hexadecimal digits."""
    raw = rng.bytes(n * size).hex()
    return [prefix + raw[i * 2 * size : (i + 1) * 2 * size] for i in range(n)]


def dice(*keys: Any) -> Arr:
    """A number from 0 to 1 for every row of keys (arrays of one length, or numbers), the same for the same keys."""
    x = np.zeros(1, np.uint64)
    with np.errstate(over="ignore"):
        for key in keys:
            x = (x ^ np.asarray(key).astype(np.uint64)) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(0x632BE59BD9B4E019)
            x = (x ^ (x >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
            x ^= x >> np.uint64(32)
    return (x >> np.uint64(11)).astype(np.float64) / float(1 << 53)


@dataclass
class World:
    """Everything that the builders share."""

    rng: np.random.Generator
    start: int  # the first second, since 1970
    days: int
    nets: "Networks" = field(init=False)
    topics: "Topics" = field(init=False)
    clients: "Clients" = field(init=False)
    ids: list[str] = field(default_factory=list)
    devices: Table = field(default_factory=Table)
    batches: list["Batch"] = field(default_factory=list)
    feeds: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    knobs: dict[str, Any] = field(default_factory=dict)
    mails: set[str] = field(default_factory=set)
    sellers: list[dict[str, Any]] = field(default_factory=list)
    shared: dict[str, Any] = field(default_factory=dict)
    homes: list[Arr] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)

    @property
    def end(self) -> int:
        """The first second after the world."""
        return self.start + self.days * DAY

    def span(self, lo: float, hi: float) -> float:
        """A number between two bounds, even in its logarithm when both are positive."""
        if lo > 0 and hi / lo > 3:
            return float(np.exp(self.rng.uniform(np.log(lo), np.log(hi))))
        return float(self.rng.uniform(lo, hi))

    def count(self, lo: float, hi: float) -> int:
        """A whole number between two bounds."""
        return max(int(lo), min(int(hi), round(self.span(lo, hi))))

    def pick(self, table: dict[str, float]) -> str:
        """One key of a table of weights."""
        keys = list(table)
        weights = np.array([table[k] for k in keys], float)
        return keys[int(self.rng.choice(len(keys), p=weights / weights.sum()))]

    def chance(self, p: float) -> bool:
        """True with a probability."""
        return bool(self.rng.random() < p)

    def new_ids(self, n: int) -> Arr:
        """Numbers of new accounts, whose names tell nothing of their order."""
        first = len(self.ids)
        self.ids.extend(f"acct_{((first + i) * 2654435761 + 977) % 2**32:08x}" for i in range(n))
        return np.arange(first, first + n)

    def say(self, feed: str, /, **columns: Any) -> None:
        """Add rows to a feed, one list or array a column."""
        self.feeds.setdefault(feed, []).append(columns)
