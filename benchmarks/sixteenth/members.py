"""One account of a ring: its times, topics and habits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.sixteenth.account import Account
from benchmarks.sixteenth.clock import CLOCKS, Arr, person_hours
from benchmarks.sixteenth.knobs import Knobs
from benchmarks.sixteenth.marks import identity
from benchmarks.sixteenth.people import one
from benchmarks.sixteenth.ringgear import devices, ways
from benchmarks.sixteenth.topics import Mix
from benchmarks.sixteenth.world import DAY, World

HIDE = {"plain": 0.0, "careful": 0.3, "evasive": 0.65}
"""How much an account of a tier keeps to itself."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Accounts of a ring that are run alike."""

    knobs: Knobs
    op: dict[str, Any]
    ring: str
    name: str
    size: int
    style: str
    late: float
    """Seconds after the world's first at which it begins."""


def member(world: World, cell: Cell, i: int, tier: str, late: float) -> Account:
    """The i-th account of a cell, which comes `late` seconds after the world's first."""
    r, k, op, hide = world.r, cell.knobs, cell.op, HIDE[tier]
    created, sold = _born(world, cell, late)
    country = r.choice(op["codes"])
    topics, seq = _topics(world, cell, i, min(0.4, k["volume"]["cover"] + hide * 0.15))
    how, _, tz = k["hours"]
    told = {"created": min(created, world.stop - DAY * 2.5), "topics": topics, "seq": seq, "offset": i * 7}
    told |= {"hours": _hours(world, k), "lines": ways(world, k, op, hide), "devices": devices(world, k, hide)}
    a = one(world, country, **told, **_use(world, k, hide))
    if how not in ("local", "independent"):
        a.tz = tz
    a.ring, a.operator, a.cell, a.tier = cell.ring, op["name"], cell.name, tier
    a.first = _first(world, a, cell.style, late)
    identity(world, k, op, a, i, sold, hide)
    _daymul(world, a, k, cell.style)
    return a


def _born(world: World, cell: Cell, late: float) -> tuple[float, bool]:
    """Sign-up time; and whether the seller made it."""
    r, (how, begin, span) = world.r, cell.knobs["signup"]
    if how == "bought":
        return r.choice(cell.op["seller"]["days"]) + 3600 * 5 * r.random(), True
    if how == "aged":
        return world.when("old"), False
    if how == "burst":
        return begin + DAY * span * r.random() + late, False
    at = world.start - DAY * 40 + DAY * (40 + world.days * 0.5) * r.random() + late * 0.3
    return min(at, world.stop - DAY * 3), False


def _topics(world: World, cell: Cell, i: int, cover: float) -> tuple[Mix, Arr | None]:
    """This account's part of the plan, with cover traffic; and what it goes through in order."""
    _, how, plan = cell.knobs["topics"]
    rng, m = world.rng, len(plan)
    if how == "slices":
        size = max(3, min(m, int(m * 3 / max(3, min(cell.size, 20)))))
        plan = np.roll(plan, -(i * size) % m)[:size]
    elif how == "overlap":
        plan = rng.choice(plan, max(2, int(m * 0.4)), replace=False)
    ids, weights = world.topics.personal(rng)
    weights = np.concatenate([weights * cover, np.full(len(plan), (1 - cover) / len(plan))])
    return (np.concatenate([ids, plan]), weights), plan if how == "walk" else None


def _hours(world: World, k: Knobs) -> Arr:
    """Those of the ring, of some person, or of people of the place."""
    r, (how, weights, _) = world.r, k["hours"]
    if how == "independent":
        return person_hours(world.rng, r.choice(list(CLOCKS)))
    if how == "local":
        return person_hours(world.rng, r.choice(("day", "office", "evening")))
    return np.asarray(weights * world.rng.gamma(8, 1 / 8, 24))


def _use(world: World, k: Knobs, hide: float) -> dict[str, Any]:
    """How much it asks, and in which form; an account has no population."""
    r, v, how = world.r, k["volume"], k["hours"][0]
    share, mask = k["template"]
    return {
        "active": v["active"] * r.uniform(0.8, 1),
        "rate": max(6, v["rate"] * (1 - hide * 0.25) * r.uniform(0.85, 1.15)),
        "sigma": v["sigma"], "weekend": v["weekend"], "tmask": mask, "tshare": share * (1 - hide * 0.5),
        "bad": (v["refused"], 0.012, 0.02), "tout": v["tout"] - hide * 0.4, "tin": 5.8, "gap": v["gap"],
        "mode": "spread" if how in ("flat", "independent") else "human", "population": "", "cap": 300,
    }  # fmt: skip


def _first(world: World, a: Account, style: str, late: float) -> float:
    """When it is used first: soon after it was created, and two days before the end at the latest."""
    r = world.r
    first = max(a.created + DAY * r.random() * 2, world.start - 1 + late)
    if style == "noschedule":
        first = max(first, world.start + DAY * r.uniform(-10, 8))
    return max(a.created, min(first, world.stop - DAY * 2.2))


def _daymul(world: World, a: Account, k: Knobs, style: str) -> None:
    """Some begin slowly; without a schedule each rests on days of its own."""
    a.daymul = np.ones(world.days)
    if k["volume"]["ramp"]:
        since = np.arange(world.days) - max(0, ((a.first or 0) - world.start) / DAY)
        a.daymul = np.clip(0.15 + since / world.r.uniform(5, 9), 0.1, 1)
    if style == "noschedule":
        a.daymul = a.daymul * np.where(world.rng.random(world.days) < 0.2, 0.05, 1)
