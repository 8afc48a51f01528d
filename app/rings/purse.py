"""Rings that one purse pays for, or one hand sits at, are one operator's, however differently they live."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.rings.habits import FEWEST, own_things
from app.rings.verdict import Verdict
from app.rings.world import World

REACH: Final = 0.1
"""Share of the accounts of either ring that use something which the other uses too."""


def one_purse(world: World, groups: Sequence[Verdict]) -> NDArray[np.bool_]:
    """Shape (groups, groups): which pairs of rings, each by its own evidence, one purse pays for or one hand sits at.

    Pools of exits and racks of machines are let to several operators, but a card sold twice is spoilt, and at a machine
    of a few accounts sits one person. A cell may have a client, hours and questions of its own all the same.
    """
    linked = np.zeros((len(groups), len(groups)), dtype=np.bool_)
    if len(groups) < 2:
        return linked
    exits, cards, machines = own_things(world, groups)
    for a in range(len(groups)):
        for b in range(a + 1, len(groups)):
            pair = (groups[a], groups[b])
            paid, met, sat = (_reaches(world, pair, (kind[a], kind[b])) for kind in (cards, exits, machines))
            linked[a, b] = (paid and met) or sat
    return linked


def _reaches(world: World, pair: tuple[Verdict, Verdict], things: tuple[NDArray[np.int64], NDArray[np.int64]]) -> bool:
    """Whether enough things are in common, and enough accounts of either ring use one of them."""
    both = np.intersect1d(*things, assume_unique=True)
    return len(both) >= FEWEST and all(_share(world, one.profile.members, both) >= REACH for one in pair)


def _share(world: World, members: NDArray[np.int64], things: NDArray[np.int64]) -> float:
    owner, x = world.features.rows(members, used=True)
    return len(np.unique(owner[np.isin(x, things)])) / len(members)
