"""Honest traps at work: many accounts of one control, one site, one image, one payer - and no fraud."""

from __future__ import annotations

import numpy as np

from benchmarks.eighth import change as ch
from benchmarks.eighth.enroll import commit
from benchmarks.eighth.hashing import mix
from benchmarks.eighth.mails import company_domain, numbered, staff
from benchmarks.eighth.people import draft
from benchmarks.eighth.sources import DAY
from benchmarks.eighth.world import World


def call_centre(w: World) -> None:
    """An outsourcing firm: three shifts, thin clients, one NAT, answer templates of its customers."""
    p = draft(w, w.size(80, 500), "seat", w.country())
    ch.at(p, w.pool(w.net("business", int(p.country[0])), 3, 3, 7200), 0.97)
    ch.tool(p, w.cat.family("web"), w.surface("web"))
    ch.devices(w, p, p.n // 3 + 1)
    name = company_domain(w.rng)
    ch.mailed(w, p, numbered("agent", name))
    ch.firm(p, name, "contract" if w.chance() else None)
    ch.paid_by(w, p, "invoice")
    ch.script(w, p, 12, 0.6, 4)
    ch.about(w, p, ["customer-support", "translation"], 25)
    ch.rates(w, p, 14, 0.5)
    ch.tag(w, p, "company", "callcentre")
    commit(w, p)


def cloud_desktops(w: World) -> None:
    """Virtual desktops cloned from one image: hosting addresses, equal device ids, all in office hours."""
    p = draft(w, w.size(60, 400), "seat", w.country())
    ch.at(p, w.pool(w.net("hosting"), 12, 4, 6 * 3600), 0.9)
    ch.tool(p, w.cat.family("web"), w.surface("web"))
    ch.devices(w, p, 2)
    name = company_domain(w.rng)
    ch.mailed(w, p, staff(name))
    ch.firm(p, name)
    ch.paid_by(w, p, "card")
    ch.rates(w, p, 4, 1.0)
    ch.tag(w, p, "company", "vdi")
    commit(w, p)


def migration(w: World) -> None:
    """A firm that comes from another provider: a script makes all seats in minutes; a gateway takes over the exits."""
    p, t0 = draft(w, w.size(150, 900), "seat", w.country()), ch.sometime(w, 0.1, 0.6)
    name = company_domain(w.rng)
    ch.born(w, p, t0, 600)
    p.hi[:] = w.span
    ch.at(p, w.pool(w.net("hosting"), 60, 16, 8 * 3600), 0.7)
    ch.mailed(w, p, staff(name))
    ch.firm(p, name, "contract")
    ch.paid_by(w, p, "invoice")
    p.extra["sign_src"] = np.full(p.n, p.src[0, 2])
    p.extra["sign_key"] = np.zeros(p.n)
    p.extra["sign_client"] = np.full(p.n, w.cat.clients("api", 1)[0])
    ch.tag(w, p, "company", "migration")
    commit(w, p)


def franchise(w: World) -> None:
    """Shops of a franchise: one kiosk image, the head office's card, the till's template, a line each."""
    p = draft(w, w.size(40, 300), "seat", w.country())
    ch.tool(p, w.cat.family("app"), w.surface("app"))
    name = company_domain(w.rng)
    ch.mailed(w, p, numbered("shop", name, 2))
    ch.firm(p, name)
    ch.paid_by(w, p, "card")
    ch.script(w, p, 4, 0.9, 4)
    ch.about(w, p, ["customer-support", "travel-and-shopping", "image-description"], 12, 0.95)
    ch.rates(w, p, 9, 0.6)
    p.place[:] = [1, 0, 0]
    ch.tag(w, p, "company", "franchise")
    commit(w, p)


def brands(w: World) -> None:
    """A holding of several brands: each its own domain and card; night jobs on service accounts."""
    for _ in range(w.size(3, 8)):
        p = draft(w, w.size(8, 60), "seat", w.country())
        ch.mailed(w, p, staff(company_domain(w.rng)))
        ch.at(p, w.offices[int(p.country[0])], 0.5, mix(np.full(p.n, w.groups), 5))
        ch.paid_by(w, p, "card")
        ch.tag(w, p, "company", "brand")
        commit(w, p)
    q = draft(w, w.size(6, 20), "bot", w.country())
    ch.at(q, w.pool(w.net("hosting"), 2, 2, DAY), 1)
    ch.about(w, q, ["marketing-copy", "translation"], 6, 1)
    ch.script(w, q, 3, 0.95, 5)
    ch.rates(w, q, 70, 0.5)
    ch.tag(w, q, "company", "brand-jobs")
    commit(w, q)


def agency(w: World) -> None:
    """A marketing agency opens and pays its customers' accounts; its staff work in all of them from one office."""
    p = draft(w, w.size(25, 160), "seat", w.country())
    ch.at(p, w.pool(w.net("business", int(p.country[0])), 2, 2, 7200), 0.6)
    ch.devices(w, p, p.n // 5 + 2)
    ch.paid_by(w, p, "virtual-card" if w.chance(0.4) else "card")
    ch.mailed(w, p, staff(company_domain(w.rng)), 0.3)
    ch.about(w, p, ["marketing-copy", "writing", "image-description"], 40)
    ch.script(w, p, 20, 0.4, 3)
    ch.rates(w, p, 5, 0.8)
    ch.tag(w, p, "agency", "agency")
    commit(w, p)


def labelling(w: World) -> None:
    """An annotation vendor's crowd: own homes and machines, one task sheet, paid seats, long days, a contract."""
    p = draft(w, w.size(100, 600), "web")
    p.country[:] = w.rng.choice(len(w.market), 3)[w.rng.integers(0, 3, p.n)]
    fresh = draft(w, 1, "web", int(p.country[0]))
    p.src[:, 0] = np.where(w.rng.random(p.n) < 0.3, fresh.src[0, 0], p.src[:, 0])
    ch.born(w, p, ch.sometime(w, 0.05, 0.3), 3 * DAY)
    p.hi[:] = np.minimum(p.hi + 6 * DAY, w.span)
    ch.firm(p, company_domain(w.rng), "contract")
    ch.paid_by(w, p, "invoice")
    ch.script(w, p, 6, 0.8, 3)
    ch.about(w, p, ["writing", "mathematics", "software-engineering", "exam-preparation"], 30, 0.95)
    ch.rates(w, p, 22, 0.6)
    ch.tag(w, p, "agency", "annotators")
    commit(w, p)


def coworking(w: World) -> None:
    """A coworking house: freelancers of all trades behind two addresses."""
    p = draft(w, w.size(40, 220), "web", w.country())
    ch.at(p, w.pool(w.net("business", int(p.country[0])), 2, 2, 3600), 0.6)
    p.rate *= 3
    ch.tag(w, p, "company", "coworking")
    commit(w, p)


def gateway(w: World) -> None:
    """A security gateway's exits: a thousand seats of many firms behind a few dozen addresses."""
    pool = w.pool(w.net("hosting"), int(w.rng.integers(12, 60)), 8, 2 * 3600)
    for _ in range(w.size(12, 60)):
        p = draft(w, w.size(4, 60), "seat", w.country())
        name = company_domain(w.rng)
        ch.mailed(w, p, staff(name))
        ch.firm(p, name)
        ch.paid_by(w, p, "invoice")
        ch.at(p, pool, 0.95)
        ch.tag(w, p, "company", "gateway")
        commit(w, p)


WORK = [call_centre, cloud_desktops, migration, franchise, brands, agency, labelling, coworking, gateway]
