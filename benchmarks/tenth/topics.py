"""Topics (query clusters) with power-law popularity and rare tails; signatures of prompts and templates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from benchmarks.tenth.core import VOID, Array, Table, World, hexes, mix, unit

CAPABILITY = [
    "software-engineering",
    "agentic-reasoning",
    "long-horizon-planning",
    "mathematics",
    "tool-use",
    "data-analysis",
]
PLAIN = ["translation", "cooking", "homework", "travel", "letters", "marketing", "health", "games", "law", "chat"]


@dataclass
class Topics:
    """Cumulative popularity of the clusters, and a shuffled name for each rank."""

    cdf: Array
    names: Array
    kind: list[str]

    def of(self, u: Array) -> Array:
        """Uniform numbers to ranks."""
        return np.searchsorted(self.cdf, u).clip(0, len(self.cdf) - 1)


def build_topics(world: World, k: int, power: float) -> Topics:
    """k clusters; the popular ones are everyday things, capability labels sit in the middle and the tail."""
    weight = (np.arange(1, k + 1) + 4.0) ** -power
    names = np.array([f"q{i:05d}" for i in world.rng.permutation(k * 3)[:k]], dtype=object)
    tech = world.rng.random(k) < 0.3
    kind = [str(world.rng.choice(CAPABILITY if t else PLAIN)) for t in tech]
    return Topics(np.cumsum(weight) / weight.sum(), names, kind)


def rare(world: World, k: int, low: float = 0.25) -> Array:
    """k clusters of the tail, which few honest people ask."""
    total = len(world.topics.cdf)
    return world.rng.choice(np.arange(int(total * low), total), min(k, total // 3), replace=False)


def skilled(world: World, k: int) -> Array:
    """k clusters that carry a capability: what distillers want, and engineers ask daily."""
    have = np.flatnonzero(np.isin(world.topics.kind, CAPABILITY))
    return world.rng.choice(have, min(k, len(have)), replace=False)


def clusters(world: World) -> pd.DataFrame:
    """The clusters feed; a third has no capability text, some are absent from it."""
    kind = np.array(world.topics.kind, dtype=object)
    data = pd.DataFrame(
        {
            "query_cluster": world.topics.names,
            "label": [f"{a} {i % 97}" for i, a in enumerate(kind)],
            "capability": np.where(np.isin(kind, CAPABILITY), kind, VOID),
        }
    )
    data.loc[world.rng.random(len(data)) < 0.2, ["label"]] = None
    return data[world.rng.random(len(data)) > 0.07].sort_values("query_cluster")


def ask(world: World, rows: Table) -> tuple[Array, Array]:
    """Cluster rank and signature of every exchange: interests of the account, or what its session asks."""
    rng, n = world.rng, len(rows["who"])
    key = world.col["key"][rows["who"]]
    u = np.where(rng.random(n) < 0.7, unit(mix(key, rng.integers(1, 5, n))), rng.random(n))
    cluster = np.where(rows["cluster"] >= 0, rows["cluster"], world.topics.of(u))
    style = rng.random(n)
    seed = np.where(
        style < 0.12,
        mix(key, cluster),
        np.where(style < 0.15, mix(cluster, 11), rng.integers(1, 1 << 62, n, dtype=np.uint64)),
    )
    told = rows["tmpl"] >= 0
    seed = np.where(told, mix(rows["tmpl"], 77), mix(seed, 3))
    return cluster, seed ^ _flips(rng, n)


def _flips(rng: np.random.Generator, n: int) -> Array:
    """Filling a template changes a few bits of its simhash."""
    out = np.zeros(n, dtype=np.uint64)
    for chance in (0.7, 0.5, 0.3, 0.15):
        out ^= np.where(rng.random(n) < chance, np.uint64(1) << rng.integers(0, 64, n, dtype=np.uint64), np.uint64(0))
    return out


def sign(codes: Array) -> Array:
    """Signatures as the contract writes them."""
    return np.array(["simhash64-v1:" + h for h in hexes(codes)], dtype=object)
