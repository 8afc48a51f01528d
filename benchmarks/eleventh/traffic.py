"""Sittings of people and plans, and the exchanges in them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from benchmarks.eleventh.model import COUNTRIES, DAY, Plan, World


@dataclass(slots=True)
class Sittings:
    """Columns: the account, its start in seconds, exchanges in it, whether it serves a plan."""

    who: np.ndarray
    at: np.ndarray
    count: np.ndarray
    planned: np.ndarray


def human(world: World) -> Sittings:
    """People's sittings: some days, by their own clock, a heavy tail of length."""
    rng, people, days = world.rng, world.accounts, world.style.days
    share, weekend = np.array([a.day_share for a in people]), np.array([a.weekend for a in people])
    factor = np.where(np.arange(days) % 7 > 4, weekend[:, None], 1.0)
    who, day = np.nonzero(rng.random((len(people), days)) < share[:, None] * factor)
    again = 1 + rng.poisson(0.4, len(who))
    who, day = np.repeat(who, again), np.repeat(day, again)
    zone = np.array([COUNTRIES[a.country] for a in people])
    hour = np.array([a.hour for a in people])[who] + rng.normal(0, 2.6, len(who)) - zone[who]
    size = np.array([a.size for a in people])[who]
    count = 1 + np.minimum(size * rng.lognormal(0, 0.65, len(who)), 150).astype(np.int64)
    return Sittings(who, day * DAY + hour * 3600, count, np.zeros(len(who), bool))


def planned(world: World, plan: Plan) -> Sittings:
    """The sittings that follow one plan."""
    rng, who, at = world.rng, [], []
    members = np.array(plan.members)
    for day, moments in enumerate(plan.moments):
        # A member takes a day off now and then.
        present = rng.random(len(members)) < 0.93
        acts = (rng.random((len(members), len(moments))) < plan.share[:, None]) & present[:, None]
        row, column = np.nonzero(acts)
        who.append(row)
        at.append(day * DAY + 60 * (moments[column] + rng.uniform(-plan.jitter, plan.jitter, len(row))))
    row = np.concatenate(who)
    count = rng.poisson(plan.per_act[row] * rng.gamma(6, 1 / 6, len(row)))
    return Sittings(members[row], np.concatenate(at), count, np.ones(len(row), bool))


def sittings(world: World) -> Sittings:
    """All sittings inside the window and the accounts' lives."""
    parts = [human(world)] + [planned(world, plan) for plan in world.plans]
    who, at, count, is_plan = (
        np.concatenate([getattr(p, n) for p in parts]) for n in ("who", "at", "count", "planned")
    )
    born, ended = np.array([a.created for a in world.accounts]), np.array([a.ended for a in world.accounts])
    keep = (at >= np.maximum(born[who], 0)) & (at < np.minimum(ended[who], world.style.days * DAY - 1)) & (count > 0)
    return Sittings(who[keep], at[keep], count[keep], is_plan[keep])


def times(world: World, sat: Sittings) -> tuple[np.ndarray, np.ndarray]:
    """The sitting and the time of each exchange; programs follow closer than people."""
    index = np.repeat(np.arange(len(sat.who)), sat.count)
    gap = world.rng.exponential(1, len(index)) * np.where(sat.planned[index], 12, 110)
    first = np.concatenate([[0], np.cumsum(sat.count)])[:-1]
    gap[first] = 0
    total = np.cumsum(gap)
    return index, sat.at[index] + total - total[first][index]


def topics(world: World, who: np.ndarray, is_plan: np.ndarray) -> np.ndarray:
    """A query cluster for each exchange: the plan's, a favourite of one's own, or anything."""
    rng, size, people = world.rng, len(who), world.accounts
    favourite = _choose([a.tastes for a in people], who, rng.random(size) ** 1.7)
    target = _choose([a.targets or a.tastes for a in people], who, rng.random(size) ** 1.3)
    focus = np.where(is_plan, np.array([a.focus for a in people])[who], 0.75)
    other = np.searchsorted(world.popularity, rng.random(size))
    return np.where(rng.random(size) < focus, np.where(is_plan, target, favourite), other)


def _choose(lists: list[list[int]], who: np.ndarray, u: np.ndarray) -> np.ndarray:
    """The item at the place u of each one's list."""
    length = np.array([len(items) for items in lists])
    flat = np.concatenate([np.array(x, dtype=np.int64) for x in lists])
    offset = np.concatenate([[0], np.cumsum(length)])[:-1]
    chosen: np.ndarray = flat[offset[who] + (u * length[who]).astype(np.int64)]
    return chosen


def addresses(world: World, sat: Sittings) -> np.ndarray:
    """The address of each sitting: one of the account's places by weight, as it is on that day."""
    rng, people = world.rng, world.accounts
    width = max(len(a.sites) for a in people)
    sites = np.array([a.sites + [0] * (width - len(a.sites)) for a in people])
    weights = np.cumsum([a.weights + [0.0] * (width - len(a.weights)) for a in people], axis=1)
    draw = rng.random(len(sat.who)) * weights[sat.who, -1] * (1 - 1e-12)
    column = (draw[:, None] >= weights[sat.who]).sum(axis=1)
    day = (sat.at // DAY).astype(np.int64)
    return world.space.lookup(sites[sat.who, column], day, rng.random(len(day)))
