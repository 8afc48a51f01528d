"""Honest people who buy where fraudsters buy, or who evade a ban for themselves."""

from __future__ import annotations

import numpy as np

from benchmarks.ninth.cast import Cast
from benchmarks.ninth.draws import U
from benchmarks.ninth.group import Group
from benchmarks.ninth.market import mail, stock
from benchmarks.ninth.use import ALWAYS, NIGHT
from benchmarks.ninth.world import DAY, Act, World


def buyers(w: World, n: int) -> None:
    """Single persons who bought one cheap aged account of an underground shop: its mail, its number, its machine, then
    their own life.
    """
    c = Cast(w, n)
    part = np.array_split(w.rng.permutation(n), len(w.market.shops))
    for shop, who in zip(w.market.shops, part, strict=True):
        stock(w, c, shop, who)
    c.use.t0 = np.maximum(c.acc["created"], w.rng.uniform(-60, w.days * 0.8, n) * DAY)  # sold later, awake since
    c.use.scaled = False
    card = w.market.cards[0]
    m = w.rng.random(n) < 0.4
    c.acc["bin"], c.acc["issuer"] = np.where(m, card[0], c.acc["bin"]), np.where(m, card[1], c.acc["issuer"])
    c.acc["pay_kind"] = np.where(m, card[2], c.acc["pay_kind"])


def evaders(w: World, n: int) -> None:
    """Hobbyists once banned, each with three accounts on one machine, in turn as the free limit ends."""
    c = Group(w, "evader", "private", n, 3, 4, kind="consumer")
    c.home()
    c.device(0, 1, 0.9)
    c.acc["pay"][:] = 0
    half = np.flatnonzero(c.rng.random(c.n) < 0.5)
    mail(w, c, int(c.rng.integers(0, 5)), half)
    c.subject(4, 0.1, 0.8)
    c.pace(12, 0.55, NIGHT)
    for i in c.first[: c.g // 2]:
        w.acts.append(Act(int(c.use.acct[i]), float(c.rng.uniform(2, w.days) * DAY), "banned", "policy"))


def power(w: World, n: int) -> None:
    """Power users with scripts: one or two accounts, hundreds a day and night, the hottest topics, rented servers."""
    c = Group(w, "power", "private", n, 1, 2, kind="dev")
    c.to_api()
    c.via(0, 0.7, c.rng.choice(w.clouds, c.n), 30)
    c.subject(4, 0.9, 0.9)
    c.template(400, 0.8, 1)
    c.pace(130, 0.7, ALWAYS, 0.6)
    c.payer("card", "api")


def resold_seats(w: World, n: int) -> None:
    """Seats of a cheap shared subscription: a grey seller's one card and mail domain, but each seat is a stranger who
    lives his own life.
    """
    c = Group(w, "seats", "reseller-customer", n, 8, 40, abroad=0.5)
    c.payer("virtual-card", "plus")
    c.mail(str(c.rng.choice([".xyz", ".site"])))
    c.acc["organization"][:] = ""
    c.born(-120, w.days * 0.6, 30)
    c.acc["signup_ip"] = w.nets.at(np.full(c.n, int(c.rng.choice(w.clouds))), c.per(c.codes()))


def recycled_sims(w: World, n: int) -> None:
    """Numbers a carrier gives out again, or a corner shop's helpful clerk: strangers verified by one number."""
    c = Cast(w, n)
    c.acc["phone"] = w.rng.choice(w.rng.integers(1, 2**63, max(1, n // 2), dtype=U), n)
    c.acc["verified"][:] = "phone"
