"""The lab: its calendar, networks, banks and accounts, and what of them is shared by everything that is made."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import numpy as np

from benchmarks.ninth import names
from benchmarks.ninth.draws import Arr, Rng, choose, zipf
from benchmarks.ninth.nets import COUNTRIES, TZ, Nets
from benchmarks.ninth.tools import Clients, Topics
from benchmarks.ninth.use import Use
from benchmarks.ninth.vendors import Market

DAY = 86400


class Act(NamedTuple):
    """What the lab did to an account."""

    account: int
    at: float
    action: str
    reason: str


class Truth(NamedTuple):
    """The ring that an honest account was taken by."""

    ring: str
    operator: str
    cell: str
    tier: str


@dataclass
class World:
    """Everything that is being made."""

    style: str
    seed: int
    rng: Rng
    days: int = 0
    """Drawn if 0."""
    part: float = 1.0
    """Of the groups, rings and volumes that a style draws: less than 1 in a world with fewer honest accounts."""
    acc: list[tuple[dict[str, Arr], Use]] = field(default_factory=list)
    """Columns of the accounts of each cast, and the habits that they registered with."""
    uses: list[Use] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    over: dict[int, Truth] = field(default_factory=dict)
    """Truth of hijacked and rented accounts."""
    notes: list[str] = field(default_factory=list)
    rings: list[dict[str, Any]] = field(default_factory=list)
    traps: dict[str, int] = field(default_factory=dict)
    """Accounts of each honest group that looks like a ring."""
    n: int = 0
    benchmark: int = 0
    """The first of the templates of the public benchmark; 0 until a laboratory asks it."""
    market: Market = field(init=False)

    def __post_init__(self) -> None:
        rng = self.rng
        drawn = int(rng.integers(14, 31))
        self.days = self.days or drawn
        self.start = datetime(2025, 9, 1, tzinfo=UTC) + timedelta(days=int(rng.integers(0, 400)))
        self.weekday = self.start.weekday()
        self.nets = Nets(rng)
        self.nets.carriers(self.word)
        self.clients, self.topics = Clients(rng), Topics(rng)
        self.console = self.clients.pick(self.clients.web, 997)
        self.release = float(rng.uniform(-10, self.days + 5)) * DAY  # of the newest model, perhaps in the window
        weight = np.array([c[1] for c in COUNTRIES]) * rng.gamma(2.5, 0.4, len(COUNTRIES))
        self.where, self.where_p = [c[0] for c in COUNTRIES], weight / weight.sum()
        self._banks()
        clouds = [self.nets.make("hosting", f"{self.word()} Cloud", 16, 3) for _ in range(4)]
        self.clouds = clouds + [self.nets.make("hosting", f"{self.word()} Hosting", 20) for _ in range(8)]
        self.vpns = [self._vpn() for _ in range(12)]
        self.models = [f"{self.word().lower()}-{v}" for v in ("mini", "base", "large", "next")]
        self.cluster_ids = [f"qc{x:05d}" for x in rng.choice(99999, self.topics.n, replace=False)]

    def _vpn(self) -> int:
        """A VPN's exits; the lab's network list knows only some of them as such."""
        kind = str(self.rng.choice(["vpn", "vpn", "hosting", "business"]))
        return self.nets.make(kind, f"{self.word()} Networks", 23, 2, exits=int(self.rng.integers(8, 60)))

    def _banks(self) -> None:
        """A few bank identification numbers a country, popular ones first; neobanks issue virtual cards."""

        def drawn(each: int) -> dict[str, list[str]]:
            return {c: [str(int(self.rng.integers(400000, 559999))) for _ in range(each)] for c in self.where}

        self.bins, self.neo, self.prepaid = drawn(12), drawn(2), drawn(2)

    def word(self) -> str:
        """An invented name of a company."""
        return names.word(self.rng)

    def shrunk(self, n: int, least: int = 4) -> int:
        """A number of members, cut in proportion to the honest accounts; those up to `least` stay."""
        return max(min(n, least), round(n * self.part))

    def countries(self, n: int) -> Arr:
        """Where n ordinary customers live."""
        return choose(self.rng, self.where, n, self.where_p)

    def carrier(self, country: Arr, table: dict[str, list[int]]) -> Arr:
        """Each person's carrier of the country, the incumbent most often."""
        u, out = self.rng.random(len(country)), np.zeros(len(country), np.int64)
        for c in sorted(set(country)):
            m = country == c
            out[m] = np.array(table[c])[np.searchsorted(np.cumsum(zipf(len(table[c]), 0.8))[:-1], u[m])]
        return out

    def tz(self, country: Arr) -> Arr:
        """Hours from UTC, with the spread of wide countries and of early risers."""
        return np.array([TZ[c] for c in country]) + self.rng.normal(0, 0.9, len(country))

    def cards(self, country: Arr, table: dict[str, list[str]]) -> Arr:
        """A bank of each country, the big ones first."""
        out = np.empty(len(country), object)
        for c in sorted(set(country)):
            m = country == c
            out[m] = choose(self.rng, table[c], int(m.sum()), zipf(len(table[c]), 1.1))
        return out
