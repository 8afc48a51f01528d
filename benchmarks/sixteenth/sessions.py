"""When accounts are used: exchanges of every day, and the sessions that they are in."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from benchmarks.sixteenth.account import Account
from benchmarks.sixteenth.clock import Arr
from benchmarks.sixteenth.world import DAY, World


class Sessions(NamedTuple):
    """Sessions, then exchanges, an entry each; times are seconds from the world's beginning."""

    account: Arr
    """Index of a session's account."""
    start: Arr
    hour: Arr
    """Of local time."""
    of: Arr
    """Session of an exchange."""
    time: Arr
    """Of an exchange."""


def every(accounts: list[Account], field: str) -> Arr:
    """A number of each account."""
    return np.array([getattr(a, field) for a in accounts], float)


def span(world: World) -> tuple[Arr, Arr]:
    """First and last times of use of each account, in days from the world's beginning."""
    begin = np.array([(a.begin - world.start) / DAY for a in world.accounts])
    return begin, np.array([((a.end or 9e11) - world.start) / DAY for a in world.accounts])


def draw(world: World) -> Sessions:
    """All sessions of a world and their exchanges; some are before an account's first or after its last time."""
    rng, accounts = world.rng, world.accounts
    table = _daily(world)
    owner, day = np.nonzero(table)
    exchanges = table[owner, day]
    many = _many(world, owner, exchanges)
    account = np.repeat(owner, many)
    hour, start = _begin(world, account, np.repeat(day, many))
    first, row = np.cumsum(many) - many, np.repeat(np.arange(len(exchanges)), exchanges)
    of = first[row] + (rng.random(len(row)) * many[row]).astype(int)
    size = np.bincount(of, minlength=len(account))
    gap = np.array([a.gap for a in accounts])[account] * rng.gamma(4, 0.25, len(account))
    return Sessions(account, start, hour, of, start[of] + rng.random(len(of)) * gap[of] * size[of])


def _daily(world: World) -> Arr:
    """Exchanges by account and day."""
    rng, accounts = world.rng, world.accounts
    worth = _worth(world)
    active, rate, sigma = (every(accounts, field)[:, None] for field in ("active", "rate", "sigma"))
    share = np.minimum(active * worth, np.maximum(0.97, active))
    on = rng.random(share.shape) < share
    mean = np.log(np.maximum(rate, 0.6)) - sigma**2 / 2
    n = rng.lognormal(mean, sigma, share.shape) * np.clip(worth, 0.7, 1.3)
    most = every(accounts, "cap")[:, None] * rng.uniform(0.9, 1, share.shape)
    n = np.minimum(np.ceil(n - 0.4), most).astype(int)
    begin, end = span(world)
    day = np.arange(world.days)[None, :]
    on &= (day + 1 > begin[:, None]) & (day < end[:, None])
    return np.where(on, np.maximum(n, 1), 0)


def _worth(world: World) -> Arr:
    """What each day is worth to each account."""
    accounts = world.accounts
    weekday = (world.weekday + np.arange(world.days)) % 7
    rests = np.array([a.wend for a in accounts])
    free = ((weekday[None, :] - rests[:, None]) % 7) < 2
    out = np.where(free, every(accounts, "weekend")[:, None], 1.0)
    for i, a in enumerate(accounts):
        if a.daymul is not None:
            out[i] *= a.daymul
    return out


def _many(world: World, owner: Arr, exchanges: Arr) -> Arr:
    """Sessions of each account and day."""
    jobs, spread = (np.array([a.mode == mode for a in world.accounts]) for mode in ("job", "spread"))
    each = world.rng.integers(3, 14, len(exchanges))
    some = np.where(jobs[owner], 1 + exchanges // 25, 1 + exchanges // each)
    return np.where(spread[owner], exchanges, some)


def _begin(world: World, account: Arr, day: Arr) -> tuple[Arr, Arr]:
    """Local hour and start of each session, the latter wrapped into the world."""
    rng, accounts = world.rng, world.accounts
    odds = np.cumsum([a.hours for a in accounts], axis=1)
    odds = odds / odds[:, -1:]
    hour = np.minimum((rng.random(len(account))[:, None] > odds[account]).sum(1), 23)
    minute = rng.random(len(account)) * 60
    told = np.array([-1 if a.mode != "job" or a.minute is None else a.minute for a in accounts])[account]
    minute = np.where(told >= 0, told + rng.random(len(account)) * 0.5, minute)
    zone = np.array([a.tz for a in accounts])[account]
    return hour, ((day * 24 + hour - zone) * 3600 + minute * 60) % (world.days * DAY)
