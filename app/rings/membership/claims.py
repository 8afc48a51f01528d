"""Members whom another ring has a better claim to: operators rent from one pool, what they ask tells them apart."""

from __future__ import annotations

import numpy as np

from app.model.detection import State
from app.rings.config import RingConfig
from app.rings.evidence.verdict import Verdict
from app.rings.joining.merge import CONTENT, Judge
from app.rings.population.levels import Accounts
from app.rings.population.profile import profile_of
from app.rings.population.world import World

CLEARLY = 4.0
"""Bits by which one ring's questions have to call for an account more than another's."""


def given_back(world: World, verdicts: list[Verdict], judge_one: Judge, config: RingConfig) -> list[Verdict]:
    """The groups after each ring gave its members up to the ring that has the better claim, if both stay rings."""
    rings = [place for place, one in enumerate(verdicts) if one.state is State.FLAGGED and one.hot]
    found = list(verdicts)
    for holder in rings:
        best, claimed = _best_claims(verdicts, holder, rings)
        for claimer in rings:
            moved = verdicts[holder].profile.members[claimed & (best == claimer)]
            moved = moved[np.isin(moved, found[holder].profile.members)]
            if len(moved):
                found[holder], found[claimer] = _moved(world, found[holder], found[claimer], moved, judge_one, config)
    return found


def _best_claims(verdicts: list[Verdict], holder: int, rings: list[int]) -> tuple[Accounts, np.ndarray]:
    """For each member of a ring the other ring whose questions call for it most, and whether its claim is better."""
    mine = verdicts[holder].profile
    asked, total = mine.bits_of(mine.members)[:, CONTENT], mine.total_of(mine.members)
    best, most = np.full(len(mine.members), -1), np.full(len(mine.members), -np.inf)
    better = np.zeros(len(mine.members), dtype=np.bool_)
    for other in rings:
        if other == holder:
            continue
        theirs = verdicts[other].profile
        questions, claim = theirs.bits_of(mine.members)[:, CONTENT], theirs.total_of(mine.members)
        clear = (questions >= asked + CLEARLY) & (claim >= 0.0)
        stronger = ((questions >= asked) & (claim > total)) | clear
        won = stronger & (questions > most)
        best[won], most[won], better[won] = other, questions[won], True
    return best, better


def _moved(
    world: World, holder: Verdict, claimer: Verdict, moved: Accounts, judge_one: Judge, config: RingConfig
) -> tuple[Verdict, Verdict]:
    left = np.setdiff1d(holder.profile.members, moved)
    if len(left) < config.min_size:
        return holder, claimer
    one = judge_one(profile_of(world, left))
    other = judge_one(profile_of(world, np.union1d(claimer.profile.members, moved)))
    return (one, other) if one.state is State.FLAGGED and other.state is State.FLAGGED else (holder, claimer)
