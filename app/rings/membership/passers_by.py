"""Who only passes by: has one network of a ring's whole list, nothing else of its, and asks for what is asked a lot."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.model.features import FAMILY_NUMBER, INFRASTRUCTURE, Floats
from app.model.identifiers import KINDS, Family
from app.rings.config import SUPPORT
from app.rings.evidence.group_test import own_things, together
from app.rings.population.networks import Provider
from app.rings.population.profile import SPEAKS, Profile
from app.rings.population.world import World

OPEN: Final = ("subnet", "ip", "email_pattern")
"""What links strangers as well: the exits themselves, and the way that people name mailboxes."""
LIST: Final = 4
"""Providers that members have in common with others at least, for the group to have a list of exits."""
SHARE: Final = 0.25
"""Of what members have as a rule, what an account needs that nothing but networks links."""
CHANCE: Final = 1
"""Providers in common that a customer of the same proxies has."""
MOST: Final = 0.5
"""Share of a group from which on those who have nothing but what accounts are made with may be what it is."""
CROWD: Final = 0.1
"""Share of a group from which on those are its customers; fewer are members who were seldom active."""


def passing_by(world: World, profile: Profile, provider: Provider | None) -> NDArray[np.bool_]:
    """Shape (members,): who passes by.

    Rented pools carry innocent customers. Each has few of the exits that the ring's accounts have, but a profile
    takes the best identifier of a family, however few there are. Customers may be most of a group: a quarter of it
    with a list of exits is enough to tell what the others lack.
    """
    if provider is None:
        return np.zeros(len(profile.members), dtype=np.bool_)
    count = together(world, profile, provider)
    few = (count <= CHANCE) & (np.quantile(count, 0.75) >= LIST) & ~_linked(world, profile)
    if few.mean() >= CROWD:
        return np.asarray(few)
    if np.median(count) < LIST:
        return np.zeros(len(profile.members), dtype=np.bool_)
    other = INFRASTRUCTURE.copy()
    other[FAMILY_NUMBER[Family.NETWORK]] = False
    spoken = (profile.member_bits[:, other] >= SUPPORT).any(axis=1)
    return np.asarray(~spoken & (count < SHARE * _usual(world, profile, count)))


def bought(world: World, profile: Profile) -> NDArray[np.bool_]:
    """Shape (members,): who shares nothing with the others but what the accounts were made with, and asks otherwise.

    Whoever sells accounts sells to many: his mailboxes, telephones and machines are with other customers too, some of
    them honest.
    """
    owner, x = own_things(world, profile, used=True)
    tied = INFRASTRUCTURE[world.features.family[x]]
    asks = profile.member_bits[:, FAMILY_NUMBER[Family.CONTENT]] >= SPEAKS
    return np.asarray(~asks & ~np.isin(np.arange(len(profile.members)), owner[tied]))


def _linked(world: World, profile: Profile) -> NDArray[np.bool_]:
    """Shape (members,): who shares anything else that is the members' own: a card, a device, a tool, a domain."""
    owner, x = own_things(world, profile)
    kinds = np.array([KINDS[kind].family.infrastructure and kind not in OPEN for kind in world.features.kinds])
    return np.isin(np.arange(len(profile.members)), owner[kinds[world.features.kind[x]]])


def _usual(world: World, profile: Profile, count: NDArray[np.int64]) -> Floats:
    """Shape (members,): median count of the members active on as many days (by octave): who comes seldom has fewer."""
    start = world.behaviour.row_start
    level = np.log2(np.maximum(start[profile.members + 1] - start[profile.members], 1)).astype(np.int64)
    usual = np.zeros(len(count))
    for octave in np.unique(level):
        usual[level == octave] = np.median(count[level == octave])
    return usual
