"""Rings of session logs: bot nets, relays, walls of phones, proxy gateways, bought accounts."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from benchmarks.tenth.core import Array, World, log_uniform, zipf
from benchmarks.tenth.life import live, visit, waves
from benchmarks.tenth.net import fixed
from benchmarks.tenth.people import make
from benchmarks.tenth.topics import skilled

HINT = {
    "botnet": (
        "the same infected addresses serve most of the accounts (a dense account-address block) although "
        "each is a real home"
    ),
    "relay": "a few rented servers with one client serve all accounts, beside their owners' homes",
    "phones": "one carrier, one phone model, waves of minutes; devices recycled where logged",
    "gateway": "an address never returns; only waves in time and the rare client (and topics where logged) join them",
    "market": (
        "bought accounts handed on: each has a past at its owner's home; then the same pool of addresses in turns"
    ),
}
TIER = {"botnet": "careful", "relay": "plain", "phones": "plain", "gateway": "evasive", "market": "careful"}


def build(world: World) -> None:
    """3-8 rings of 50-500."""
    for number in range(int(world.rng.integers(3, 9))):
        _ring(world, number)


def _ring(world: World, number: int) -> None:
    rng = world.rng
    kind, n = str(rng.choice(list(HINT))), log_uniform(rng, 50, 500)
    who = make(world, n, mean=4, country=int(rng.integers(0, 14)) if kind in ("phones", "relay") else None)
    at = np.sort(rng.uniform(0, world.days, int(rng.integers(25, 60)))) * 86400
    s, start = waves(world, who, at, 0.28, 900 if kind in ("phones", "gateway") else 5000)
    topics = skilled(world, int(rng.integers(10, 40)))
    KIND[kind](world, who, s, start, topics)
    world.ring(who, f"farm-{number}", f"op-{number}", TIER[kind])
    world.note(f"farm-{number}", n, f"{TIER[kind]} {kind}: {HINT[kind]}")


def _homes(world: World, k: int) -> Array:
    """Infected machines: real homes of honest people, who go on using them."""
    victims = world.rng.choice(world.honest, k)
    return world.net.at(world.col["isp"][victims], world.col["homekey"][victims], 4)


def _botnet(world: World, who: Array, s: Array, start: Array, topics: Array) -> None:
    """Each bot knows a few of the accounts; a bot's day is the owner's day."""
    rng = world.rng
    bots = _homes(world, max(12, len(who) // 2))
    mine = rng.integers(0, len(bots), (world.size, 5))
    visit(
        world,
        s,
        start,
        ip=bots[mine[s, rng.integers(0, 5, len(s))]],
        client=zipf(rng, 6, 420, 0.5)[rng.integers(0, 6, len(s))],
        cluster=_mostly(world, topics, len(s)),
        dev=0,
    )


def _relay(world: World, who: Array, s: Array, start: Array, topics: Array) -> None:
    """Resold access: customers of all sorts behind four servers; topics are as mixed as the customers."""
    servers = fixed(world, "hosting", 0, int(world.rng.integers(2, 9)))
    visit(
        world,
        s,
        start,
        ip=world.rng.choice(servers, len(s)),
        client=3000 + int(world.rng.integers(0, 99)),
        dev=0,
        surface=2,
    )
    live(world, who[world.rng.random(len(who)) < 0.3], 0.5)


def _phones(world: World, who: Array, s: Array, start: Array, topics: Array) -> None:
    """A wall of phones on one carrier; four accounts a phone, images cloned."""
    col, rng = world.col, world.rng
    ip = world.net.at(np.full(len(s), col["carrier"][who[0]]), s.astype(np.uint64), np.floor(start / 4000) + 1)
    dev = np.uint64(rng.integers(1, 1 << 50) * 4096) + (s // 4).astype(np.uint64)
    visit(
        world,
        s,
        start,
        ip=ip,
        dev=dev,
        client=2000 + int(rng.integers(10, 90)),
        surface=1,
        cluster=_mostly(world, topics, len(s)),
    )


def _gateway(world: World, who: Array, s: Array, start: Array, topics: Array) -> None:
    """A residential proxy gateway: any home of the world, a new one each session."""
    rng = world.rng
    isp = rng.choice(np.flatnonzero(world.net.kind == "residential"), len(s))
    ip = world.net.at(isp, rng.integers(1, 1 << 60, len(s), dtype=np.uint64), 1)
    kit = zipf(rng, 2, 420, 0.2)
    visit(world, s, start, ip=ip, client=kit[rng.integers(0, 2, len(s))], cluster=_mostly(world, topics, len(s)))


def _market(world: World, who: Array, s: Array, start: Array, topics: Array) -> None:
    """Bought on a market in the middle of the window; the past belongs to the owners."""
    rng, half = world.rng, world.span * 0.45
    past = live(world, who, 1.5)
    keep = past["start"] < half
    world.tables[-1] = {k: v[keep] for k, v in past.items()}
    pool = np.concatenate([_homes(world, len(who) // 3 + 5), fixed(world, "vpn", 0, 4)])
    late = start > half
    visit(
        world,
        s[late],
        start[late],
        ip=rng.choice(pool, int(late.sum())),
        client=zipf(rng, 3, 420, 0.4)[rng.integers(0, 3, int(late.sum()))],
        cluster=_mostly(world, topics, int(late.sum())),
    )


def _mostly(world: World, topics: Array, n: int) -> Array:
    """Three of four sessions are about the operator's topics."""
    return np.where(world.rng.random(n) < 0.75, world.rng.choice(topics, n), -1)


KIND: dict[str, Callable[[World, Array, Array, Array, Array], None]] = {
    "botnet": _botnet,
    "relay": _relay,
    "phones": _phones,
    "gateway": _gateway,
    "market": _market,
}
