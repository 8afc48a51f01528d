"""Wallets: accounts and the instruments that funded them, as an on-chain transfer graph reduces to pairs.

A transfer is an instrument that both ends show (`kind` crypto); a hot wallet of a service is an instrument of
thousands. Exchanges are almost absent. Sources in mind: airdrop sybil lists (Hop, LayerZero), Gitcoin rounds.
"""

from __future__ import annotations

import numpy as np

from benchmarks.tenth import wallet_rings
from benchmarks.tenth.core import Array, World, log_uniform, zipf
from benchmarks.tenth.expand import accounts, exchanges
from benchmarks.tenth.life import live
from benchmarks.tenth.net import build_net
from benchmarks.tenth.pay import payments
from benchmarks.tenth.people import crowd
from benchmarks.tenth.topics import build_topics
from benchmarks.tenth.transfers import give, wallet


def build(world: World) -> None:
    """Crowd, services, friends, payrolls; then the farms; then a thin exchanges file."""
    world.unit = "m" if world.seed % 2 else "s"
    world.net, world.topics = build_net(world), build_topics(world, 400, 1.0)
    who = crowd(world, mean=3)
    world.truth.clear()
    services, minor = _services(world, who)
    _own(world, who)
    _friends(world, who)
    _payrolls(world)
    _merchants(world)
    _migrations(world)
    _tutorials(world, services)
    wallet_rings.build(world, services, minor)
    for row in world.pay:  # groups moved some births
        row["added"] = max(row["added"], float(world.col["born"][row["who"]]) + 30)
    _thin(world)
    world.feeds["accounts"] = accounts(world, ["country"] if world.seed % 3 == 0 else [], coarse="m")
    world.feeds["payments"] = payments(world)


def _services(world: World, who: Array) -> tuple[list[str], list[str]]:
    """Services of every popularity: exchanges of thousands down to shops of three; a heavy tail of contacts."""
    rng, k = world.rng, max(60, len(who) // 18)
    names = [wallet(world) for _ in range(k)]
    s = np.repeat(who, 1 + rng.pareto(1.7, len(who)).clip(0, 25).astype(int))
    rank = zipf(rng, len(s), k, 1.08)
    wait = rng.exponential(25, len(s)) * 86400
    for i, r, w in zip(s, rank, wait, strict=True):
        give(world, np.array([i]), names[r], np.array([world.col["born"][i] + w]))
    return names[:20], names[8 : k // 3]


def _own(world: World, who: Array) -> None:
    """Most have a wallet or card of their own that nobody shares."""
    for i in who[world.rng.random(len(who)) < 0.6]:
        own, kind = wallet(world), str(world.rng.choice(["crypto", "wallet", "card"]))
        give(world, np.array([i]), own, world.col["born"][[i]] + 600, kind)


def _friends(world: World, who: Array) -> None:
    """Transfers between friends: preferential, so there are hubs, triangles and long honest chains."""
    rng = world.rng
    town = rng.permutation(who)
    a = rng.integers(0, len(who), int(len(who) * 0.45))
    b = (a + rng.geometric(0.08, len(a)) * rng.choice([-1, 1], len(a))) % len(who)
    hub = rng.random(len(a)) < 0.1
    b = np.where(hub, zipf(rng, len(a), len(who), 0.8), b)
    for i, j, t in zip(town[a], town[b], rng.uniform(-200, world.days, len(a)) * 86400, strict=True):
        if i != j:
            give(world, np.array([i, j]), wallet(world), np.array([t, t]))


def _payrolls(world: World) -> None:
    """DAO payroll and grants: a star of 12-120, funded on two paydays within minutes, of people of all ages."""
    for _ in range(int(world.rng.integers(8, 16))):
        who = world.take(log_uniform(world.rng, 12, 120))
        world.group(who, "company", "payroll")
        for day in world.rng.uniform(-20, world.days - 2, 2):
            give(world, who, wallet(world), day * 86400 + np.arange(len(who)) * 20.0)


def _merchants(world: World) -> None:
    """Merchants under one treasury: shops pay in, all opened over months; parents are not in the feed."""
    for _ in range(int(world.rng.integers(4, 9))):
        who = world.take(int(world.rng.integers(10, 50)))
        world.group(who, "company", "franchise")
        world.col["born"][who] = np.sort(world.rng.uniform(-300, 10, len(who))) * 86400
        give(world, who, wallet(world), world.col["born"][who] + 3 * 86400)


def _migrations(world: World) -> None:
    """A person moves to a fresh wallet, a family shares one, a workshop opens 30-150 from one faucet in a day."""
    rng = world.rng
    for _ in range(world.honest // 90):
        who = world.take(int(rng.integers(2, 6)))
        world.group(who, "private", "family")
        give(world, who, wallet(world), rng.uniform(-100, world.days, len(who)) * 86400)
    for _ in range(int(rng.integers(3, 7))):
        who = world.take(int(rng.integers(30, 150)))
        world.group(who, "university", "workshop")
        day = float(rng.uniform(2, world.days - 3)) * 86400
        world.col["born"][who] = day + rng.gamma(2, 900, len(who))
        world.pay = [p for p in world.pay if p["who"] not in set(who.tolist()) or p["added"] > day]
        give(world, who, wallet(world), day + 5400 + rng.gamma(2, 700, len(who)))


def _tutorials(world: World, services: list[str]) -> None:
    """A video teaches newcomers: 80-250 in the same week take the same three services, each for himself."""
    for _ in range(int(world.rng.integers(2, 5))):
        who, day = world.take(int(world.rng.integers(80, 250))), float(world.rng.uniform(0, world.days - 9)) * 86400
        world.group(who, "private", "tutorial")
        world.col["born"][who] = day + world.rng.gamma(1.5, 100_000, len(who))
        for name in world.rng.choice(services, 3, replace=False):
            give(world, who, str(name), world.col["born"][who] + world.rng.exponential(30_000, len(who)))


def _thin(world: World) -> None:
    """One account in twelve was seen to ask anything at all."""
    some = np.flatnonzero(world.rng.random(world.size) < 0.08)
    live(world, some)
    world.feeds["exchanges"] = exchanges(world, ["surface"])
