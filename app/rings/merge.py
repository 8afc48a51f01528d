"""Fragments of one ring are joined on evidence of joint control; operators who only share a proxy pool stay apart."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from app.model.features import FAMILIES, Floats
from app.model.identifiers import Family
from app.rings.config import RingConfig
from app.rings.judge import Verdict
from app.rings.profile import Profile, World, refine

Judge = Callable[[Profile], Verdict]
INFRASTRUCTURE = np.array([family.infrastructure for family in FAMILIES])
BEHAVIOUR = np.array([family in (Family.CONTENT, Family.TIMING) for family in FAMILIES])


def merge(world: World, verdicts: list[Verdict], judge_one: Judge, config: RingConfig) -> list[Verdict]:
    """Join the strongest agreeing pair, refine and judge the union again, until no pair agrees."""
    groups = sorted(verdicts, key=_order)
    tried: set[tuple[tuple[int, int], tuple[int, int]]] = set()
    while True:
        pair = _best_pair(groups, tried)
        if pair is None:
            return groups
        a, b = pair
        tried.add((_key(groups[a]), _key(groups[b])))
        union = np.union1d(groups[a].profile.members, groups[b].profile.members)
        profile = refine(world, union, config.margin)
        if profile is None or not (_kept(profile, groups[a]) and _kept(profile, groups[b])):
            continue
        joined = judge_one(profile)
        if not joined.dispersed or not joined.unified:
            continue
        rest = [
            group
            for i, group in enumerate(groups)
            if i not in (a, b) and np.isin(group.profile.members, profile.members).mean() < 0.5
        ]
        groups = sorted([*rest, joined], key=_order)


def _order(verdict: Verdict) -> tuple[int, int]:
    return -len(verdict.profile.members), int(verdict.profile.members[0])


def _key(verdict: Verdict) -> tuple[int, int]:
    return _order(verdict)


def _kept(profile: Profile, verdict: Verdict) -> bool:
    return bool(np.isin(verdict.profile.members, profile.members).mean() >= 0.7)


def _best_pair(groups: list[Verdict], tried: set[tuple[tuple[int, int], tuple[int, int]]]) -> tuple[int, int] | None:
    best: tuple[float, int, int] | None = None
    for a in range(len(groups)):
        for b in range(a + 1, len(groups)):
            if (_key(groups[a]), _key(groups[b])) in tried:
                continue
            score = max(agreement(groups[a], groups[b]), agreement(groups[b], groups[a]))
            if score > 0 and (best is None or score > best[0]):
                best = (score, a, b)
    return (best[1], best[2]) if best else None


def agreement(one: Verdict, other: Verdict) -> float:
    """Bits a member by which `other` looks like `one`; 0 unless behaviour and infrastructure both agree.

    A family agrees when the other's accounts, who had no part in the profile, get at least half of what its own get.
    """
    profile, members = one.profile, other.profile.members
    strangers = members[~np.isin(members, profile.members)]
    if len(strangers) < 0.5 * len(members):
        return float(profile.total[members].mean())  # mostly the same accounts
    own: Floats = profile.family_bits[profile.members].mean(axis=0)
    theirs: Floats = profile.family_bits[strangers].mean(axis=0)
    agrees = (theirs >= 0.5 * own) & (theirs >= 1.0)
    contradicts = (own >= 4.0) & (theirs < 0.0) & INFRASTRUCTURE
    if not (agrees & BEHAVIOUR).any() or not (agrees & INFRASTRUCTURE).any() or contradicts.sum() >= 2:
        return 0.0
    return float(theirs.sum())
