"""Rings: accounts by room and wave; after each wave of bans the operator changes one thing.

What a perfect analyst could use, by tier (the notes beside the truth have each ring's own list):

- plain: hosting exits and few machines, one tool, few wrappers repeated thousands of times, bulk mails, cards that pay
  for many, round-the-clock hours.
- careful: the rare client of the tool or of the anti-detect browser; accounts of one shop or one mail vendor in
  batches; one card program; wrappers or items in near-copies across accounts; common outages and orders; logins from
  the office.
- evasive: items of one queue sampled several times by accounts with nothing else in common (or, if they are asked once,
  one narrow set of hot topics); the dispatcher's outages and orders seen through human hours; upgrade of client and
  model at one hour for a room; awakening together after dormancy; exits of one proxy seller who has few addresses a
  country; one card program; replacement right after a ban; three logins in a hundred from the office's machines.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from benchmarks.ninth.cast import Cast
from benchmarks.ninth.draws import Arr
from benchmarks.ninth.hands import dress, origin, purse
from benchmarks.ninth.plan import Plan
from benchmarks.ninth.world import DAY, Act, Truth, World

CHANGES = {"mail": 5, "card": 4, "exits": 4, "sms": 3, "shop": 4, "tool": 0}
"""What may be changed, and how many vendors there are of it."""
NEVER = 1e6


@dataclass
class Ring:
    """A plan that is carried out. `idle`: accounts of the crowd worth stealing or renting, each taken once."""

    w: World
    plan: Plan
    crowd: Cast
    idle: Arr
    changed: list[str] = field(default_factory=list)

    def run(self) -> Arr:
        """All rooms and waves; tells what is left of `idle`."""
        w, p = self.w, self.plan
        for j, day in enumerate(p.waves):
            if j:
                self.changed.append(self._learn())
            for number, (tier, size) in enumerate(p.cells):
                n = size // len(p.waves) + (size % len(p.waves) if j == 0 else 0)
                if n:
                    self._batch(Truth(p.name, p.operator, f"{p.name}-cell{number}", tier), n, day, self._end(j))
        w.notes.append(note(p, self.changed))
        told = {"ring": p.name, "tier": p.tier, "size": p.size, "cells": p.cells}
        w.rings.append(told | {"waves": [round(x, 1) for x in p.waves], "changed": self.changed})
        return self.idle

    def _end(self, j: int) -> float:
        """The day the lab's analysts get at this wave: shortly before the next one."""
        waves = self.plan.waves
        return waves[j + 1] - float(self.w.rng.uniform(0.1, 1.5)) if j + 1 < len(waves) else NEVER

    def _learn(self) -> str:
        """One thing is changed, that which they believe gave them away."""
        w, p = self.w, self.plan
        what = str(w.rng.choice(list(CHANGES)))
        if what == "tool":
            p.tool = w.clients.make("t13d15" if not p.api else "httpx")
        else:
            setattr(p, what, int(w.rng.integers(0, CHANGES[what])))
        return what

    def _batch(self, truth: Truth, n: int, day: float, end: float) -> None:
        """Accounts of a room in a wave: some own, some bought, stolen or rented."""
        w, p = self.w, self.plan
        taken = int(n * {"plain": 0, "careful": 0.06, "evasive": 0.15}[truth.tier] * w.rng.uniform(0, 2))
        taken = min(taken, len(self.idle))
        lands = np.array(list(w.market.exits[p.exits]), object)
        if n - taken:
            c = Cast(w, n - taken, w.rng.choice(lands, n - taken), p.kind)
            origin(w, p, c, truth.tier, day)
            purse(w, p, c, truth.tier)
            for col, val in truth._asdict().items():
                c.acc[col][:] = val
            dress(w, p, c, truth.tier, day)
            self._bans(c, truth.tier, end)
        if taken:
            self._steal(truth, taken, day)

    def _steal(self, truth: Truth, n: int, day: float) -> None:
        """Honest accounts with an honest past: hijacked (the owner is gone) or rented (the owner goes on a little)."""
        w, p, own = self.w, self.plan, self.crowd.use
        ids, self.idle = self.idle[:n], self.idle[n:]
        c = Cast(w, n, self.crowd.country[ids], p.kind, ids=ids)
        dress(w, p, c, truth.tier, day)
        hijacked = w.rng.random(n) < 0.5
        own.t1[ids[hijacked]] = np.minimum(own.t1[ids[hijacked]], c.use.t0[hijacked])
        w.over |= {int(i): truth for i in ids}

    def _bans(self, c: Cast, tier: str, end: float) -> None:
        """The lab's own analysts find some by hand at the wave's end."""
        w = self.w
        found = np.flatnonzero(w.rng.random(c.n) < {"plain": 0.35, "careful": 0.12, "evasive": 0.04}[tier])
        if end == NEVER or not len(found):
            return
        at = end * DAY + w.rng.gamma(1.5, 3 * 3600, len(found))
        c.use.t1[found] = at
        w.acts += [Act(int(c.use.acct[i]), float(t), "banned", "terms") for i, t in zip(found, at, strict=True)]


def note(p: Plan, changed: list[str]) -> str:
    """What an analyst with everything at hand would find this ring by."""
    once = "items, mostly asked once" if p.tcnt > 200 * p.size else "items of one queue, each asked several times"
    asked = "wrappers" if p.wrapper else once
    out = ", ".join(f"{a / DAY:.1f}+{(b - a) / 3600:.0f}h" for a, b in p.outages)
    waves = [round(x, 1) for x in p.waves]
    return (
        f"{p.name} tier={p.tier} size={p.size} cells={p.cells} waves at days {waves} changed={changed}: "
        f"{p.tcnt} {asked} over {len(p.topics)} hot clusters; common outages at days {out}; "
        f"vendors at the end: shop {p.shop}, mail {p.mail}, sms {p.sms}, card programme {p.card}, exits {p.exits}; "
        "logins from the office's machines; rooms upgrade and adopt models in one hour"
    )
