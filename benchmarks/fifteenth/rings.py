"""Makes the accounts of one wave of a ring: when they come and go, and what they are given."""

from typing import Any

import numpy as np

from benchmarks.fifteenth.batch import Batch
from benchmarks.fifteenth.hours import calendar, level
from benchmarks.fifteenth.places import countries
from benchmarks.fifteenth.proxies import ring_lines
from benchmarks.fifteenth.ringhabits import CLOCKS, clock_of, content_of, cut, gear_of, warming
from benchmarks.fifteenth.ringpapers import papers
from benchmarks.fifteenth.sellers import bought
from benchmarks.fifteenth.topics import Plan
from benchmarks.fifteenth.world import DAY, Arr, World


def staff(
    world: World, knobs: dict[str, Any], n: int, first_day: int, wave: int, plan: Plan, pool: tuple[Arr, str]
) -> Batch:
    """The n accounts of one wave of a ring; a first day below zero is before the world."""
    rng = world.rng
    country = countries(world, n, knobs["where"])
    who = world.new_ids(n)
    cell = _cells(knobs, n)
    first, last, made = _life(world, knobs, n, first_day, cell)
    plan = cut(knobs, plan, n, cell)
    lam = _volume(world, knobs, first, last, made)
    lines = ring_lines(world, knobs, country, cell, pool)
    batch = Batch(
        who, lam, clock_of(world, knobs, country, cell), lines, gear_of(world, knobs, n),
        content_of(world, knobs, first, plan), ring=knobs["ring"], operator=knobs["operator"], tier=knobs["tier"],
        cell=cell + 40 * wave, salt=int(knobs["salt"]), heavy=float(rng.uniform(0.9, 2.2)),
        model=float(rng.uniform(0.5, 0.95)), office=(knobs["address"], knobs["admin"] if world.chance(0.6) else 0.0),
    )  # fmt: skip
    batch.banned = _bans(world, knobs, n, last)
    papers(world, knobs, batch, made, country)
    return batch


def _cells(knobs: dict[str, Any], n: int) -> Arr:
    """The cell of each account, from zero; below 40, so that those of the next wave have other numbers."""
    cells = max(1, min(39, round(n / knobs["cell"])))
    return np.asarray(np.arange(n) * cells // n)


def _life(world: World, knobs: dict[str, Any], n: int, start: int, cell: Arr) -> tuple[Arr, Arr, Arr]:
    """First and last days of work, and the seconds since 1970 at which the accounts were made."""
    rng = world.rng
    wait = rng.integers(0, 4, cell.max() + 1)[cell] + (rng.exponential(4, n) if knobs["signup"] != "burst" else 0)
    first = np.maximum(start + wait, -20).astype(np.int64)
    last = np.minimum(first + rng.gamma(5, knobs["life"] / 5, n).astype(np.int64) + 1, world.days)
    made = world.start + first * DAY - (rng.gamma(2, knobs["warm"] / 2 + 0.05, n) * DAY).astype(np.int64)
    if knobs["signup"] == "burst":
        base = world.start + (start - int(knobs["warm"])) * DAY + rng.integers(0, DAY * 2, cell.max() + 1)[cell]
        made = base + rng.integers(0, 7200, n)
    elif knobs["signup"] == "bought":
        made = bought(world, knobs["seller"], n)[0]
    made = np.minimum(made, world.start + np.maximum(first, 0) * DAY + 3600)
    return np.maximum(first, 0), np.maximum(last, 0), np.minimum(made, world.end - 3600)


def _volume(world: World, knobs: dict[str, Any], first: Arr, last: Arr, made: Arr) -> Arr:
    """Expected exchanges, accounts by days."""
    sigma = 0.15 if knobs["volume"] == "even" else float(world.rng.uniform(0.4, 0.8))
    rate = level(world, len(first), knobs["rate"], sigma)
    lam = calendar(world, rate, knobs["active"], CLOCKS[knobs["schedule"]][1], first, last, knobs["ramp"])
    lam += warming(world, knobs, first, made)
    return lam


def _bans(world: World, knobs: dict[str, Any], n: int, last: Arr) -> Arr:
    """Seconds since 1970 at which accounts are banned, 0 for never: a wave or two, and some one by one."""
    rng = world.rng
    waves = rng.integers(4, world.days, 2)
    day = np.where(rng.random(n) < 0.7, waves[rng.integers(0, 2, n)], last)
    hit = (rng.random(n) < knobs["banned"]) & (day < world.days) & (day > 1)
    return np.where(hit, world.start + day * DAY + rng.integers(8 * 3600, 19 * 3600, n), 0)
