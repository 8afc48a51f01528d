"""From habits to exchanges: how many on each day, when, from where, about what. All vectorised."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from benchmarks.fourth.tools import DAY, Array, mix, unit
from benchmarks.fourth.world import World

# how likely each hour of the local day is: office, evening, flat
_HOURS = np.array(
    [
        [1, 1, 1, 1, 1, 1, 2, 5, 12, 18, 20, 18, 12, 16, 19, 19, 17, 12, 7, 5, 4, 3, 2, 1],
        [4, 2, 1, 1, 1, 1, 2, 3, 4, 5, 6, 6, 7, 7, 7, 7, 8, 9, 11, 14, 16, 17, 14, 9],
        [1] * 24,
    ],
    dtype=float,
)


@dataclass
class Traffic:
    """Exchanges as columns, in order of time."""

    account: Array
    at: Array  # seconds since the start of the world
    exit: Array
    topic: Array


def traffic_of(world: World, people: pd.DataFrame) -> Traffic:
    """Make all exchanges of a world."""
    account, day = _counts(world, people)
    at = _times(world, people, account, day)
    order = np.argsort(at, kind="stable")
    account, at = account[order], at[order]
    alive = (at >= (people["created"].to_numpy() - world.start)[account]) & (at < world.days * DAY)
    last = people["last"].to_numpy(dtype=float)[account]
    alive &= at < last * DAY
    account, at = account[alive], at[alive]
    exit_ = exits_at(world, people, account, at, "p3")
    return Traffic(account, at, exit_, _topics(world, people, account, at))


def _counts(world: World, people: pd.DataFrame) -> tuple[Array, Array]:
    """Account and day of each exchange."""
    rng, days = world.rng, world.days
    day = np.arange(days)
    column = {
        name: people[name].to_numpy(dtype=float)[:, None]
        for name in ("rate", "active", "weekend", "first", "last", "ramp")
    }
    weekday = (world.start // DAY + 3 + day) % 7
    keep = np.where(weekday >= 5, column["weekend"], 1.0)
    whole = (day + 1 > column["first"]) & (day < column["last"])
    mean = column["rate"] * world.volume() * rng.gamma(3.0, 1 / 3.0, (len(people), days))
    mean *= np.clip((day + 1 - column["first"]) / np.maximum(column["ramp"], 1e-9), 0.05, 1)
    working = rng.random((len(people), days)) < column["active"] * keep
    count = np.where(working & whole, np.maximum(rng.poisson(mean), (mean > 0.5).astype(int)), 0)
    count = np.minimum(count, 220).astype(np.int64).ravel()
    cell = np.repeat(np.arange(len(people) * days), count)
    return cell // days, cell % days


def _times(world: World, people: pd.DataFrame, account: Array, day: Array) -> Array:
    """Second of each exchange: in sessions of the person's hours, or after a slot of its schedule."""
    rng, count = world.rng, len(account)
    edges = np.concatenate([np.zeros((3, 1)), np.cumsum(_HOURS, axis=1) / _HOURS.sum(axis=1, keepdims=True)], axis=1)
    profile = people["profile"].to_numpy(dtype=np.int64)[account]
    session = rng.integers(0, 3, count)
    chance = unit(account, day, session, 17)
    local = np.zeros(count)
    for kind in range(3):
        mine = profile == kind
        local[mine] = np.interp(chance[mine], edges[kind], np.arange(25) * 3600.0)
    flat = profile == 2
    local[flat] = rng.random(int(flat.sum())) * DAY
    local[~flat] += rng.exponential(900, int((~flat).sum()))
    second = local - people["tz"].to_numpy(dtype=float)[account] * 3600
    schedule = people["schedule"].to_numpy(dtype=np.int64)[account]
    follows = (schedule >= 0) & (rng.random(count) < people["scheduled"].to_numpy(dtype=float)[account])
    weekday = (world.start // DAY + 3 + day) % 7
    rows = np.flatnonzero(follows)
    rows = rows[np.argsort(schedule[rows], kind="stable")]
    numbers, begins = np.unique(schedule[rows], return_index=True)
    for number, mine in zip(numbers, np.split(rows, begins[1:]), strict=True):
        slots, spread, shuffled, weekdays = world.schedules[number]
        mine = mine[(weekdays >> weekday[mine]) & 1 == 1]
        which = rng.integers(0, len(slots), len(mine))
        slot = unit(day[mine], which, number, 71) * DAY if shuffled else slots[which]
        late = rng.random(len(mine)) * spread if spread > 3000 else rng.exponential(spread, len(mine))
        second[mine] = slot + late
    return day * float(DAY) + second % DAY


def exits_at(world: World, people: pd.DataFrame, account: Array, at: Array, leak: str) -> Array:
    """The address of each moment: the same until the account's next change, some hours elsewhere, a rare leak."""

    def column(name: str) -> Array:
        return people[name].to_numpy(dtype=float if name[0] == "p" else np.int64)[account]

    whole = at.astype(np.int64)
    own, other, desk = column("exit1"), column("exit2"), column("exit3")
    elsewhere = (other >= 0) & (unit(account, whole // 10_800, 23) < column("p2"))
    menu = np.where(elsewhere, other, own)
    slip = (desk >= 0) & (unit(account, whole // 3600, 29) < column(leak))
    menu = np.where(slip, desk, menu)
    if (menu < 0).any():
        raise ValueError("an account without an exit")
    return world.exits.pick(menu, unit(account, whole // column("rotate"), 31))


def _topics(world: World, people: pd.DataFrame, account: Array, at: Array) -> Array:
    """What each exchange asks."""
    rng = world.rng
    main, other = (people[name].to_numpy(dtype=np.int64)[account] for name in ("topic1", "topic2"))
    other = np.where(other < 0, world.topics.everybody, other)
    away = rng.random(len(account)) < people["q2"].to_numpy(dtype=float)[account]
    menu = np.where(away | (main < 0), other, main)
    return world.topics.menus.pick(menu, rng.random(len(account)), at.astype(np.int64))


def is_templated(people: pd.DataFrame, traffic: Traffic) -> Array:
    """Which exchanges were written from a template, so that their signatures are near."""
    share = people["template"].to_numpy(dtype=float)[traffic.account]
    key = (mix(traffic.account, (traffic.at * 1000).astype(np.int64)) >> np.uint64(11)).astype(float) / (1 << 53)
    return key < share
