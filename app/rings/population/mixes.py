"""What a group asks above everybody, and how alike two such mixes are."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

from app.model.features import Floats, ranges
from app.rings.population.levels import Accounts
from app.rings.population.world import World

RELIABLE: Final = 0.5
"""Least share of a mix that is no accident of who its members are, to tell by how much two mixes are alike."""


@dataclass(frozen=True, slots=True)
class Mix:
    """By how much accounts ask topics more than everybody does, of length 1."""

    topics: NDArray[np.int64]
    excess: Floats
    reliability: float = 1.0
    """Share of the squared length that other members of the same mind would show as well."""

    def cosine(self, other: Mix) -> float:
        """0 for nothing in common, 1 for the same.

        Ten members each of one mind seem less alike than a hundred, for a part of what they ask is their own: this
        is corrected for (attenuation: C. Spearman 1904, The Proof and Measurement of Association between Two Things).
        """
        _, mine, theirs = np.intersect1d(self.topics, other.topics, assume_unique=True, return_indices=True)
        seen = float(self.excess[mine] @ other.excess[theirs])
        if min(self.reliability, other.reliability) < RELIABLE:
            return seen
        return min(seen / math.sqrt(self.reliability * other.reliability), max(seen, 1.0))


def mix_of(world: World, members: Accounts) -> Mix:
    """What members ask on average, above everybody; empty without members."""
    b, s = world.behaviour, len(members)
    rows = ranges(b.topic_start, members)
    topics, column = np.unique(b.topic[rows], return_inverse=True)
    mix, square = (np.bincount(column, b.topic_share[rows] ** power, len(topics)) / max(s, 1) for power in (1, 2))
    excess = np.maximum(mix - b.topic_weight[topics], 0.0)
    length = float((excess**2).sum())
    if not length:
        return Mix(topics.astype(np.int64), excess)
    noise = float((square - mix**2)[excess > 0].sum()) / max(s - 1, 1)
    reliability = 1 - noise / length if s > 1 else 0.0
    return Mix(topics.astype(np.int64), excess / math.sqrt(length), reliability)


def alike(world: World, groups: Sequence[Accounts], least: float) -> list[NDArray[np.int64]]:
    """Places of the groups whose mixes are alike by a cosine of `least`, directly or through others."""
    mixes = [mix_of(world, members) for members in groups]
    linked = np.array([[one.cosine(other) >= least for other in mixes] for one in mixes])
    label = connected_components(linked, directed=False)[1]
    return [np.flatnonzero(label == number) for number in np.unique(label)]
