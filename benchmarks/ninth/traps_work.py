"""Honest employers and trades, some of which look like a shop with many hands."""

from __future__ import annotations

from copy import deepcopy

import numpy as np

from benchmarks.ninth.draws import U
from benchmarks.ninth.group import Group
from benchmarks.ninth.use import EVENING, FACTORY, LATE, OFFICE
from benchmarks.ninth.world import DAY, World


def callcentre(w: World, n: int) -> None:
    """Seats in shifts: thin clients that share a device, one NAT, macros as prompts, an invoice."""
    c = Group(w, "callcentre", "company", n, 40, 300, kind="pro")
    c.nat(2, 0.97, "business", 2, 29)
    c.mail(".com")
    c.born(-300, w.days * 0.5, 8)
    c.device(2, 10, 0.8)
    c.client(2, "t13d15")
    c.subject(4, 0, 0.9)
    c.template(20, 0.7, 1)
    c.payer("invoice", "team")
    c.pace(28, 0.7, int(c.rng.choice([FACTORY, LATE])), 0.4)


def desktops(w: World, n: int) -> None:
    """Cloud desktops: staff of a company on a hosting network, one image, so one client and few device ids."""
    c = Group(w, "desktops", "company", n, 20, 250, abroad=0.3, kind="pro")
    c.via(2, 0.95, c.per(c.rng.choice(w.clouds[:4], c.g)), 3)
    c.mail(".io")
    c.device(2, 3, 0.5)
    c.client(2, "t13d15")
    c.payer("invoice", "team", 0.9)
    c.pace(9, 0.55, OFFICE)


def coworking(w: World, n: int) -> None:
    """Strangers with one NAT."""
    c = Group(w, "coworking", "private", n, 15, 140, kind="pro")
    c.nat(2, 0.6, "business", 1, 28)


def migration(w: World, n: int) -> None:
    """A company moves: on one morning all its people change network, client and single sign-on."""
    c = Group(w, "migration", "company", n, 80, 400, kind="pro")
    c.mail(".com")
    c.born(-200, -20, 30)
    c.payer("invoice", "enterprise")
    c.nat(2, 0.8, "business", 3, 28)
    old, day = c.use, float(c.rng.uniform(2, w.days - 2)) * DAY
    # a second life of the same accounts, so no new account rows
    new = deepcopy(old)
    new.t0, old.t1 = np.maximum(old.t0, day), np.minimum(old.t1, day)
    new.pool[:, 2] = w.nets.make("hosting", w.word() + " Secure Access", 24, 1, exits=6)
    new.cli[:, 2], new.dev[:, 2] = w.clients.make("t13d15"), w.rng.integers(1, 2**63, c.n, dtype=U)
    w.uses.append(new)


def startup_pool(w: World, n: int) -> None:
    """A start-up whose staff share a pool of accounts: every machine on every account, one card, one office; small and
    honest.
    """
    c = Group(w, "pool", "company", n, 4, 14, kind="pro")
    c.nat(2, 0.7, "business", 1, 29)
    c.mail(".ai")
    c.device(0, 6)
    c.device(2, 6)
    c.use.devlife[:] = 1
    c.subject(5, 0.6, 0.7)
    c.payer("card", "pro")
    c.pace(30, 0.7, OFFICE)
    c.home(0.5)


def seo(w: World, n: int) -> None:
    """Content farms and SEO shops of honest customers: rooms of writers, many prompts from the same briefs, one or two
    cards, same hours.
    """
    c = Group(w, "seo", "company", n, 5, 45, kind="pro")
    c.nat(2, 0.9, "residential", 1, 28)
    c.acc["domain"][:] = "gmail.com"
    c.device(2, 8, 0.5)
    c.subject(3, 0, 0.95)
    c.template(30, 0.75, 2)
    c.payer("virtual-card", "plus", 0.8)
    c.pace(40, 0.8, FACTORY, 0.4)


def guild(w: World, n: int) -> None:
    """Translators who share a glossary prompt and a paying cooperative, each at home."""
    c = Group(w, "guild", "agency", n, 15, 60, abroad=0.6, kind="pro")
    c.subject(2, 0, 0.9)
    c.template(6, 0.7, 1)
    c.payer("bank-debit", "plus", 0.7)
    c.pace(22, 0.55, OFFICE)


def agency(w: World, n: int) -> None:
    """An agency pays for its customers with its own card: one instrument, everything else different."""
    c = Group(w, "agency", "agency", n, 8, 80, abroad=0.2, kind="pro")
    c.payer("card", "plus")
    c.acc["referrer"] = c.per(c.use.acct[c.first])


def annotators(w: World, n: int) -> None:
    """Crowd workers of a labelling firm: own homes in cheap countries, one guideline prompt, piece work at all hours,
    one browser extension.
    """
    c = Group(w, "annotators", "agency", n, 30, 160, kind="consumer")
    c.subject(4, 0.5, 0.95)
    c.template(15, 0.8, 2)
    c.client(0, "t13d15")
    c.born(-90, w.days * 0.5, 100)
    c.pace(30, 0.55, EVENING, 0.8)
    c.acc["pay"][:] = 0
