"""Verdicts as the model's groups: members with their terms, shared identifiers, calibrated scores."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from app.model.detection import PRIOR, Group, Member, Term
from app.model.features import FAMILIES
from app.model.identifiers import KINDS, Family
from app.rings.config import RingConfig
from app.rings.evidence.verdict import Verdict
from app.rings.explanation.calibration import group_probability, member_probability
from app.rings.explanation.sufficient import sufficient
from app.rings.population.profile import Profile
from app.rings.population.world import World

MOST_TERMS = 12
MOST_IDENTIFIERS = 24


def group_of(world: World, verdict: Verdict, config: RingConfig) -> Group:
    """The group with state, score, evidence; members sorted by account id."""
    whole = group_probability(verdict.bits)
    terms = [Term(Family.TIMING, PRIOR, "", 0, len(verdict.members), verdict.prior, "odds before any evidence")]
    terms += verdict.terms
    return Group(
        state=verdict.state,
        score=whole,
        families=tuple(sorted(str(family) for family in verdict.families)),
        members=_members(world, verdict, whole),
        terms=tuple(sorted(terms, key=_strongest)) + _identifiers(world, verdict),
        reason=verdict.reason,
        sufficient=sufficient(verdict, config),
    )


def _strongest(term: Term) -> tuple[float, str, str]:
    return -term.bits, term.kind, term.identifier


def _identifiers(world: World, verdict: Verdict) -> tuple[Term, ...]:
    """The most telling shared identifiers, for reading: their bits are inside the families' terms, so 0 here."""
    features, profile = world.features, verdict.profile
    shared = profile.shared
    worth = shared.lifts * shared.counts
    best = np.lexsort((shared.identifiers, -worth))[:MOST_IDENTIFIERS]
    found = [(int(shared.identifiers[i]), float(shared.lifts[i]), int(shared.counts[i])) for i in best if worth[i] > 0]
    return tuple(
        Term(
            KINDS[features.kinds[features.kind[x]]].family,
            features.kinds[features.kind[x]],
            str(features.names[x]),
            int(features.degree[x]),
            count,
            0.0,
            f"2^{lift:.1f} times as common inside; counted in the family's term",
        )
        for x, lift, count in found
    )


def _members(world: World, verdict: Verdict, whole: float) -> tuple[Member, ...]:
    """Terms add up to each member's bits: prior, then what each family says, under its most telling identifier."""
    profile, ids = verdict.profile, world.snapshot.population.account_ids
    bits = profile.bits_of(verdict.members)
    best = _most_telling(world, verdict)
    prior = Term(Family.TIMING, PRIOR, "", 0, len(profile.members), profile.prior, "share of all accounts")
    members = []
    for row, account in enumerate(verdict.members):
        loud = np.flatnonzero(np.abs(bits[row]) >= 0.05)
        terms = [_family_term(best.get((row, int(number))), profile, int(number), bits[row, number]) for number in loud]
        total = float(profile.prior + bits[row].sum())
        ordered = tuple(sorted([*terms, prior], key=_strongest))[:MOST_TERMS]
        members.append(Member(str(ids[account]), member_probability(total, whole), total, ordered))
    return tuple(members)


def _family_term(known: Term | None, profile: Profile, number: int, bits: float) -> Term:
    if known is None or bits < 0:
        return Term(
            FAMILIES[number], "profile", "", 0, len(profile.members), float(bits), "against the group's profile"
        )
    return replace(known, bits=float(bits))


def _most_telling(world: World, verdict: Verdict) -> dict[tuple[int, int], Term]:
    """(member's row, family number) -> its identifier with the greatest lift, shared with another member."""
    features = world.features
    owner, x = features.rows(verdict.members)
    lift, count = verdict.profile.lift_of(x)
    shared = np.flatnonzero(count >= 2)
    family = features.family[x[shared]].astype(np.int64)
    order = shared[np.lexsort((x[shared], -lift[shared], family, owner[shared]))]
    key = owner[order] * len(FAMILIES) + features.family[x[order]]
    first = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]])) if len(key) else key
    found: dict[tuple[int, int], Term] = {}
    for at in order[first]:
        one = int(x[at])
        kind, number = features.kinds[features.kind[one]], int(features.family[one])
        found[int(owner[at]), number] = Term(
            FAMILIES[number], kind, str(features.names[one]), int(features.degree[one]), int(count[at]), 0.0
        )
    return found
