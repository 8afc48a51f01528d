"""Draws the vendors, and hands out what they sell."""

from __future__ import annotations

import numpy as np

from benchmarks.ninth import names
from benchmarks.ninth.cast import Cast
from benchmarks.ninth.draws import Arr, U, choose, mix
from benchmarks.ninth.vendors import Market, Shop
from benchmarks.ninth.world import DAY, World


def market(w: World, homes: Cast) -> Market:
    """Draws the vendors; the proxies' exits are phones and homes of innocents, some of them customers of the lab."""
    rng = w.rng
    mails = [_mails(w, k) for k in range(5)]
    sms = [rng.integers(1, 2**63, int(rng.integers(500, 2500)), dtype=U) for _ in range(3)]
    cards = [_program(w, k) for k in range(4)]
    exits = [_exits(w, homes) for _ in range(4)]
    shops = [_shop(w, exits[k]) for k in range(4)]
    return Market(mails, sms, cards, exits, shops, [w.clients.make("t13d15") for _ in range(3)])


def _mails(w: World, k: int) -> tuple[list[str], int]:
    """Catch-all domains in bulk, or accounts of a free provider in bulk."""
    if k < 2:
        return [str(w.rng.choice(["outlook.com", "gmail.com", "hotmail.com"]))], int(w.rng.choice([1, 2, 3]))
    tld = choose(w.rng, [".xyz", ".site", ".top", ".shop", ".com", ".info"], 80)
    return [w.word().lower() + t for t in tld[: int(w.rng.integers(6, 60))]], int(w.rng.integers(0, 4))


def _program(w: World, k: int) -> tuple[str, str, str]:
    """Virtual cards: the number of the bank, its country, the kind; the first is of a neobank that many have."""
    number = str(w.rng.integers(400000, 559999)) if k else w.neo["US"][0]
    return number, str(w.rng.choice(["US", "GB", "SG", "EE"])), "virtual-card"


def _exits(w: World, homes: Cast) -> dict[str, int]:
    """A few countries, in each hundreds to thousands of addresses; a fifth are homes of the lab's honest customers."""
    pools = {}
    for land in dict.fromkeys(choose(w.rng, w.where, 10, w.where_p)):
        n = int(np.exp(w.rng.uniform(np.log(200), np.log(2500))))
        carrier = w.carrier(np.full(n, land, object), w.nets.home)
        runs = [(int(a), 1, 1) for a in w.nets.at(carrier, w.rng.integers(0, 2**63, n, dtype=U))]
        runs += _innocents(w, homes, land, n // 5)
        pools[str(land)] = w.nets.add(runs)
    return pools


def _innocents(w: World, homes: Cast, land: str, n: int) -> list[tuple[int, int, int]]:
    """Homes of honest customers with the proxy's software on a phone or television; their line becomes a static one."""
    u = homes.use
    mine = np.flatnonzero((homes.country == land) & ~np.isin(u.pool[:, 0], w.vpns))
    mine = w.rng.permutation(mine)[:n]
    u.lease[mine, 0] = 1e9
    return [(int(a), 1, 1) for a in w.nets.at(u.pool[mine, 0], u.key[mine, 0] ^ mix(np.zeros(len(mine), U)))]


def _shop(w: World, exits: dict[str, int]) -> Shop:
    """Registers on one datacentre or through a proxy, on a rack of phones or fresh browser profiles."""
    rng = w.rng
    own = w.nets.make("hosting", w.word() + " Servers", 24, 1, exits=int(rng.integers(5, 40)))
    signup = own if rng.random() < 0.4 else int(rng.choice(list(exits.values())))
    rack = rng.integers(1, 2**63, int(rng.integers(8, 60)), dtype=U) if rng.random() < 0.5 else np.zeros(0, U)
    births = -rng.uniform(20, 500, int(rng.integers(8, 40)))
    return Shop(signup, rack, w.clients.make("t13d15"), int(rng.integers(0, 5)), int(rng.integers(0, 3)), births)


def stock(w: World, c: Cast, shop: Shop, who: Arr) -> None:
    """Makes accounts what the shop sold: registered in batches long ago, by its machines, mails and phone numbers."""
    n, a = len(who), c.acc
    a["created"][who] = (w.rng.choice(shop.births, n) + w.rng.gamma(2, 0.03, n)) * DAY
    a["signup_ip"][who] = w.nets.at(np.full(n, shop.signup), w.rng.integers(1, 2**63, n, dtype=U))
    a["signup_cli"][who] = shop.client
    fresh = not len(shop.machines)
    a["signup_dev"][who] = w.rng.integers(1, 2**63, n, dtype=U) if fresh else w.rng.choice(shop.machines, n)
    mail(w, c, shop.mail, who)
    phones(w, c, shop.sms, who)


def mail(w: World, c: Cast, k: int, who: Arr) -> None:
    """Addresses of a mail vendor."""
    domains, style = w.market.mails[k]
    c.acc["domain"][who] = choose(w.rng, domains, len(who))
    c.acc["local"][who] = names.bulk(w.rng, len(who), style)


def phones(w: World, c: Cast, k: int, who: Arr) -> None:
    """Numbers of an SMS farm, each sold several times."""
    c.acc["phone"][who] = w.rng.choice(w.market.sms[k], len(who))
    c.acc["verified"][who] = "phone"
