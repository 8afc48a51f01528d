"""A ring at work: habits, tasks, cover, outages, bans and what replaces the banned."""

from __future__ import annotations

import numpy as np

from benchmarks.seventh import clients
from benchmarks.seventh.base import habit
from benchmarks.seventh.crew import Crew, Plan
from benchmarks.seventh.kinds import level
from benchmarks.seventh.ring import clocks, hire
from benchmarks.seventh.topics import template
from benchmarks.seventh.util import Rng, choose, heavy
from benchmarks.seventh.world import DAY, Habit, World

API, WEB = 2, 0


def run(w: World, rng: Rng, p: Plan) -> None:
    """Makes a ring and sets it to work."""
    c = hire(w, rng, p)
    h = habit(w, rng, c.ids)
    route(w, rng, c, h)
    program(w, rng, c, h)
    load(w, rng, c, h)
    tasks(w, rng, c, h)
    bans(w, rng, c, h)
    w.habits.append(h)
    about = {"ring": p.name, "tier": p.tier, "kind": p.kind, "accounts": p.size, "api": c.api, "exits": c.pool.size}
    w.rings.append(about | {"shared_provider": p.provider >= 0, "clue": p.k.clue})


def route(w: World, rng: Rng, c: Crew, h: Habit) -> None:
    """Exits for all sessions but the slips; no carrier, no workplace. Bought homes are homes no more."""
    hold = int(choose(rng, c.plan.t.hold, 1)[0])
    for col in range(4):
        h.place(col, c.start, c.width, hold, 0.0)
    h.weight[:, 3] = 1.0
    slip = {"plain": 4.0, "careful": 1.5, "evasive": 1.0}[c.plan.tier]
    h.place(2, c.office.start, c.office.size, 0, c.plan.k.office * slip)
    h.work_hours, h.tz[:] = False, clocks(w, rng, c)
    flat = c.plan.tier == "plain" and c.plan.kind != "workshop"
    human = c.plan.k.human and c.plan.tier == "evasive"
    h.hours[:] = rng.integers(0, 3, h.n) if human else 3 if flat else c.plan.k.hours


def program(w: World, rng: Rng, c: Crew, h: Habit) -> None:
    """Programs and devices; some profiles are opened on a neighbour's machine."""
    fam = c.browser if c.browser >= 0 else clients.draw(rng, "api" if c.api else "web", h.n)
    lag = int(rng.integers(15, 90)) if c.browser >= 0 or c.plan.tier != "evasive" else h.lag
    slipped = rng.random(h.n) < c.plan.k.slip
    other = np.where(slipped, c.devices[rng.permutation(h.n)], c.devices)
    h.lag[:] = lag
    for col in range(4):
        h.tool(col, fam, 0 if c.api and col else c.devices, API if c.api else WEB)
    h.cred[:] = w.codes(h.n) if c.api else 0
    h.weight[:, 1] = np.where(slipped & (not c.api), 0.03, 0.0)
    h.device[:, 1] = np.where(slipped, other, h.device[:, 1]) if not c.api else 0
    h.device[:, 0] = other
    if c.plan.kind == "relay":
        h.client[:, 3] = c.browser


def load(w: World, rng: Rng, c: Crew, h: Habit) -> None:
    """How much, how evenly, from when to when; within the budget of the world."""
    p, t = c.plan, c.plan.t
    h.first, h.last = c.first.copy(), np.minimum(c.last, w.days)
    h.act[:] = {"plain": 0.97, "careful": 0.9, "evasive": 0.8}[p.tier]
    rate = heavy(rng, h.n, p.k.rate * float(rng.uniform(0.7, 1.6)) * (200 / max(p.size, 60)) ** 0.2, t.spread, 6, 300)
    total = float((rate * h.act * np.maximum(np.minimum(h.last, w.days - 1) - h.first + 1, 1)).sum())
    h.rate = np.maximum(rate * min(1.0, p.budget / total), 4)
    h.weekend[:] = 1.0 if p.tier == "plain" else float(rng.uniform(0.5, 1.0))
    h.steady, h.gap, h.session = t.even, 25.0 if c.api else 60.0, 12.0 if p.tier == "plain" else 7.0
    if p.tier != "plain" and not p.k.life:  # a slow start
        day = np.arange(w.days)
        h.ramp = np.clip((day - h.first[:, None] + 1) / (3.0 if p.tier == "careful" else 7.0), 0.15, 1)
    span = {"plain": 0.6, "careful": 0.3, "evasive": 0.15}[p.tier]
    h.prompt = 30.0 * span
    at = rng.random(t.outages) * w.end()
    h.quiet = [(float(a), float(a + rng.uniform(3, 16) * 3600)) for a in at]


def tasks(w: World, rng: Rng, c: Crew, h: Habit) -> None:
    """The ordered work. Cover is ordinary talk on topics of everybody, so half of an evasive account looks like a
    person.
    """
    p, k = c.plan, c.plan.k
    clusters = (
        w.topics.wanted(rng, k.topics)
        if p.kind != "relay"
        else rng.choice(w.topics.n, min(k.topics, w.topics.n), replace=False)
    )
    n = k.forms if p.kind != "relay" else max(p.size, 40)
    share = rng.uniform(*p.t.share) + rng.normal(0, 0.05 if p.tier != "plain" else 0.01, h.n)
    total = float((h.rate * h.act * np.maximum(h.last - h.first, 1)).sum()) * float(np.mean(share))
    items = max(int(total * k.items), 50) if k.items < 1 else 2**40
    h.templates = [
        template(
            rng,
            clusters,
            n,
            level(p.t, k),
            np.clip(share, 0.2, 1.0),
            items=items,
            turn=k.turn,
            tin=float(rng.uniform(300, 2500)),
            tout=k.tout,
        )
    ]
    if p.kind == "traces":
        h.long *= 1.5


def bans(w: World, rng: Rng, c: Crew, h: Habit) -> None:
    """The lab catches some by hand; of the short-lived most end that way."""
    p = c.plan
    ends = (
        np.flatnonzero(h.last < w.days - 1)
        if p.k.life
        else np.flatnonzero(rng.random(h.n) < {"plain": 0.06, "careful": 0.02, "evasive": 0.005}[p.tier])
    )
    for i in ends[rng.random(len(ends)) < (0.5 if p.k.life else 1.0)]:
        h.last[i] = max(h.last[i] if p.k.life else int(rng.integers(h.first[i] + 3, w.days + 1)), h.first[i] + 3)
        if h.last[i] < w.days - 1:
            act = str(choose(rng, ["banned", "suspended", "limited"], 1)[0])
            w.actions.append(
                (
                    int(c.ids[i]),
                    float((h.last[i] + 1) * DAY + rng.random() * 3600),
                    act,
                    "abuse",
                    str(choose(rng, ["rule", "analyst"], 1)[0]),
                )
            )
            w.acc.put(c.ids[i : i + 1], status=act if act != "limited" else "active")
