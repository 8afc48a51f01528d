"""Schools, contests, laboratories."""

from __future__ import annotations

import numpy as np

from benchmarks.ninth.group import Group
from benchmarks.ninth.use import NIGHT, OFFICE, STUDENT
from benchmarks.ninth.world import DAY, World


def course(w: World, n: int) -> None:
    """A class: registered in one hour on lab machines of one image (clones that share a device id), numbered addresses,
    the same assignment.
    """
    c = Group(w, "course", "university", n, 20, 260, kind="student")
    c.nat(2, 0.55, "education", 4, 20)
    c.mail(".edu", "number")
    c.born(-60, w.days * 0.6, 1.5)
    c.device(2, 1, 0.8)
    c.client(2, "t13d15")
    c.subject(4, 0.5, 0.8)
    c.template(5, 0.35, 2)
    c.pace(7, 0.35, STUDENT)


def exam(w: World, n: int) -> None:
    """The weeks before an exam: everyone on campus, the same exercises, a spike the night before."""
    c = Group(w, "exam", "university", n, 60, 500, kind="student")
    c.nat(2, 0.45, "education", 6, 20)
    c.mail(".ac.edu")
    c.subject(6, 0.4, 0.85)
    c.template(40, 0.3, 2)
    day = c.rng.integers(3, w.days, c.g)
    lag = c.per(day)[:, None] - np.arange(w.days)[None, :]
    c.use.boost = np.where((lag >= 0) & (lag < 6), 3.0 / (1 + lag.clip(0, 6)), 0.25)
    c.pace(12, 0.7, STUDENT)


def hackathon(w: World, n: int) -> None:
    """Two days in one hall: accounts made that morning, one voucher, a starter kit with one system prompt, API day and
    night; then silence.
    """
    c = Group(w, "hackathon", "private", n, 40, 300, abroad=0.3, kind="dev")
    day = c.rng.uniform(0, w.days - 3, c.g)
    c.born(0, 1, 3)
    shift = c.per(day) * DAY - c.use.t0 + c.rng.gamma(2, 4000, c.n)
    c.use.t0 += shift
    c.acc["created"] += shift
    c.nat(0, 0.9, "business", 3, 24)
    c.to_api()
    c.payer("prepaid-card", "api", 0.8)
    c.template(4, 0.6, 1)
    c.pace(60, 0.95, NIGHT)
    c.use.t1 = np.where(c.rng.random(c.n) < 0.85, c.use.t0 + 2.2 * DAY, 1e12)
    c.use.cli[:] = c.per(w.clients.pick(w.clients.sdk, c.g))[:, None]


def research(w: World, n: int) -> None:
    """A laboratory measuring models: a handful of accounts, a cluster's NAT, thousands of items of a public benchmark,
    at night, the hottest capabilities.
    """
    c = Group(w, "research", "university", n, 3, 16, kind="dev")
    c.nat(0, 0.9, "education", 1, 20)
    c.mail(".edu")
    c.to_api()
    c.subject(5, 0.95, 0.95)
    off = w.topics.templates(4000, w.topics.hot[:12])[0]  # the public benchmark: every laboratory asks the same items
    c.use.toff[:], c.use.tcnt[:], c.use.pt[:], c.use.level = off, 4000, 0.8, c.rng.integers(0, 2, c.n)
    c.pace(70, 0.4, NIGHT, 1.0)
    c.payer("invoice", "api", 0.8)
    w.benchmark = off


def competition(w: World, n: int) -> None:
    """An online contest with a public notebook that all fork: many countries, one template set, one client, surging to
    the deadline.
    """
    c = Group(w, "contest", "private", n, 80, 400, abroad=0.9, kind="dev")
    c.to_api()
    c.subject(3, 1, 0.9)
    c.template(12, 0.6, 1)
    c.client(None, "notebook")
    end = c.rng.integers(8, w.days + 1, c.g)
    lag = c.per(end)[:, None] - np.arange(w.days)[None, :]
    c.use.boost = np.where(lag > 0, 2.5 / np.sqrt(lag.clip(1, 99)), 0.05)
    c.pace(12, 0.5, OFFICE, 1.1)
    c.acc["created"] = np.where(c.rng.random(c.n) < 0.4, c.rng.uniform(0, 6, c.n) * DAY, c.acc["created"])
    c.use.t0 = c.acc["created"].copy()
