"""Sellers of old accounts: they make them in bursts from a few lines, and sell them to anybody."""

import numpy as np

from benchmarks.fifteenth.places import countries
from benchmarks.fifteenth.world import DAY, Arr, World


def bought(world: World, seller: int, n: int) -> tuple[Arr, Arr]:
    """The seconds since 1970 at which n accounts of a seller were made, and from which addresses."""
    rng = world.rng
    shop = _shops(world)[seller]
    burst = rng.integers(0, len(shop["bursts"]), n)
    made = shop["bursts"][burst] + (rng.exponential(9 * 3600, n)).astype(np.int64)
    return made, shop["lines"][rng.integers(0, len(shop["lines"]), n)]


def _shops(world: World) -> list[dict[str, Arr]]:
    if not world.sellers:
        for _ in range(3):
            bursts = world.start - world.rng.integers(20, 500, int(world.rng.integers(3, 14))) * DAY
            lines = world.nets.homes(countries(world, int(world.rng.integers(4, 80)), "one"))
            world.sellers.append({"bursts": bursts, "lines": lines})
    return world.sellers
