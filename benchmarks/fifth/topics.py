"""What is asked: query clusters with Zipf popularity, bundles of them, and their signatures."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

CAPABILITIES = (
    "software-engineering",
    "agentic-reasoning",
    "long-horizon-planning",
    "mathematics",
    "translation",
    "tutoring",
    "marketing-copy",
    "data-analysis",
    "customer-support",
    "legal-drafting",
    "creative-writing",
    "tool-use",
    "vision-understanding",
    "reward-grading",
    "summarisation",
    "small-talk",
)
COVETED = (0, 1, 2, 3, 11, 12, 13)
I64 = npt.NDArray[np.int64]


@dataclass
class Topics:
    """All clusters of the world. Bundles are lists of clusters that a group asks together."""

    rng: np.random.Generator
    common: int
    capability: list[int] = field(default_factory=list)
    bundles: list[I64] = field(default_factory=list)

    def __post_init__(self) -> None:
        weights = self.rng.dirichlet(np.full(len(CAPABILITIES), 3.0))
        self.capability = self.rng.choice(len(CAPABILITIES), self.common, p=weights).tolist()
        self.capability[0] = len(CAPABILITIES) - 1
        chance = 1.0 / np.arange(2, self.common + 2) ** float(self.rng.uniform(0.85, 1.1))
        self.ladder = np.cumsum(chance / chance.sum())
        self.benchmark = self.bundle(self.fresh(int(self.rng.integers(60, 160)), COVETED))

    def fresh(self, count: int, capabilities: tuple[int, ...]) -> I64:
        """New clusters nobody asked before (a course sheet, a job's template, a harvest's prompt set)."""
        start = len(self.capability)
        self.capability += self.rng.choice(np.array(capabilities), count).tolist()
        return np.arange(start, start + count)

    def known(self, count: int, capabilities: tuple[int, ...] | None = None, top: int = 0) -> I64:
        """Clusters of the common stock."""
        stock = np.arange(self.common)[: top or None]
        if capabilities is not None:
            fit = stock[np.isin(np.array(self.capability[: len(stock)]), capabilities)]
            stock = fit if len(fit) else stock
        return self.rng.choice(stock, min(count, len(stock)), replace=False)

    def bundle(self, clusters: I64) -> int:
        """Register a bundle; returns its id."""
        self.bundles.append(self.rng.permutation(clusters))
        return len(self.bundles) - 1

    def general(self, uniform: npt.NDArray[np.float64]) -> I64:
        """Clusters of the general public, by quantile."""
        return np.minimum(np.searchsorted(self.ladder, uniform), self.common - 1)

    def from_bundles(self, bundle: I64, uniform: npt.NDArray[np.float64]) -> I64:
        """One cluster of each row's bundle."""
        sizes = np.array([len(each) for each in self.bundles])
        starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
        chosen: I64 = np.concatenate(self.bundles)[starts[bundle] + (sizes[bundle] * uniform).astype(np.int64)]
        return chosen


def signatures(rng: np.random.Generator, cluster: I64, centre: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """64-bit signatures: near their cluster's own; of rows without a cluster, random."""
    lone = rng.integers(0, 1 << 64, len(cluster), dtype=np.uint64)
    out = np.where(cluster >= 0, centre[np.maximum(cluster, 0)], lone)
    flips = rng.choice(4, len(cluster), p=[0.6, 0.27, 0.1, 0.03])
    for turn in range(3):
        bit = np.uint64(1) << rng.integers(0, 64, len(cluster), dtype=np.uint64)
        out = np.where(flips > turn, out ^ bit, out)
    return out
