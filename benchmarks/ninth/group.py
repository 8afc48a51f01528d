"""Honest groups: a cast in groups of drawn sizes, and what such groups may share."""

from __future__ import annotations

import numpy as np

from benchmarks.ninth.cast import Cast
from benchmarks.ninth.draws import Arr, U, sizes
from benchmarks.ninth.world import DAY, World


class Group(Cast):
    """Groups of one sort; `g` is the number of groups, `gid` each account's."""

    def __init__(
        self,
        w: World,
        name: str,
        pop: str,
        total: int,
        lo: int,
        hi: int,
        abroad: float = 0.0,
        kind: str | None = None,
    ) -> None:
        size = sizes(w.rng, total, w.shrunk(lo), w.shrunk(hi))
        gid = np.repeat(np.arange(len(size)), size)
        country = w.countries(len(size))[gid]
        country = np.where(w.rng.random(len(gid)) < abroad, w.countries(len(gid)), country)
        super().__init__(w, len(gid), country, kind)
        self.gid, self.g = gid, len(size)
        self.first = np.unique(gid, return_index=True)[1]
        self.acc["population"][:] = pop
        self.acc["group_id"] = np.array([f"{name}-{i:04d}" for i in gid], dtype=object)
        self.use.t1 = np.where(w.rng.random(self.n) < 0.08, self.use.t1, 1e12)

    def per(self, values: Arr) -> Arr:
        """A value a group, spread over its members."""
        return np.asarray(np.asarray(values)[self.gid])

    def codes(self) -> Arr:
        """Random 64-bit codes, one a group."""
        return self.rng.integers(1, 2**63, self.g, dtype=U)

    def nat(self, place: int, p: float, kind: str = "business", exits: int = 2, length: int = 28) -> None:
        """One line a group behind a place; p of their use is from there."""
        pools = np.array([self.w.nets.make(kind, self.w.word(), length, 1, exits=exits) for _ in range(self.g)])
        self.via(place, p, pools[self.gid])

    def via(self, place: int, p: float, pool: Arr, lease: float = 0.0) -> None:
        """p of the use goes through this pool."""
        u = self.use
        u.pool[:, place], u.lease[:, place] = pool, lease
        rest = np.delete(np.arange(3), place)
        s = u.pp[:, rest].sum(1, keepdims=True)
        u.pp[:, rest] *= (1 - p) / np.where(s > 0, s, 1)
        u.pp[:, place] = p

    def home(self, p: float = 1.0) -> None:
        """One household line: the same lease, so the same address."""
        u, k = self.use, self.per(self.codes())
        pool, lease = (self.per(x[self.first]) for x in (u.pool[:, 0], u.lease[:, 0]))
        m = self.rng.random(self.n) < p
        u.pool[m, 0], u.key[m, 0], u.lease[m, 0] = pool[m], k[m], np.maximum(lease[m], 1)

    def device(self, place: int, per_group: int = 1, p: float = 1.0) -> None:
        """p of the members use one of the group's machines there."""
        pool = self.rng.integers(1, 2**63, (self.g, per_group), dtype=U)
        d = pool[self.gid, self.rng.integers(0, per_group, self.n)]
        m = self.rng.random(self.n) < p
        self.use.dev[m, place] = d[m]

    def client(self, place: int | None, stem: str) -> None:
        """A client image or app of the group, at one place or at all of them."""
        c = self.per(np.array([self.w.clients.make(stem) for _ in range(self.g)]))
        places = slice(None) if place is None else slice(place, place + 1)
        self.use.cli[:, places] = c[:, None]

    def mail(self, suffix: str, style: str = "name") -> None:
        """One domain a group; local parts of names or of running numbers."""
        dom = np.array([f"{self.w.word().lower()}{suffix}" for _ in range(self.g)], dtype=object)
        self.acc["domain"] = self.per(dom)
        if style == "number":
            base = self.rng.integers(1000, 90000, self.g)
            self.acc["local"] = np.array([f"s{base[g]}{k:03d}" for k, g in enumerate(self.gid)], dtype=object)
        self.acc["organization"] = np.where(self.rng.random(self.n) < 0.8, dom[self.gid], "")

    def born(self, lo: float, hi: float, hours: float) -> None:
        """All of a group register within some hours, on a day between lo and hi of the window (or before it)."""
        day = self.per(self.rng.uniform(lo, hi, self.g))
        self.acc["created"] = day * DAY + self.rng.gamma(1.5, hours * 1200, self.n)
        self.use.t0 = self.acc["created"].copy()
        self.acc["pay_added"] = self.acc["created"] + self.rng.exponential(40000, self.n)

    def payer(self, kind: str = "card", plan: str = "plus", p: float = 1.0) -> None:
        """One instrument, name and address for the group."""
        a, m = self.acc, self.rng.random(self.n) < p
        one = {"pay": self.codes(), "name": self.codes(), "addr": self.codes()}
        one |= {"bin": a["bin"][self.first], "issuer": self.country[self.first]}
        for col, values in one.items():
            a[col] = np.where(m, self.per(values), a[col])
        a["pay_kind"], a["plan"] = np.where(m, kind, a["pay_kind"]), np.where(m, plan, a["plan"])

    def subject(self, k: int = 3, hot: float = 0.1, own: float = 0.7) -> None:
        """The group's common topics."""
        self.use.topics = np.asarray(self.w.topics.some(self.g, k, hot))[self.gid]
        self.use.own[:] = own

    def template(self, n: int, p: float, level: int) -> None:
        """Prompt templates of a group."""
        u, tp = self.use, self.w.topics
        offs = np.array([tp.templates(n, row)[0] for row in u.topics[self.first]])
        u.toff, u.tcnt = self.per(offs), np.full(self.n, n)
        u.pt, u.level = np.clip(self.rng.normal(p, 0.12, self.n), 0.02, 0.98), np.full(self.n, level)

    def pace(self, rate: float, act: float, prof: int | None = None, sigma: float = 0.7) -> None:
        """Volume (log-normal around rate), share of active days, hours."""
        self.use.rate = np.exp(self.rng.normal(np.log(rate), sigma, self.n))
        self.use.scaled = False  # a drawn pace is the group's own; the rest follows the crowd's
        self.use.act = np.clip(self.rng.normal(act, 0.12, self.n), 0.03, 1)
        if prof is not None:
            self.use.prof[:] = prof

    def days(self, first: Arr, last: Arr) -> None:
        """Active only between two days, one pair a group."""
        self.use.t0 = np.maximum(self.use.t0, self.per(first) * float(DAY))
        self.use.t1 = np.minimum(self.use.t1, self.per(last) * float(DAY))

    def to_api(self) -> None:
        """All by keys."""
        self.api(np.ones(self.n, bool))
        self.use.pt[:] = 0
        self.acc["plan"][:] = "api"
