"""All feeds, 0-8 rings of 20-2,000 in a society of honest groups; pools are sometimes shared by two operators."""

from __future__ import annotations

import numpy as np

from benchmarks.tenth.core import Array, World, log_uniform
from benchmarks.tenth.none import feeds, society
from benchmarks.tenth.rings import Ring, build_ring, proxy_pool


def build(world: World) -> None:
    """Society with fewer odd groups than `none`, then the plan of rings, then feeds."""
    society(world, 0.6)
    for ring in plan(world):
        build_ring(world, ring)
    feeds(world)


def plan(world: World) -> list[Ring]:
    """Sizes are log-uniform, 0-8 rings; a third of neighbouring operators rent the same proxies."""
    rng = world.rng
    many, out, left = world.seed * 7 % 9, [], 4200  # nine seeds have each number once
    pool: Array = np.zeros(0, dtype=np.uint64)
    for number in range(many):
        n = min(log_uniform(rng, 20, 2000), left)
        if n < 20:
            break
        left -= n
        shared = len(pool) > 0 and rng.random() < 0.35
        pool = pool if shared else proxy_pool(world, max(30, int(n * rng.uniform(0.5, 2.5))))
        trade = str(rng.choice(["distil", "trial", "resale", "spam"], p=[0.4, 0.2, 0.25, 0.15]))
        out.append(Ring(f"ring-{number}", f"op-{number}", n, trade, pool, shared))
    return out
