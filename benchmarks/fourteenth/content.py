"""Query clusters, and the prompt plans that groups share."""

from dataclasses import dataclass, field

import numpy as np

AREAS = (
    "software-engineering", "agentic-reasoning", "long-horizon-planning", "mathematics", "tool-use", "data-analysis",
    "translation", "creative-writing", "customer-support", "education", "health-questions", "legal-drafting",
    "marketing-copy", "casual-chat", "image-description", "finance", "role-play", "homework", "computer-use",
    "reward-grading",
)  # fmt: skip
HARVEST = (0, 1, 2, 3, 4, 5, 18, 19)


@dataclass
class Plans:
    """All clusters (areas are runs of them) and all plans: their clusters, and how many items."""

    edges: np.ndarray
    clusters: list[np.ndarray] = field(default_factory=list)
    items: list[int] = field(default_factory=list)
    keys: list[int] = field(default_factory=list)
    public: list[int] = field(default_factory=list)

    def new(self, rng: np.random.Generator, topics: int, items: int, areas: np.ndarray, tail: float = 0.5) -> int:
        """A plan over clusters of the areas; `tail` of them are rare ones."""
        pool = np.concatenate([np.arange(self.edges[a], self.edges[a + 1]) for a in areas])
        rank = np.concatenate([np.arange(self.edges[a + 1] - self.edges[a]) for a in areas])
        weight = np.where(rng.random(len(pool)) < tail, 1.0, 8.0) / (rank + 2.0) ** (0.9 * (1 - tail))
        size = min(max(1, topics), len(pool))
        self.clusters.append(rng.choice(pool, size, replace=False, p=weight / weight.sum()))
        self.items.append(items)
        self.keys.append(int(rng.integers(1 << 60)))
        return len(self.keys) - 1


def plans(rng: np.random.Generator) -> Plans:
    """The clusters of a world, and the public prompt sets that anybody may run."""
    sizes = rng.integers(40, 220, len(AREAS))
    out = Plans(np.concatenate([[0], np.cumsum(sizes)]))
    for _ in range(6):
        areas = rng.choice(HARVEST, 3, replace=False)
        items, topics = int(rng.integers(100, 2000)), int(rng.integers(10, 120))
        out.public.append(out.new(rng, topics, items, areas, 0.3))
    return out
