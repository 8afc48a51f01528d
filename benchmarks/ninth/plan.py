"""What an operator decides before the first account: customers' order, rooms of workers, vendors, rooms' discipline."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from benchmarks.ninth.draws import Arr, U
from benchmarks.ninth.use import ALWAYS, FACTORY, LATE
from benchmarks.ninth.world import DAY, World

TIERS = ["plain", "careful", "evasive"]


@dataclass
class Plan:
    """One ring of one operator."""

    name: str
    tier: str
    size: int
    api: bool
    tz: float
    prof: int
    start: float
    """Day of the first exchanges."""
    topics: Arr
    toff: int
    tcnt: int
    wrapper: bool
    """Few templates, else a queue of items each asked several times."""
    tool: int
    shop: int
    mail: int
    sms: int
    card: int
    exits: int
    hosts: int
    office: int
    machines: Arr
    outages: tuple[tuple[float, float], ...]
    orders: Arr
    """The work there is, by day."""
    cells: list[tuple[str, int]] = field(default_factory=list)
    waves: list[float] = field(default_factory=list)

    @property
    def operator(self) -> str:
        """Who runs it."""
        return self.name.replace("ring", "op")

    @property
    def kind(self) -> str:
        """The kind of customer that its accounts pass for."""
        return "dev" if self.api else "pro"


def plan(w: World, name: str, size: int, tier: str, old: Plan | None) -> Plan:
    """Draws a plan; with `old`, buys from the same vendors as another operator (pools shared by two)."""
    rng = w.rng
    topics = rng.choice(w.topics.hot, int(rng.integers(6, min(26, len(w.topics.hot)))), replace=False)
    wrapper = tier == "plain" or (tier == "careful" and rng.random() < 0.6)
    toff, tcnt = w.topics.templates(_items(w, size, tier, wrapper), topics)
    shop, mail, sms, card, exits = _vendors(old) if old else [int(rng.integers(0, h)) for h in (4, 5, 3, 4, 4)]
    api = bool(rng.random() < 0.5)
    p = Plan(
        name=name,
        tier=tier,
        size=size,
        api=api,
        tz=float(rng.choice([8, 8, 7, 3, 5.5, -3, 2])),
        prof=int(rng.choice([ALWAYS, FACTORY, FACTORY, LATE])),
        start=float(rng.uniform(-3, w.days * 0.22)),
        topics=topics,
        toff=toff,
        tcnt=tcnt,
        wrapper=wrapper,
        tool=w.clients.make("t13d15" if not api else str(rng.choice(["py-sdk", "httpx", "go-sdk"]))),
        shop=shop,
        mail=mail,
        sms=sms,
        card=card,
        exits=exits,
        hosts=w.nets.make("hosting", w.word() + " VPS", 22, 2, exits=int(rng.integers(4, 40))),
        office=_office(w),
        machines=rng.integers(1, 2**63, int(rng.integers(3, 10)), dtype=U),
        outages=_outages(w),
        orders=_orders(w, tier),
    )
    p.cells = _cells(w, size, tier)
    p.waves = _waves(w, p)
    return p


def _vendors(p: Plan) -> list[int]:
    return [p.shop, p.mail, p.sms, p.card, p.exits]


def _items(w: World, size: int, tier: str, wrapper: bool) -> int:
    """How many texts are asked: wrappers, or a queue; one asked once leaves only the rest of the traces."""
    rng = w.rng
    once = tier == "evasive" and size >= 60 and rng.random() < 0.2
    if wrapper:
        return int(rng.integers(4, 40)) * (1 if tier == "plain" else 4)
    return int(size * (250 if once else rng.uniform(4, 14)))


def _office(w: World) -> int:
    """Where the operators sit: two lines of an office, or a VPN that others use too."""
    if w.rng.random() < 0.4:
        return int(w.rng.choice(w.vpns))
    return w.nets.make("business", w.word() + " Office", 29, 1, exits=2)


def _outages(w: World) -> tuple[tuple[float, float], ...]:
    """The dispatcher dies, or its database moves: hours in which nobody of the ring asks anything."""
    at = w.rng.uniform(0, w.days, int(w.rng.integers(2, 6)))
    return tuple((float(a) * DAY, float(a) * DAY + float(w.rng.uniform(2, 10)) * 3600) for a in at)


def _orders(w: World, tier: str) -> Arr:
    """Campaigns: the buyer's orders make the volume of all accounts rise and fall together; the evasive smooth it."""
    calm = {"plain": 3.0, "careful": 6.0, "evasive": 12.0}[tier]
    days = np.repeat(w.rng.gamma(calm, 1 / calm, w.days), 2)[: w.days]
    if w.rng.random() < 0.6:
        a = int(w.rng.integers(0, w.days))
        days[a : a + int(w.rng.integers(1, 3))] *= 0.05 if tier != "evasive" else 0.3  # the queue runs empty
    return days


def _cells(w: World, size: int, tier: str) -> list[tuple[str, int]]:
    """Rooms of workers; sometimes one is a step sloppier or stricter than the house rule."""
    n = int(np.clip(w.rng.poisson(np.log2(size) / 2.5), 1, 7))
    share = w.rng.dirichlet([2.0] * n)
    sizes = np.maximum(np.ceil(share * size).astype(int), 4)
    out = [(tier, int(s)) for s in sizes]
    if n > 1 and w.rng.random() < 0.45:
        k = TIERS.index(tier)
        other = int(np.clip(k + w.rng.choice([-1, 1]), 0, 2))
        small = int(np.argmin(sizes))
        out[small] = (TIERS[other], out[small][1])
    return out


def _waves(w: World, p: Plan) -> list[float]:
    """Days on which a batch goes to work; each later one follows a wave of bans, some days apart."""
    most = 2 if p.size < 60 else {"plain": 4, "careful": 3, "evasive": 2}[p.tier]
    first = max(p.start, 0) + 3
    later = np.sort(w.rng.uniform(first, max(first + 1, w.days * 0.72), int(w.rng.integers(0, most))))
    keep = [float(x) for i, x in enumerate(later) if i == 0 or x - later[i - 1] > 2]
    return [p.start, *keep]
