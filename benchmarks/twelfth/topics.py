"""What people ask: families of query clusters, and lists of prompts that a group shares."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from benchmarks.twelfth.mix import mix

WIDE = 90
FAMILIES: dict[str, str] = {
    "everyday": "general-assistance",
    "cooking": "general-assistance",
    "travel": "general-assistance",
    "letters": "writing",
    "marketing": "writing",
    "translation": "translation",
    "homework": "education",
    "exams": "education",
    "lessons": "education",
    "medical": "health-information",
    "care": "health-information",
    "law": "legal-analysis",
    "tax": "financial-analysis",
    "trade": "financial-analysis",
    "news": "summarisation",
    "support": "customer-support",
    "extraction": "data-extraction",
    "gaming": "creative-writing",
    "fiction": "creative-writing",
    "faith": "general-assistance",
    "home": "device-control",
    "road": "general-assistance",
    "repair": "general-assistance",
    "coding": "software-engineering",
    "debugging": "software-engineering",
    "data": "data-analysis",
    "agents": "agentic-reasoning",
    "tools": "tool-use",
    "puzzles": "mathematical-reasoning",
    "science": "scientific-reasoning",
    "planning": "long-horizon-planning",
    "rubrics": "rubric-grading",
    "safety": "safety-evaluation",
    "research": "scientific-reasoning",
}
NAMES = tuple(FAMILIES)
INDEX = {name: i for i, name in enumerate(NAMES)}
HARVEST = ("coding", "debugging", "agents", "tools", "puzzles", "science", "planning", "rubrics", "data", "extraction")


@dataclass
class Topics:
    """Cluster ids are integers; the first WIDE of each family are public, the rest were made by somebody."""

    rng: np.random.Generator
    family: list[int] = field(default_factory=lambda: [i for i in range(len(NAMES)) for _ in range(WIDE)])
    lists: list[np.ndarray] = field(default_factory=list)
    length: int = 0

    def fresh(self, families: tuple[str, ...], n: int) -> np.ndarray:
        """New clusters: prompts that nobody but one group (or one operator) writes."""
        start = len(self.family)
        self.family += [INDEX[families[i]] for i in self.rng.integers(0, len(families), n)]
        return np.arange(start, start + n)

    def public(self, families: tuple[str, ...], n: int, tail: float = 0.0) -> np.ndarray:
        """Clusters that everybody may ask; `tail` leaves out the most popular share."""
        lows = np.array([INDEX[f] * WIDE for f in families])
        inner = self.rng.integers(int(WIDE * tail), WIDE, n)
        return np.unique(lows[self.rng.integers(0, len(lows), n)] + inner)

    def keep(self, clusters: np.ndarray) -> tuple[int, int]:
        """Store a list of prompts; returns where it starts and its length."""
        at = self.length
        self.lists.append(clusters.astype(np.int64))
        self.length += len(clusters)
        return at, len(clusters)

    def flat(self) -> np.ndarray:
        """All lists, end to end."""
        return np.concatenate(self.lists) if self.lists else np.zeros(1, dtype=np.int64)

    def rows(self, salt: int) -> list[dict[str, object]]:
        """The clusters feed; as in life one in thirty cluster is not described yet."""
        base = signature(mix(np.arange(len(self.family)), salt))
        skip = self.rng.random(len(self.family))
        return [
            {
                "query_cluster": f"q{i:05d}",
                "label": f"{NAMES[f]} {i % 1000}",
                "capability": FAMILIES[NAMES[f]],
                "signature": base[i] if skip[i] > 0.12 else None,
            }
            for i, f in enumerate(self.family)
            if skip[i] > 0.03
        ]


def signature(bits: np.ndarray) -> np.ndarray:
    """Similarity hashes as the feed writes them."""
    return np.array([f"simhash64-v1:{int(b):016x}" for b in bits], dtype=object)
