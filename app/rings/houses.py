"""Several houses side by side: each signs with one mail domain and pays one bill, so nothing of theirs is hidden."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.model.public_mail import is_public
from app.rings.profile import Profile
from app.rings.world import World

COVERED: Final = 0.7
"""Share of the members that the houses must explain."""
BILLS: Final = 1.5
"""Instruments for each domain at most: an operator's card serves a few accounts, a house's all of them."""


def houses(world: World, profile: Profile) -> str | None:
    """Says how many houses make up a group, or None where they do not.

    Accounts of one house have a private mail domain and an instrument in common, and no instrument serves two domains.
    """
    domain = _held(world, profile, "email_domain")
    instrument = _held(world, profile, "instrument")
    if domain is None or instrument is None:
        return None
    both = (domain >= 0) & (instrument >= 0)
    if both.mean() < COVERED:
        return None
    pairs = np.unique(np.column_stack([instrument[both], domain[both]]), axis=0)
    bills, signs = len(np.unique(pairs[:, 0])), len(np.unique(pairs[:, 1]))
    if signs < 2 or len(pairs) > 1.05 * bills or bills > BILLS * signs:
        return None
    return f"{signs} houses, each with a mail domain of its own and one bill"


def _held(world: World, profile: Profile, kind: str) -> NDArray[np.int64] | None:
    """Shape (members,): the identifier of a kind that a member shares with most others, -1 for none."""
    features = world.features
    if kind not in features.kinds:
        return None
    owner, x = features.rows(profile.members)
    _, count = profile.lift_of(x)
    good = (features.kind[x] == features.kinds.index(kind)) & (count >= 2)
    if kind == "email_domain":
        good &= ~np.array([one and is_public(str(name)) for one, name in zip(good, features.names[x], strict=True)])
    held = np.full(len(profile.members), -1, dtype=np.int64)
    order = np.argsort(count[good], kind="stable")
    held[owner[good][order]] = x[good][order]
    return held
