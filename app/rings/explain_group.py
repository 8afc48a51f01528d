"""Verdicts as the model's groups: members with their terms, shared identifiers, calibrated scores."""

from __future__ import annotations

import numpy as np

from app.model.detection import PRIOR, Group, Member, Term
from app.model.features import FAMILIES
from app.model.identifiers import KINDS, Family
from app.model.links import Links
from app.rings.calibration import group_probability, member_probability
from app.rings.judge import Verdict
from app.rings.world import World

MOST_TERMS = 12
MOST_IDENTIFIERS = 24


def group_of(world: World, links: Links, verdict: Verdict) -> Group:
    """The group with state, score, evidence; members sorted by account id."""
    ids = world.snapshot.population.account_ids
    whole = group_probability(verdict.bits)
    terms = [Term(Family.TIMING, PRIOR, "", 0, len(verdict.members), verdict.prior, "odds before any evidence")]
    terms += verdict.terms
    members = tuple(_member(world, links, verdict, int(a), str(ids[a]), whole) for a in verdict.members)
    return Group(
        state=verdict.state,
        score=whole,
        families=tuple(sorted(str(family) for family in verdict.families)),
        members=members,
        terms=tuple(sorted(terms, key=_strongest)) + _identifiers(world, verdict),
        reason=verdict.reason,
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


def _member(world: World, links: Links, verdict: Verdict, account: int, name: str, whole: float) -> Member:
    """Terms add up to the member's bits: prior, then what each family says, under its most telling identifier."""
    profile, features = verdict.profile, world.features
    terms = []
    mine = features.identifier[features.start[account] : features.start[account + 1]]
    lift, count = profile.lift_of(mine)
    theirs = profile.bits_of(np.array([account]))[0]
    for number, family in enumerate(FAMILIES):
        bits = float(theirs[number])
        if abs(bits) < 0.05:
            continue
        own = np.flatnonzero((features.family[mine] == number) & (count >= 2))
        if len(own) and bits > 0:
            at = int(own[np.lexsort((mine[own], -lift[own]))[0]])
            x = int(mine[at])
            kind = features.kinds[features.kind[x]]
            term = Term(family, kind, str(features.names[x]), int(features.degree[x]), int(count[at]), bits)
        else:
            term = Term(family, "profile", "", 0, len(profile.members), bits, "against the group's profile")
        terms.append(term)
    total = float(profile.prior + theirs.sum())
    terms.append(Term(Family.TIMING, PRIOR, "", 0, len(profile.members), profile.prior, "share of all accounts"))
    return Member(name, member_probability(total, whole), total, tuple(sorted(terms, key=_strongest))[:MOST_TERMS])
