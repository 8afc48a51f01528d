"""The market where all operators and some honest people buy: account vendors, exit providers, card programmes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from benchmarks.eighth.hashing import Arr, mix
from benchmarks.eighth.mails import company_domain, farm, many, person
from benchmarks.eighth.people import People
from benchmarks.eighth.sources import DAY, Pool, chunk
from benchmarks.eighth.world import World


@dataclass
class Vendor:
    """Makes accounts in lots: mail style, stock age, phones a number serves, sign-up exits, machines."""

    mail: Callable[[np.random.Generator], str]
    aged: bool
    lots: Arr
    per_phone: int
    src: int
    machines: int
    client: int
    name: str
    sold: int = 0

    def sell(self, w: World, p: People, need: Arr | None = None) -> None:
        """Lots: the newest before the need (a first order two days ahead), else any; no use before the sale."""
        r = w.rng
        lot = self.lots[r.integers(0, len(self.lots), p.n)]
        if need is not None:
            stock = np.r_[float(need.min()) - 2 * DAY, self.lots]
            stock = np.sort(stock)
            lot = stock[np.maximum(np.searchsorted(stock, need) - 1, 0)]
        old = lot - (r.uniform(60, 400, p.n) * DAY if self.aged else 0)
        p.created = np.minimum(old + r.exponential(3 * 3600, p.n), w.span - 7200)
        p.lo = np.clip(np.maximum(p.created, lot if need is None else need), 0, w.span - 5400)
        p.hi = np.maximum(p.hi, p.lo + 3600)

    def supply(self, w: World, p: People, need: Arr | None = None) -> None:
        """Fill the sign-up columns of a draft."""
        r = w.rng
        self.sell(w, p, need)
        p.email, key = many(r, p.n, self.mail), mix(np.full(1, self.src), w.seed, 47)
        # Numbers and machines are the vendor's: a sale's last number serves the next buyer too, the machines serve all.
        phone = mix((self.sold + r.permutation(p.n)) // self.per_phone, key)
        self.sold += max(1, p.n - self.per_phone // 2)
        p.extra.update(
            phone=phone,
            sign_src=np.full(p.n, self.src),
            sign_key=mix(r.integers(0, self.machines, p.n), key, 1),
            sign_device=mix(r.integers(0, self.machines * 4, p.n), key, 2),
            sign_client=np.full(p.n, self.client),
            verified=np.where(r.random(p.n) < 0.8, "phone", "email").astype(object),
        )


@dataclass
class Exit:
    """An exit provider; `shared` is the pool all its customers get, `rent` a customer's own part of it."""

    kind: str
    shared: int
    make: Callable[[int, float], int]

    def rent(self, w: World, n: int, stick: float, common: bool) -> int:
        """A pool of about n addresses, or the common pool."""
        return self.shared if common else self.make(n, stick)


class Market:
    """What is on offer in this world."""

    def __init__(self, w: World) -> None:
        self.w = w
        r = w.rng
        self.vendors = [self._vendor(k) for k in range(int(r.integers(4, 8)))]
        kinds = ["residential", "residential", "mobile", "isp", "hosting", "hosting"]
        self.exits = [self._exit(k) for k in kinds]
        self.bins = [int(x) for x in r.integers(400000, 559999, int(r.integers(4, 8)))]

    def _vendor(self, k: int) -> Vendor:
        """Vendors differ: cheap ones have own domains and few phones, dear ones aged free-mail accounts."""
        w, r = self.w, self.w.rng
        dear = k % 3 == 2
        own = [company_domain(r) for _ in range(int(r.integers(2, 9)))]
        style = (
            person
            if dear
            else farm(own if k % 3 == 0 else ["outlook.com", "hotmail.com", "gmx.de"], int(r.integers(0, 3)))
        )
        src = (
            self.residential(900, DAY / 4, 4) if dear else w.pool(w.net(str(r.choice(["hosting", "vpn"]))), 40, 8, 7200)
        )
        lots = r.uniform(-0.2, 0.75, int(r.integers(4, 14))) * w.span
        phones, machines = (
            1 if dear else int(r.integers(2, 12)),
            int(r.integers(60, 400) if dear else r.integers(6, 60)),
        )
        mail = ("own domains", "new free mail", "aged free mail")[k % 3]
        name = f"v{k} ({mail}, {phones} accounts a number, {machines} machines)"
        return Vendor(
            mail=style,
            aged=dear,
            lots=np.sort(lots),
            per_phone=phones,
            src=src,
            machines=machines,
            client=int(w.cat.clients("web", 1)[0]),
            name=name,
        )

    def residential(self, n: int, stick: float, countries: int) -> int:
        """n homes' lines of several countries (their owners may be customers of the lab too)."""
        w = self.w
        nets = [w.net("residential", int(c)) for c in w.rng.choice(len(w.market), countries)]
        parts = [chunk(w.rng, x, -(-n // countries), 1) for x in nets]
        hi, lo = np.concatenate([a for a, _ in parts]), np.concatenate([b for _, b in parts])
        src, key = w.peers
        k = w.rng.integers(0, len(src), max(1, n // 8))
        ph, pl = w.where(src[k], key[k], np.full(len(k), w.span / 2))
        return w.source(Pool(np.r_[hi, ph], np.r_[lo, pl], stick))

    def _exit(self, kind: str) -> Exit:
        """One provider of a kind."""
        w, r = self.w, self.w.rng
        if kind == "residential":
            k = int(r.integers(4, 14))
            return Exit(kind, self.residential(4000, 3600, k), lambda n, s: self.residential(n, s, k))
        if kind == "mobile":
            src = w.mobiles[w.country()][0]
            return Exit(kind, src, lambda n, s: src)
        net = w.net("residential" if kind == "isp" else "hosting")
        return Exit(kind, w.pool(net, 512, 64, DAY), lambda n, s: w.pool(net, max(n, 8), 16, s))
