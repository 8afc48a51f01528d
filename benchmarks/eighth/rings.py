"""One operator's accounts: bought in lots, paid, equipped, split over products, worked by the queue, banned."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.eighth import queue
from benchmarks.eighth.enroll import commit, desk
from benchmarks.eighth.hashing import Arr, mix, mod, words
from benchmarks.eighth.market import Market
from benchmarks.eighth.people import People, draft
from benchmarks.eighth.sources import DAY
from benchmarks.eighth.tiers import Deal, deal, lives
from benchmarks.eighth.world import World

ALWAYS = (
    "curricula: a few dozen topics that all accounts of a product go through evenly",
    "jobs retried at a second account",
    "silence of all accounts in the queue's pauses",
)
"""Clues that no tier can do without."""


def ring(w: World, m: Market, k: int, tier: str, size: int, rows: float) -> None:
    """Build ring k, product by product."""
    d = deal(w, m, f"op{k}", tier, size, rows)
    cells = 1 + int(size > 90 and w.chance(0.6)) + int(size > 400 and w.chance())
    cut = np.sort(mod(words(w.rng, size), cells))
    lo, hi = lives(w, d)
    for c in range(cells):
        mine = np.flatnonzero(cut == c)
        if len(mine):
            cell(w, d, c, lo[mine], hi[mine])
    w.rings.append(facts(d, cells))


def cell(w: World, d: Deal, c: int, lo: Arr, hi: Arr) -> None:
    """One product's accounts, through procurement, payment, exits and tools."""
    p = draft(w, len(lo), "web" if d.web else "dev")
    procure(w, d, p, lo, hi)
    wallet(w, d, p)
    exits(w, d, p)
    tools(w, d, p)
    p.truth.update(ring=f"r-{d.name}", operator=d.name, cell=f"{d.name}-c{c}", tier=d.tier)
    gone = w.rng.random(p.n) < d.t.banned
    gone &= p.hi < w.span - 3600
    p.extra["status"] = np.where(gone, "suspended", "active").astype(object)
    commit(w, p, act=False)
    queue.run(w, d, p)
    ban(w, p, gone)


def procure(w: World, d: Deal, p: People, lo: Arr, hi: Arr) -> None:
    """Each slot's next account comes from one of the vendors, out of the newest lot."""
    p.hi = hi
    src = d.vendors[int(w.rng.integers(len(d.vendors)))]
    src.supply(w, p, lo)
    for v in d.vendors[1:]:
        part = np.flatnonzero(w.rng.random(p.n) < 0.4)
        if len(part):
            q = draft(w, len(part), "web")
            q.hi = hi[part]
            v.supply(w, q, lo[part])
            for name in ("created", "lo", "email"):
                getattr(p, name)[part] = getattr(q, name)
            for name in ("phone", "sign_src", "sign_key", "sign_device", "sign_client", "verified"):
                p.extra[name][part] = q.extra[name]
    p.hi = np.minimum(np.maximum(p.hi, p.lo + 7200), w.span)
    if d.tier == "plain" and w.chance(0.4):
        d.clues.append("referral credits in chains")
        p.extra["referrer"] = np.r_[-1, np.arange(p.n - 1)] + np.r_[0, np.full(p.n - 1, w.count)]


def wallet(w: World, d: Deal, p: People) -> None:
    """Cards of few programmes: several accounts a card, or one each with billing addresses off a short list."""
    r, per = w.rng, int(w.rng.integers(d.t.card[0], d.t.card[1] + 1))
    paid = r.random(p.n) < (0.9 if d.tier == "evasive" else 0.7)
    card = mix(np.arange(p.n) // per, words(r, 1))
    p.inst = np.where(paid, card, 0).astype(np.uint64)
    p.plan = np.where(paid, p.kind.plans[1], p.kind.plans[0]).astype(object)
    p.extra["pkind"] = np.where(card % np.uint64(4) == 0, "prepaid-card", "virtual-card").astype(object)
    p.extra["bin"] = np.array(d.bins)[mod(mix(card, 1), len(d.bins))]
    p.extra["pname"] = mix(card, 2)
    few = max(1, p.n // int(r.integers(5, 16)))
    p.extra["paddr"] = mix(mod(mix(card, 3), few), words(r, 1))
    d.clues.append(f"{per} accounts a card, {len(set(d.bins))} BINs, {few} billing addresses")


def exits(w: World, d: Deal, p: People) -> None:
    """Every worker (or account) has its session at one or more providers."""
    r, per = w.rng, int(w.rng.integers(d.t.worker[0], d.t.worker[1] + 1))
    worker = mix(np.arange(p.n) // per, words(r, 1))
    p.src = np.array([d.exits[i % len(d.exits)] for i in range(3)])[None, :].repeat(p.n, 0)
    p.skey = np.stack([mix(worker, i % len(d.exits)) for i in range(3)], 1)
    p.place = np.tile(r.dirichlet([2, 1, 1]), (p.n, 1))
    p.country = np.full(p.n, w.country()) if w.chance(0.3) else p.country


def tools(w: World, d: Deal, p: People) -> None:
    """Programs: own builds, or stock ones that are seldom updated; machines of a device farm."""
    r, surface = w.rng, d.surface
    k = int(r.integers(d.t.tools[0], d.t.tools[1] + 1))
    own = [w.cat.family(surface) if d.tier == "plain" else int(w.cat.clients(surface, 1)[0]) for _ in range(k)]
    code = np.array(own)[r.integers(0, k, p.n)] if k else w.cat.clients(surface, p.n)
    p.client, p.surf = np.stack([code, code], 1), np.full((p.n, 2), w.surface(surface))
    p.upgrade = np.full(p.n, np.inf) if k else p.upgrade
    per = {"plain": 8, "careful": 3, "evasive": int(r.integers(1, 4))}[d.tier]
    p.device = np.repeat(mix(r.permutation(p.n) // per, words(r, 1))[:, None], 2, 1)
    d.clues.append(f"{k or 'market'} clients, {per} accounts a device")


def ban(w: World, p: People, gone: Arr) -> None:
    """The desk's catch so far: single accounts, at the end of their use."""
    k = np.flatnonzero(gone)
    why = w.rng.choice(["automation", "payment-fraud", "velocity", "multiple-accounts", "chargeback"], len(k))
    desk(w, p, k, np.minimum(p.hi[k] + 60, w.span - 1), np.full(len(k), "banned"), why)


def facts(d: Deal, cells: int) -> dict[str, Any]:
    """What a ring is, and what a perfect analyst could use against it."""
    vendors = ", ".join(sorted({v.name for v in d.vendors}))
    return {
        "ring": f"r-{d.name}",
        "operator": d.name,
        "tier": d.tier,
        "cells": cells,
        "surface": d.surface,
        "days_an_account": round(d.life / DAY, 1),
        "clues": [*ALWAYS, *dict.fromkeys(d.clues), f"vendors {vendors}"],
    }
