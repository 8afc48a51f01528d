"""The habits of one wave of a ring: its hours, gear, cover and part of the plan."""

from typing import Any

import numpy as np

from benchmarks.fifteenth.gear import Gear, gear
from benchmarks.fifteenth.hours import Clock
from benchmarks.fifteenth.places import offsets
from benchmarks.fifteenth.topics import Content, Plan
from benchmarks.fifteenth.world import DAY, Arr, World

CLOCKS = {"window": ("window", "always"), "beat": ("beat", "always"), "jittered": ("window", "person"),
          "zone": ("person", "person"), "shifts": ("flat", "shift"), "always": ("flat", "always")}  # fmt: skip
"""Option of the knob `schedule` -> mode of a `Clock` and its profile of hours."""


def clock_of(world: World, knobs: dict[str, Any], country: Arr, cell: Arr) -> Clock:
    """When they ask: in the zone of the operator's desk, or (`zone`) of the country that each account tells."""
    mode, profile = CLOCKS[knobs["schedule"]]
    n, zone = len(country), float(offsets(np.array([knobs["desk"]]))[0])
    tz = offsets(country) if knobs["schedule"] == "zone" else np.full(n, zone)
    lag = knobs["lag"] if knobs["schedule"] in ("jittered", "beat") else knobs["lag"] / 4
    by = cell if knobs["windows_by_cell"] else np.zeros(n, int)
    return Clock(mode, profile, tz, int(knobs["salt"]), by, np.array(knobs["beats"]), int(knobs["windows"]),
                 float(knobs["length"]), lag)  # fmt: skip


def gear_of(world: World, knobs: dict[str, Any], n: int) -> Gear:
    """Clients and devices of n accounts; an operator's own client is the same in all its rings."""
    kit = gear(world, n, knobs["client"], knobs["device"], knobs["per_device"], knobs["surface"])
    if knobs["client"] == "own":
        pair = world.shared.setdefault("tools", {}).setdefault(knobs["operator"], world.clients.own(world, "c-", 2))
        kit.client[:] = pair
    return kit


def warming(world: World, knobs: dict[str, Any], first: Arr, made: Arr) -> Arr:
    """Expected ordinary prompts, accounts by days, between an account's making and the first day of its work."""
    days, rng = np.arange(world.days)[None, :], world.rng
    quiet = (days < first[:, None]) & (days >= ((made - world.start) // DAY)[:, None])
    on = rng.random((len(first), world.days)) < knobs["warm_days"]
    return np.asarray(quiet * on * rng.gamma(1.5, 2, (len(first), 1)), np.float32)


def content_of(world: World, knobs: dict[str, Any], first: Arr, plan: Plan) -> Content:
    """What they ask: the plan from their first day on, and cover, or a reseller's customers, beside it."""
    n = len(first)
    mixed = {"distillation": 0.0, "reseller": 0.45, "both": 0.25}[knobs["business"]]
    cover = np.clip(world.rng.normal(knobs["cover"] + mixed, 0.06, n), 0, 0.85)
    return Content(world.topics.likes(world, n, 10), 1 - cover, plan, 0.9 if mixed else 0.4, first)


def cut(knobs: dict[str, Any], plan: Plan, n: int, cell: Arr) -> Plan:
    """The plan as n accounts work it: a slice for each, for each cell, or the whole."""
    total, at = len(plan.cluster), np.arange(n)
    mode = "slice" if knobs["questions"] == "cell-slice" else knobs["questions"]
    out = Plan(plan.cluster, plan.sign, mode, knobs["noise"], at * total // n, max(8, total // n))
    if knobs["questions"] == "cell-slice":
        cells = int(cell.max()) + 1
        out.low, out.width = cell * total // cells, max(10, total // cells)
    return out
