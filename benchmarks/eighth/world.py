"""The world: its clock, market, networks, and the tables that fill up."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.eighth import geo, lab
from benchmarks.eighth.catalog import SURFACES, Catalog
from benchmarks.eighth.hashing import Arr
from benchmarks.eighth.nets import Net, Plan
from benchmarks.eighth.sources import DAY, Home, Mobile, Office, Pair, Pool, Source, chunk

Table = dict[str, Arr]


class World:
    """One world by style and seed; its days are drawn where they are not given."""

    def __init__(self, style: str, seed: int, days: int | None = None) -> None:
        self.style, self.seed = style, seed
        self.rng = r = np.random.default_rng([seed, sum(map(ord, style)), 88])
        self.lab = lab.make(np.random.default_rng([seed, sum(map(ord, style)), 89]), style)
        drawn = int(r.integers(14, 31))
        self.days = days or drawn
        self.span = self.days * DAY
        self.start = np.datetime64("2025-09-01") + int(r.integers(0, 300))
        self.dow = int((self.start - np.datetime64("1970-01-05")).astype(int) % 7)
        self.market, self.growth, self.scale = geo.shares(r), r.uniform(0.12, 0.4), 1.0
        self.part = 1.0
        """How many honest people there are for each that the style draws."""
        self.cat, self.plan = Catalog(r), Plan(r)
        self.sources: list[Source] = []
        self.count, self.groups = 0, 0
        self.tables: dict[str, list[Table]] = {
            k: [] for k in ("accounts", "payments", "exchanges", "logins", "actions")
        }
        self.outages = [(float(r.random() * self.span), float(r.uniform(1800, 9000)), -1) for _ in range(2)]
        self.rings: list[dict[str, Any]] = []
        """What was made of each ring, for who reads the world."""
        self.traps: dict[str, int] = {}
        """Accounts of each sort of honest group that looks like a ring."""
        self.cap = np.inf
        """Exchanges of one group, once the crowd is in."""
        self.peers: tuple[Arr, Arr] = (np.zeros(0, int), np.zeros(0, np.uint64))
        """Homes whose line a proxy network may sell on."""
        self._ground()

    def _ground(self) -> None:
        """The ordinary sources of every country."""
        r, n = self.rng, range(len(geo.COUNTRIES))
        self.homes = [
            [self.source(Home(x, geo.COUNTRIES[c].lease, geo.COUNTRIES[c].v6)) for x in self.plan.of("residential", c)]
            for c in n
        ]
        self.mobiles = [
            [self.source(Mobile(x, int(r.integers(40, 400)), geo.COUNTRIES[c].v6)) for x in self.plan.of("mobile", c)]
            for c in n
        ]
        self.offices = [self.source(Office(self.plan.of("business", c)[0], 2)) for c in n]
        self.campuses = [self.source(Office(self.plan.of("education", c)[0], 8)) for c in n]
        self.clouds = [self.source(Office(x, 3)) for x in self.plan.of("hosting")]

    def source(self, s: Source) -> int:
        """Keep a source; its number."""
        self.sources.append(s)
        return len(self.sources) - 1

    def pool(self, net: Net, n: int, run: int = 8, stick: float = 3600) -> int:
        """A source of n addresses of a network in runs of neighbours."""
        return self.source(Pool(*chunk(self.rng, net, n, run), stick))

    def net(self, kind: str, country: int = -1) -> Net:
        """Some network of a kind."""
        found = self.plan.of(kind, country)
        return found[int(self.rng.integers(len(found)))]

    def where(self, src: Arr, key: Arr, t: Arr) -> Pair:
        """Addresses of many keys at many times, source by source."""
        hi, lo = np.zeros(len(src), np.uint64), np.zeros(len(src), np.uint64)
        order = np.argsort(src, kind="stable")
        ids, first = np.unique(src[order], return_index=True)
        parts = np.split(order, first[1:]) if len(ids) else []
        for s, part in zip(ids, parts, strict=True):
            hi[part], lo[part] = self.sources[s].draw(key[part], t[part])
        return hi, lo

    def surface(self, name: str) -> int:
        """A surface's number."""
        return SURFACES.index(name)

    def add(self, table: str, **cols: Arr) -> None:
        """Append rows to a table."""
        self.tables[table].append(cols)

    def chance(self, p: float = 0.5) -> bool:
        """Whether something with this probability happens."""
        return bool(self.rng.random() < p)

    def drawn(self, lo: int, hi: int) -> int:
        """A size between two bounds, small ones more often."""
        return round(float(np.exp(self.rng.uniform(np.log(lo), np.log(hi)))))

    def size(self, lo: int, hi: int) -> int:
        """The same, cut to the world's part, for honest groups."""
        return max(min(lo, 2), round(self.drawn(lo, hi) * self.part))

    def country(self) -> int:
        """A country by the market."""
        return int(self.rng.choice(len(self.market), p=self.market))
