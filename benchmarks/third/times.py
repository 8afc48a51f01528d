"""When accounts ask: active days, sessions by the rhythm of the account's own day, ticks of the common timetables."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.third.account import Account
from benchmarks.third.draw import DAY, Floats, Ints
from benchmarks.third.rhythms import BINS, PROFILES
from benchmarks.third.setting import Setting

_MOST = 1500
"""Exchanges of an account on a day."""


class Moments(NamedTuple):
    """Exchanges in order of time: account, seconds since 1970, the draw that decides where the session comes from."""

    account: Ints
    at: Floats
    place: Floats


class People:
    """The accounts in their final order, and arrays of what they are."""

    def __init__(self, accounts: list[Account], setting: Setting) -> None:
        clock = setting.clock
        self.accounts = accounts
        self.n = len(accounts)
        self.created = self.array("created")
        self.cut = np.array([clock.at(clock.days + 1) if a.cut is None else a.cut for a in accounts])

    def array(self, name: str, dtype: Any = float) -> NDArray[Any]:
        """An attribute of every account."""
        return np.array([getattr(account, name) for account in self.accounts], dtype)


def moments(s: Setting, people: People) -> Moments:
    """Draw all exchanges' times."""
    rng, clock = s.draw.rng, s.clock
    counts = _counts(s, people)
    account, day = np.nonzero(counts)
    count = counts[account, day]
    sessions = 1 + rng.poisson(np.minimum(count / people.array("session")[account], 12))
    first = np.r_[0, np.cumsum(sessions)]
    of = np.repeat(np.arange(len(account)), sessions)
    start, place = _session_starts(s, people, account[of])
    length = 60 * np.exp(rng.normal(0.3, 0.6, len(of))) * (count / sessions)[of]
    active = np.repeat(np.arange(len(account)), count)
    who, when, n = account[active], day[active], len(active)
    session = first[active] + (rng.random(n) * sessions[active]).astype(int)
    second = start[session] + rng.random(n) * length[session]
    _on_timetable(s, people, who, when, second)
    at = clock.start + when * DAY + second
    kept = (at >= np.maximum(clock.start, people.created[who] + 5)) & (at < np.minimum(clock.end, people.cut[who]))
    who, at, session = who[kept], at[kept], session[kept]
    order = np.argsort(at, kind="stable")
    return Moments(who[order], np.round(at[order], 3), place[session[order]])


def _counts(s: Setting, people: People) -> NDArray[np.int64]:
    """Exchanges of each account on each day."""
    rng, days = s.draw.rng, s.clock.days
    shape, day = (people.n, days), np.arange(days)[None, :]
    first = [-99 if account.first_day is None else account.first_day for account in people.accounts]
    first_day = np.maximum(np.floor((people.created - s.clock.start) / DAY), first)[:, None]
    last = [days if account.last_day is None else account.last_day for account in people.accounts]
    is_weekend = (day + s.clock.weekday) % 7 >= 5
    presence = people.array("presence")[:, None] * np.where(is_weekend, people.array("weekend")[:, None], 1.0)
    presence = presence * np.array(s.rhythms.factors)[people.array("factor", int)]
    ramp = _ramp(people, day, first_day)
    busy = rng.gamma(60, 1 / 60, days)[None, :]  # busy and quiet days of everybody
    active = rng.random(shape) < np.clip(presence * np.sqrt(ramp), 0, 1)
    active &= (day >= first_day) & (day < np.array(last)[:, None])
    even = people.array("dispersion")[:, None]
    mean = people.array("rate")[:, None] * ramp * busy * rng.gamma(np.broadcast_to(even, shape)) / even
    return np.where(active, np.maximum(1, rng.poisson(mean)), 0).clip(0, _MOST)


def _ramp(people: People, day: Ints, first_day: Floats) -> Floats:
    """Share of an account's full volume on each day, for those that begin during the world."""
    ramp = people.array("ramp")[:, None]
    since = day - np.maximum(first_day, 0) + 1
    share = np.where(ramp > 0, np.clip(since / np.maximum(ramp, 1), 0.12, 1), 1.0)
    return np.where(first_day < 0, 1.0, share)


def _session_starts(s: Setting, people: People, account: Ints) -> tuple[Floats, Floats]:
    """Second of the UTC day at which each session begins, and the draw for where it comes from."""
    rng, n = s.draw.rng, len(account)
    profile, u, quarter = people.array("rhythm", int)[account], rng.random(n), np.zeros(n, int)
    for number, below in enumerate(PROFILES):
        here = profile == number
        quarter[here] = np.searchsorted(below, u[here]).clip(0, BINS - 1)
    start = (quarter + rng.random(n)) * 900 - people.array("zone")[account] * 3600
    return start, rng.random(n)


def _on_timetable(s: Setting, people: People, who: Ints, when: Ints, second: Floats) -> None:
    """Move exchanges of the accounts on a timetable to its ticks, in place."""
    rng, tables = s.draw.rng, s.rhythms.timetables
    number = people.array("timetable", int)[who]
    on = np.flatnonzero((number >= 0) & (rng.random(len(who)) < people.array("on_timetable")[who]))
    ticks = np.array([table.shape[1] for table in tables] or [1])
    times = np.zeros((len(ticks), s.clock.days, max(ticks)))
    for place, table in enumerate(tables):
        times[place, :, : ticks[place]] = table
    account, number, n = who[on], number[on], len(on)
    tick = (rng.random(n) * ticks[number]).astype(int)
    start = times[number, when[on], tick] + people.array("offset")[account]
    start += np.abs(rng.normal(0, 1, n)) * people.array("jitter")[account]
    second[on] = start + rng.random(n) ** 2 * people.array("spread")[account]
