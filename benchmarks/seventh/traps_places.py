"""Honest strangers on shared addresses and machines."""

from __future__ import annotations

import numpy as np

from benchmarks.seventh import clients, geo, names, pay, suppliers
from benchmarks.seventh.base import ordinary
from benchmarks.seventh.sites import born, group, land, signed_at, site, spread
from benchmarks.seventh.util import Arr, Rng, choose, heavy
from benchmarks.seventh.world import DAY, World


def hotspot(w: World, rng: Rng, label: str) -> None:
    """Refugees of one camp on an aid organisation's hotspot: donated phones of one type, SIMs in a row, prepaid cards
    of one bank, the same questions.
    """
    c = land(w, rng)
    h = ordinary(w, rng, int(rng.integers(60, 350)), country=c, plan="free", paid=False)
    s, k = site(w, rng, c, "mobile", int(rng.integers(1, 4)))
    h.place(0, s, k, 0, 0.8)
    h.tool(0, clients.FIRST["app"] + 1, h.device[:, 1], 1, lag=45)
    h.client[:, 1], h.lag[:, 1] = clients.FIRST["app"] + 1, 45
    born(w, rng, h, float(rng.uniform(-40, w.days * 0.6)), 6)
    signed_at(w, rng, h, 0, 0.9)
    paid = h.acc[rng.random(h.n) < 0.4]
    w.acc.put(paid, plan="plus")
    pay.add(
        w,
        paid,
        inst=w.codes(len(paid)),
        kind=2,
        country=c,
        bin=int(rng.integers(500000, 559999)),
        added=w.acc.get("created")[paid] + heavy(rng, len(paid), DAY, 1),
    )
    h.fav[:] = w.topics.of(rng, 6, "translation", "legal-drafting", "job-search")
    group(w, h, "carrier", label)


def coworking(w: World, rng: Rng, label: str) -> None:
    """A coworking house or a library: strangers on one address, with nothing else in common; a few public machines."""
    c = land(w, rng)
    h = ordinary(w, rng, int(rng.integers(40, 250)), country=c)
    s, k = site(w, rng, c, "business", int(rng.integers(1, 3)), names.firm(rng))
    h.place(2, s, k, 0, rng.uniform(0.4, 2.5, h.n))
    public = rng.random(h.n) < 0.15
    h.device[public, 2] = choose(rng, w.codes(6), int(public.sum()))
    signed_at(w, rng, h, 2, 0.3)
    group(w, h, "company", label)


def vpn(w: World, rng: Rng, label: str) -> None:
    """Customers of a VPN: a few dozen exits for hundreds of people, from sign-up on."""
    h = ordinary(w, rng, int(rng.integers(150, 700)))
    s, k = spread(w, rng, "vpn", int(rng.integers(15, 80)))
    h.place(3, s, k, 0, heavy(rng, h.n, 1.5, 1.0))
    signed_at(w, rng, h, 3, 0.5)
    group(w, h, "carrier", label)


def crowd(w: World, rng: Rng, label: str) -> None:
    """A holiday: a ferry's, hotel's or festival's wireless network for some days, people of many countries."""
    c = land(w, rng)
    h = ordinary(w, rng, int(rng.integers(80, 500)))
    s, k = site(w, rng, c, str(choose(rng, ["business", "mobile"], 1)[0]), int(rng.integers(1, 5)))
    h.act[:] = np.maximum(h.act, 0.35)
    d = int(rng.integers(1, w.days - 4))
    here = w.net.add(w.net.flat()[s : s + k])
    h.move = [(d * DAY, 0, here, k), (d * DAY, 1, here, k)]
    h.last[:] = np.minimum(h.last, d + int(rng.integers(3, 8)))
    group(w, h, "carrier", label)


def cafe(w: World, rng: Rng, label: str) -> None:
    """An internet café: everybody on the same dozen machines, one address, prepaid cards, accounts made there, heavy
    users among them.
    """
    c = int(choose(rng, [geo.INDEX[x] for x in ("PH", "NG", "BD", "VN", "PK", "KE", "EG", "IN")], 1)[0])
    h = ordinary(w, rng, int(rng.integers(40, 160)), country=c)
    s, k = site(w, rng, c, "residential", int(rng.integers(1, 3)))
    h.place(0, s, k, 0, 1.0)
    h.tool(0, w.acc.n % 2 + clients.FIRST["web"], rng.choice(w.codes(14), h.n), 0, lag=60)
    signed_at(w, rng, h, 0, 0.7)
    group(w, h, "private", label)


def exit_nodes(w: World, rng: Rng, label: str) -> None:
    """Price watchers and expats who rent the same residential proxies that operators rent; and homes that are such
    exits without knowing.
    """
    p = suppliers.proxies(w, int(rng.integers(2)))
    h = ordinary(w, rng, int(rng.integers(40, 160)))
    h.place(3, p.start, p.size, rng.choice([0, 1, 3], h.n), rng.uniform(0.5, 4, h.n))
    signed_at(w, rng, h, 3, 0.3)
    homes: Arr = ordinary(w, rng, int(rng.integers(40, 120))).start[:, 0]
    w.net.flat()[p.start + rng.integers(0, p.size, len(homes))] = w.net.flat()[homes]
    group(w, h, "private", label)
