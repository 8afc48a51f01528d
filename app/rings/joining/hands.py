"""Rings of one hand, each by its own evidence, are joined: in step, or of one make on the same exits."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.sparse.csgraph import connected_components

from app.model.detection import State
from app.rings.evidence.verdict import Verdict, members_of
from app.rings.joining.habits import of_one_make
from app.rings.joining.in_step import in_step
from app.rings.joining.merge import Judge
from app.rings.joining.purse import one_purse
from app.rings.population.profile import profile_of
from app.rings.population.world import World


def one_hand(world: World, verdicts: Sequence[Verdict], judge_one: Judge) -> list[Verdict]:
    """The groups, rings of one hand joined where they are a ring together, whatever each asks.

    Only rings by their own evidence are compared: a course that meets each morning keeps a clock and a place as well.
    """
    groups = [v for v in verdicts if v.state is State.FLAGGED]
    found = [v for v in verdicts if v.state is not State.FLAGGED]
    linked = in_step(world, groups) | of_one_make(world, groups) | one_purse(world, groups)
    label = connected_components(linked, directed=False)[1]
    for number in np.unique(label):
        parts = [groups[i] for i in np.flatnonzero(label == number)]
        whole = _union(world, parts, judge_one)
        found += parts if whole is None else [whole]
    return found


def _union(world: World, parts: Sequence[Verdict], judge_one: Judge) -> Verdict | None:
    if len(parts) < 2:
        return None
    whole = judge_one(profile_of(world, members_of(parts)))
    return whole if whole.state is State.FLAGGED else None
