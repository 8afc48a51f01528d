"""Households side by side: each shares a card, a machine and a line, and nothing with the next one."""

from __future__ import annotations

from typing import Final

import numpy as np

from app.model.features import INFRASTRUCTURE
from app.rings.group_test import components, own_things
from app.rings.profile import Profile
from app.rings.world import World

HOUSEHOLD: Final = 10
"""Accounts of the largest household: more than a family plan of any large service holds (6), and what one person needs
who tests, or makes the next account where the last one's limit ends."""
LIVE: Final = 0.9
"""Share of the members who are of some household; of a few all but one."""
WAYS: Final = ("client", "email_pattern", "email_domain")
"""Kinds that are nobody's own: which program one runs, how one's name is written, where mailboxes are to be had."""


def in_households(world: World, profile: Profile) -> bool:
    """Whether what the members have of their own ties them by the handful, and nothing ties one handful to another."""
    owner, x = own_things(world, profile)
    kinds = world.features.kinds
    ways = np.array([kind in WAYS for kind in kinds])[world.features.kind[x]]
    tied = INFRASTRUCTURE[world.features.family[x]] & ~ways
    size = np.bincount(components(owner[tied], x[tied], len(profile.members)))
    least = min(LIVE * len(profile.members), len(profile.members) - 1)
    return bool(size.max(initial=0) <= HOUSEHOLD and size[size > 1].sum() >= least)
