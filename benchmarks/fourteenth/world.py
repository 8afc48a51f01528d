"""The state of a world while it is made."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.fourteenth.content import Plans, plans
from benchmarks.fourteenth.market import Market, market
from benchmarks.fourteenth.nets import Nets

FIRST = np.datetime64("2026-03-02T00:00:00", "us")


@dataclass
class Group:
    """What the members of a group (or of a cell) have in common: keys, and things made once."""

    name: str
    key: int
    country: str
    cache: dict[str, Any] = field(default_factory=dict)
    above: "Group | None" = None
    common: frozenset[str] = frozenset()

    def once(self, what: str, make: Callable[[], Any]) -> Any:
        """The group's own thing of that name, made at the first call; what is common is made above."""
        if self.above is not None and what in self.common:
            return self.above.once(what, make)
        if what not in self.cache:
            self.cache[what] = make()
        return self.cache[what]


@dataclass
class World:
    """Shops, networks and plans, and what was made so far."""

    rng: np.random.Generator
    days: int
    nets: Nets
    market: Market
    plans: Plans
    frames: list[pd.DataFrame] = field(default_factory=list)
    payments: list[pd.DataFrame] = field(default_factory=list)
    knobs: dict[str, Any] = field(default_factory=dict)
    bans: list[pd.DataFrame] = field(default_factory=list)

    def key(self) -> int:
        """A number nobody else has."""
        return int(self.rng.integers(1 << 61))

    def keys(self, n: int) -> np.ndarray:
        """As many of them."""
        return self.rng.integers(1 << 61, size=n)


def new_world(rng: np.random.Generator, days: int) -> World:
    """An empty world of so many days."""
    nets = Nets(rng)
    return World(rng, days, nets, market(nets, rng), plans(rng))
