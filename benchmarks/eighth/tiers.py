"""How operators work, by tier, and one operator's deal: what it rents, buys, runs, and therefore leaves behind."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from benchmarks.eighth.hashing import Arr
from benchmarks.eighth.market import Market, Vendor
from benchmarks.eighth.sources import DAY
from benchmarks.eighth.world import World


@dataclass(frozen=True)
class Tier:
    """What operators of one tier spend on not being seen."""

    rate: float  # rows a day of a working account
    worker: tuple[int, int]  # accounts behind one worker's address
    card: tuple[int, int]  # accounts an instrument pays for
    tools: tuple[int, int]  # client programs; 0: whatever the market uses
    templates: tuple[int, int]
    level: int  # likeness of two prompts of one template (hashing.flips)
    phase: float  # share of jobs that come from the queue's present shard
    cover: float
    banned: float
    exits: tuple[str, ...]
    slip: float  # logins from the operator's own panel


TIERS: dict[str, Tier] = {
    "plain": Tier(55, (3, 10), (4, 12), (1, 2), (2, 4), 4, 0.9, 0, 0.6, ("hosting", "isp"), 0.7),
    "careful": Tier(34, (1, 3), (2, 4), (2, 4), (6, 12), 3, 0.5, 0.08, 0.35, ("isp", "hosting", "residential"), 0.25),
    "evasive": Tier(
        20, (1, 1), (1, 1), (0, 0), (20, 40), 2, 0.25, 0.22, 0.1, ("residential", "residential", "mobile"), 0.08
    ),
}


@dataclass
class Deal:
    """One operator: its size, hours and suppliers; times in seconds of the window."""

    name: str
    tier: str
    t: Tier
    size: int
    lo: float
    hi: float
    life: float
    tz: float
    web: bool
    vendors: list[Vendor]
    exits: list[int]
    bins: list[int]
    panel: int
    pauses: list[tuple[float, float]]
    clues: list[str] = field(default_factory=list)
    """What it leaves behind, in words."""

    @property
    def surface(self) -> str:
        """Where its products call the model."""
        return "web" if self.web else "api"


def deal(w: World, m: Market, name: str, tier: str, size: int, rows: float) -> Deal:
    """One operator's business; its accounts live as long as the wanted rows need, and are replaced."""
    r, t = w.rng, TIERS[tier]
    lo = float(r.uniform(0, 0.25) * w.span)
    hi = float(r.uniform(0.85, 1.0) * w.span)
    life = float(np.clip(rows / (size * t.rate), 1.5, (hi - lo) / DAY)) * DAY
    pauses = [(float(r.uniform(lo, hi)), float(r.uniform(1, 7) * 3600)) for _ in range(int(r.integers(2, 7)))]
    k = min(len(m.vendors), 1 + int(size > 60) + int(size > 400))
    first = [v for v in m.vendors if v.aged == (tier == "evasive")] or m.vendors
    vendors = [first[int(x)] for x in r.integers(0, len(first), k)]
    bins = [m.bins[int(x)] for x in r.integers(0, len(m.bins), int(r.integers(1, 4)))]
    net, desks = w.net("business" if tier == "plain" else "hosting"), int(r.integers(1, 5))
    panel = w.pool(net, desks, 1, DAY)
    d = Deal(
        name=name,
        tier=tier,
        t=t,
        size=size,
        lo=lo,
        hi=hi,
        life=life,
        tz=float(r.choice([8, 8, 7, 3, 5.5, 2])),
        web=w.chance(0.5),
        vendors=vendors,
        exits=[],
        bins=bins,
        panel=panel,
        pauses=pauses,
        clues=[f"{t.slip:.0%} of logins from {desks} panel addresses"],
    )
    d.exits = [lease(w, m, d) for _ in range(1 + int(size > 50) + int(size > 300))]
    return d


def lease(w: World, m: Market, d: Deal) -> int:
    """An exit pool: small and fixed for the plain; the evasive rent several addresses an account, that rotate."""
    r = w.rng
    kind = str(r.choice(d.t.exits))
    found = [e for e in m.exits if e.kind == kind]
    e = found[int(r.integers(len(found)))]
    wide = {"plain": r.uniform(0.15, 0.4), "careful": r.uniform(0.4, 1.5), "evasive": r.uniform(2, 6)}[d.tier]
    stick = {"plain": 2 * DAY, "careful": r.uniform(0.2, 1) * DAY, "evasive": r.uniform(0.1, 0.7) * DAY}[d.tier]
    common = w.chance(0.35)
    whose = (
        "a carrier's gateways among its honest customers"
        if kind == "mobile"
        else "the pool common to all customers of the provider"
        if common
        else f"own pool of {wide:.1f} addresses an account"
    )
    d.clues.append(f"exits {kind}: {whose}")
    return e.rent(w, max(4, int(d.size * wide)), float(stick), common)


def lives(w: World, d: Deal) -> tuple[Arr, Arr]:
    """First and last second of every account: slots, each refilled hours after a ban; the evasive ramp up slowly."""
    r = w.rng
    abreast = max(3, int(np.ceil(d.size * d.life / (d.hi - d.lo))))
    gen, gens = np.arange(d.size) // abreast, -(-d.size // abreast)
    step = max((d.hi - d.lo - d.life) / max(gens - 1, 1), 0)
    wait = r.exponential(6 * 3600, d.size) if d.tier != "evasive" else r.uniform(0, 0.5, d.size) * d.life
    lo = d.lo + np.where(gens > 1, gen * step, 0) + wait
    lo = np.minimum(lo, w.span - DAY)
    hi = np.minimum(lo + d.life * r.lognormal(0, 0.35, d.size), d.hi + r.exponential(3600, d.size))
    return lo, np.minimum(np.maximum(hi, lo + 0.5 * DAY), w.span)
