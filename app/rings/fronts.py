"""Houses that are none: an operator may give each cell a mail domain and a server, and look like so many firms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from app.model.detection import State
from app.model.features import distinct
from app.model.identifiers import Family
from app.rings.config import RingConfig
from app.rings.mixes import alike
from app.rings.profile import Profile, refine
from app.rings.questions import ALIKE
from app.rings.verdict import Verdict
from app.rings.world import World

FEWEST: Final = 3
"""Houses that must ask the same: two may be a firm and its daughter."""


def fronts(
    world: World, verdicts: list[Verdict], judge_front: Callable[[Profile], Verdict], config: RingConfig
) -> list[Verdict]:
    """The groups, those that are fronts of one operator joined to a ring.

    Each follows a machine's clock, pays with many cards in small bundles, and is explained by a house; three that ask
    the same mix, which hardly anybody else asks, are not three houses. The union has to be a ring by its own evidence.
    """
    suspects = [v for v in verdicts if v.state is State.CONTAINED_SUSPECT and Family.PAYMENT in v.cleared]
    if len(suspects) < FEWEST:
        return verdicts
    joined: list[Verdict] = []
    gone: set[int] = set()
    for places in alike(world, [one.profile.members for one in suspects], ALIKE):
        cells = [suspects[i] for i in places]
        ring = _joined(world, cells, judge_front, config) if len(cells) >= FEWEST else None
        if ring is not None:
            joined.append(ring)
            gone.update(id(cell) for cell in cells)
    return [*joined, *(v for v in verdicts if id(v) not in gone)]


def _joined(
    world: World, cells: list[Verdict], judge_front: Callable[[Profile], Verdict], config: RingConfig
) -> Verdict | None:
    members = distinct(np.concatenate([cell.profile.members for cell in cells]))
    profile = refine(world, members, config.margin)
    found = judge_front(profile) if profile is not None else None
    return found if found is not None and found.state is State.FLAGGED else None
