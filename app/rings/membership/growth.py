"""Groups let in whole bundles that they call for, but nobody who is known to belong to another hand."""

from __future__ import annotations

import numpy as np

from app.model.detection import State
from app.model.features import among
from app.rings.config import RingConfig
from app.rings.evidence.verdict import Verdict
from app.rings.joining.merge import CONTENT, Judge
from app.rings.population.levels import Accounts
from app.rings.population.profile import Profile, belonging, profile_of
from app.rings.population.world import World

FIRST = 6.0
"""Bits under the usual margin at which growth begins."""


def grown(world: World, verdicts: list[Verdict], judge_one: Judge, config: RingConfig) -> list[Verdict]:
    """Each group grown and judged again; a ring that asks otherwise is not taken in, however alike its pool is.

    A ring that would be none with whom it calls for stays as it was.
    """
    rings = [one for one in verdicts if one.state is State.FLAGGED]
    found: list[Verdict] = []
    for verdict in verdicts:
        called = belonging(verdict.profile, config.margin - FIRST)
        near = [one for one in rings if one is not verdict and among(one.profile.members, called).any()]
        others = [one.profile.members for one in near if _asks(verdict, one) or _asks(one, verdict)]
        barred = np.setdiff1d(np.concatenate(others), verdict.profile.members) if others else called[:0]
        wider = judge_one(grow(world, verdict.profile, config.margin, barred))
        lost = verdict.state is State.FLAGGED and wider.state is not State.FLAGGED
        found.append(verdict if lost else wider)
    return found


def _asks(one: Verdict, other: Verdict) -> bool:
    """Whether members of `one` ask a mix of their own that speaks against the other's accounts."""
    own = float(one.profile.member_bits[:, CONTENT].mean())
    return own >= 1.0 and float(one.profile.bits_of(other.profile.members)[:, CONTENT].mean()) < 0.0


def grow(world: World, profile: Profile, margin: float, barred: Accounts) -> Profile:
    """Let in whole bundles at once: a card of three whose holders are all outside looks foreign one by one.

    The threshold starts low and rises to `margin`, so whoever the grown profile does not call for drops out again.
    Accounts in `barred` (sorted) never enter.
    """
    start = profile
    for step in (margin - FIRST, margin - 4.0, margin - 2.0, margin, margin):
        chosen = belonging(profile, step)
        chosen = chosen[~among(barred, chosen)]
        if len(chosen) < 5:
            return start
        profile = profile_of(world, chosen)
    return profile if among(profile.members, start.members).mean() >= 0.8 else start
