"""Query clusters, prompt templates and the 64-bit signatures of prompts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from benchmarks.seventh.util import U64, Arr, Rng, mix, zipf

CAPS = [
    "software-engineering",
    "agentic-reasoning",
    "long-horizon-planning",
    "mathematics",
    "data-analysis",
    "tool-use",
    "creative-writing",
    "translation",
    "tutoring",
    "customer-support",
    "legal-drafting",
    "medical-questions",
    "marketing-copy",
    "travel",
    "cooking",
    "relationships",
    "job-search",
    "summarisation",
    "image-prompts",
    "general-knowledge",
]
WANTED = CAPS[:6]  # what a distiller is after
_LEVEL = {0: 0, 1: 5, 2: 4, 3: 3, 5: 2}  # noise level to the number of words and-ed: share of bits 2^-k


@dataclass
class Topics:
    """All clusters of a world; honest interest in them is Zipf-like."""

    n: int
    cap: Arr
    base: Arr
    weight: Arr
    tiny: Arr  # prompts that everybody sends word for word ("continue", "thanks")

    def wanted(self, rng: Rng, k: int) -> Arr:
        """k clusters that a distiller would order, common and rare alike."""
        pool = np.flatnonzero(np.isin(self.cap, WANTED))
        return np.asarray(rng.choice(pool, min(k, len(pool)), replace=False))

    def of(self, rng: Rng, k: int, *caps: str) -> Arr:
        """k clusters of these capabilities."""
        pool = np.flatnonzero(np.isin(self.cap, caps))
        return np.asarray(rng.choice(pool, k))


def make(rng: Rng, n: int) -> Topics:
    """Clusters of a world."""
    cap = np.array(CAPS)[rng.choice(len(CAPS), n, p=zipf(len(CAPS), 0.4))]
    return Topics(n, cap, bits(rng, n), rng.permutation(zipf(n, 0.9)), bits(rng, 60))


def bits(rng: Rng, n: int) -> Arr:
    """n random 64-bit words."""
    return rng.integers(0, 2**63, n).astype(U64) << U64(1) | rng.integers(0, 2, n).astype(U64)


def noise(item: Arr, level: int) -> Arr:
    """Bits that a prompt of its own differs in: level 1 about 2 of 64, 2: 4, 3: 8, 4: 12, 5: 16, 6: 24."""
    w = [mix(item, j) for j in range(5)]
    if level == 4:
        return np.asarray(w[0] & w[1] & (w[2] | w[3]))
    if level == 6:
        return np.asarray(w[0] & (w[1] | w[2]))
    k = _LEVEL[level]
    out = w[0] if k else np.zeros(len(item), U64)
    for j in range(1, k):
        out = out & w[j]
    return np.asarray(out)


@dataclass
class Template:
    """A set of prompt forms that a group fills in."""

    base: Arr
    cluster: Arr
    level: int
    share: float | Arr  # of a member's exchanges, while it runs
    items: int = 2**40  # different fillings; few mean that many people send the very same text
    days: tuple[float, float] = (0.0, 1e9)
    tin: float = 400.0
    tout: float = 600.0
    turn: int = 0  # every so many days the group moves on to other forms (0: never)


def template(rng: Rng, clusters: Arr, k: int, level: int, share: float | Arr, **more: object) -> Template:
    """k new forms on these clusters."""
    return Template(bits(rng, k), np.asarray(rng.choice(clusters, k)), level, share, **more)  # type: ignore[arg-type]
