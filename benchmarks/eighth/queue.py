"""The job queue of a product: who asks what and when, retries at another account, cover, the workers' logins."""

from __future__ import annotations

import numpy as np

from benchmarks.eighth.activity import emit
from benchmarks.eighth.catalog import EXTRACT
from benchmarks.eighth.geo import TZ
from benchmarks.eighth.hashing import Arr, flips, words
from benchmarks.eighth.kinds import CODE, EVENING
from benchmarks.eighth.people import People
from benchmarks.eighth.sources import DAY
from benchmarks.eighth.tiers import Deal
from benchmarks.eighth.world import World


def run(w: World, d: Deal, p: People) -> None:
    """All rows of a product, in order of time."""
    i, t = times(w, d, p)
    if not len(i):
        return
    topic, sig = jobs(w, d, p, i, t)
    outcome = w.rng.choice(4, len(i), p=[0.94, 0.015, 0.02, 0.025])
    i, t, topic, sig, outcome = retried(w, p, i, t, topic, sig, outcome)
    pl = np.minimum((w.rng.random(len(i))[:, None] > np.cumsum(p.place[i], 1)).sum(1), 2)
    emit(w, p, i, t, pl, np.zeros(len(i), int), topic, sig, outcome)
    logins(w, d, p, i, t)


def times(w: World, d: Deal, p: People) -> tuple[Arr, Arr]:
    """Short chains of jobs: at all hours, in two shifts of the operator, or in the hours of an account's country."""
    r, length = w.rng, {"plain": 2.0, "careful": 4.0, "evasive": 6.0}[d.tier]
    p.rate = d.t.rate * r.lognormal(0, 0.3, p.n)
    j = np.repeat(np.arange(p.n), 1 + r.poisson(p.rate * (p.hi - p.lo) / DAY / length))
    u = r.random(len(j)) ** (0.75 if d.tier == "evasive" else 1)
    t = p.lo[j] + u * (p.hi - p.lo)[j]
    if d.tier != "plain":
        prof = (EVENING if d.web else CODE) if d.tier == "evasive" else np.where(np.arange(24) < 8, 0.01, 0.99 / 16)
        tz = TZ[p.country[j]] if d.tier == "evasive" else d.tz
        t = np.floor(t / DAY) * DAY + (r.choice(24, len(j), p=prof / prof.sum()) + r.random(len(j)) - tz) % 24 * 3600
    size = r.geometric(1 / length, len(j))
    i = np.repeat(j, size)
    t = np.repeat(t, size) + np.concatenate([np.arange(s) for s in size]) * r.lognormal(np.log(45), 0.6, len(i))
    ok = (t >= p.lo[i]) & (t <= p.hi[i]) & (t < w.span) & ~idle(d, t)
    order = np.flatnonzero(ok)[np.argsort(t[ok])]
    return i[order], t[order]


def idle(d: Deal, t: Arr) -> Arr:
    """The queue stood still."""
    m = np.zeros(len(t), bool)
    for t0, n in d.pauses:
        m |= (t >= t0) & (t < t0 + n)
    return m


def jobs(w: World, d: Deal, p: People, i: Arr, t: Arr) -> tuple[Arr, Arr]:
    """Contents: the day's shard or anything of the curriculum (the evasive: of a persona); cover from its interests."""
    r, n = w.rng, len(i)
    k = int(r.integers(35, 110))
    all_ = np.unique(w.cat.topics(k, EXTRACT, 0.6))
    k = len(all_)
    shard = (np.floor((t - d.lo) / (DAY * r.uniform(0.7, 2))).astype(int) * 8 + r.integers(0, 10, n)) % k
    pick = np.where(r.random(n) < d.t.phase, shard, r.integers(0, k, n))
    if d.tier == "evasive":
        persona = r.integers(0, k, (p.n, 18))
        pick = np.where(r.random(n) < 0.85, persona[i, r.integers(0, 18, n)], pick)
    topic = all_[pick]
    tmpl = words(r, int(r.integers(d.t.templates[0], d.t.templates[1] + 1)))
    base = tmpl[r.integers(0, len(tmpl), n)] ^ (w.cat.sig[topic] & np.uint64(0x1111))
    cover = r.random(n) < d.t.cover
    own = p.topics[i, r.integers(0, p.topics.shape[1], n)]
    level = np.where(cover, 1, d.t.level)
    return np.where(cover, own, topic), np.where(cover, w.cat.sig[own], base) ^ flips(r, level)


def retried(w: World, p: People, i: Arr, t: Arr, topic: Arr, sig: Arr, outcome: Arr) -> tuple[Arr, ...]:
    """A failed job goes back to the queue: the same text again, minutes later, through an account that works then."""
    r, n = w.rng, len(i)
    k = np.flatnonzero((outcome >= 1) & (r.random(n) < 0.8))
    other = i[np.clip(k + r.integers(1, 60, len(k)), 0, n - 1)]
    at = np.clip(t[k] + r.exponential(240, len(k)) + 5, p.lo[other], np.minimum(p.hi[other], w.span - 1))
    return (
        np.r_[i, other],
        np.r_[t, at],
        np.r_[topic, topic[k]],
        np.r_[sig, sig[k]],
        np.r_[outcome, np.zeros(len(k), int)],
    )


def logins(w: World, d: Deal, p: People, i: Arr, t: Arr) -> None:
    """A worker's login now and then from its exit; some through the operator's panel."""
    r = w.rng
    k = np.flatnonzero(r.random(len(i)) < 1.2 / d.t.rate)
    own = r.random(len(k)) < d.t.slip
    src = np.where(own, d.panel, p.src[i[k], 0])
    at = np.maximum(t[k] - r.uniform(10, 200, len(k)), 0)
    hi, lo = w.where(src, p.skey[i[k], 0], at)
    w.add("logins", a=p.extra["a"][i[k]], t=at, hi=hi, lo=lo, device=p.device[i[k], 0], client=p.client[i[k], 0])
