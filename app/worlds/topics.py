"""Query clusters and what they are about: the same for the feed and for those who aim at them."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.worlds.spec import WorldSpec

CAPABILITIES: Final = np.array(
    ["writing", "translation", "search", "tutoring", "software-engineering", "data-analysis", "agentic-reasoning",
     "long-horizon-planning"], object)  # fmt: skip
SHARES: Final = (0.2, 0.1, 0.15, 0.15, 0.17, 0.1, 0.07, 0.06)
TARGETED: Final = (4, 6, 7)
"""What published campaigns were after: software engineering, agentic reasoning, long-horizon planning."""


def capability_codes(spec: WorldSpec) -> NDArray[np.int64]:
    """Index into CAPABILITIES of each query cluster."""
    return np.random.default_rng([spec.seed, 7]).choice(len(CAPABILITIES), spec.topics, p=SHARES)


def targets(spec: WorldSpec, rng: np.random.Generator, count: int) -> NDArray[np.int64]:
    """Clusters that a ring aims at: of a wanted capability, and not among everybody's favourites."""
    wanted = np.flatnonzero(np.isin(capability_codes(spec), TARGETED))
    return rng.choice(wanted[wanted > spec.topics // 20], max(1, count))
