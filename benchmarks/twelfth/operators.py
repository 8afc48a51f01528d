"""Operators: who they buy from, what they want to draw out, and how their cells are staffed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from benchmarks.twelfth import cells
from benchmarks.twelfth.nets import Pool
from benchmarks.twelfth.tiers import MIXES, TIERS
from benchmarks.twelfth.topics import HARVEST
from benchmarks.twelfth.world import VIRTUAL, World


@dataclass
class Ring:
    """One ring of an operator."""

    name: str
    operator: str
    begin: int
    length: int
    tz: float
    lands: np.ndarray
    proxies: list[Pool]
    bins: list[str]
    phones: np.ndarray
    hosts: tuple[str, ...]
    tools: np.ndarray
    kit: int
    plan: dict[str, np.ndarray]
    pace: float
    switch: int


def run(world: World, number: int, operator: int, size: int, mix: str) -> None:
    """Recruit a ring of `size` accounts over its life, cell by cell."""
    ring = _found(world, number, operator, size)
    tiers = list(MIXES[mix])
    count, cell = 0, 0
    while count < size:
        tier = TIERS[list(TIERS)[int(world.rng.choice(3, p=tiers))]]
        n = min(int(world.rng.integers(tier.cell[0], tier.cell[1] + 1)), size - count)
        cell, count = cell + 1, count + n
        cells.staff(world, ring, tier, n, f"{ring.name}-c{cell:02d}")


def _found(world: World, number: int, operator: int, size: int) -> Ring:
    """An operator's purchases: two operators may well have the same sellers."""
    rng, sell = world.rng, world.vendors
    length = int(rng.integers(min(12, world.days - 4), world.days + 1))
    begin = int(rng.integers(0, max(1, world.days - length + 1)))
    proxies = [sell.proxies[i] for i in rng.choice(len(sell.proxies), int(rng.integers(1, 3)), replace=False)]
    bins = list(rng.choice(VIRTUAL, int(rng.integers(1, 3)), replace=False))
    hosts = tuple(rng.choice(sell.mail, int(rng.integers(2, 4)), replace=False))
    tools = rng.choice(np.array([*sell.tools, 0, 1, 2]), int(rng.integers(2, 5)), replace=False)
    return Ring(
        f"ring-{number:02d}",
        f"operator-{operator:02d}",
        begin,
        length,
        float(rng.choice([8, 7, 3, 5.5, -5])),
        rng.choice(24, int(rng.integers(2, 9)), replace=False),
        proxies,
        bins,
        sell.phones[int(rng.integers(0, 3))],
        hosts,
        tools,
        60 + int(rng.integers(0, 9)),
        _plan(world, size),
        float(rng.lognormal(0, 0.3)),
        world.launch + int(rng.integers(0, 4)),
    )


def _plan(world: World, size: int) -> dict[str, np.ndarray]:
    """The work list: prompts that cover capabilities one by one, some drawn from what everybody asks."""
    rng = world.rng
    want = int(np.clip(size * rng.uniform(0.8, 2.5), 90, 900))
    aims = tuple(rng.choice(HARVEST, int(rng.integers(3, 8)), replace=False))
    made = {name: world.topics.fresh(aims, max(4, int(want * t.fresh / 2))) for name, t in TIERS.items()}
    known = {name: world.topics.public(aims, want, t.tail) for name, t in TIERS.items()}
    return {name: rng.permutation(np.concatenate([made[name], known[name]])) for name in TIERS}
