"""Query clusters by number: everybody's, of steep popularity, and exclusive ones of a course, a product, a ring."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.third.draw import Draw, Floats, Ints, zipf
from benchmarks.third.mail import Words

CAPABILITIES = {
    "software-engineering": 20,
    "writing": 14,
    "translation": 7,
    "summarization": 8,
    "customer-support": 6,
    "data-analysis": 8,
    "math-reasoning": 5,
    "agentic-reasoning": 4,
    "long-horizon-planning": 2.5,
    "tool-use": 4,
    "education": 8,
    "classification": 4,
    "extraction": 4,
    "roleplay": 5,
    "legal": 2,
    "medical": 3,
    "marketing": 6,
    "search": 5,
    "vision": 2,
    "safety": 1,
    "chat": 12,
}
TARGETS = (
    *("software-engineering", "agentic-reasoning", "long-horizon-planning"),
    *("math-reasoning", "tool-use", "data-analysis"),
)
"""Capabilities worth distilling."""
Taste = tuple[Ints, Floats]
"""Query clusters and their weights."""


class Topics:
    """Registry of query clusters."""

    def __init__(self, draw: Draw, words: Words) -> None:
        self._draw, self._words = draw, words
        self.common = draw.integer(800, 3500)
        """Numbers below are everybody's."""
        shares = np.array(list(CAPABILITIES.values())) * draw.rng.gamma(6, 1 / 6, len(CAPABILITIES))
        self._common = draw.rng.choice(list(CAPABILITIES), self.common, p=shares / shares.sum())
        self.capabilities = [str(capability) for capability in self._common]
        self._weights = zipf(self.common, draw.uniform(0.75, 1.15))
        self._below = np.cumsum(self._weights) / self._weights.sum()
        self.labels = [self._label(capability) for capability in self.capabilities]

    def _label(self, capability: str) -> str:
        return f"{capability} {self._words.word()} {self._words.word()}"

    def new(self, capability: str) -> int:
        """Number an exclusive topic."""
        self.capabilities.append(str(capability))
        self.labels.append(self._label(capability))
        return len(self.capabilities) - 1

    def any_at(self, u: Floats) -> Ints:
        """Everybody's topics by u in [0, 1), popular ones more often."""
        return np.searchsorted(self._below, u).clip(0, self.common - 1)

    def any(self, n: int) -> Ints:
        """Up to n of everybody's topics, no two alike, in order of number."""
        return np.unique(self.any_at(self._draw.rng.random(n)))

    def of(self, capability: str, n: int) -> Ints:
        """Up to n of everybody's topics of a capability."""
        numbers = np.flatnonzero(self._common == capability)
        if not len(numbers):
            return self.any(n)
        weights = self._weights[numbers] / self._weights[numbers].sum()
        return self._draw.rng.choice(numbers, size=min(n, len(numbers)), replace=False, p=weights)

    def taste(self, *parts: tuple[Any, float]) -> Taste:
        """Clusters with weights from parts of (clusters, total weight); uneven within a part."""
        drawn: list[Taste] = []
        for part, weight in parts:
            numbers = np.atleast_1d(np.asarray(part, int))
            if len(numbers) and weight > 0:
                drawn.append((numbers, self._draw.rng.dirichlet(np.full(len(numbers), 0.8)) * weight))
        return np.concatenate([numbers for numbers, _ in drawn]), np.concatenate([weights for _, weights in drawn])

    def own_taste(self) -> Taste:
        """What a person asks about."""
        return self.taste((self.any(1 + min(30, int(self._draw.rng.geometric(0.25)))), 1.0))
