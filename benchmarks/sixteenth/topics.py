"""What people ask about: query clusters in areas, each with a signature of its own."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.sixteenth.clock import Arr

AREAS = {
    "code": ("software-engineering", 10, 140), "web": ("software-engineering", 5, 70),
    "debug": ("software-engineering", 6, 80), "data": ("data-analysis", 5, 80),
    "maths": ("mathematical-reasoning", 4, 110), "agent": ("agentic-reasoning", 2, 90),
    "plan": ("long-horizon-planning", 2, 60), "tool": ("tool-use", 2, 60), "grade": ("rubric-grading", 0.6, 40),
    "science": ("scientific-reasoning", 4, 90), "legal": ("legal-analysis", 2.5, 70),
    "medical": ("medical-information", 3, 70), "finance": ("financial-analysis", 3, 70), "write": ("writing", 9, 110),
    "mail": ("office-writing", 8, 60), "translate": ("translation", 6, 70), "school": ("homework-help", 8, 120),
    "language": ("language-learning", 5, 50), "cook": ("everyday-advice", 6, 50), "travel": ("everyday-advice", 4, 50),
    "health": ("everyday-advice", 4, 40), "market": ("marketing-copy", 5, 70), "support": ("customer-support", 3, 60),
    "story": ("creative-fiction", 5, 80), "play": ("role-play", 4, 60), "faith": ("humanities", 1.5, 30),
    "news": ("current-affairs", 3, 60), "farm": ("agriculture", 1, 30), "security": ("cyber-security", 1.5, 50),
    "hr": ("office-writing", 2, 40), "image": ("image-description", 2, 40), "game": ("entertainment", 4, 60),
}  # fmt: skip
"""Area -> capability, weight among private people, number of clusters."""
PRIZED = ("code", "debug", "data", "maths", "agent", "plan", "tool", "grade", "science", "legal", "finance", "write",
          "translate", "security")  # fmt: skip
"""Areas whose answers a distiller wants."""
Mix = tuple[Arr, Arr]
"""Clusters by index, and a weight of each."""


def words(rng: np.random.Generator, n: int) -> Arr:
    """n random numbers of 64 bits."""
    return rng.integers(0, 1 << 63, n, dtype=np.uint64) * np.uint64(2) + rng.integers(0, 2, n, dtype=np.uint64)


class Topics:
    """The clusters of a world, by index."""

    def __init__(self, rng: np.random.Generator) -> None:
        total = sum(clusters for _, _, clusters in AREAS.values())
        self.base = words(rng, total)
        """Signature that prompts of the cluster are near to."""
        self.ids = [f"qc-{n:05d}" for n in rng.permutation(9 * total)[:total]]
        self.area: dict[str, Arr] = {}
        """Indexes of an area's clusters, the popular ones first."""
        self.rows: list[dict[str, Any]] = []
        """Of the clusters feed."""
        for area in AREAS:
            self._tell(area)
        self._names = list(AREAS)
        weights = np.array([weight for _, weight, _ in AREAS.values()])
        self._weights = weights / weights.sum()

    def zipf(self, rng: np.random.Generator, area: str, k: int) -> Arr:
        """k clusters of an area, the popular ones more often."""
        ids = self.area[area]
        weights = 1 / (np.arange(len(ids)) + 3.0)
        return rng.choice(ids, min(k, len(ids)), replace=False, p=weights / weights.sum())

    def personal(self, rng: np.random.Generator) -> Mix:
        """One person's own mix of a few areas."""
        k = int(rng.integers(2, 6))
        areas = rng.choice(len(self._names), k, replace=False, p=self._weights)
        ids = np.concatenate([self.zipf(rng, self._names[a], int(rng.integers(2, 7))) for a in areas])
        return ids, rng.dirichlet(np.full(len(ids), 0.7))

    def mixed(self, rng: np.random.Generator, shared: Arr, share: float) -> Mix:
        """Shared clusters for a share of the time, else the person's own mix."""
        ids, weights = self.personal(rng)
        others = rng.dirichlet(np.full(len(shared), 1.2))
        return np.concatenate([ids, shared]), np.concatenate([weights * (1 - share), others * share])

    def _tell(self, area: str) -> None:
        """Index and describe the clusters of an area."""
        capability, _, clusters = AREAS[area]
        first = len(self.rows)
        self.area[area] = np.arange(first, first + clusters)
        for j in range(clusters):
            told = {"query_cluster": self.ids[first + j], "label": f"{area} {j}", "capability": capability}
            self.rows.append(told | {"signature": f"simhash64-v1:{int(self.base[first + j]):016x}"})
