"""Play a draft's days: sessions, rows in them, retries of honest SDKs, outages, and the logins that go with it."""

from __future__ import annotations

import numpy as np

from benchmarks.eighth.geo import TZ
from benchmarks.eighth.hashing import Arr, flips
from benchmarks.eighth.people import People
from benchmarks.eighth.sources import DAY
from benchmarks.eighth.world import World


def starts(w: World, p: People) -> tuple[Arr, Arr]:
    """Sessions: whose and when, by local hours, fewer at weekends where the kind works in offices."""
    r, k = w.rng, p.kind
    mean = np.minimum(p.rate * (p.hi - p.lo) / DAY, 3500) / k.length
    i = np.repeat(np.arange(p.n), r.poisson(mean))
    t = p.lo[i] + r.random(len(i)) * (p.hi - p.lo)[i]
    day = np.floor(t / DAY)
    if k.hours is not None:
        own = (p.hi - p.lo)[i] > 2 * DAY  # a short stay keeps its own minutes
        hour = r.choice(24, len(i), p=k.hours) + r.random(len(i)) - TZ[p.country[i]]
        t = np.where(own, day * DAY + hour % 24 * 3600, t)
    elif k.name == "bot":
        t = np.where(p.device[i, 0] % np.uint64(3) == 0, np.round(t / 900) * 900 + r.exponential(6, len(i)), t)
    free = ((day + w.dow) % 7 >= 5) & (r.random(len(i)) > k.weekend)
    ok = (t >= p.lo[i]) & (t < np.minimum(p.hi[i] + 3600, w.span)) & ~free
    return i[ok], t[ok]


def unfold(w: World, p: People, t: Arr) -> tuple[Arr, Arr]:
    """Rows of the sessions: which session, and the time within it."""
    r, k = w.rng, p.kind
    size = np.minimum(r.geometric(1 / k.length, len(t)), 70)
    s = np.repeat(np.arange(len(t)), size)
    gap = r.lognormal(np.log(k.gap), 0.8, len(s))
    gap[np.cumsum(size) - size] = 0
    c = np.cumsum(gap)
    return s, t[s] + c - c[(np.cumsum(size) - size)[s]]


def emit(w: World, p: People, i: Arr, t: Arr, pl: Arr, slot: Arr, topic: Arr, sig: Arr, outcome: Arr) -> None:
    """Rows of known content: look up where from, with what, and how long."""
    r, (tin, tout) = w.rng, p.kind.tokens
    hi, lo = w.where(p.src[i, pl], p.skey[i, pl], t)
    surf = p.surf[i, slot]
    api = (surf == 0) | (surf > 2)
    new = (t > p.upgrade[i]).astype(int)
    w.add(
        "exchanges",
        a=p.extra["a"][i],
        t=t,
        hi=hi,
        lo=lo,
        client=p.client[i, slot] + new,
        device=np.where(api, 0, p.device[i, slot]).astype(np.uint64),
        cred=np.where(api, p.cred[i], 0).astype(np.uint64),
        model=np.where(r.random(len(i)) < 0.85, p.model[i], r.integers(0, 5, len(i))),
        topic=topic,
        sig=sig,
        surf=surf,
        outcome=outcome,
        tin=np.ceil(r.lognormal(np.log(tin), 1.0, len(i))),
        tout=np.ceil(r.lognormal(np.log(tout), 0.9, len(i))) * (outcome == 0),
    )


def content(w: World, p: People, i: Arr, s: Arr, n: int) -> tuple[Arr, Arr]:
    """Topics by session (people stay with a matter), signatures near a template where one is used."""
    r = w.rng
    rank = np.minimum(r.geometric(0.35, n) - 1, p.topics.shape[1] - 1)
    each = np.where(r.random(n) < p.jitter, w.cat.topics(n), p.topics[i, rank])
    own = (p.tmpl[i] > 0) & (r.random(n) < p.tshare)
    base = np.where(own, p.tmpl[i] ^ (w.cat.sig[each] & np.uint64(0x0101)), w.cat.sig[each])
    return each[s], base[s] ^ flips(r, np.where(own, p.noise, 1)[s])


def play(w: World, p: People) -> None:
    """Everything an honest draft does."""
    r = w.rng
    i, t0 = starts(w, p)
    if not len(i):
        return
    s, t = unfold(w, p, t0)
    pl = np.minimum((r.random(len(i))[:, None] > np.cumsum(p.place[i], 1)).sum(1), 2)
    slot = np.where(pl == 1, 1, (r.random(len(i)) < p.second[i]).astype(int))
    topic, sig = content(w, p, i, s, len(i))
    outcome = r.choice(4, len(t), p=[0.968, 0.01, 0.014, 0.008])
    ok = (t < w.span) & ~down(w, p.country[i][s], t)
    again = ok & (outcome >= 2) & (r.random(len(t)) < 0.7)
    pick = np.r_[np.flatnonzero(ok), np.flatnonzero(again)]
    late = np.r_[np.zeros(ok.sum()), r.uniform(1, 40, again.sum())]
    out = np.r_[outcome[ok], np.zeros(again.sum(), int)]
    u = s[pick]
    emit(w, p, i[u], np.minimum(t[pick] + late, w.span - 1), pl[u], slot[u], topic[pick], sig[pick], out)
    sign_in(w, p, i, t0, pl, slot)


def down(w: World, c: Arr, t: Arr) -> Arr:
    """Rows lost to outages, of the product or of a country."""
    m = np.zeros(len(t), bool)
    for t0, d, where in w.outages:
        m |= (t >= t0) & (t < t0 + d) & ((c == where) | (where < 0))
    return m


def sign_in(w: World, p: People, i: Arr, t: Arr, pl: Arr, slot: Arr) -> None:
    """Logins before some sessions; API people log in to the console from home, not from their servers."""
    r = w.rng
    k = np.flatnonzero(r.random(len(i)) < p.logins * (0.15 if p.kind.name in ("dev", "bot") else 0.6))
    i, pl, slot, at = i[k], pl[k], slot[k], np.maximum(t[k] - r.uniform(5, 90, len(k)), 0)
    hi, lo = w.where(p.src[i, pl], p.skey[i, pl], at)
    w.add("logins", a=p.extra["a"][i], t=at, hi=hi, lo=lo, device=p.device[i, slot], client=p.client[i, slot])
