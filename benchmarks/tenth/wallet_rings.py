"""Farms among wallets: funding trees (stars, chains, cycles, peels, cash-outs) behind services that everyone uses."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from benchmarks.tenth.core import Array, World, log_uniform, zipf
from benchmarks.tenth.people import make
from benchmarks.tenth.transfers import give, wallet

HINT = {
    "star": "one instrument funds all of them and little else in common with the crowd",
    "chain": "instruments shared by neighbours only: a path in order of creation",
    "cycle": "a path that closes; transfers a few minutes apart",
    "tree": "funding tree of three levels; inner nodes are accounts of the ring",
    "cashout": "funded apart by services, but most pay out into one or two late instruments",
    "mixed": "stars of 5-12 whose centres form a chain",
    "pairs": (
        "only pairs share an instrument; beyond pairs nothing but a slow drip of births and the farmed "
        "services: hardly anybody could"
    ),
    "service": "funded by popular services only: nobody could (in small ones the births within days are a hint)",
}
TIER = {
    "plain": ["star", "chain", "tree", "cycle"],
    "careful": ["tree", "mixed", "cashout", "chain"],
    "evasive": ["mixed", "cashout", "pairs", "service"],
}


def build(world: World, services: list[str], minor: list[str]) -> None:
    """20-60 farms of 10-300; farmers use the services, too, as that is what they farm."""
    rng = world.rng
    for number in range(int(rng.integers(20, 61))):
        tier = str(rng.choice(["plain", "careful", "evasive"], p=[0.4, 0.38, 0.22]))
        shape = str(rng.choice(TIER[tier]))
        n = log_uniform(rng, 10, 300)
        who = make(world, n, born=_births(world, n, tier), mean=3)
        _link(world, who, shape, tier)
        _blend(world, who, services, minor, tier)
        world.ring(who, f"farm-{number}", f"op-{number}", tier)
        world.note(f"farm-{number}", n, f"{tier} {shape}: {HINT[shape]}")


def _births(world: World, n: int, tier: str) -> Array:
    """A script makes accounts minutes apart; careful farmers drip them; evasive ones buy or age them."""
    rng = world.rng
    first = float(rng.uniform(-120, world.days * 0.6)) * 86400
    gap = {"plain": 240.0, "careful": 5400.0, "evasive": 40_000.0}[tier] * rng.lognormal(0, 0.5)
    step = np.cumsum(rng.exponential(gap, n))
    room = world.span * 0.97 - first  # who starts late must hurry
    births: Array = first + step * min(1.0, room / step[-1])
    return births


def _edge(world: World, a: Array, b: Array, slow: float) -> None:
    """A transfer between accounts: one fresh instrument at both ends."""
    for i, j in zip(a, b, strict=True):
        if world.rng.random() < 0.02:  # a crawl misses some transfers
            continue
        t = max(world.col["born"][i], world.col["born"][j]) + world.rng.exponential(slow)
        give(world, np.array([i, j]), wallet(world), np.array([t, t + 60]))


def _star(world: World, who: Array, slow: float) -> None:
    give(world, who, wallet(world), world.col["born"][who] + world.rng.exponential(slow, len(who)))


def _chain(world: World, who: Array, slow: float) -> None:
    _edge(world, who[:-1], who[1:], slow)


def _cycle(world: World, who: Array, slow: float) -> None:
    _edge(world, who, np.roll(who, -1), slow)


def _tree(world: World, who: Array, slow: float) -> None:
    up = (np.arange(1, len(who)) - 1) // int(world.rng.integers(3, 8))
    _edge(world, who[up], who[1:], slow)


def _mixed(world: World, who: Array, slow: float) -> None:
    cut = np.array_split(who, max(2, len(who) // int(world.rng.integers(5, 13))))
    for part in cut:
        _star(world, part, slow)
    _chain(world, np.array([p[0] for p in cut]), slow)


def _cashout(world: World, who: Array, slow: float) -> None:
    """Late and partial: the farm is visible only after the harvest; two sinks overlap so that they join."""
    rng = world.rng
    end = max(world.span * 0.9, float(world.col["born"][who].max()))
    for _ in range(2):
        part = who[rng.random(len(who)) < 0.75]
        give(world, part, wallet(world), np.minimum(end + rng.uniform(0, 86400, len(part)), world.span - 100))


def _pairs(world: World, who: Array, slow: float) -> None:
    half = len(who) // 2
    _edge(world, who[:half], who[half : 2 * half], slow)


def _nothing(world: World, who: Array, slow: float) -> None:
    """Funded through a hot wallet only."""


SHAPE: dict[str, Callable[[World, Array, float], None]] = {
    "star": _star,
    "chain": _chain,
    "cycle": _cycle,
    "tree": _tree,
    "mixed": _mixed,
    "cashout": _cashout,
    "pairs": _pairs,
    "service": _nothing,
}


def _link(world: World, who: Array, shape: str, tier: str) -> None:
    slow = {"plain": 600.0, "careful": 20_000.0, "evasive": 200_000.0}[tier]
    SHAPE[shape](world, who, slow)


def _blend(world: World, who: Array, services: list[str], minor: list[str], tier: str) -> None:
    """The farmed services (the same for all) and some contacts as the crowd has them."""
    rng = world.rng
    farmed = [str(s) for s in rng.choice(services, 2, replace=False)] + [str(rng.choice(minor))]
    for name in farmed[: 3 if tier == "plain" else 2]:
        part = who[rng.random(len(who)) < 0.8]
        give(world, part, name, world.col["born"][part] + rng.exponential(3 * 86400, len(part)))
    for i in who[rng.random(len(who)) < (0.2 if tier == "plain" else 0.6)]:
        known = minor[int(zipf(rng, 1, len(minor), 0.9)[0])]
        give(world, np.array([i]), known, world.col["born"][[i]] + rng.exponential(1e6))
        give(world, np.array([i]), wallet(world), world.col["born"][[i]] + 300)
