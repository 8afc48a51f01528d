"""One ring: its exits, the lives of its accounts, its clock."""

from __future__ import annotations

import numpy as np

from benchmarks.seventh import suppliers
from benchmarks.seventh.buy import cards, enrol
from benchmarks.seventh.crew import Crew, Plan
from benchmarks.seventh.geo import attr
from benchmarks.seventh.util import Arr, Rng, choose
from benchmarks.seventh.world import Pool, World, odd_client


def exits(w: World, rng: Rng, p: Plan) -> Pool:
    """Its exits: rented machines for the plain, households for the others."""
    n = max(int(p.size * p.t.exits), 3)
    if p.tier == "plain" and p.provider < 0:
        return suppliers.racks(w, rng, n, (("hosting",), ("hosting", "vpn"), ("proxy",))[int(rng.integers(3))])
    if p.provider < 0:
        return suppliers.residential(w, rng, max(n, 30))
    whole = suppliers.proxies(w, p.provider, n)
    size = min(
        max(n, 30), whole.size
    )  # its subscription: a part of the provider's exits, which other customers meet too
    return Pool(whole.start + int(rng.integers(0, whole.size - size + 1)), size, whole.countries)


def lives(w: World, rng: Rng, p: Plan) -> tuple[Arr, Arr]:
    """First and last day of work; short-lived accounts follow each other."""
    if not p.k.life:
        ramp = {"plain": 0.15, "careful": 0.35, "evasive": 0.5}[p.tier]
        begin = int(rng.integers(0, max(w.days // 3, 1)))
        first = begin + (rng.beta(1, 2.5, p.size) * ramp * w.days).astype(int)
        return np.minimum(first, w.days - 5), np.full(p.size, w.days)
    lanes = max(
        int(p.size * p.k.life / w.days), 1
    )  # accounts at work at a time; the next of a lane begins when the last has gone
    lane, turn = np.arange(p.size) % lanes, np.arange(p.size) // lanes
    life = np.maximum((p.k.life * rng.uniform(0.8, 1.2) + rng.normal(0, 0.7, lanes)).astype(int), 4)[lane]
    first = (rng.random(lanes) * p.k.life).astype(int)[lane] + turn * (life + 1)
    late = first > w.days - 5
    first[late] = rng.integers(0, w.days - 4, int(late.sum()))
    return first, first + life


def hire(w: World, rng: Rng, p: Plan) -> Crew:
    """Makes the accounts of a ring and all that was bought for them."""
    ids, pool = w.acc.add(p.size), exits(w, rng, p)
    first, last = lives(w, rng, p)
    width = min(p.t.window or pool.size, pool.size)
    start = pool.start + rng.integers(0, pool.size - width + 1, p.size)
    rigs = w.codes(max(int(p.size / p.t.per_device), 1))
    dev = rng.permutation(np.resize(rigs, p.size)) if p.tier != "plain" else choose(rng, rigs, p.size)
    browser = odd_client(rng) if p.tier == "plain" or p.kind in ("workshop", "relay") or rng.random() < 0.4 else -1
    home = suppliers.residential(w, rng, 2)
    crew = Crew(
        p, ids, bool(rng.random() < p.k.api), pool, home, start, np.full(p.size, width), dev, browser, first, last
    )
    enrol(w, rng, crew)
    cards(w, rng, crew)
    return crew


def clocks(w: World, rng: Rng, c: Crew) -> Arr:
    """The clock each member follows."""
    cc = w.acc.get("country")[c.ids]
    if c.plan.k.human and c.plan.tier == "evasive":
        return np.asarray(attr("tz")[cc])
    return np.full(len(c.ids), float(choose(rng, [8.0, 3.0, 7.0, 5.5, 2.0], 1)[0]))
