"""The styles: sizes, days, rings and traps of a world, all by seed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from benchmarks.seventh import lab, work
from benchmarks.seventh import traps_people as tp
from benchmarks.seventh import traps_places as tl
from benchmarks.seventh import traps_school as ts
from benchmarks.seventh import traps_work as tw
from benchmarks.seventh.base import ordinary
from benchmarks.seventh.crew import Plan
from benchmarks.seventh.kinds import KINDS
from benchmarks.seventh.util import Rng, loguniform, stream
from benchmarks.seventh.world import World, make

Trap = Callable[[World, Rng, str], None]
TRAPS: list[Trap] = [
    tp.families,
    tl.hotspot,
    tl.coworking,
    tl.vpn,
    tp.privacy,
    tp.one_bank,
    tp.surge,
    tp.viral,
    tl.crowd,
    tp.runners,
    tp.freelancers,
    tl.cafe,
    tl.exit_nodes,
    ts.course,
    ts.school,
    tw.call_centre,
    tw.desktops,
    tw.migration,
    tw.pipelines,
    tw.agency,
    tw.reseller,
    tw.bridge,
    ts.contest,
    tw.annotators,
]


@dataclass(frozen=True)
class Style:
    """Ranges of one style."""

    honest: tuple[int, int]
    days: tuple[int, int]
    rings: tuple[int, int]
    size: tuple[int, int]
    most: int  # ring accounts of a world
    tiers: tuple[float, float, float]
    traps: tuple[float, float]  # share of the list of traps
    volume: int  # exchanges of all honest people, about


RANGES = {
    "contract": Style((10_000, 50_000), (14, 30), (0, 8), (20, 2000), 4500, (0.35, 0.35, 0.3), (0.4, 0.8), 500_000),
    "none": Style((12_000, 45_000), (14, 30), (0, 0), (0, 0), 0, (1, 0, 0), (0.7, 1.0), 700_000),
    "evasive": Style((10_000, 30_000), (18, 30), (2, 6), (60, 800), 2500, (0, 0.1, 0.9), (0.3, 0.7), 450_000),
    "small": Style((10_000, 30_000), (14, 28), (4, 8), (20, 80), 500, (0.35, 0.35, 0.3), (0.3, 0.7), 450_000),
    "thin": Style((10_000, 30_000), (14, 28), (2, 6), (100, 1000), 2500, (0.4, 0.35, 0.25), (0.4, 0.8), 450_000),
}
STYLES: Final = tuple(RANGES)
WORK = 850_000  # exchanges of all rings, at most


def build(style: str, seed: int, accounts: int | None = None, days: int | None = None) -> World:
    """A world before it is played; what of honest accounts and days is not given is drawn.

    Rings, groups and volumes of a world with fewer honest accounts than the style draws are cut in proportion.
    """
    s, r = RANGES[style], stream(seed, style, "style")
    span, drawn = int(r.integers(s.days[0], s.days[1] + 1)), loguniform(r, *s.honest)
    honest = accounts or drawn
    part = min(1.0, honest / s.honest[0])
    kept = lab.thin(r, seed) if style == "thin" else lab.rich(r)
    w = make(seed, style, days or span, kept, s.volume * part / honest)
    ordinary(w, w.rng("people"), int(honest * 0.7))
    traps(w, s, honest, part)
    left = honest - w.acc.n
    if left > 0:
        ordinary(w, w.rng("rest"), left)
    for i, p in enumerate(plans(r, s, part)):
        work.run(w, w.rng("ring", i), p)
    return w


def traps(w: World, s: Style, honest: int, part: float) -> None:
    """A share of the traps, in random order, some more than once, for up to a third of the people."""
    r = w.rng("traps")
    n = round(float(r.uniform(*s.traps)) * len(TRAPS))
    order = [TRAPS[int(i)] for i in r.permutation(len(TRAPS))[:n]]
    more = [TRAPS[int(i)] for i in r.integers(13, len(TRAPS), honest // 6000)]
    for i, trap in enumerate(order + more):
        if w.acc.n < honest * 1.1 or i < 10 * part:
            name = f"{trap.__name__}-{i}"
            before = w.acc.n
            trap(w, w.rng("trap", i), name)
            w.traps[name] = w.acc.n - before


def plans(r: Rng, s: Style, part: float) -> list[Plan]:
    """The rings of a world, with part of the members and the work of a whole one; some buy exits at one provider."""
    n = int(r.integers(s.rings[0], s.rings[1] + 1))
    sizes = [loguniform(r, *s.size) for _ in range(n)]
    while sum(sizes) > s.most * part and len(sizes) > 1:
        sizes.remove(max(sizes))
    kinds, work = list(KINDS), WORK * part
    first = int(r.integers(len(kinds)))
    out = []
    for i, size in enumerate(sizes):
        tier = str(r.choice(["plain", "careful", "evasive"], p=s.tiers))
        shared = int(r.integers(2)) if tier != "plain" and r.random() < 0.5 else -1
        kind = kinds[(first + i) % len(kinds)]
        out.append(Plan(f"ring-{i + 1}", tier, kind, size, work * size / sum(sizes), shared, int(r.integers(3))))
    return budget(out, work)


def budget(plans: list[Plan], work: float) -> list[Plan]:
    """Small rings work harder than their share of the accounts."""
    w = np.array([p.size**0.6 for p in plans]) if plans else np.zeros(0)
    for p, x in zip(plans, w, strict=True):
        p.budget = max(p.budget, work * float(x / w.sum()) * 0.5)
    return plans
