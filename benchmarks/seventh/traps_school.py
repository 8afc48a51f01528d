"""Honest groups of learners: a course, a school's fleet, a contest."""

from __future__ import annotations

import numpy as np

from benchmarks.seventh import clients, names
from benchmarks.seventh.base import WEB, ordinary
from benchmarks.seventh.geo import COUNTRIES
from benchmarks.seventh.sites import born, forms, group, land, signed_at, site
from benchmarks.seventh.util import Rng, choose, heavy
from benchmarks.seventh.world import World, odd_client


def course(w: World, rng: Rng, label: str) -> None:
    """A university course on one lab image: same machines, same network, sign-up in the first week, the assignment
    pasted word for word.
    """
    c, n = land(w, rng), int(rng.integers(40, 320))
    h = ordinary(w, rng, n, country=c, plan="free", paid=False)
    s, k = site(w, rng, c, "education", int(rng.integers(1, 7)), "University")
    h.place(2, s, k, 0, rng.uniform(0.6, 4, n))
    h.tool(2, odd_client(rng), choose(rng, w.codes(30), n), WEB, lag=int(rng.integers(20, 90)))
    h.hours[:] = np.where(rng.random(n) < 0.5, 2, 6)
    d = float(rng.uniform(-20, w.days * 0.4))
    born(w, rng, h, d, 1.5)
    signed_at(w, rng, h, 2, 0.8)
    h.act[:] = np.maximum(h.act, 0.3)
    h.templates = [
        forms(
            rng,
            w,
            ("software-engineering", "mathematics", "data-analysis"),
            12,
            3,
            2,
            rng.beta(2, 2, n),
            items=120,
            turn=4,
            tin=300,
            tout=700,
        )
    ]
    mail = names.at_domain(rng, n, COUNTRIES[c].names, f"{names.firm(rng)}.edu")
    w.acc.put(h.acc, email=mail)
    group(w, h, "university", label)


def school(w: World, rng: Rng, label: str) -> None:
    """A school's chromebook fleet: one image, one filter proxy, one teacher who invites all."""
    c, n = land(w, rng), int(rng.integers(30, 150))
    h = ordinary(w, rng, n, country=c, plan="free", paid=False)
    s, k = site(w, rng, c, "education", 1, "School District")
    h.place(2, s, k, 0, 6.0)
    h.client[:, [0, 2]], h.lag[:] = clients.FIRST["web"] + 10, 14
    h.hours[:] = 6
    born(w, rng, h, float(rng.uniform(-30, w.days * 0.5)), 0.1)
    signed_at(w, rng, h, 2)
    h.templates = [forms(rng, w, ("tutoring", "creative-writing"), 6, 2, 2, 0.4, items=60, turn=3, tin=80, tout=300)]
    w.acc.put(
        h.acc,
        email=[f"s{i:05d}@{label}.k12.org" for i in rng.integers(0, 99999, n)],
        referrer=int(h.acc[0]),
        phone=0,
        verified="email",
    )
    group(w, h, "fleet", label)


def contest(w: World, rng: Rng, label: str) -> None:
    """A hackathon: sign-up within two days over one referral link, a hall's network for a weekend, everybody on the
    same tasks at full speed with promotional credit, then silence.
    """
    c, n = land(w, rng), int(rng.integers(60, 350))
    h = ordinary(w, rng, n, country=c, plan="api", paid=False)
    d = int(rng.integers(2, w.days - 4))
    s, k = site(w, rng, c, str(choose(rng, ["education", "business"], 1)[0]), int(rng.integers(1, 4)), "Event Hall")
    h.place(2, s, k, 0, 8.0)
    born(w, rng, h, d - 0.5, 0.7)
    signed_at(w, rng, h, 2, 0.6)
    h.last[:] = np.minimum(h.last, d + 3 + rng.geometric(0.4, n))
    h.act[:], h.rate[:], h.work_hours = 0.8, heavy(rng, n, 20, 0.9, 2, 200), False
    h.client[:, :] = clients.FIRST["api"] + choose(rng, np.array([0, 0, 1, 4]), n)[:, None]
    h.templates = [
        forms(
            rng,
            w,
            ("agentic-reasoning", "software-engineering", "tool-use"),
            10,
            3,
            3,
            0.6,
            items=400,
            days=(d - 1, d + 4),
            tin=1500,
            tout=700,
        )
    ]
    w.acc.put(h.acc, referrer=int(h.acc[0]))
    group(w, h, "university", label)
