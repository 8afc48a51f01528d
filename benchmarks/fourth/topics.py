"""What is asked: clusters of like queries, popular and rare, a public benchmark set, bespoke ones."""

from __future__ import annotations

import numpy as np
import pandas as pd

from benchmarks.fourth.tools import Array, Menus, mix

CAPABILITIES = (
    *("chat", "writing", "translation", "education", "software-engineering", "data-analysis", "agentic-reasoning"),
    *("long-horizon-planning", "mathematics", "vision-description", "tool-use", "customer-support", "safety-probing"),
)
HARVESTED = ("software-engineering", "agentic-reasoning", "long-horizon-planning", "mathematics", "tool-use")
_NOUNS = ("invoice", "regex", "essay", "parser", "recipe", "proof", "ticket", "schema", "plan", "trace", "quiz", "poem")
_VERBS = ("fix", "explain", "draft", "convert", "summarise", "derive", "compare", "plan", "review", "generate")


class Topics:
    """All clusters of a world. Menu 0 is what anybody may ask: every cluster, the popular far more often."""

    def __init__(self, rng: np.random.Generator, count: int) -> None:
        """Make the common clusters, head first, and the benchmark set."""
        self.rng = rng
        self.menus = Menus()
        self.capability = list(rng.choice(len(CAPABILITIES), count, p=_weights()))
        self.common = count
        self.everybody = -1
        bench = self.special(int(rng.integers(90, 260)), ("mathematics", "software-engineering", "agentic-reasoning"))
        self.bench = bench
        self.bench_menu = self.menus.add(bench)

    def special(self, count: int, capabilities: tuple[str, ...]) -> Array:
        """New clusters of a few capabilities, at the rare end."""
        start = len(self.capability)
        numbers = [CAPABILITIES.index(name) for name in capabilities]
        self.capability += list(self.rng.choice(numbers, count))
        return np.arange(start, start + count)

    def known(self, count: int, capability: str) -> Array:
        """Clusters of a capability that honest people use as well, not of the very head."""
        fit = np.flatnonzero(np.array(self.capability[: self.common]) == CAPABILITIES.index(capability))
        fit = fit[fit > 40]
        return self.rng.choice(fit, min(count, len(fit)), replace=False)

    def personal(self, count: int, width: int) -> Array:
        """A menu for each of `count` people: their few habits, drawn by popularity."""
        rows = (self.common * self.rng.random((count, width)) ** 2.2).astype(np.int64)
        return self.menus.add_many(rows, skew=1.6)

    def finish(self) -> None:
        """Close the menus with the one of everybody."""
        self.everybody = self.menus.add(np.arange(len(self.capability)), skew=2.6)
        self.menus.finish()
        self.base = mix(np.arange(len(self.capability)), int(self.rng.integers(1 << 40)))
        self.names = np.array([f"qc_{int(value) >> 28:09x}" for value in self.base], dtype=object)

    def table(self, rng: np.random.Generator) -> pd.DataFrame:
        """The clusters feed."""
        count = len(self.capability)
        label = [
            f"{verb} {noun}" for verb, noun in zip(rng.choice(_VERBS, count), rng.choice(_NOUNS, count), strict=True)
        ]
        return pd.DataFrame(
            {
                "query_cluster": self.names,
                "label": label,
                "capability": [CAPABILITIES[number] for number in self.capability],
                "signature": [f"simhash64-v1:{int(value):016x}" for value in self.base],
            }
        )


def signatures(rng: np.random.Generator, base: Array, templated: Array) -> Array:
    """64-bit signatures: near the cluster's own where a template was used, anywhere where it was free text."""
    noise = rng.integers(0, 1 << 63, len(base), dtype=np.uint64) * np.uint64(2) + rng.integers(0, 2, len(base)).astype(
        "u8"
    )
    flips = np.zeros(len(base), dtype=np.uint64)
    for turn in range(2):
        bit = np.uint64(1) << rng.integers(0, 64, len(base)).astype("u8")
        flips ^= np.where(rng.random(len(base)) < 0.5 - 0.2 * turn, bit, np.uint64(0))
    return np.where(templated, base ^ flips, noise)


def _weights() -> Array:
    weights = np.array([14, 14, 8, 14, 18, 8, 3, 2, 6, 3, 3, 5, 2], dtype=float)
    return weights / weights.sum()
