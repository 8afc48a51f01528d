"""The trade that operators buy from, and honest people too: proxies, card programs, SMS numbers, sold mailboxes."""

from __future__ import annotations

import numpy as np

from benchmarks.seventh import names
from benchmarks.seventh.util import Arr, Rng, choose, loguniform, pick, zipf
from benchmarks.seventh.world import Pool, World


def proxies(w: World, number: int, size: int = 0) -> Pool:
    """A residential proxy provider: household addresses of two to nine countries. Made at first use."""
    key = f"proxy-{number}"
    if key not in w.providers:
        rng = w.rng("supplier", key)
        w.providers[key] = residential(w, rng, max(int(size * 1.3), loguniform(rng, 500, 4000)))
    return w.providers[key]


def residential(w: World, rng: Rng, size: int) -> Pool:
    """Exits in the homes of unknowing people; a fifth on carriers."""
    k = int(rng.integers(2, 10))
    cc = pick(rng, w.market, k * 3)[:k]
    ips = np.zeros(size, np.uint64)
    where = cc[pick(rng, zipf(k, 0.7), size)]
    for c in np.unique(where):
        m = np.flatnonzero(where == c)
        systems = [*w.net.home[c], w.net.mobile[c][0]]
        ips[m] = np.concatenate([w.net.draw(rng, systems[s], 1) for s in pick(rng, [5, 3, 1, 2], len(m))])
    return Pool(w.net.add(ips), size, cc)


def racks(w: World, rng: Rng, size: int, kinds: tuple[str, ...] = ("hosting",)) -> Pool:
    """Rented machines: small blocks of one to three hosters."""
    from benchmarks.seventh.sites import system

    blocks, left = [], size
    hosts = [system(w, rng, str(choose(rng, np.array(kinds), 1)[0]), 0) for _ in range(int(rng.integers(1, 4)))]
    while left > 0:
        k = min(left, int(rng.integers(1, 9)))
        blocks.append(w.net.block(rng, hosts[int(rng.integers(len(hosts)))], k))
        left -= k
    return Pool(w.net.add(np.concatenate(blocks)), size, np.array([0]))


def program(w: World, number: int) -> int:
    """The first digits of a virtual-card program; number 0 is the one that privacy-minded people like."""
    return int(w.rng("supplier", "card", number).integers(410000, 489999))


def phones(w: World, rng: Rng, n: int, each: float) -> Arr:
    """Numbers of an SMS farm: a number serves this many accounts on average."""
    farm = w.codes(max(int(n / max(each, 1)), 1))
    return np.asarray(rng.permutation(np.resize(farm, n))) if each <= 2 else choose(rng, farm, n)


def mailboxes(rng: Rng, n: int, tier: str, form: int, country: Arr) -> list[str]:
    """What is bought: own domains with a catch-all, scripted webmail, or aged mailboxes of real-looking people."""
    if tier == "plain":
        doms = [
            f"{names.firm(rng)}.{t}"
            for t in choose(rng, np.array(["xyz", "site", "online", "top", "com"]), int(rng.integers(1, 6)))
        ]
        return names.scripted(rng, n, form, doms)
    if tier == "careful":
        doms = list(
            choose(
                rng,
                np.array(["gmail.com", "outlook.com", "hotmail.com", "mail.ru", "gmx.com", "yahoo.com"]),
                int(rng.integers(1, 4)),
            )
        )
        return names.scripted(rng, n, form, [str(d) for d in doms])
    return names.personal(rng, country)


def land_of(rng: Rng, pool: Pool, n: int) -> Arr:
    """Countries that accounts claim: those of the exits."""
    return np.asarray(pool.countries[pick(rng, zipf(len(pool.countries), 0.7), n)])
