"""Honest groups of private people who share something: homes, hotspots, VPNs, cards, fashions."""

from __future__ import annotations

import numpy as np

from benchmarks.seventh import clients, geo, names, pay, suppliers
from benchmarks.seventh.base import ordinary
from benchmarks.seventh.sites import born, bound, forms, group, land, signed_at, spread
from benchmarks.seventh.util import Rng, choose, heavy
from benchmarks.seventh.world import DAY, Habit, World


def families(w: World, rng: Rng, label: str) -> None:
    """Households: one line, often one card, now and then one tablet; 30 to 300 of them."""
    h = ordinary(w, rng, int(rng.integers(100, 900)), paid=False)
    for g, who in enumerate(bound(rng, h.n, 3.2)):
        head = who[0]
        for f in (h.start, h.size, h.hold):
            f[who, 0] = f[head, 0]
        h.weight[who, 0] = np.maximum(h.weight[who, 0], 0.5)
        country = int(w.acc.get("country")[h.acc[head]])
        h.tz[who] = h.tz[head]
        w.acc.put(h.acc[who], country=country, group=f"{label}-{g}")
        if rng.random() < 0.5:
            h.device[who[rng.random(len(who)) < 0.6], 0] = h.device[head, 0]
        payer = who[rng.random(len(who)) < 0.6]
        pay.shared(
            w,
            h.acc[payer],
            "card",
            country,
            int(pay.bins(w, rng, np.array([country]))[0]),
            rng.random(len(payer)) * DAY,
        )
    signed_at(w, rng, h, 0, 0.7)


def privacy(w: World, rng: Rng, label: str) -> None:
    """People who guard their privacy: masked mail, a VPN always on, virtual cards of one program, hardened browsers, no
    phone.
    """
    h = ordinary(w, rng, int(rng.integers(80, 300)), plan="plus", paid=False)
    s, k = spread(w, rng, "vpn", int(rng.integers(10, 40)))
    h.place(3, s, k, 0, 12.0)
    odd = rng.random(h.n) < 0.6
    h.client[odd, :] = clients.FIRST["web"] + int(choose(rng, [4, 6, 8], 1)[0])
    signed_at(w, rng, h, 3)
    w.acc.put(
        h.acc,
        email=[f"{names.alias(rng)}@{d}" for d in choose(rng, np.array(names.ALIAS_MAIL), h.n)],
        phone=0,
        verified="email",
        referrer=-1,
    )
    pay.add(
        w,
        h.acc,
        inst=w.codes(h.n),
        kind=1,
        country=pay.ISSUER_VIRTUAL,
        bin=suppliers.program(w, 0),
        added=w.acc.get("created")[h.acc] + 3600,
        name=w.codes(h.n),
    )
    group(w, h, "private", label)


def one_bank(w: World, rng: Rng, label: str) -> None:
    """A country where nearly everybody pays with the same bank's prepaid card, bought at the kiosk, without name or
    address.
    """
    c = int(choose(rng, [geo.INDEX[x] for x in ("NG", "KE", "PK", "BD", "EG", "ID", "VN", "PH")], 1)[0])
    h = ordinary(w, rng, int(rng.integers(200, 900)), country=c, plan="plus", paid=False)
    pay.add(
        w,
        h.acc,
        inst=w.codes(h.n),
        kind=2,
        country=c,
        bin=int(rng.integers(500000, 559999)),
        added=np.minimum(w.acc.get("created")[h.acc] + heavy(rng, h.n, 3600, 1.5), w.end() - 600),
    )
    group(w, h, "carrier", label)


def surge(w: World, rng: Rng, label: str) -> None:
    """A launch on television: thousands sign up within a day in one country, with the newest app, over few gateways,
    and ask about the same news.
    """
    c = land(w, rng)
    h = ordinary(w, rng, min(int(rng.integers(400, 2500)), w.acc.n // 10), country=c, plan="free", paid=False)
    h.weight[:, 1] += 1.0
    h.lag[:, 1] = 0
    born(w, rng, h, float(rng.uniform(1, w.days - 5)), 0.6)
    h.last[:] = np.minimum(h.last, h.first + rng.geometric(0.2, h.n))
    h.act[:] = np.maximum(h.act, 0.4)
    signed_at(w, rng, h, 1, 0.7)
    d = float(h.first.min())
    h.templates = [
        forms(
            rng, w, ("general-knowledge", "creative-writing"), 4, 2, 1, 0.3, items=40, days=(d, d + 6), tin=40, tout=500
        )
    ]
    group(w, h, "carrier", label)


def viral(w: World, rng: Rng, label: str) -> None:
    """Students and makers who paste the prompts of a viral video for a week, all over the world, several a day."""
    h = ordinary(w, rng, int(rng.integers(300, 1500)))
    d = float(rng.uniform(0, w.days - 6))
    share = rng.beta(1.5, 3, h.n)
    h.templates = [
        forms(
            rng,
            w,
            ("marketing-copy", "creative-writing", "tutoring", "software-engineering"),
            int(rng.integers(1, 12)),
            3,
            2,
            share,
            days=(d, d + float(rng.uniform(4, 14))),
            tin=700,
            tout=900,
        )
    ]
    h.act[:] = np.maximum(h.act, 0.3)
    group(w, h, "private", label)


def runners(w: World, rng: Rng, label: str) -> None:
    """Developers who each run the same public benchmark once or twice: same prompts word for word, same harness, at
    full speed, from clouds and homes.
    """
    h: Habit = ordinary(w, rng, int(rng.integers(40, 220)), plan="api")
    h.client[:] = clients.FIRST["api"] + int(choose(rng, [0, 4, 11], 1)[0])
    h.first[:] = np.maximum(h.first, rng.integers(0, w.days - 2, h.n))
    h.last[:] = h.first + rng.integers(0, 4, h.n)
    h.act[:], h.rate[:], h.gap, h.session = 0.9, heavy(rng, h.n, 35, 0.7, 5, 250), 3.0, 60.0
    h.templates = [
        forms(
            rng,
            w,
            ("mathematics", "general-knowledge", "software-engineering", "tool-use"),
            40,
            8,
            3,
            0.85,
            items=3000,
            tin=300,
            tout=200,
        )
    ]
    group(w, h, "private", label)


def freelancers(w: World, rng: Rng, label: str) -> None:
    """One person with some accounts: a consultant with one for each client, or somebody who forgot a password; one
    machine, one card.
    """
    h = ordinary(w, rng, int(rng.integers(40, 250)), paid=False)
    for g, who in enumerate(bound(rng, h.n, 2.6)):
        for f in (h.start, h.size, h.hold, h.device, h.client, h.fav):
            f[who] = f[who[0]]
        c = int(w.acc.get("country")[h.acc[who[0]]])
        w.acc.put(h.acc[who], country=c, group=f"{label}-{g}")
        if rng.random() < 0.7:
            pay.shared(w, h.acc[who], "card", c, int(pay.bins(w, rng, np.array([c]))[0]), rng.random(len(who)) * DAY)
    signed_at(w, rng, h, 0)
