"""Who belongs where, where groups overlap: an account is in one group at most."""

from __future__ import annotations

from typing import Final

import numpy as np

from app.model.detection import State
from app.rings.config import RingConfig
from app.rings.evidence.verdict import Verdict
from app.rings.joining.merge import LEFT, Judge
from app.rings.population.profile import profile_of
from app.rings.population.world import World

RANK: Final = {State.FLAGGED: 0, State.CONTAINED_SUSPECT: 1, State.CANDIDATE: 2, State.BENIGN: 3}
"""Whose claim comes first."""
KEPT: Final = 0.5
"""Least share of its accounts that a group keeps, to be one still."""


def settled(world: World, verdicts: list[Verdict], judge_one: Judge, config: RingConfig) -> list[Verdict]:
    """Each account goes to the flagged group that claims it most strongly, then to the strongest of the others.

    A ring that loses some of its accounts is judged by those it keeps: the others' evidence is not theirs.
    """
    ordered = sorted(
        verdicts, key=lambda v: (RANK[v.state], -v.bits, -len(v.profile.members), int(v.profile.members[0]))
    )
    owner = np.full(world.n, -1, dtype=np.int64)
    claim = np.full(world.n, -np.inf)
    level = np.full(world.n, 9)
    for number, verdict in enumerate(ordered):
        members = verdict.profile.members
        strength = verdict.profile.total_of(members)
        better = (RANK[verdict.state] < level[members]) | (
            (RANK[verdict.state] == level[members]) & (strength > claim[members])
        )
        owner[members[better]] = number
        claim[members[better]] = strength[better]
        level[members[better]] = RANK[verdict.state]
    kept: list[Verdict] = []
    for number, verdict in enumerate(ordered):
        mine = verdict.profile.members[owner[verdict.profile.members] == number]
        if len(mine) < max(config.min_size, KEPT * len(verdict.profile.members)):
            continue
        if verdict.state is State.FLAGGED and len(mine) < (1 - LEFT) * len(verdict.profile.members):
            verdict = judge_one(profile_of(world, mine))
        verdict.members = mine
        kept.append(verdict)
    return kept
