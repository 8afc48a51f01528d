"""What each style is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from benchmarks.ninth.cast import Cast
from benchmarks.ninth.draws import Arr
from benchmarks.ninth.market import market
from benchmarks.ninth.plan import TIERS, Plan, plan
from benchmarks.ninth.rings import Ring
from benchmarks.ninth.traps import TRAPS
from benchmarks.ninth.use import Use
from benchmarks.ninth.world import DAY, Act, World


@dataclass(frozen=True)
class Style:
    """Ranges of one style."""

    honest: tuple[int, int]
    size: tuple[int, int] = (1, 1)
    rings: tuple[int, int] = (0, 0)
    tiers: tuple[float, float, float] = (1, 0, 0)
    volume: tuple[float, float] = (380e3, 620e3)  # exchanges of all honest people, about


RANGES = {
    "contract": Style((10_000, 50_000), (20, 2000), (0, 8), (0.35, 0.4, 0.25)),
    "none": Style((12_000, 45_000), volume=(600e3, 900e3)),
    "evasive": Style((10_000, 30_000), (60, 800), (3, 6), (0, 0.12, 0.88)),
    "small": Style((10_000, 30_000), (20, 80), (4, 8), (0.35, 0.4, 0.25)),
    "thin": Style((10_000, 35_000), (100, 1000), (2, 5), (0.4, 0.45, 0.15)),
}
STYLES: Final = tuple(RANGES)
WORK = 430e3
"""Exchanges of all rings, at most."""
LEAST = 12
"""Members of a ring that is cut in proportion."""


def build(w: World, accounts: int | None = None) -> None:
    """Crowd, market, traps, rings; then the volumes are fitted to the budget.

    Rings, groups and volumes of a world with fewer honest accounts than the style draws are cut in proportion.
    """
    style, drawn = RANGES[w.style], _honest(w)
    honest = accounts or drawn
    w.part = min(1.0, honest / style.honest[0])
    names = _traps(w)
    share = {k: TRAPS[k][1] * float(np.exp(w.rng.normal(0, 0.5))) for k in names}
    crowd = Cast(w, int(honest * (1 - min(0.7, sum(share.values())))))
    w.market = market(w, crowd)
    for k in names:
        before = w.n
        TRAPS[k][0](w, max(4, int(honest * share[k])))
        w.traps[k] = w.n - before
    _mishaps(w)
    first = len(w.uses)
    _rings(w, style, crowd)
    _fit(w, style, first)
    _downtime(w)
    w.notes.insert(0, f"honest {honest}; traps {', '.join(f'{k} {share[k]:.3f}' for k in names)}")


def _downtime(w: World) -> None:
    """The lab itself fails now and then, and everybody falls silent, so that a common silence alone proves nothing."""
    at = w.rng.uniform(0, w.days * DAY, int(w.rng.integers(0, 4)))
    gaps = tuple((float(a), float(a + w.rng.uniform(1200, 9000))) for a in at)
    for u in w.uses:
        u.outages += gaps
    told = [(round(a / DAY, 2), round((b - a) / 3600, 1)) for a, b in gaps]
    w.notes.append(f"the lab is down for all: {told}")


def _honest(w: World) -> int:
    """How many honest accounts; the biggest labs are seldom drawn."""
    return _log_uniform(w, *RANGES[w.style].honest)


def _log_uniform(w: World, lo: int, hi: int) -> int:
    return int(np.exp(w.rng.uniform(np.log(lo), np.log(hi))))


def _traps(w: World) -> list[str]:
    """All of them in a lab without rings, some in the others."""
    part = 1.0 if w.style == "none" else w.rng.uniform(0.3, 0.8)
    return [k for k in TRAPS if k == "grey" or w.rng.random() < part]


def _mishaps(w: World) -> None:
    """Honest people who were warned, limited, or banned by mistake and reinstated."""
    n = w.n
    for what, p in (("warned", 0.003), ("limited", 0.002), ("suspended", 0.0006), ("banned", 0.0012)):
        for i in w.rng.choice(n, int(n * p), replace=False):
            t = float(w.rng.uniform(-20, w.days) * DAY)
            w.acts.append(Act(int(i), t, what, str(w.rng.choice(["policy", "terms", "payment", "abuse"]))))
            if what == "banned" and w.rng.random() < 0.5:
                w.acts.append(Act(int(i), t + float(w.rng.exponential(3e5)), "reinstated", "appeal"))


def _idle(w: World, crowd: Cast) -> Arr:
    """Accounts worth stealing or renting: old ones that are little used."""
    ok = (crowd.acc["created"] < -60 * DAY) & (crowd.use.act < 0.25)
    return w.rng.permutation(np.flatnonzero(ok))[:1500]


def _rings(w: World, style: Style, crowd: Cast) -> None:
    """Each ring has its operator; now and then two buy everything from the same vendors."""
    idle = _idle(w, crowd)
    plans: list[Plan] = []
    sizes = [_log_uniform(w, *style.size) for _ in range(int(w.rng.integers(style.rings[0], style.rings[1] + 1)))]
    for k, size in enumerate(sizes):
        old = plans[int(w.rng.integers(len(plans)))] if plans and w.rng.random() < 0.35 else None
        tier = str(w.rng.choice(TIERS, p=style.tiers))
        p = plan(w, f"ring-{k:02d}", w.shrunk(size, LEAST), tier, old)
        idle = Ring(w, p, crowd, idle).run()
        plans.append(p)


def _fit(w: World, style: Style, first: int) -> None:
    """Volumes to their budgets: honest ones by asking less (groups take at most half), rings by burning accounts
    sooner.
    """
    target = w.rng.uniform(*style.volume) * w.part
    honest = w.uses[:first]
    groups = [u for u in honest if not u.scaled]
    _scale(groups, min(1.0, 0.5 * target / max(_volume(w, groups), 1)))
    crowd = [u for u in honest if u.scaled]
    rest = target - _volume(w, groups)
    _scale(crowd, float(np.clip(rest / max(_volume(w, crowd), 1), 0.3, 6)))
    cut = min(1.0, WORK * w.part / max(_volume(w, w.uses[first:]), 1))
    for u in w.uses[first:]:
        _burn(w, u, cut)


def _volume(w: World, uses: list[Use]) -> float:
    return sum(float(u.expected(w.days).sum()) for u in uses)


def _scale(uses: list[Use], by: float) -> None:
    for u in uses:
        u.rate *= by


def _burn(w: World, u: Use, cut: float) -> None:
    """Accounts live for a part of the wave only, one after another in a few shifts, each some days long."""
    u.t0 = np.minimum(u.t0, (w.days - 2.5) * DAY)
    span = np.minimum(u.t1, w.days * DAY) - u.t0
    if cut >= 1:
        return
    life = np.minimum(np.maximum(span * cut * w.rng.uniform(0.75, 1.25, len(span)), 2 * DAY), span)
    shift = w.rng.integers(0, 5, len(span)) / 4
    u.t0 = u.t0 + np.maximum(span - life, 0) * shift
    u.t1 = np.minimum(u.t1, u.t0 + life)
