"""Who only passes by: has one network of a ring's whole list, nothing else of its, and asks for what is asked a lot."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.model.features import FAMILY_NUMBER, INFRASTRUCTURE, Floats
from app.model.identifiers import Family
from app.rings.config import SUPPORT
from app.rings.group_test import together
from app.rings.networks import Provider
from app.rings.profile import Profile
from app.rings.world import World

LIST: Final = 4
"""Providers that the middle member has in common with others at least, for the group to have a list of exits."""
SHARE: Final = 0.25
"""Of that, what an account needs that nothing but networks links: a customer of the same proxies has one or two."""


def passing_by(world: World, profile: Profile, provider: Provider | None) -> NDArray[np.bool_]:
    """Shape (members,): who passes by.

    Rented pools carry innocent customers. Each has few of the exits that the ring's accounts have, but a profile
    takes the best identifier of a family, however few there are.
    """
    if provider is None:
        return np.zeros(len(profile.members), dtype=np.bool_)
    count = together(world, profile, provider)
    if np.median(count) < LIST:
        return np.zeros(len(profile.members), dtype=np.bool_)
    tangible = INFRASTRUCTURE.copy()
    tangible[FAMILY_NUMBER[Family.NETWORK]] = False
    linked = (profile.member_bits[:, tangible] >= SUPPORT).any(axis=1)
    return np.asarray(~linked & (count < SHARE * _usual(world, profile, count)))


def _usual(world: World, profile: Profile, count: NDArray[np.int64]) -> Floats:
    """Shape (members,): median count of the members active on as many days (by octave): who comes seldom has fewer."""
    start = world.behaviour.row_start
    level = np.log2(np.maximum(start[profile.members + 1] - start[profile.members], 1)).astype(np.int64)
    usual = np.zeros(len(count))
    for octave in np.unique(level):
        usual[level == octave] = np.median(count[level == octave])
    return usual
