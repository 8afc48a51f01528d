"""Clients (fingerprints that upgrade), topics (query clusters) and prompt templates."""

from __future__ import annotations

import numpy as np

from benchmarks.ninth.draws import Arr, Rng, U, zipf
from benchmarks.ninth.names import word

CAPS = [
    "writing",
    "translation",
    "chat",
    "education",
    "search",
    "role-play",
    "health",
    "law",
    "marketing",
    "data-analysis",
]
HOT = [
    "software-engineering",
    "agentic-reasoning",
    "long-horizon-planning",
    "math-reasoning",
    "tool-use",
    "chain-of-thought",
    "grading",
]
SDKS = ["py-sdk", "node-sdk", "httpx", "curl", "go-sdk", "java-sdk", "aiohttp", "langchain", "litellm", "undici"]
AGENTS = ["coder-cli", "ide-ext", "agent-kit", "notebook", "sheet-addon"]


class Clients:
    """Fingerprint strings by number; `succ` is the version it upgrades to."""

    def __init__(self, rng: Rng) -> None:
        self.rng, self.names, self.succ = rng, [""], [0]
        self.web = [self.make("t13d15") for _ in range(14)]
        self.app = [self.make("app") for _ in range(6)]
        self.sdk = [self.make(n) for n in SDKS]
        self.agent = [self.make(n) for n in AGENTS]
        self.release = float(rng.uniform(-5, 25)) * 86400

    def make(self, stem: str) -> int:
        """A client and the version after it."""
        for _ in range(2):
            self.names.append(f"{stem}_{self.rng.integers(1 << 47):012x}")
            self.succ.append(len(self.names) - 1)
        self.succ[-2] = len(self.names) - 1
        return len(self.names) - 2

    def pick(self, family: list[int], n: int) -> Arr:
        """n clients of a family, the popular ones far more often."""
        return np.asarray(np.array(family)[self.rng.choice(len(family), n, p=zipf(len(family), 1.0))])


class Topics:
    """Query clusters with Zipf popularity; templates are near-copies of a few base signatures."""

    def __init__(self, rng: Rng) -> None:
        self.rng, self.n = rng, int(rng.integers(400, 1600))
        hot = rng.random(self.n) < 0.28
        self.cap = np.where(hot, rng.choice(HOT, self.n), rng.choice(CAPS, self.n)).astype(object)
        self.hot = np.flatnonzero(hot)
        self.cdf = np.cumsum(zipf(self.n, float(rng.uniform(0.8, 1.1))))
        self.sig = rng.integers(1, 2**63, self.n, dtype=U)
        # "continue", "thanks", "hello": the same signature for everybody
        self.stock = rng.integers(1, 2**63, 300, dtype=U)
        self.stock_cdf = np.cumsum(zipf(300, 1.2))
        self.label = [word(rng, 2).lower() + " " + c for c in self.cap]
        self.tsig: list[Arr] = [np.zeros(1, U)]
        self.tcl: list[Arr] = [np.zeros(1, np.int64)]
        self.used = 1

    def draw(self, u: Arr) -> Arr:
        """Clusters by popularity from uniform numbers."""
        return np.minimum(np.searchsorted(self.cdf, u), self.n - 1)

    def some(self, n: int, k: int, hot: float = 0.0) -> Arr:
        """k favourite topics for each of n people; a share of them from the hot capabilities."""
        t = self.draw(self.rng.random((n, k)))
        return np.where(self.rng.random((n, k)) < hot, self.rng.choice(self.hot, (n, k)), t)

    def templates(self, n: int, clusters: Arr) -> tuple[int, int]:
        """n new base signatures over these clusters; returns offset and count."""
        off = self.used
        self.tsig.append(self.rng.integers(1, 2**63, n, dtype=U))
        self.tcl.append(self.rng.choice(clusters, n))
        self.used += n
        return off, n

    def flat(self) -> tuple[Arr, Arr]:
        """All templates' signatures and clusters."""
        return np.concatenate(self.tsig), np.concatenate(self.tcl)
