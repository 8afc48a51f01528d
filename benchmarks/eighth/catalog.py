"""What is asked and with what: topics, their clusters' texts, models, client families, templates everybody knows."""

from __future__ import annotations

import numpy as np

from benchmarks.eighth.hashing import Arr, words

CAPS = [
    "writing",
    "homework-help",
    "translation",
    "software-engineering",
    "data-analysis",
    "customer-support",
    "travel-and-shopping",
    "health-questions",
    "roleplay",
    "summarisation",
    "marketing-copy",
    "agentic-reasoning",
    "long-horizon-planning",
    "mathematics",
    "tool-use",
    "legal-and-finance",
    "image-description",
    "exam-preparation",
]
CAP_W = np.array([14, 11, 8, 13, 7, 5, 7, 5, 6, 6, 5, 3, 2, 4, 3, 4, 3, 3], float)
EXTRACT = [
    "software-engineering",
    "agentic-reasoning",
    "long-horizon-planning",
    "mathematics",
    "tool-use",
    "data-analysis",
    "legal-and-finance",
]
SURFACES = ["api", "web", "app", "cloud:amber", "cloud:nimbus"]
OUTCOMES = ["ok", "refused", "error", "limited"]
FAMILIES = {"web": 14, "app": 7, "api": 18}
VERSIONS = 3
_NOUNS = """
invoice essay recipe contract unit-test regex sql-join proof lesson email-reply itinerary resume ticket parser
schema poem quiz plan refactor bug
"""
_HOWS = """
short long stepwise formal beginner expert multi-file tabular spoken visual legacy nightly regional seasonal draft
"""
NOUNS, HOWS = _NOUNS.split(), _HOWS.split()


class Catalog:
    """Topics with Zipf popularity and the software that sends them."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng, self.k = rng, int(rng.integers(1800, 3600))
        self.cap = rng.choice(len(CAPS), self.k, p=CAP_W / CAP_W.sum())
        self.pop = 1 / (rng.permutation(self.k) + 6.0) ** rng.uniform(0.75, 1.0)
        self.sig, self.viral = words(rng, self.k), words(rng, 40)
        self.names: list[str] = []
        self.first: dict[str, int] = {}
        for surface, count in FAMILIES.items():
            self.first[surface] = len(self.names)
            for _ in range(count):
                self.family(surface)
        self.models = [
            f"{n}-{v}" for n, v in zip(("swift", "swift", "core", "core", "summit"), (3, 4, 3, 4, 4), strict=True)
        ]

    def family(self, surface: str) -> int:
        """A new client program with its versions; the code of its oldest."""
        code, r = len(self.names), self.rng
        alpn, many = ("h2" if r.random() < 0.8 else "h1"), int(r.integers(9, 18))
        head = f"t13{'d' if surface != 'api' else 'i'}{many:02d}{int(r.integers(8, 20)):02d}{alpn}"
        self.names += [
            f"{head}_{int(r.integers(0, 2**47)):012x}_{int(r.integers(0, 2**47)):012x}" for _ in range(VERSIONS)
        ]
        return code

    def clients(self, surface: str, n: int) -> Arr:
        """Clients as the market has them: few families with most users, the last version not yet."""
        fam = np.minimum(self.rng.geometric(0.28, n) - 1, FAMILIES[surface] - 1)
        return np.asarray(self.first[surface] + fam * VERSIONS + (self.rng.random(n) < 0.7))

    def topics(self, n: int, caps: list[str] | None = None, flat: float = 0.0) -> Arr:
        """Draw topics by popularity; flat 1 forgets it (a curriculum goes through all of a field)."""
        w = self.pop ** (1 - flat)
        if caps is not None:
            w = w * np.isin(self.cap, [CAPS.index(c) for c in caps])
        cum = np.cumsum(w)
        return np.asarray(np.minimum(np.searchsorted(cum, self.rng.random(n) * cum[-1]), self.k - 1))

    def label(self, i: int) -> str:
        """The cluster's text as a labelling job would write it."""
        return f"{HOWS[i % len(HOWS)]} {NOUNS[(i // len(HOWS)) % len(NOUNS)]} ({CAPS[self.cap[i]]})"
