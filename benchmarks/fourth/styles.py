"""What can be ordered: styles of worlds and of feeds."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from benchmarks.fourth.tools import loguniform

CONTENT_STYLES = ("mixed", "evasive", "shared-pool", "small", "none")
FEED_STYLES = ("rich", "sparse", "signatures", "nopay", "noip", "logs-only")
STYLES = CONTENT_STYLES + FEED_STYLES
TIERS = ("plain", "careful", "evasive")


@dataclass
class Order:
    """One world to make."""

    style: str
    seed: int
    honest: int
    days: int | None
    sizes: list[int] = field(default_factory=list)
    tiers: list[str] = field(default_factory=list)

    @property
    def content(self) -> str:
        """The style of what happens; feed styles have mixed content."""
        return self.style if self.style in CONTENT_STYLES else "mixed"


def order_of(style: str, seed: int, rng: np.random.Generator, accounts: int | None, days: int | None) -> Order:
    """Draw what the style leaves open: how many honest accounts, how many rings of what size and tier."""
    honest = accounts or int(rng.integers(10_000, 25_001))
    order = Order(style, seed, honest, days)
    content = order.content
    if content == "none":
        return order
    low, high = {"mixed": (3, 8), "evasive": (3, 6), "shared-pool": (2, 3), "small": (4, 10)}[content]
    count = int(rng.integers(low, high + 1))
    top = 60.0 if content == "small" else float(min(2000, max(60, honest // 6)))
    sizes = [int(loguniform(rng, 20, top)) for _ in range(count)]
    while sum(sizes) > max(honest * 0.3, 20 * count):
        sizes = [max(20, int(size * 0.8)) for size in sizes]
    if content == "shared-pool":
        sizes = [max(size, 40) for size in sizes]
    odds = {"evasive": (0.0, 0.1, 0.9)}.get(content, (0.3, 0.4, 0.3))
    order.sizes = sizes
    order.tiers = [str(rng.choice(TIERS, p=odds)) for _ in sizes]
    return order
