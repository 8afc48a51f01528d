"""Verbs with which traps and rings change a draft: what its members share."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from benchmarks.eighth.hashing import Arr, mix, words
from benchmarks.eighth.mails import many
from benchmarks.eighth.people import People
from benchmarks.eighth.sources import DAY
from benchmarks.eighth.world import World


def tag(w: World, p: People, population: str, name: str, parts: Arr | None = None) -> None:
    """The truth of an honest group (or of several of a sort: one number a part)."""
    w.groups += 1
    p.truth["population"] = population
    base = f"{name}-{w.groups}"
    p.truth["group"] = base if parts is None else np.array([f"{base}-{x}" for x in parts], object)


def at(p: People, src: int | Arr, share: float, key: Arr | None = None) -> None:
    """A share of the sessions comes from a third place."""
    p.src[:, 2] = src
    if key is not None:
        p.skey[:, 2] = key
    p.place[:, :2] *= 1 - share
    p.place[:, 2] = share


def tool(p: People, code: int, surface: int | None = None, share: float = 1.0) -> None:
    """One program (a lab image, an app) for all, on both slots or but the first."""
    p.client[:, 0] = code
    p.upgrade[:] = np.inf
    if share >= 1:
        p.client[:, 1] = code
    p.second[:] = 1 - share
    if surface is not None:
        p.surf[:, 0] = surface
        p.surf[:, 1] = surface if share >= 1 else p.surf[:, 1]


def devices(w: World, p: People, k: int) -> None:
    """k shared machines, everybody at one or two of them."""
    d = words(w.rng, k)
    p.device[:, 0] = d[w.rng.integers(0, k, p.n)]
    p.device[:, 1] = np.where(w.rng.random(p.n) < 0.5, d[w.rng.integers(0, k, p.n)], p.device[:, 1])


def paid_by(w: World, p: People, kind: str, groups: Arr | None = None) -> None:
    """One instrument (a part) pays for all, with one name and address."""
    key = mix(np.zeros(p.n, int) if groups is None else groups, words(w.rng, 1))
    p.inst, p.extra["pname"], p.extra["paddr"] = mix(key, 1), mix(key, 2), mix(key, 3)
    p.extra["pkind"] = np.full(p.n, kind, object)
    p.extra["bin"] = 400000 + (mix(key, 4) % np.uint64(159999)).astype(int)


def unpaid(p: People) -> None:
    """Nobody pays."""
    p.inst = np.zeros(p.n, np.uint64)


def mailed(w: World, p: People, style: Callable[[np.random.Generator], str], share: float = 1.0) -> None:
    """Addresses of one style for a share."""
    m = w.rng.random(p.n) < share
    p.email[m] = many(w.rng, int(m.sum()), style)


def born(w: World, p: People, t0: float, span: float) -> None:
    """All created within a span (a course's first hour, a script's minutes); used from then on."""
    p.created = t0 + w.rng.random(p.n) * span
    p.lo = np.clip(p.created, 0, w.span - 7200)
    p.hi = np.maximum(p.hi, p.lo + 3600)


def during(w: World, p: People, t0: float, t1: float) -> None:
    """Used only between two times."""
    p.lo, p.hi = np.full(p.n, max(t0, 0.0)), np.full(p.n, min(t1, w.span))
    p.created = np.minimum(p.created, p.lo)


def about(w: World, p: People, caps: list[str] | None, k: int, share: float = 0.8) -> None:
    """k topics in common; each member has its own few of them."""
    pot = w.cat.topics(k, caps)
    pick = pot[w.rng.integers(0, k, p.topics.shape)]
    p.topics = np.where(w.rng.random(p.topics.shape) < share, pick, p.topics)


def script(w: World, p: People, count: int, share: float, level: int) -> None:
    """count templates in common: everybody uses one."""
    p.tmpl = words(w.rng, count)[w.rng.integers(0, count, p.n)]
    p.tshare, p.noise = share, level


def firm(p: People, name: str, verified: str | None = None) -> None:
    """The organisation column, and how it is verified."""
    p.extra["organization"] = np.full(p.n, name, object)
    if verified:
        p.extra["verified"] = np.full(p.n, verified, object)


def rates(w: World, p: People, median: float, sigma: float) -> None:
    """Rows a day of each member, not scaled with the crowd's: small groups would fall silent."""
    p.rate = median * np.minimum(w.rng.lognormal(0, sigma, p.n), 25)


def sometime(w: World, lo: float = 0.05, hi: float = 0.8) -> float:
    """A moment of the window, at office hours of UTC."""
    return float(np.floor(w.rng.uniform(lo, hi) * w.days) * DAY + w.rng.uniform(8, 18) * 3600)
