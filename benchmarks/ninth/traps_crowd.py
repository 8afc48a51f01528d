"""Crowds that move together without knowing each other."""

from __future__ import annotations

import numpy as np

from benchmarks.ninth.cast import Cast
from benchmarks.ninth.draws import choose
from benchmarks.ninth.group import Group
from benchmarks.ninth.names import PRIVATE, bulk
from benchmarks.ninth.use import NIGHT, STUDENT
from benchmarks.ninth.world import DAY, World


def viral(w: World, n: int) -> None:
    """Prompts of a viral video: thousands paste the same text within days of it."""
    c = Group(w, "viral", "private", n, 200, 1500, abroad=0.8)
    c.template(3, 0.5, 1)
    c.use.level = c.rng.integers(0, 3, c.n)  # pasted as it is, or with their own words in it
    day = c.per(c.rng.uniform(0, w.days - 4, c.g))
    lag = np.arange(w.days)[None, :] - day[:, None]
    c.use.boost = np.where((lag > -1) & (lag < 7), 2.0, 0.4)
    c.pace(5, 0.35, None, 0.9)


def surge(w: World, n: int) -> None:
    """A launch: newcomers of one afternoon, all on the newest model and the topic of the news; half never return."""
    c = Group(w, "surge", "private", n, 300, 1500, abroad=0.8)
    c.born(0, w.days - 2, 8)
    c.subject(3, 0.3, 0.5)
    c.use.adopt[:] = 0
    c.pace(6, 0.8)
    c.use.t1 = np.where(c.rng.random(c.n) < 0.5, c.use.t0 + 1.5 * DAY, 1e12)


def private(w: World, n: int) -> None:
    """Privacy people: random aliases, VPNs, cookies cleared daily, prepaid or virtual cards."""
    c = Cast(w, n)
    c.acc["domain"], c.acc["local"] = choose(w.rng, PRIVATE, n), bulk(w.rng, n, 0)
    c.use.pool[:, 0], c.use.lease[:, 0], c.use.devlife[:] = w.rng.choice(w.vpns, n), 0, 1
    c.acc["pay_kind"] = choose(w.rng, ["virtual-card", "prepaid-card", "crypto"], n)
    c.acc["bin"] = w.cards(c.country, w.neo)


def roleplay(w: World, n: int) -> None:
    """Role players who trade character cards: the same long prompts, nights, a shared front end, many refusals."""
    c = Group(w, "roleplay", "private", n, 60, 500, abroad=0.9)
    c.to_api()
    c.client(None, "tavern")
    c.subject(2, 0, 0.95)
    c.template(40, 0.8, 2)
    c.pace(30, 0.4, NIGHT, 1.0)
    c.use.trouble[:] = 0.12
    c.acc["domain"] = np.where(c.rng.random(c.n) < 0.4, choose(c.rng, PRIVATE, c.n), c.acc["domain"])


def neobank(w: World, n: int) -> None:
    """Customers of one neobank whose virtual cards change with each purchase: one BIN, added minutes after
    registration.
    """
    c = Cast(w, n, mixp=(0.3, 0.2, 0.3, 0.2))
    c.acc["pay"] = w.rng.integers(1, 2**63, n, dtype=np.uint64)
    c.acc["pay_kind"][:], c.acc["bin"][:], c.acc["issuer"][:] = "virtual-card", w.neo["US"][0], "US"
    c.acc["pay_added"] = c.acc["created"] + w.rng.exponential(900, n)


def referral(w: World, n: int) -> None:
    """An influencer's link: hundreds of followers in days, one referrer, one favourite topic."""
    c = Group(w, "referral", "private", n, 80, 500, abroad=0.5)
    c.acc["referrer"] = c.per(c.use.acct[c.first])
    c.born(-15, w.days - 3, 70)
    c.subject(3, 0.1, 0.5)
    c.template(4, 0.3, 2)


def bounty(w: World, n: int) -> None:
    """Bug-bounty hunters: probing prompts of one public list, refusals, VPNs, two accounts each."""
    c = Group(w, "bounty", "private", n, 1, 2, kind="dev")
    c.subject(2, 0.5, 0.9)
    off = w.topics.templates(150, w.topics.hot[:2])[0]
    c.use.toff[:], c.use.tcnt[:], c.use.pt[:], c.use.level[:] = off, 150, 0.7, 2
    c.use.trouble[:] = 0.45
    c.via(0, 0.8, c.rng.choice(w.vpns, c.n))
    c.pace(40, 0.35, NIGHT)


def returners(w: World, n: int) -> None:
    """Sleepers who all come back on the day of a price cut, after months, on a new phone: like bought aged accounts
    waking.
    """
    c = Group(w, "returners", "private", n, 60, 400, abroad=0.6)
    c.acc["created"] = -c.rng.uniform(200, 900, c.n) * DAY
    c.use.t0 = c.acc["created"].copy()
    day = c.rng.uniform(0, w.days - 3, c.g)
    c.days(day, np.full(c.g, 1e6))
    c.use.t0 += c.rng.gamma(1.2, 30000, c.n)
    c.pace(6, 0.4, STUDENT)
