"""Who is found inside a ring without being part of it: customers who ask for other things, firms by themselves."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.model.features import FAMILY_NUMBER
from app.model.identifiers import Family
from app.rings.config import RingConfig
from app.rings.evidence.group_test import CONTAINER
from app.rings.evidence.houses import TANGIBLE, held_of, payer_of
from app.rings.population.levels import Accounts
from app.rings.population.profile import SPEAKS, Profile
from app.rings.population.world import World

ASKS_NOTHING: Final = -1.0
"""Bits of content below which an account asks for nothing of what the ring is after."""
TIED: Final = 0.05
"""Share of a firm's accounts that hold a thing of the ring's, from which on it is no firm by itself."""


def customers(profile: Profile, config: RingConfig) -> NDArray[np.bool_]:
    """Shape (members,): who asks for nothing of what nearly all others ask: a reseller's ordinary customers.

    They came with the operator's cards, mailboxes and exits, but take nothing for it. Who never asked is not one.
    """
    content = profile.member_bits[:, FAMILY_NUMBER[Family.CONTENT]]
    asks = content >= SPEAKS
    return content < (ASKS_NOTHING if asks.mean() >= config.unify else -np.inf)


def firms(world: World, profile: Profile, config: RingConfig) -> list[Accounts]:
    """Firms inside a group: a private mail domain and one payer of their own, and no card, device or telephone of
    anybody else's. Each brings its own links, so the union is as consistent as a ring.
    """
    domain = held_of(world, profile, "email_domain")
    if domain is None:
        return []
    payer = payer_of(world, profile)
    found = []
    for sign in np.unique(domain[domain >= 0]):
        house = _house(world, domain, payer, int(sign))
        if config.min_size <= house.sum() < len(house) and not _tied(world, profile, house):
            found.append(np.asarray(profile.members[house]))
    return found


def _house(world: World, domain: NDArray[np.int64], payer: NDArray[np.int64], sign: int) -> NDArray[np.bool_]:
    """Shape (members,): those of a domain and of its payer; nobody where the domain or the payer are not its own."""
    signs = domain == sign
    nobody = np.zeros(len(domain), dtype=np.bool_)
    if signs.sum() < CONTAINER * world.features.degree[sign] or not (payer[signs] >= 0).any():
        return nobody
    bills = np.bincount(payer[signs & (payer >= 0)])
    pays = payer == bills.argmax()
    alone = (pays & (domain >= 0) & ~signs).sum() == 0
    return signs | pays if bills.max() >= CONTAINER * signs.sum() and alone else nobody


def _tied(world: World, profile: Profile, house: NDArray[np.bool_]) -> bool:
    """Whether things that go from hand to hand do so between a house and the rest of the group."""
    owner, x = world.features.rows(profile.members)
    kinds = np.isin(np.array(world.features.kinds), TANGIBLE)
    owner, x = owner[kinds[world.features.kind[x]]], x[kinds[world.features.kind[x]]]
    crossing = np.intersect1d(x[house[owner]], x[~house[owner]])
    holders = np.unique(owner[np.isin(x, crossing) & house[owner]])
    return bool(len(holders) >= TIED * house.sum())
