"""Households side by side: each shares a card, a machine and a line, and nothing with the next one."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.model.features import FAMILY_NUMBER, INFRASTRUCTURE, Features
from app.model.identifiers import Family
from app.rings.evidence.group_test import components, own_things
from app.rings.population.profile import Profile
from app.rings.population.world import World

HOUSEHOLD: Final = 10
"""Accounts of the largest household: more than a family plan of any large service holds (6), and what one person needs
who tests, or makes the next account where the last one's limit ends."""
LIVE: Final = 0.9
"""Share of the members who are of some household; of a few all but one."""
WAYS: Final = ("client", "email_pattern", "email_domain")
"""Kinds that are nobody's own: which program one runs, how one's name is written, where mailboxes are to be had."""


def in_households(world: World, profile: Profile, *, alone: bool = False) -> bool:
    """Whether what the members have of their own ties them by the handful, and nothing ties one handful to another.

    `alone`: some may have nothing in common with anybody, as most people.
    """
    if _handfuls(world, profile).max(initial=0) > HOUSEHOLD:
        return False
    if alone:
        return True
    housed = _handfuls(world, profile, networks=True)
    return bool(housed[housed > 1].sum() >= min(LIVE * len(profile.members), len(profile.members) - 1))


def in_teams(world: World, profile: Profile) -> bool:
    """The same of people who are together at one place, some of them alone: whatever it shares, that place left out."""
    return bool(_handfuls(world, profile, Family.NETWORK).max(initial=0) <= HOUSEHOLD)


def ownable(features: Features, x: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Shape of `x`: which identifiers are infrastructure that can be somebody's own."""
    return np.asarray(INFRASTRUCTURE[features.family[x]] & ~features.of_kind(x, *WAYS))


def _handfuls(
    world: World, profile: Profile, without: Family | None = None, *, networks: bool = False
) -> NDArray[np.int64]:
    """Members of each part that is tied together by things of their own, but for those of one family.

    Customers of one provider are in one network by chance. So where addresses are known a network ties only if hardly
    others are in it; `networks`: also if half are.
    """
    owner, x = own_things(world, profile)
    features = world.features
    tied = ownable(features, x)
    if "ip" in features.kinds and not networks:
        tied &= ~features.of_kind(x, "subnet") | (profile.lift_of(x)[1] >= LIVE * features.degree[x])
    if without is not None:
        tied &= features.family[x] != FAMILY_NUMBER[without]
    return np.bincount(components(owner[tied], x[tied], len(profile.members)))
