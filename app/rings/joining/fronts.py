"""Houses that are none: an operator may give each cell a mail domain and a server, and look like so many firms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from scipy.sparse.csgraph import connected_components

from app.model.detection import State
from app.model.identifiers import Family
from app.rings.config import RingConfig
from app.rings.evidence.verdict import Verdict, members_of
from app.rings.joining.merge import Judge, clock_between, union
from app.rings.joining.questions import ALIKE, asked_mix, calls_for
from app.rings.population.world import World
from app.rings.seeding.partition import by_label

FEWEST: Final = 3
"""Houses at addresses of their own that must ask the same: two may be a firm and its daughter."""
ONE_CLOCK: Final = 2.0
"""Doublings of coincidences from which on houses follow one clock: two daily jobs of strangers may begin in the same
five minutes, but not all of what they do."""


def fronts(world: World, verdicts: list[Verdict], judge_front: Judge, config: RingConfig) -> list[Verdict]:
    """The groups, those that are fronts of one operator joined to a ring, or to the ring whose questions they ask.

    People who sit in a house neither come from rented exits nor follow a machine's clock. Two houses that rent and ask
    the same, or act in the same minutes, are none; nor are three that follow a clock and pay with many cards in small
    bundles. The union has to be a ring by its own evidence.
    """
    rings = [v for v in verdicts if v.state is State.FLAGGED]
    rest = [v for v in verdicts if v.state is not State.FLAGGED]
    for is_none, fewest in ((_rents, 2), (_pays, FEWEST)):
        for cells in _together([v for v in rest if is_none(v)], fewest):
            ring = _joined(world, cells, judge_front, config)
            if ring is not None:
                rings, rest = [*rings, ring], _without(rest, cells)
    for cell in [v for v in rest if _hides(v)]:
        found = _taken_in(world, rings, cell, judge_front, config)
        if found is not None:
            ring, larger = found
            rings, rest = [larger if one is ring else one for one in rings], _without(rest, [cell])
    return [*rings, *rest]


def _hides(verdict: Verdict) -> bool:
    """Whether a house explains it, but not how it acts or where it comes from."""
    suspect = verdict.state is State.CONTAINED_SUSPECT
    return suspect or (verdict.state is State.BENIGN and bool(verdict.contained) and verdict.rents)


def _rents(verdict: Verdict) -> bool:
    return _hides(verdict) and verdict.rents


def _pays(verdict: Verdict) -> bool:
    return verdict.state is State.CONTAINED_SUSPECT and Family.PAYMENT in verdict.cleared


def _together(houses: Sequence[Verdict], fewest: int) -> list[list[Verdict]]:
    """Houses that go together, `fewest` or more."""
    if not houses:
        return []
    linked = np.array([[_go_together(one, other) for other in houses] for one in houses], dtype=np.bool_)
    label = connected_components(linked, directed=False)[1]
    groups = by_label(label, np.arange(len(houses)))
    return [[houses[i] for i in places] for places in groups if len(places) >= fewest]


def _go_together(one: Verdict, other: Verdict) -> bool:
    """Whether two houses ask the same mix, or both rent exits and follow one clock."""
    if asked_mix(one).cosine(asked_mix(other)) >= ALIKE:
        return True
    if not (one.rents and other.rents):
        return False
    clock = clock_between(one, other, np.setdiff1d(other.profile.members, one.profile.members))
    return clock.pairs >= 50 and not clock.on_quarters and bool(np.log2(clock.ratio) >= ONE_CLOCK)


def _taken_in(
    world: World, rings: Sequence[Verdict], cell: Verdict, judge_front: Judge, config: RingConfig
) -> tuple[Verdict, Verdict] | None:
    """The ring whose questions a house asks, and the ring with the house in it."""
    called = [ring for ring in rings if calls_for(ring, cell)]
    if not called:
        return None
    ring = max(called, key=lambda one: asked_mix(one).cosine(asked_mix(cell)))
    larger = _joined(world, [ring, cell], judge_front, config)
    return None if larger is None else (ring, larger)


def _joined(world: World, cells: Sequence[Verdict], judge_front: Judge, config: RingConfig) -> Verdict | None:
    """The union, where it is a ring, and more than the largest of its parts."""
    most = max(len(v.profile.members) for v in cells)
    found = union(world, cells, judge_front, config) if len(members_of(cells)) >= most + config.min_size else None
    return found if found is not None and found.state is State.FLAGGED else None


def _without(verdicts: Sequence[Verdict], gone: Sequence[Verdict]) -> list[Verdict]:
    return [v for v in verdicts if all(v is not one for one in gone)]
