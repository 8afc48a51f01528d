"""Plays habits: active days, sessions, places, exchanges, logins."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from benchmarks.seventh import clients
from benchmarks.seventh.said import prompts
from benchmarks.seventh.util import Arr, Rng, heavy, mix
from benchmarks.seventh.world import DAY, Habit, World

SURFACES = ["web", "app", "api", "cloud:skyline", "cloud:harbor"]
HOURS = np.array(
    [
        [1, 0.5, 0.3, 0.2, 0.2, 0.4, 1, 2, 3, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 5, 6, 6, 5, 3],  # at home
        [0.1, 0.1, 0.1, 0.1, 0.1, 0.2, 0.5, 2, 6, 9, 10, 9, 6, 8, 9, 9, 8, 6, 3, 2, 1.5, 1, 0.6, 0.3],  # office
        [3, 2, 1, 0.5, 0.3, 0.2, 0.4, 1, 2, 3, 4, 4, 3, 4, 5, 5, 5, 5, 5, 6, 8, 9, 8, 5],  # student
        [1.0] * 24,  # machine
        [0.1] * 8 + [8] * 12 + [0.1] * 4,  # two shifts
        [8] * 6 + [0.1] * 12 + [8] * 6,  # night shift
        [1, 0.5, 0.2, 0.1, 0.1, 0.1, 0.1, 0.3, 8, 8, 8, 2, 1, 2, 8, 8, 8, 6, 1, 0.5, 0.5, 0.5, 0.5, 0.5],  # class hours
    ]
)
_CDF = np.concatenate([np.zeros((len(HOURS), 1)), np.cumsum(HOURS / HOURS.sum(1, keepdims=True), 1)], 1)


@dataclass
class Sessions:
    """Sessions: member, day, start (seconds), place, address, number of exchanges."""

    i: Arr
    day: Arr
    t: Arr
    place: Arr
    ip: Arr
    n: Arr


def active(w: World, rng: Rng, h: Habit) -> tuple[Arr, Arr]:
    """Member and day of each active day."""
    day = np.arange(w.days)
    week = (int(w.t0 // DAY) + day + 3) % 7  # 1970-01-01 was a Thursday
    p = h.act[:, None] * np.where(week >= 5, h.weekend[:, None], 1.0)
    if h.ramp is not None:
        p = p * np.clip(h.ramp, 0.4, 1)
    inside = (day >= h.first[:, None]) & (day <= h.last[:, None])
    member, at = np.nonzero((rng.random(p.shape) < p) & inside)
    return member, at


def amounts(rng: Rng, h: Habit, i: Arr, day: Arr) -> Arr:
    """Exchanges of each active day."""
    even = rng.gamma(h.steady, 1 / h.steady, len(i))
    rate = h.rate[i] * (h.ramp[i, day] if h.ramp is not None else 1.0)
    return np.asarray(np.minimum(1 + rng.poisson(np.maximum(rate - 0.7, 0.05) * even), 900))


def split(rng: Rng, h: Habit, i: Arr, day: Arr, n: Arr) -> tuple[Arr, Arr, Arr]:
    """Days cut into sessions: member, day, exchanges."""
    parts = np.minimum(1 + rng.poisson(np.maximum(n / h.session - 0.6, 0.05)), n)
    cell = np.repeat(np.arange(len(i)), n)
    key = cell * 1000 + (rng.random(len(cell)) * parts[cell]).astype(int)
    uniq, count = np.unique(key, return_counts=True)
    return i[uniq // 1000], day[uniq // 1000], count


def starts(rng: Rng, h: Habit, i: Arr, day: Arr) -> Arr:
    """Start of each session by the member's clock."""
    u, out = rng.random(len(i)), np.zeros(len(i))
    for k in np.unique(h.hours[i]):
        m = h.hours[i] == k
        out[m] = np.interp(u[m], _CDF[k], np.arange(25))
    return np.asarray(day * DAY + (out - h.tz[i]) * 3600.0)


def places(w: World, rng: Rng, h: Habit, i: Arr, t: Arr) -> tuple[Arr, Arr]:
    """Place and address of each session."""
    wt = h.weight[i].copy()
    if h.work_hours:
        local = (t / 3600 + h.tz[i]) % 24
        wt[:, 2] *= np.where((local > 8.5) & (local < 18), 4.0, 0.15)
    cum = np.cumsum(wt, 1)
    place = np.minimum((cum < (rng.random(len(i)) * cum[:, 3])[:, None]).sum(1), 3)
    start, size = h.start[i, place].copy(), h.size[i, place].copy()
    for at, col, s, k in h.move:
        m = (place == col) & (t >= at)
        start[m], size[m] = s, k
    hold = h.hold[i, place]
    phase = (mix(h.acc[i], 5) % np.uint64(97)).astype(int)
    turn = np.where(hold == 0, rng.integers(0, 2**40, len(i)), ((t // DAY).astype(int) + phase) // np.maximum(hold, 1))
    slot = (mix(h.acc[i], place, turn) % size.astype(np.uint64)).astype(int)
    return place, w.net.flat()[start + slot]


def sessions(w: World, rng: Rng, h: Habit) -> Sessions:
    """All sessions of a group, without those outside the window, before birth or in an outage."""
    i, day = active(w, rng, h)
    i, day, n = split(rng, h, i, day, amounts(rng, h, i, day))
    t = starts(rng, h, i, day)
    ok = (t >= 0) & (t < w.end() - 3600) & (t > w.acc.get("created")[h.acc[i]])
    stop = np.array([w.stop.get(int(a), 1e18) for a in h.acc])
    ok &= t < stop[i]
    for a, b in h.quiet:
        ok &= (t < a) | (t > b) | (rng.random(len(t)) < 0.03)
    i, day, n, t = i[ok], day[ok], n[ok], t[ok]
    place, ip = places(w, rng, h, i, t)
    return Sessions(i, (t // DAY).astype(int), t, place, ip, n)


def times(rng: Rng, h: Habit, s: Sessions) -> tuple[Arr, Arr]:
    """The session of each exchange and its time."""
    k = np.repeat(np.arange(len(s.i)), s.n)
    gap = heavy(rng, len(k), h.gap, 0.9, 1, 2400)
    first = np.cumsum(s.n) - s.n
    gap[first[s.n > 0]] = 0
    run = np.cumsum(gap)
    return k, s.t[k] + run - run[first[k]]


def play(w: World, number: int, h: Habit) -> tuple[dict[str, Arr], dict[str, Arr]]:
    """Exchanges and logins of one group."""
    rng = w.rng("play", number)
    s = sessions(w, rng, h)
    k, t = times(rng, h, s)
    keep = t < w.end()
    k, t = k[keep], t[keep]
    i, p = s.i[k], s.place[k]
    fam = h.client[i, p]
    ex = {
        "acc": h.acc[i],
        "t": t,
        "ip": s.ip[k],
        "client": (fam << 10) + clients.version(fam, s.day[k] - h.lag[i, p]),
        "device": h.device[i, p],
        "cred": h.cred[i],
        "surface": h.surface[i, p],
        "model": models(w, rng, h, i, t),
        "outcome": outcomes(rng, len(i)),
    }
    return ex | prompts(w, rng, h, i, k, t, s.day[k]), logins(w, rng, h, s)


def outcomes(rng: Rng, n: int) -> Arr:
    """ok, refused, error, limited."""
    return np.searchsorted([0.955, 0.97, 0.99], rng.random(n))


def models(w: World, rng: Rng, h: Habit, i: Arr, t: Arr) -> Arr:
    """small, main, large; and the new one as each group takes it up."""
    old = np.searchsorted([0.35, 0.85], h.model[i] + rng.normal(0, 0.1, len(i)))
    age = np.maximum(t / DAY - w.release, 0)
    return np.where(rng.random(len(i)) < 1 - np.exp(-age * h.prompt * 0.4), 3, old)


def logins(w: World, rng: Rng, h: Habit, s: Sessions) -> dict[str, Arr]:
    """Some sessions of web and app users begin with a login; API users look into the console at times, from home."""
    api = h.surface[s.i, s.place] >= 2
    first = np.zeros(len(s.i), bool)
    first[np.unique(s.i, return_index=True)[1]] = True
    m = np.flatnonzero(first | (rng.random(len(s.i)) < np.where(api, 0.02, 0.12)))
    i, p = s.i[m], np.where(api[m], 0, s.place[m])
    fam = np.where(api[m], clients.draw(rng, "web", len(m)), h.client[i, p])
    turn = s.day[m] // np.maximum(h.hold[i, 0], 1)
    desk = h.start[i, 0] + (mix(h.acc[i], 0, turn) % h.size[i, 0].astype(np.uint64)).astype(int)
    own = np.where(h.device[i, 0] > 0, h.device[i, 0], h.acc[i] + 10**9)
    return {
        "acc": h.acc[i],
        "t": s.t[m] - rng.integers(5, 90, len(m)),
        "ip": np.where(api[m], w.net.flat()[desk], s.ip[m]),
        "device": np.where(api[m], own, h.device[i, p]),
        "client": (fam << 10) + clients.version(fam, s.day[m] - h.lag[i, p]),
    }
