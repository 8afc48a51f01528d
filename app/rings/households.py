"""Households side by side: each shares a card, a machine and a line, and nothing with the next one."""

from __future__ import annotations

from typing import Final

import numpy as np

from app.model.features import INFRASTRUCTURE
from app.rings.group_test import components, own_things
from app.rings.profile import Profile
from app.rings.world import World

HOUSEHOLD: Final = 6
"""Accounts of the largest household: what a family plan of any large service holds."""
LIVE: Final = 0.9
"""Share of the members who are of some household."""
WAYS: Final = ("client", "email_pattern")
"""Kinds that are nobody's own: which program one runs, how one's name is written."""


def in_households(world: World, profile: Profile) -> bool:
    """Whether what the members have of their own ties them by the handful, and nothing ties one handful to another."""
    owner, x = own_things(world, profile)
    kinds = world.features.kinds
    ways = np.array([kind in WAYS for kind in kinds])[world.features.kind[x]]
    tied = INFRASTRUCTURE[world.features.family[x]] & ~ways
    size = np.bincount(components(owner[tied], x[tied], len(profile.members)))
    return bool(size.max(initial=0) <= HOUSEHOLD and size[size > 1].sum() >= LIVE * len(profile.members))
