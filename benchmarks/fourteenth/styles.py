"""What each style of world holds."""

from dataclasses import dataclass, field

import numpy as np


@dataclass(frozen=True)
class Style:
    """How many rings, of which sizes and tiers."""

    rings: tuple[int, int]
    sizes: tuple[int, int]
    tiers: dict[str, float] = field(default_factory=dict)


_MIXED = {"plain": 0.35, "careful": 0.4, "evasive": 0.25}
SHAPES = {
    "contract": Style((3, 8), (20, 1500), _MIXED),
    "evasive": Style((3, 6), (20, 900), {"evasive": 1.0}),
    "small": Style((4, 9), (15, 60), _MIXED),
    "none": Style((0, 0), (0, 0)),
}
STYLES = tuple(SHAPES)


def ring_sizes(rng: np.random.Generator, style: Style, most: int) -> list[int]:
    """Sizes by their logarithm, drawn again while they are too many for one world."""
    while True:
        n = int(rng.integers(style.rings[0], style.rings[1] + 1))
        if not n:
            return []
        sizes = [int(s) for s in np.exp(rng.uniform(np.log(style.sizes[0]), np.log(style.sizes[1]), n)).round()]
        if sum(sizes) <= most:
            return sizes
