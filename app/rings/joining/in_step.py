"""Rings that act in the same five minutes day by day are one operator's, whatever each asks and shares."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.model.features import Floats
from app.rings.evidence.group_test import Presence, common_clock, presence
from app.rings.evidence.judge import ONE_CLOCK
from app.rings.evidence.verdict import Verdict
from app.rings.population.behaviour import LAGS
from app.rings.population.world import World

SLOTS: Final = 288
PAIRS: Final = 50
"""Coincidences from which on a ratio tells anything."""
DAYS: Final = 5
MOST_DAYS: Final = 0.9
"""Days in common at least, and the share of them on which two groups have to coincide: by chance it is half."""


def in_step(world: World, groups: Sequence[Verdict]) -> NDArray[np.bool_]:
    """Shape (groups, groups): which pairs of rings, each by its own evidence, keep one clock.

    Two operators' machines are at work on the same days and at the same hours, but not in the same minutes of them;
    strangers' jobs begin at quarters of the hour, which tells nothing.
    """
    linked = np.zeros((len(groups), len(groups)), dtype=np.bool_)
    if world.behaviour.rounded or len(groups) < 2:
        return linked
    for a, b in np.argwhere(np.triu(_ratios(world, groups) >= 2**ONE_CLOCK, k=1)):
        linked[a, b] = _one_hand(groups[a], groups[b])
    return linked


def _one_hand(one: Verdict, other: Verdict) -> bool:
    """Whether the accounts that only one of two rings has act in the other's minutes."""
    behaviour = one.profile.world.behaviour
    mine = _presence(one)
    strangers = np.setdiff1d(other.profile.members, one.profile.members)
    theirs = _presence(other) if len(strangers) == len(other.profile.members) else presence(behaviour, strangers)
    clock = common_clock(mine, theirs, rounded=behaviour.rounded)
    told = clock.pairs >= PAIRS and not clock.on_quarters and bool(np.log2(clock.ratio) >= ONE_CLOCK)
    return told and _steady(mine, theirs)


def _steady(one: Presence, other: Presence) -> bool:
    """Whether two groups coincide more than 15 to 60 minutes apart on nearly all of the days that they have in common.

    Timetables that are drawn anew each day fall together on some days by chance, and much when they do.
    """
    days, i, j = np.intersect1d(one[0], other[0], assume_unique=True, return_indices=True)
    mine, theirs = one[1][i], other[1][j]
    now = (mine * theirs).sum(axis=1)
    apart = [(mine[:, : SLOTS - n] * theirs[:, n:]).sum(axis=1) for n in LAGS]
    apart += [(mine[:, n:] * theirs[:, : SLOTS - n]).sum(axis=1) for n in LAGS]
    return len(days) >= DAYS and bool((now > np.mean(apart, axis=0)).mean() >= MOST_DAYS)


def _presence(verdict: Verdict) -> Presence:
    return verdict.once("presence", lambda: presence(verdict.profile.world.behaviour, verdict.profile.members))


def _ratios(world: World, groups: Sequence[Verdict]) -> Floats:
    """Shape (groups, groups): coincidences in one slot over the mean of those 15 to 60 minutes apart."""
    found = [_presence(v) for v in groups]
    days = np.unique(np.concatenate([one for one, _ in found]))
    table = np.zeros((len(groups), len(days), SLOTS), dtype=np.float32)
    for row, (own, counts) in zip(table, found, strict=True):
        row[np.searchsorted(days, own)] = counts
    now = _products(table, 0)
    later = np.mean([_products(table, lag) for lag in LAGS], axis=0)
    return np.asarray((now + 4.0) / ((later + later.T) / 2 + 4.0))


def _products(table: NDArray[np.float32], lag: int) -> Floats:
    """Shape (groups, groups): coincidences of the first with the second so many slots later."""
    first, second = table[:, :, : SLOTS - lag], table[:, :, lag:]
    return np.asarray(np.einsum("gds,hds->gh", first, second, optimize=True), dtype=np.float64)
