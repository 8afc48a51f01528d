"""What a group asks above everybody, and how alike two such mixes are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

from app.model.features import Floats, ranges
from app.rings.levels import Accounts
from app.rings.world import World


@dataclass(frozen=True, slots=True)
class Mix:
    """By how much accounts ask topics more than everybody does, of length 1."""

    topics: NDArray[np.int64]
    excess: Floats

    def cosine(self, other: Mix) -> float:
        """0 for nothing in common, 1 for the same."""
        _, mine, theirs = np.intersect1d(self.topics, other.topics, assume_unique=True, return_indices=True)
        return float(self.excess[mine] @ other.excess[theirs])


def mix_of(world: World, members: Accounts) -> Mix:
    """What members ask on average, above everybody; empty without members."""
    b = world.behaviour
    rows = ranges(b.topic_start, members)
    topics, column = np.unique(b.topic[rows], return_inverse=True)
    mix = np.bincount(column, weights=b.topic_share[rows], minlength=len(topics)) / max(len(members), 1)
    excess = np.maximum(mix - b.topic_weight[topics], 0.0)
    size = float(np.sqrt((excess**2).sum()))
    return Mix(topics.astype(np.int64), excess / size if size else excess)


def alike(world: World, groups: Sequence[Accounts], least: float) -> list[NDArray[np.int64]]:
    """Places of the groups whose mixes are alike by a cosine of `least`, directly or through others."""
    mixes = [mix_of(world, members) for members in groups]
    linked = np.array([[one.cosine(other) >= least for other in mixes] for one in mixes])
    label = connected_components(linked, directed=False)[1]
    return [np.flatnonzero(label == number) for number in np.unique(label)]
