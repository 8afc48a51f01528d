"""Rings: an operator's habits, the cells it works in, and what `_world.json` tells of them."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.third.cast import Cast
from benchmarks.third.cells import Cell, Staff
from benchmarks.third.draw import Draw
from benchmarks.third.habits import Habits, Operator
from benchmarks.third.members import cast_members
from benchmarks.third.operators import draw_habits
from benchmarks.third.plan import RingPlan
from benchmarks.third.traces import leave_traces


def cast_rings(cast: Cast, plans: list[RingPlan]) -> list[dict[str, Any]]:
    """Cast all rings; one in ten is of the operator before it, and in some worlds all rent one pool. What each does."""
    draw, style = cast.setting.draw, cast.setting.order.style
    shared = draw.chance(0.4)
    pool = cast.pools[0] if style == "pool" or shared else None
    records = []
    last: Operator | None = None
    for number, plan in enumerate(plans, 1):
        same = last is not None and draw.chance(0.1) and style in ("mixed", "noschedule", "evasive")
        habits = draw_habits(cast, plan, f"operator-{number}", pool, last if same else None)
        records.append(_cast_ring(cast, plan, f"ring-{number}", habits))
        last = habits.operator
    return records


def _cast_ring(cast: Cast, plan: RingPlan, name: str, habits: Habits) -> dict[str, Any]:
    draw, tier = cast.setting.draw, habits.tier
    traces = leave_traces(habits, draw)
    tokens = draw.rng.normal(6.3, 0.4), draw.rng.normal(6.8, 0.4)
    sizes = split_cells(draw, plan.size, plan.cells)
    desk = habits.tools.clouds[0].sub(3, draw.integer(1, 5))
    a_phone = tier(draw.uniform(2, 6), draw.uniform(1, 3), 1)
    referred = tier(draw.uniform(0, 0.5), draw.uniform(0, 0.15), 0)
    staff = Staff(name, habits, plan.reseller, tokens, desk, a_phone, referred)
    record = _record(staff, plan, sizes, cast.pools.index(habits.tools.pool), traces)
    for number, size in enumerate(sizes):
        innocents = cast_members(cast, Cell(cast.setting, staff, number, size))
        if innocents:
            record["innocent_customers"] = record.get("innocent_customers", 0) + innocents
    return record


def split_cells(draw: Draw, size: int, wanted: int | None = None) -> list[int]:
    """Sizes of a ring's cells: of 20 to 150 accounts unless so many cells are wanted."""
    count = wanted or _count(draw, size)
    shares = draw.rng.dirichlet(np.full(count, 12.0))
    sizes = np.maximum(20 if size >= 20 * count else 1, np.round(shares * size).astype(int))
    while sizes.sum() > size:
        sizes[np.argmax(sizes)] -= 1
    while sizes.sum() < size:
        sizes[np.argmin(sizes)] += 1
    return [int(cell) for cell in sizes]


def _count(draw: Draw, size: int) -> int:
    if size < 40:
        return 1
    count = max(1, round(size / draw.log_uniform(28, 150)), -(-size // 150))
    return min(count, size // 20)


def _record(staff: Staff, plan: RingPlan, cells: list[int], pool: int, traces: list[str] | None) -> dict[str, Any]:
    """What a ring does, for people who study failures."""
    habits = staff.habits
    aims, timing, exits, cards = habits.aims, habits.timing, habits.exits, habits.cards
    return {
        "ring": staff.ring,
        "operator": habits.operator.name,
        "tier": habits.tier.name,
        "size": plan.size,
        "cells": cells,
        "reseller": plan.reseller,
        "cover": round(aims.cover, 2),
        "rate": round(aims.rate, 1),
        "schedule": timing.common,
        "jitter_s": round(timing.jitter),
        "sched_share": round(timing.share, 2) if timing.common else 0,
        "exclusive_topics": aims.exclusive,
        "topics": len(aims.topics),
        "proxy": round(exits.proxied, 2),
        "rotate_s": exits.rotation,
        "pool": pool,
        "pool_n": habits.tools.pool.length,
        "cards": [round(float(accounts), 1) for accounts in cards.accounts],
        "card_shared_part": round(cards.share, 2),
        "nopay": cards.none,
        "own_domain": habits.mail.domains is not None,
        "mail": habits.mail.rule,
        "ban": round(habits.care.bans, 2),
        "aged": round(habits.life.aged, 2),
        "leak": round(habits.care.slips, 2),
        "device_part": round(exits.device_share, 2),
        "subpool": exits.subpool,
        "traces": traces,
    }
