"""What the accounts of a ring do: what they ask, when, from when until when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.fourth.plan import Plan
from benchmarks.fourth.tools import DAY, Array
from benchmarks.fourth.topics import HARVESTED
from benchmarks.fourth.world import World


@dataclass
class Lives:
    """When each member was made, worked and ended; whom it replaces (-1: nobody)."""

    born: Array
    first: Array
    last: Array
    heir_of: Array


def lives_of(world: World, plan: Plan, count: int) -> Lives:
    """Draw the lives of one cell: waves, a trickle, or bought accounts; some die and are replaced."""
    rng, knobs, days = world.rng, plan.knobs, world.days
    begin = knobs["begin"] if knobs["begin"] < 0 else knobs["begin"] * days
    begin += rng.uniform(0, 2)
    heirs = int(count * knobs["replaced"])
    heir_of = np.full(count, -1)
    span = max(4.0, min(25.0, days - 4 - max(begin, 0)))
    if knobs["farm"] == "waves":
        wave = begin + np.sort(rng.uniform(0, span * 0.6, knobs["waves"]))
        made = wave[rng.integers(0, knobs["waves"], count)] + rng.exponential(knobs["wave_hours"] / 72, count)
    else:
        made = begin + rng.uniform(0, span * 0.7, count)
    last = np.full(count, 1e9)
    if heirs:
        dead = rng.integers(0, count - heirs, heirs)
        heir_of[count - heirs :] = dead
        end = np.maximum(made[dead], 0) + rng.uniform(2, max(3.0, days * 0.6), heirs)
        last[dead] = end
        made[count - heirs :] = np.minimum(last[dead] + rng.exponential(0.4, heirs), days - 1.5)
    first = made + rng.exponential(0.5, count)
    first = np.minimum(first, days - 2.0)
    last = np.maximum(last, first + 1.5)
    age = rng.uniform(40, 900, count) if knobs["farm"] == "bought" else np.zeros(count)
    return Lives(world.start + np.minimum(made, first - 0.01) * DAY - age * DAY, first, last, heir_of)


def content_of(world: World, plan: Plan, count: int, shared: dict[str, int]) -> dict[str, Any]:
    """Topic columns of a cell; `shared` keeps the ring's menus between its cells."""
    rng, knobs, way = world.rng, plan.knobs, plan.ways["content"]
    if way == "resold":
        return {"topic1": world.topics.personal(count, 9), "q2": 0.5, "template": 0.15}
    if "main" not in shared:
        shared["main"] = _menu(world, plan)
        shared["broad"] = world.topics.menus.add(np.concatenate([world.topics.known(120, name) for name in HARVESTED]))
    cover = knobs["cover_broad"] if way == "broad-cover" else knobs["cover"]
    reached = rng.random(count) < plan.reach
    return {
        "topic1": np.where(reached, shared["main"], shared["broad"]), "q2": np.where(reached, cover, max(cover, 0.4)),
        "template": knobs["template"], "out_scale": rng.uniform(1, 3), "in_scale": rng.uniform(0.5, 3),
    }  # fmt: skip


def _menu(world: World, plan: Plan) -> int:
    """What the ring is after."""
    rng, topics, knobs, way = world.rng, world.topics, plan.knobs, plan.ways["content"]
    goals = [str(name) for name in rng.choice(HARVESTED, int(rng.integers(1, 3)), replace=False)]
    if way == "replay":
        part = rng.choice(topics.bench, max(20, int(len(topics.bench) * rng.uniform(0.3, 1))))
        return topics.menus.add(part)
    count = knobs["topics"] * (4 if way in ("phased", "broad-cover") else 1)
    bespoke = int(count * (knobs["bespoke"] if way != "broad-cover" else 0.15))
    parts = [
        topics.special(bespoke, tuple(goals)),
        *(topics.known(max(1, (count - bespoke) // len(goals)), goal) for goal in goals),
    ]
    period = int(rng.integers(6, 72)) * 3600 if way == "phased" else 0
    return topics.menus.add(rng.permutation(np.concatenate(parts)), float(rng.uniform(1, 1.8)), period)


def hours_of(world: World, plan: Plan, count: int, shared: dict[str, int]) -> dict[str, Any]:
    """Timing columns of a cell."""
    rng, knobs, way = world.rng, plan.knobs, plan.ways["timing"]
    if way in ("cron", "queue"):
        if "schedule" not in shared:
            slots = rng.choice(np.arange(0, DAY, 300), knobs["slots"], replace=False)
            shared["schedule"] = world.schedule(slots, knobs["spread_s"], way == "queue")
        follows = rng.random(count) < plan.reach
        return {"schedule": shared["schedule"], "scheduled": np.where(follows, knobs["scheduled"], 0.1), "profile": 2}
    if way == "jitter":  # one program, but each account waits for hours of its own
        if "schedule" not in shared:
            shared["schedule"] = world.schedule(rng.choice(np.arange(0, DAY, 3600), 3, replace=False), 4 * 3600, False)
        return {"schedule": shared["schedule"], "scheduled": 0.6, "profile": 2}
    if way == "shifts":  # people at desks in three zones hand over to each other
        for turn in range(3):
            if f"shift{turn}" not in shared:
                shared[f"shift{turn}"] = world.schedule(np.array([(turn * 8 + 1) * 3600.0]), 8 * 3600, False)
        shift = np.array([shared[f"shift{turn}"] for turn in range(3)])
        return {"schedule": shift[rng.integers(0, 3, count)], "scheduled": 0.95, "profile": 2}
    return {"profile": int(rng.integers(0, 3)), "tz": int(rng.choice([-5, 1, 3, 8])), "scheduled": 0.0}


def mood_of(world: World, plan: Plan) -> Array:
    """The ring's factor of volume by day: pauses, or one half of the time asleep."""
    rng, days = world.rng, world.days
    factor = np.ones(days)
    if plan.knobs["sleep"] == "pauses":
        for _ in range(int(rng.integers(1, 4))):
            begin = int(rng.integers(1, max(2, days - 4)))
            factor[begin : begin + int(rng.integers(2, 5))] = 0.0
    elif plan.knobs["sleep"] == "half":
        begin = int(rng.integers(0, 2)) * (days // 2)
        factor[begin : begin + days // 2] = 0.0
    return factor
