"""Rings that one purse pays for, or one hand sits at, are one operator's, however differently they live."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.rings.evidence.verdict import Verdict
from app.rings.joining.habits import FEWEST, own_things
from app.rings.population.world import World

REACH: Final = 0.1
"""Share of the accounts of either ring that use something which the other uses too."""
MOST: Final = 0.5
"""The same of what accounts are paid with, of rings that come from exits of their own."""


def one_purse(world: World, groups: Sequence[Verdict]) -> NDArray[np.bool_]:
    """Shape (groups, groups): which pairs of rings, each by its own evidence, one purse pays for or one hand sits at.

    Pools of exits and racks of machines are let to several operators, but a card sold twice is spoilt, and at a machine
    of a few accounts sits one person. A cell may have a client, hours and questions of its own all the same, and exits
    too: then more has to be paid from one purse. Cards go with the names and addresses that they are billed to; who
    rotates the cards may keep the addresses.
    """
    linked = np.zeros((len(groups), len(groups)), dtype=np.bool_)
    if len(groups) < 2:
        return linked
    exits, *cards, machines = own_things(world, groups)
    for a in range(len(groups)):
        for b in range(a + 1, len(groups)):
            pair = (groups[a], groups[b])
            met, *paid, sat = (_reach(world, pair, (kind[a], kind[b])) for kind in (exits, *cards, machines))
            least = REACH if met >= REACH else MOST
            linked[a, b] = max(paid) >= least or sat >= REACH
    return linked


def _reach(world: World, pair: tuple[Verdict, Verdict], things: tuple[NDArray[np.int64], NDArray[np.int64]]) -> float:
    """Share of the accounts of either ring at least that use a thing both do; 0 where too few are in common."""
    both = np.intersect1d(*things, assume_unique=True)
    return min(_share(world, one.profile.members, both) for one in pair) if len(both) >= FEWEST else 0.0


def _share(world: World, members: NDArray[np.int64], things: NDArray[np.int64]) -> float:
    owner, x = world.features.rows(members, used=True)
    return len(np.unique(owner[np.isin(x, things)])) / len(members)
