"""Several houses side by side: each has a mail domain, and a bill or a place, of its own; nothing is hidden."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.model.features import distinct
from app.model.identifiers import KINDS, Family
from app.rings.evidence.places import own_addresses, seated
from app.rings.population.profile import Profile
from app.rings.population.world import World

COVERED: Final = 0.7
"""Share of the members that the houses must explain."""
APART: Final = 1.05
"""Domains for each thing at most, where things do not go round among houses."""
TANGIBLE: Final = ("instrument", "device", "phone")
"""What an operator hands round among its accounts."""
PAYERS: Final = tuple(kind for kind, of in KINDS.items() if of.family is Family.PAYMENT)
BILLS: Final = 1.5
"""Payers for each domain at most: an operator's card serves a few accounts, a house's all of them."""


def houses(world: World, profile: Profile, *, at_home: bool = True) -> str | None:
    """Says how many houses make up a group, or None where they do not. Members who roam, or who all come from the same
    addresses of one hoster, are not `at_home`.

    Accounts of one house have a private mail domain in common, and an instrument or the addresses of one subnet that
    no other of the domains uses. What joins such houses is what they ask, and perhaps a provider that they share.
    """
    domain = held_of(world, profile, "email_domain")
    if domain is None:
        return None
    return _billed(world, profile, domain) or (_seated(world, profile, domain) if at_home else None)


def _seated(world: World, profile: Profile, domain: NDArray[np.int64]) -> str | None:
    inside = np.isin(domain, seated(own_addresses(world, profile), domain))
    signs = len(distinct(domain[inside]))

    def goes_round(kind: str) -> bool:
        held = held_of(world, profile, kind)
        return held is not None and go_round(held, domain)

    if signs < 2 or inside.mean() < COVERED or any(map(goes_round, TANGIBLE)):
        return None
    return f"{signs} houses, each with a mail domain and addresses of its own"


def payer_of(world: World, profile: Profile) -> NDArray[np.int64]:
    """Shape (members,): who pays, as the bill tells that a member shares with most others; -1 for none.

    A firm has several cards but one name on them; where the feed has no names, the card has to do.
    """
    payer, most = np.full(len(profile.members), -1, dtype=np.int64), np.zeros(len(profile.members), dtype=np.int64)
    for kind in PAYERS:
        held = held_of(world, profile, kind)
        if held is not None:
            count = np.where(held >= 0, profile.lift_of(held)[1], 0)
            better = count > most
            payer[better], most[better] = held[better], count[better]
    return payer


def go_round(held: NDArray[np.int64], domain: NDArray[np.int64]) -> bool:
    """Whether things serve accounts of several domains."""
    both = (held >= 0) & (domain >= 0)
    pairs = np.unique(np.column_stack([held[both], domain[both]]), axis=0)
    return len(pairs) > APART * len(np.unique(pairs[:, 0]))


def _billed(world: World, profile: Profile, domain: NDArray[np.int64]) -> str | None:
    payer = payer_of(world, profile)
    both = (domain >= 0) & (payer >= 0)
    bills, signs = np.unique(payer[both]), np.unique(domain[both])
    # who signs with an address of its own is of the house that pays
    explained = np.isin(payer, bills) | np.isin(domain, signs)
    if explained.mean() < COVERED or len(signs) < 2 or len(bills) > BILLS * len(signs) or go_round(payer, domain):
        return None
    return f"{len(signs)} houses, each with a mail domain of its own and one bill"


def held_of(world: World, profile: Profile, kind: str) -> NDArray[np.int64] | None:
    """Shape (members,): the identifier of a kind that a member shares with most others, -1 for none."""
    features = world.features
    if kind not in features.kinds:
        return None
    owner, x = features.rows(profile.members)
    _, count = profile.lift_of(x)
    good = (features.kind[x] == features.kinds.index(kind)) & (count >= 2) & ~world.open_mail[x]
    held = np.full(len(profile.members), -1, dtype=np.int64)
    order = np.argsort(count[good], kind="stable")
    held[owner[good][order]] = x[good][order]
    return held
