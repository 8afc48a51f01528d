"""Which rings a world has: as asked for, or as its style draws them."""

from __future__ import annotations

from typing import NamedTuple

from benchmarks.third.draw import TIERS, Draw, Order


class RingPlan(NamedTuple):
    """One ring before its operator's habits are drawn."""

    size: int
    tier: str
    reseller: bool
    cells: int | None = None


def plan_rings(order: Order, draw: Draw) -> list[RingPlan]:
    """Draw the rings of a style."""
    if order.rings is not None:
        return [RingPlan(ring.size, ring.tier or _tier(draw), ring.reseller) for ring in order.rings]
    if order.style in ("mixed", "noschedule", "evasive", "sparse"):
        return _several(order, draw)
    if order.style == "pool":
        return [
            RingPlan(int(draw.log_uniform(60, 900)), _tier(draw, (0.15, 0.4, 0.45)), draw.chance(0.2))
            for _ in range(draw.integer(2, 3))
        ]
    if order.style == "smallrings":
        return [RingPlan(draw.integer(20, 60), _tier(draw), draw.chance(0.12)) for _ in range(draw.integer(3, 8))]
    if order.style == "needle":
        return [RingPlan(60, _tier(draw), False)]
    return [RingPlan(1500, _tier(draw), draw.chance(0.2), cells=15)] if order.style == "bigcell" else []


def _tier(draw: Draw, weights: tuple[float, float, float] = (1, 1, 1)) -> str:
    return draw.weighted(TIERS, weights)


def _several(order: Order, draw: Draw) -> list[RingPlan]:
    """One to eight rings (mixed: or none) of any size that leave the honest the great majority."""
    weights = [2, 2.5, 2.5, 2, 1.5, 1, 1, 1]
    count = draw.weighted(range(9), [1, *weights]) if order.style == "mixed" else draw.weighted(range(1, 9), weights)
    left = order.honest * 0.24
    plans = []
    for _ in range(count):
        size = min(int(draw.log_uniform(20, 2000)), max(20, int(left)))
        left -= size
        tier = "evasive" if order.style == "evasive" else _tier(draw)
        plans.append(RingPlan(size, tier, draw.chance(0.22)))
    return plans
