"""Honest groups of work and school: shared control that is nobody's fraud."""

from __future__ import annotations

import numpy as np

from benchmarks.seventh import clients, names, pay
from benchmarks.seventh.base import API, WEB, ordinary
from benchmarks.seventh.sites import born, forms, group, land, signed_at, site, spread, staff
from benchmarks.seventh.suppliers import racks
from benchmarks.seventh.util import Rng, choose, heavy, loguniform
from benchmarks.seventh.world import DAY, World, odd_client


def call_centre(w: World, rng: Rng, label: str) -> None:
    """A call centre: two shifts on thin clients, one exit, script templates all day, one invoice; agents change."""
    c, n, org = land(w, rng), int(rng.integers(60, 300)), names.firm(rng)
    h = ordinary(w, rng, n, country=c, plan="team", paid=False)
    s, k = site(w, rng, c, "business", int(rng.integers(1, 4)), org)
    h.place(2, s, k, 0, 30.0)
    h.tool(2, odd_client(rng), choose(rng, w.codes(n // 2), n), WEB, lag=30)
    h.hours[:], h.work_hours, h.weekend[:] = 4, False, 0.8
    h.act[:], h.rate[:], h.steady = 0.65, heavy(rng, n, 12, 0.5, 2, 80), 4.0
    signed_at(w, rng, h, 2)
    h.templates = [
        forms(rng, w, ("customer-support", "translation"), int(rng.integers(3, 20)), 3, 2, 0.7, tin=250, tout=180)
    ]
    staff(w, rng, h, c, org)
    pay.shared(w, h.acc, "invoice", c, 0, w.acc.get("created")[h.acc])
    group(w, h, "company", label)


def desktops(w: World, rng: Rng, label: str) -> None:
    """A firm on cloud desktops: a hoster's addresses, one image, people of several countries; half the times the staff
    pay with expense cards of one program.
    """
    n, org, c = int(rng.integers(40, 220)), names.firm(rng), land(w, rng)
    h = ordinary(w, rng, n, plan="plus", paid=False)
    pool = racks(w, rng, int(rng.integers(2, 12)))
    h.place(2, pool.start, pool.size, 1, 8.0)
    h.tool(2, odd_client(rng), w.codes(n), WEB, lag=25)
    h.hours[:] = 1
    signed_at(w, rng, h, 2, 0.9)
    staff(w, rng, h, c, org, "email")
    if rng.random() < 0.5:
        pay.shared(w, h.acc, "invoice", c, 0, 0.0)
    else:
        pay.add(
            w,
            h.acc,
            inst=w.codes(n),
            kind=1,
            country=c,
            bin=int(rng.integers(410000, 489999)),
            added=w.acc.get("created")[h.acc] + 900,
            name=int(w.codes(1)[0]),
        )
    group(w, h, "company", label)


def migration(w: World, rng: Rng, label: str) -> None:
    """A company that changes its provider: on one night all staff get other addresses, another gateway and another
    client.
    """
    c, n, org = land(w, rng), int(rng.integers(80, 350)), names.firm(rng)
    h = ordinary(w, rng, n, country=c, plan="team", paid=False)
    s, k = site(w, rng, c, "business", int(rng.integers(1, 4)), org)
    h.place(2, s, k, 0, 8.0)
    new, m = spread(w, rng, "hosting", int(rng.integers(2, 6)))
    at = float(rng.integers(3, w.days - 2)) * DAY
    h.move, h.quiet, h.hours[:] = [(at, 2, new, m)], [(at - 6 * 3600, at)], 1
    h.client[:, 2] = int(choose(rng, [0, 3], 1)[0])
    staff(w, rng, h, c, org)
    pay.shared(w, h.acc, "invoice", c, 0, 0.0)
    group(w, h, "company", label)


def pipelines(w: World, rng: Rng, label: str) -> None:
    """A contract customer's service accounts: day and night, a few templates, rented machines, one parent account."""
    n, org, c = int(rng.integers(6, 50)), names.firm(rng), land(w, rng)
    h = ordinary(w, rng, n, country=c, plan="api", paid=False)
    pool = racks(w, rng, int(rng.integers(2, 20)))
    for col in range(4):
        h.place(col, pool.start, pool.size, 0, float(col == 3))
    h.client[:], h.hours[:], h.weekend[:], h.steady = clients.draw(rng, "api", 1)[0], 3, 1.0, 12.0
    h.act[:], h.rate[:], h.gap, h.session = 0.97, heavy(rng, n, 60, 0.6, 10, 300), 6.0, 20.0
    h.first[:], h.last[:] = 0, w.days
    h.templates = [
        forms(
            rng,
            w,
            ("software-engineering", "summarisation", "data-analysis", "agentic-reasoning"),
            int(rng.integers(2, 15)),
            4,
            2,
            0.95,
            tin=2500,
            tout=800,
        )
    ]
    staff(w, rng, h, c, org)
    w.acc.put(
        h.acc,
        email=[f"svc-{label}-{i}@{org}.com" for i in range(n)],
        parent=int(h.acc[0]),
        created=-DAY * rng.uniform(20, 400, n),
    )
    w.acc.put(h.acc[:1], parent=-1)
    signed_at(w, rng, h, 3)
    pay.shared(w, h.acc, "invoice", c, 0, -DAY)
    group(w, h, "authorised-bulk", label)


def agency(w: World, rng: Rng, label: str) -> None:
    """An agency that pays for its customers: one card on many accounts, set up from its office; the customers work from
    their own places.
    """
    c, n = land(w, rng), int(rng.integers(20, 140))
    h = ordinary(w, rng, n, country=c, plan="plus", paid=False)
    s, k = site(w, rng, c, "business", 1, names.firm(rng))
    h.place(2, s, k, 0, 0.15)
    signed_at(w, rng, h, 2, 0.9)
    desk = choose(rng, w.codes(4), n)
    w.acc.put(h.acc, signup_device=desk, referrer=int(h.acc[0]))
    h.templates = [forms(rng, w, ("marketing-copy",), 5, 2, 3, 0.15, tin=500, tout=500)]
    for part in np.array_split(h.acc, 1 + n // 50):
        pay.shared(w, part, "card", c, int(pay.bins(w, rng, np.array([c]))[0]), w.acc.get("created")[part] + 1800)
    group(w, h, "agency", label)


def reseller(w: World, rng: Rng, label: str) -> None:
    """An authorised reseller on a cloud's marketplace: it makes accounts in bulk from its servers; its customers are
    firms of their own.
    """
    n, org = loguniform(rng, 60, 500), names.firm(rng)
    h = ordinary(w, rng, n, plan="api", paid=False)
    pool = racks(w, rng, 3)
    h.place(3, pool.start, pool.size, 0, 0.0)
    signed_at(w, rng, h, 3)
    h.surface[:] = 3 + int(rng.integers(2))
    mail = [
        f"{names.firm(rng)}.{i}@{org}-customers.com" if rng.random() < 0.6 else f"ai@{names.firm(rng)}{i}.com"
        for i in range(n)
    ]
    w.acc.put(h.acc, email=mail, verified="contract", org=org, signup_client=odd_client(rng) << 10, phone=0)
    pay.shared(w, h.acc, "invoice", land(w, rng), 0, w.acc.get("created")[h.acc])
    group(w, h, "reseller-customer", label)


def bridge(w: World, rng: Rng, label: str) -> None:
    """An app whose users bring their own key: its server calls for all of them, from its machines, with its client and
    its system prompt. The users have nothing in common but the app.
    """
    n = loguniform(rng, 120, 1200)
    h = ordinary(w, rng, n, plan="api")
    pool = racks(w, rng, int(rng.integers(3, 24)))
    h.place(3, pool.start, pool.size, 0, 25.0)
    h.tool(3, odd_client(rng), 0, API, lag=0)
    h.act[:] *= 0.8
    h.rate[:] = heavy(rng, n, 6, 1.1, 1, 150)
    share = rng.beta(4, 1.5, n)
    h.templates = [
        forms(
            rng,
            w,
            ("creative-writing", "relationships", "software-engineering", "tutoring"),
            int(rng.integers(1, 9)),
            8,
            4,
            share,
            tin=1500,
            tout=350,
        )
    ]
    if rng.random() < 0.5:  # the app took off in the window
        born(w, rng, h, float(rng.uniform(-10, w.days * 0.5)), 7)
    group(w, h, "private", label)


def annotators(w: World, rng: Rng, label: str) -> None:
    """Crowd workers of a contracted rating firm, at home: company browser, instructions as templates, all day, paid by
    the firm.
    """
    c, n, org = land(w, rng), int(rng.integers(50, 300)), names.firm(rng)
    h = ordinary(w, rng, n, country=c, plan="team", paid=False)
    h.tool(0, odd_client(rng), w.codes(n), WEB, lag=10)
    h.act[:], h.rate[:], h.hours[:] = 0.6, heavy(rng, n, 15, 0.6, 2, 90), 1
    h.templates = [
        forms(
            rng,
            w,
            ("general-knowledge", "creative-writing", "agentic-reasoning"),
            15,
            6,
            3,
            0.75,
            items=5000,
            tin=700,
            tout=400,
        )
    ]
    staff(w, rng, h, c, org)
    pay.shared(w, h.acc, "invoice", c, 0, -DAY)
    group(w, h, "company", label)
