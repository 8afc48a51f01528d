"""Shared lines, machines and purses of private people."""

from __future__ import annotations

import numpy as np

from benchmarks.ninth.cast import Cast
from benchmarks.ninth.draws import U, choose
from benchmarks.ninth.group import Group
from benchmarks.ninth.use import EVENING, NIGHT, STUDENT
from benchmarks.ninth.world import World


def family(w: World, n: int) -> None:
    """One line, a tablet that all use, one card for some; a phone number that verified two accounts."""
    c = Group(w, "family", "private", n, 2, 6)
    c.home(0.95)
    c.device(0, 2, 0.6)
    c.payer("card", "plus", 0.25)
    m = c.rng.random(c.n) < 0.35
    c.acc["phone"] = np.where(m, c.per(c.codes()), c.acc["phone"])
    c.acc["addr"] = np.where(c.rng.random(c.n) < 0.8, c.per(c.codes()), c.acc["addr"])


def shelter(w: World, n: int) -> None:
    """Refugees in one shelter: one hotspot, aid cards of one bank, registered within days on donated phones, asking for
    translation and forms.
    """
    c = Group(w, "shelter", "private", n, 8, 60)
    c.nat(0, 0.85, "mobile", 1, 24)
    c.born(-30, w.days - 6, 90)
    c.subject(3, 0, 0.85)
    c.pace(4, 0.35)
    c.device(0, 6, 0.3)
    c.acc["bin"] = c.per(np.array([w.prepaid[x][0] for x in c.country[c.first]]))
    c.acc["pay_kind"][:] = "prepaid-card"
    c.acc["domain"][:] = "gmail.com"


def hotspot(w: World, n: int) -> None:
    """A village's, a dormitory's or a ship's one uplink."""
    c = Group(w, "hotspot", "carrier", n, 10, 250)
    c.nat(0, 0.8, str(c.rng.choice(["residential", "mobile"])), 2, 26)


def cafe(w: World, n: int) -> None:
    """Internet cafes and library kiosks: the same machines, the same browser image, night hours, free accounts."""
    c = Group(w, "cafe", "private", n, 8, 70)
    c.nat(0, 0.75, "residential", 1, 27)
    c.device(0, 8)
    c.client(0, "t13d15")
    c.pace(3, 0.25, NIGHT)
    c.acc["pay"][:] = 0


def holiday(w: World, n: int) -> None:
    """A hotel or a cruise ship for a week: people of many countries on one address, then home."""
    c = Group(w, "holiday", "private", n, 20, 150, abroad=0.7)
    pool = np.array([w.nets.make("business", w.word() + " Hotels", 28, 1, exits=2) for _ in range(c.g)])
    day = c.rng.uniform(0, max(1, w.days - 7), c.g)
    c.via(2, 0.75, c.per(pool))
    c.days(day, day + c.rng.uniform(4, 9, c.g))


def mobile_only(w: World, n: int) -> None:
    """Customers who own nothing but a phone: a carrier's few NAT addresses carry them all."""
    c = Cast(w, n, kind="consumer")
    c.use.pp[:] = [0, 1, 0]
    c.use.lease[:, 1] = 0
    c.acc["population"][:] = "carrier"
    c.acc["group_id"] = np.array([f"carrier-{p}" for p in c.use.pool[:, 1]], dtype=object)
    c.acc["pay_kind"] = choose(w.rng, ["prepaid-card", "wallet", "card"], n, [0.4, 0.4, 0.2])


def sanctioned(w: World, n: int) -> None:
    """People of a country that is cut off: the same three VPNs, a foreign phone number from a number shop, crypto or
    gift cards, one time zone.
    """
    land = choose(w.rng, ["IR", "HK", "VN", "EG"], n, [0.5, 0.3, 0.1, 0.1])
    c = Cast(w, n, land)
    c.use.pool[:, 0], c.use.pool[:, 2] = w.rng.choice(w.vpns[:3], n, p=[0.6, 0.3, 0.1]), w.rng.choice(w.vpns[:3], n)
    c.use.lease[:] = 0
    c.use.pool[:, 1] = c.use.pool[:, 0]
    c.acc["country"] = choose(w.rng, ["TR", "US", "NL", "DE", "SG"], n)
    c.acc["pay_kind"] = choose(w.rng, ["crypto", "prepaid-card", "virtual-card"], n)
    c.acc["bin"] = np.where(w.rng.random(n) < 0.7, w.neo["US"][0], c.acc["bin"])
    c.acc["issuer"][:] = "US"
    numbers = w.rng.integers(1, 2**63, max(2, n // 3), dtype=U)
    c.acc["phone"] = w.rng.choice(numbers, n)


def aid_cards(w: World, n: int) -> None:
    """A charity or a ministry gives vouchers: one paying instrument fingerprint family, one week, everybody at home."""
    c = Group(w, "vouchers", "authorised-bulk", n, 40, 300)
    c.born(-20, w.days - 5, 60)
    c.payer("prepaid-card", "plus", 0.9)
    c.acc["name"] = c.rng.integers(1, 2**63, c.n, dtype=U)
    c.subject(4, 0, 0.4)
    c.pace(4, 0.3, EVENING if c.rng.random() < 0.5 else STUDENT)
