"""The honest side of a world: how many of whom."""

from __future__ import annotations

import numpy as np

from benchmarks.fourth import gatherings, homes, learning, work
from benchmarks.fourth.tools import Array
from benchmarks.fourth.world import World

_SHARES = {
    homes.carriers: 0.14, homes.families: 0.03, homes.vpns: 0.03, homes.cafes: 0.015, homes.app_users: 0.03,
    homes.cloud_rooms: 0.02, gatherings.launches: 0.03, gatherings.aliases: 0.012, learning.universities: 0.075,
    learning.bootcamps: 0.012, learning.hackathons: 0.018, work.companies: 0.09, work.agencies: 0.013,
    work.fleets: 0.012, work.reseller_customers: 0.018, work.bulk: 0.004,
}  # fmt: skip


def settle(world: World) -> Array:
    """Add every honest population, each share drawn around its usual one; tell the accounts that live at home."""
    rng, left = world.rng, world.order.honest
    shares = np.array(list(_SHARES.values())) * np.exp(rng.normal(0, 0.45, len(_SHARES)))
    shares *= min(1.0, 0.62 / shares.sum())  # most people just live at home
    for build, share in zip(_SHARES, shares, strict=True):
        size = max(5, int(world.order.honest * share))
        build(world, size)
        left -= size
    return homes.alone(world, left)
