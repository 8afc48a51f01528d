"""Honest people in the same market as the fraud: buyers of one account, peers of a proxy network, relay users."""

from __future__ import annotations

import numpy as np

from benchmarks.eighth import change as ch
from benchmarks.eighth.enroll import commit
from benchmarks.eighth.hashing import mix, words
from benchmarks.eighth.mails import relay
from benchmarks.eighth.market import Market
from benchmarks.eighth.people import draft
from benchmarks.eighth.world import World


def grey_buyers(w: World, m: Market) -> None:
    """People of an unserved country who buy one ready account each where rings buy: lots, farm mail, a person's use."""
    p = draft(w, w.size(80, 500), "web", w.country())
    v = m.vendors[int(w.rng.integers(len(m.vendors)))]
    v.supply(w, p)
    hosts = [w.pool(w.net("vpn"), 40, 8, 7200), w.pool(w.net("hosting"), 20, 4, 86400)]
    ch.at(p, np.array(hosts)[w.rng.integers(0, 2, p.n)], 0.8)
    p.rate *= 4
    ch.tag(w, p, "reseller-customer", "grey-buyer")
    commit(w, p)


def shared_login(w: World, m: Market) -> None:
    """One paid account resold to six people: many cities and devices; against the terms, and no ring."""
    p = draft(w, w.size(30, 200), "web", w.country())
    p.src[:, 2], p.place[:] = np.roll(p.src[:, 0], 1), [0.4, 0.3, 0.3]
    p.inst = mix(p.who, 79)
    ch.rates(w, p, 18, 0.6)
    ch.tag(w, p, "reseller-customer", "shared-login")
    commit(w, p)


def proxy_users(w: World, m: Market) -> None:
    """Price comparers, sneaker fans, SEO people: small businesses at the exits rings rent."""
    p = draft(w, w.size(50, 350), "dev")
    x = np.array([e.shared for e in m.exits])
    ch.at(p, x[w.rng.integers(0, len(x), p.n)], 0.8)
    p.rate *= 1.5
    ch.tag(w, p, "private", "proxy-user")
    commit(w, p)


def relay_users(w: World, m: Market) -> None:
    """Privacy-minded people: mail relays, the handset maker's relay network, wallet cards, no phone."""
    p = draft(w, w.size(300, 1500), "app")
    ch.mailed(w, p, relay)
    ch.at(p, w.pool(w.net("vpn"), 1500, 32, 4 * 3600), 0.9)
    p.extra["phone"] = np.zeros(p.n, np.uint64)
    ch.tag(w, p, "private", "relay")
    commit(w, p)


def phone_shops(w: World, m: Market) -> None:
    """Shops that set up phones for the elderly: one number, line and tablet at sign-up; then everybody's own life."""
    for _ in range(w.size(4, 20)):
        p = draft(w, w.size(8, 60), "app", w.country())
        p.extra["phone"] = np.full(p.n, words(w.rng, 1)[0])
        p.extra["sign_src"], p.extra["sign_key"] = np.full(p.n, p.src[0, 0]), np.full(p.n, p.skey[0, 0])
        p.extra["sign_device"] = np.full(p.n, p.device[0, 0])
        ch.tag(w, p, "private", "phone-shop")
        commit(w, p)


GREY = [grey_buyers, shared_login, proxy_users, relay_users, phone_shops]
