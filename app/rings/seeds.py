"""Groups worth judging: cells at several densities, each refined until its members are those its profile calls for."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.model.links import Links
from app.rings.config import RingConfig
from app.rings.partition import partition
from app.rings.profile import Profile, World, refine


def candidates(world: World, links: Links, config: RingConfig) -> list[Profile]:
    """Refined groups, wide cells first; a cell mostly covered by an earlier group is not tried again."""
    taken = np.zeros(world.n, dtype=np.bool_)
    found: list[Profile] = []
    weight = links.bits / max(float(links.parameters["threshold"]), 1.0)
    for resolution in config.resolutions:
        cells = partition(links.left, links.right, weight, world.n, resolution=resolution, seed=config.seed)
        for cell in sorted(cells, key=_largest):
            if len(cell) < config.seed_size or taken[cell].mean() > 0.5:
                continue
            profile = refine(world, cell, config.margin)
            if profile is None or taken[profile.members].mean() > 0.5:
                continue
            taken[profile.members] = True
            found.append(profile)
    return found


def _largest(cell: NDArray[np.int64]) -> tuple[int, int]:
    return -len(cell), int(cell[0])
