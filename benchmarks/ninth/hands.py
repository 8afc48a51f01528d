"""How a room's accounts come into being, pay, and work."""

from __future__ import annotations

import numpy as np

from benchmarks.ninth.cast import Cast
from benchmarks.ninth.draws import U, choose
from benchmarks.ninth.market import mail, phones, stock
from benchmarks.ninth.plan import Plan
from benchmarks.ninth.use import API, EVENING, OFFICE, STUDENT, WEB, Use
from benchmarks.ninth.world import DAY, World

RATE = {"plain": (28, 80), "careful": (20, 50), "evasive": (14, 34)}


def origin(w: World, p: Plan, c: Cast, tier: str, day: float) -> None:
    """Registered by themselves before the work begins (plain: in hours; careful: over weeks), or bought aged."""
    bought = w.rng.random(c.n) < {"plain": 0.1, "careful": 0.45, "evasive": 0.7}[tier]
    own, far = np.flatnonzero(~bought), {"plain": 1.0, "careful": 9.0, "evasive": 40.0}[tier]
    c.acc["created"][own] = (day - w.rng.gamma(1.3, far / 1.3, len(own))) * DAY
    if tier == "plain":  # batches of a script: minutes apart
        batch = w.rng.choice(w.rng.uniform(0.2, 4, 5), len(own))
        c.acc["created"][own] = (day - batch) * DAY + np.arange(len(own)) * 40.0
    if tier != "evasive" or w.rng.random() < 0.4:
        mail(w, c, p.mail, own)
        phones(w, c, p.sms, own)
    stock(w, c, w.market.shops[p.shop], np.flatnonzero(bought))


def purse(w: World, p: Plan, c: Cast, tier: str) -> None:
    """Plain: a card for many; careful: one for up to three, few names; evasive: one each, but most of one program."""
    n, a, rng = c.n, c.acc, w.rng
    many = {"plain": int(rng.integers(5, 40)), "careful": int(rng.integers(1, 4)), "evasive": 1}[tier]
    cards = rng.integers(1, 2**63, -(-n // many), dtype=U)
    a["pay"] = cards[rng.permutation(n) // many]
    program = rng.random(n) < {"plain": 0.9, "careful": 0.8, "evasive": 0.55}[tier]
    for col, value in zip(("bin", "issuer", "pay_kind"), w.market.cards[p.card], strict=True):
        a[col] = np.where(program, value, a[col])
    names = rng.integers(1, 2**63, max(1, n // {"plain": 30, "careful": 6, "evasive": 1}[tier]), dtype=U)
    a["name"], a["addr"] = rng.choice(names, n), np.zeros(n, U)
    a["plan"][:] = "api" if p.api else "pro" if tier == "plain" else "plus"


def dress(w: World, p: Plan, c: Cast, tier: str, day: float) -> None:
    """Habits of the workers who use these accounts."""
    u, n, rng = c.use, c.n, w.rng
    u.scaled = False
    u.t0 = day * DAY + rng.gamma(1.5, {"plain": 0.25, "careful": 0.8, "evasive": 1.2}[tier], n) * DAY
    u.t1 = np.full(n, 1e12)
    paid = u.t0 - rng.gamma(1.2, {"plain": 0.1, "careful": 0.6, "evasive": 2}[tier], n) * DAY
    c.acc["pay_added"] = np.maximum(paid, c.acc["created"] + 60)
    u.outages = p.outages
    _where(w, p, c, tier)
    _tooling(w, p, u, tier)
    _work(w, p, u, tier)
    _hours(w, p, c, tier)


def _where(w: World, p: Plan, c: Cast, tier: str) -> None:
    """Exits: servers, rotating residential ones, or sticky ones of the account's own country (some mobile ones)."""
    u, n, rng, pools = c.use, c.n, w.rng, w.market.exits[p.exits]
    res = np.array([pools.get(x, -1) for x in c.country])
    res = np.where(res < 0, rng.choice(list(pools.values()), n), res)
    u.pp[:] = [0.93, 0, 0.07]
    kept = {"plain": 1.0, "careful": float(rng.choice([0, 1])), "evasive": float(rng.uniform(3, 8))}
    u.lease[:, 0] = kept[tier]
    u.pool[:, 0] = p.hosts if tier == "plain" and rng.random() < 0.75 else res
    u.pool[:, 2], u.lease[:, 2] = res, 0
    if tier == "evasive":
        mob = rng.random(n) < 0.2
        u.pool[mob, 0], u.lease[mob, 0] = w.carrier(c.country[mob], w.nets.cell), 1
    u.slip[:], u.lpool[:] = {"plain": 0.3, "careful": 0.08, "evasive": 0.03}[tier], p.office
    u.ldev = rng.choice(p.machines, n)


def _tooling(w: World, p: Plan, u: Use, tier: str) -> None:
    """Own tool; in stricter rooms a bought anti-detect browser, or what everybody has; upgraded at one hour."""
    n, rng = len(u.acct), w.rng
    u.surf[:] = API if p.api else WEB
    crowd = w.clients.pick(w.clients.sdk if p.api else w.clients.web, n)
    mask = w.market.masks[p.exits % 3] if not p.api else p.tool
    share = {"plain": (1, 0), "careful": (0.5, 0.9), "evasive": (0.08, 0.4)}[tier]
    r = rng.random(n)
    u.cli[:] = np.where(r < share[0], p.tool, np.where(r < share[1], mask, crowd))[:, None]
    u.upd[:], u.adopt = float(rng.uniform(0.3, 5)) * DAY, rng.gamma(1.5, 3 * 3600, n)
    if p.api:
        u.dev[:] = 0
    elif tier == "plain":
        u.dev[:] = rng.choice(rng.integers(1, 2**63, max(1, n // 20), dtype=U), n)[:, None]
    else:
        u.dev[:] = rng.integers(1, 2**63, n, dtype=U)[:, None]  # one profile an account
    u.devlife[:] = 1e9


def _work(w: World, p: Plan, u: Use, tier: str) -> None:
    """The queue, and in stricter rooms some small talk as cover."""
    n, rng = len(u.acct), w.rng
    u.topics = rng.choice(p.topics, (n, min(8, len(p.topics))))
    u.own[:] = {"plain": 0.97, "careful": 0.88, "evasive": 0.68}[tier]
    u.toff[:], u.tcnt[:] = p.toff, p.tcnt
    base = {"plain": 0.88, "careful": 0.68, "evasive": 0.5}[tier]
    u.pt = np.clip(rng.normal(base, 0.07, n), 0.1, 0.97)
    # an item that is sampled again is the same text, or reworded a little; wrappers the more, the stricter the room
    u.level = np.full(n, {"plain": 1, "careful": 2, "evasive": 3}[tier]) if p.wrapper else rng.integers(0, 2, n)
    u.tin[:], u.tout[:] = rng.normal(6.6, 0.3), rng.normal(7.2, 0.25)  # long answers are what is bought
    u.rate = rng.uniform(*RATE[tier], n)
    u.act[:] = {"plain": 0.96, "careful": 0.9, "evasive": 0.75}[tier]
    u.burst[:], u.gap[:] = {"plain": (50, 8), "careful": (15, 30), "evasive": (7, 75)}[tier]
    u.trouble[:] = {"plain": 0.07, "careful": 0.045, "evasive": 0.03}[tier]


def _hours(w: World, p: Plan, c: Cast, tier: str) -> None:
    """Shifts of the operator's own zone, or hours that befit the account's country; orders and a slow start."""
    u, n, rng = c.use, c.n, w.rng
    human = tier == "evasive" or (tier == "careful" and rng.random() < 0.3)
    u.tz = w.tz(c.country) if human else np.full(n, p.tz) + rng.normal(0, 0.3, n)
    u.prof = choose(rng, [EVENING, OFFICE, STUDENT], n).astype(np.int64) if human else np.full(n, p.prof)
    u.weekend[:] = 0.7 if human else 1.0
    ramp = {"plain": 0.5, "careful": 3.0, "evasive": 6.0}[tier]
    lag = np.arange(w.days)[None, :] + 1 - u.t0[:, None] / DAY
    u.boost = p.orders[None, :] * np.clip(lag / ramp, 0.15, 1)
