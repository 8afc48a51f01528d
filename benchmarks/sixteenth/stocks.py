"""What the accounts of a ring share, one function a knob: each draws how, and makes the stock."""

from __future__ import annotations

import random
from typing import Any

import numpy as np

from benchmarks.sixteenth.clock import CLOCKS, hours
from benchmarks.sixteenth.countries import CODES
from benchmarks.sixteenth.net import SMALL_TOWNS
from benchmarks.sixteenth.places import gateway
from benchmarks.sixteenth.topics import PRIZED
from benchmarks.sixteenth.world import World

Odds = dict[str, float]
LINES: Odds = {"proxy": 5, "static-isp": 2, "hosting": 3, "vpn": 1.5, "phone-farm": 1.2, "cloud-functions": 1}
HIDDEN_LINES: Odds = {"proxy": 7, "static-isp": 1, "phone-farm": 1.5, "vpn": 0.7}
"""Odds of rings that hide; so are the second ones below."""
CARDS: Odds = {"few": 4, "bin": 2.5, "own": 1.5, "crypto": 1, "address": 2, "free": 1.5}
HIDDEN_CARDS: Odds = {"own": 5, "bin": 2, "free": 1.5}
MAIL: Odds = {"domains": 3, "pattern": 4, "free": 2, "bought": 2, "throwaway": 1}
HIDDEN_MAIL: Odds = {"bought": 5, "free": 3, "pattern": 1.5}
DEVICES: Odds = {"few": 4, "own": 2.5, "rotate": 2, "none": 3}
HIDDEN_DEVICES: Odds = {"own": 4, "rotate": 4, "few": 0.7}
CLIENTS: Odds = {"odd": 3, "kit": 3, "lagging": 3, "browsers": 2}
HIDDEN_CLIENTS: Odds = {"browsers": 5, "lagging": 2, "odd": 1}
HOURS: Odds = {"flat": 3, "shift": 4, "office": 2, "local": 2}
HIDDEN_HOURS: Odds = {"local": 6, "shift": 2}


def pick(r: random.Random, odds: Odds) -> str:
    """One by its odds."""
    return r.choices(list(odds), list(odds.values()))[0]


def infra(world: World, n: int, hidden: bool, op: dict[str, Any]) -> list[tuple[Any, ...]]:
    """One to three kinds of lines: kind, addresses, share, seconds until they turn, addresses an account (0: all)."""
    r, out = world.r, []
    drawn = [pick(r, HIDDEN_LINES if hidden else LINES) for _ in range(r.choice((1, 1, 2, 3)))]
    for kind in dict.fromkeys(drawn):
        share = _exits(world, kind, n, op), r.uniform(0.3, 1)
        out.append((kind, *share, r.choice((600, 3600, 14400, 86400, 86400 * 6)), r.choice((1, 2, 4, 10, 0))))
    return out


def _exits(world: World, kind: str, n: int, op: dict[str, Any]) -> list[str]:
    """Addresses for n accounts; those of proxies are the operator's pool."""
    r, net = world.r, world.net
    if kind == "proxy":
        return list(op["pool"])
    if kind == "static-isp":
        blocks = [net.block("residential", r.choice(SMALL_TOWNS), 24) for _ in range(r.randint(1, 3))]
        return [net.ip_in(r.choice(blocks)) for _ in range(max(4, int(n * r.uniform(0.15, 0.9))))]
    if kind == "hosting":
        hosters = r.sample(net.hosts, r.choice((1, 1, 2)))
        return [net.ip_in(r.choice(hosters)) for _ in range(max(2, int(n / r.uniform(2, 25))))]
    if kind == "vpn":
        return r.choice(net.vpns)
    if kind == "phone-farm":
        return r.sample(r.choice(net.carriers[r.choice(CODES)]).nat, 24)
    return gateway(net, "fn")


def cards(world: World, n: int, hidden: bool) -> tuple[str, Any, list[Any]]:
    """How the ring pays; how many accounts a card, its kind or its country; the cards, issuers or addresses."""
    r = world.r
    how = pick(r, HIDDEN_CARDS if hidden else CARDS)
    c = r.choice(("US", "GB", "SG", "AE", "BR", "PL", "TR"))
    if how in ("few", "crypto"):
        each = r.choice((2, 3, 5, 8, 20))
        kinds = (
            ("crypto" if how == "crypto" else r.choice(("card", "virtual-card"))) for _ in range(max(1, n // each))
        )
        return how, each, [world.card(c, kind) for kind in kinds]
    if how == "bin":
        issued = r.choice(("virtual-card", "prepaid-card"))
        return how, issued, [f"{r.randrange(400000, 560000)}" for _ in range(r.choice((1, 2, 3)))]
    return how, c, [world.token("h") for _ in range(max(1, n // r.choice((4, 10, 25))))]


def mail(world: World, hidden: bool) -> tuple[str, list[str | None], str | None]:
    """How the ring has mailboxes, their domains, and the style of their names; None: as anybody's."""
    r = world.r
    how = pick(r, HIDDEN_MAIL if hidden else MAIL)
    if how == "domains":
        domains = [world.domain() for _ in range(r.choice((1, 2, 5, 12)))]
        return how, [*domains], r.choice(("f.l", "rand", "w9", "fl9"))
    if how == "pattern":
        free = r.choice(("gmail.com", "outlook.com", "mail.ru", "proton.me", "gmx.de"))
        return how, [free], r.choice(("fl99", "ff9", "rand", "w9"))
    if how == "throwaway":
        return how, [world.domain() for _ in range(r.randint(4, 15))], "rand"
    return how, [None], None


def devices(world: World, n: int, hidden: bool) -> tuple[str, list[str]]:
    """How the ring has machines, and a stock of them."""
    how = pick(world.r, HIDDEN_DEVICES if hidden else DEVICES)
    stock = max(2, int(n / world.r.uniform(2, 12)) if how == "few" else n * 2)
    return how, [world.token("d-") for _ in range(stock)]


def client(world: World, hidden: bool) -> tuple[str, str, int, str]:
    """How the ring's clients are; a family of them, days behind with updates, a build of its own."""
    r = world.r
    how = pick(r, HIDDEN_CLIENTS if hidden else CLIENTS)
    base = r.choice(("python-sdk", "node-sdk", "chrome-win", "chrome-linux", "firefox-linux"))
    lag = r.choice((20, 45, 90, 150))
    return how, base, lag, f"{base}/{r.randrange(30, 130)}.{r.randrange(9)}.{r.randrange(99)}"


def topics(world: World) -> tuple[str, str, Any]:
    """Areas that the ring wants, how its accounts share them out, and the clusters by index."""
    r = world.r
    areas = r.sample(PRIZED, r.choice((1, 1, 2, 3, 5)))
    full = np.concatenate([world.topics.area[a] for a in areas])
    most = min(len(full), r.choice((12, 30, 60, 120, 250)))
    plan = world.rng.permutation(full)[:most]
    return "+".join(areas), pick(r, {"same": 3, "slices": 3, "walk": 2, "overlap": 2}), plan


def clock(world: World, style: str, hidden: bool) -> tuple[str, Any, float | None]:
    """How the ring's hours are, their 24 weights, and the hours from UTC."""
    r = world.r
    if style == "noschedule":
        return "independent", None, None
    how = pick(r, HIDDEN_HOURS if hidden else HOURS)
    a = r.randrange(24)
    if how == "shift":
        weights = hours(f"{a}-{(a + r.choice((6, 8, 10, 14))) % 24}:8")
    else:
        weights = CLOCKS["flat" if how == "flat" else "office"]
    return how, weights, r.choice((-5, 0, 3, 5.5, 8))
