"""Verdicts as the model's groups: members with their terms, shared identifiers, calibrated scores."""

from __future__ import annotations

import numpy as np

from app.model.detection import PRIOR, Group, Member, Term
from app.model.features import FAMILIES
from app.model.identifiers import KINDS, Family
from app.model.links import Links
from app.rings.calibration import group_probability, member_probability
from app.rings.judge import Verdict
from app.rings.profile import World

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
    worth = np.where(profile.count >= 2, profile.lift * profile.count, 0.0)
    best = np.lexsort((np.arange(len(worth)), -worth))[:MOST_IDENTIFIERS]
    return tuple(
        Term(
            KINDS[features.kinds[features.kind[x]]].family,
            features.kinds[features.kind[x]],
            str(features.names[x]),
            int(features.degree[x]),
            int(profile.count[x]),
            0.0,
            f"2^{profile.lift[x]:.1f} times as common inside; counted in the family's term",
        )
        for x in best
        if worth[x] > 0
    )


def _member(world: World, links: Links, verdict: Verdict, account: int, name: str, whole: float) -> Member:
    """Terms add up to the member's bits: prior, then what each family says, under its most telling identifier."""
    profile, features = verdict.profile, world.features
    terms = []
    mine = features.identifier[features.start[account] : features.start[account + 1]]
    for number, family in enumerate(FAMILIES):
        bits = float(profile.family_bits[account, number])
        if abs(bits) < 0.05:
            continue
        own = mine[(features.family[mine] == number) & (profile.count[mine] >= 2)]
        if len(own) and bits > 0:
            x = int(own[np.lexsort((own, -profile.lift[own]))[0]])
            kind = features.kinds[features.kind[x]]
            term = Term(family, kind, str(features.names[x]), int(features.degree[x]), int(profile.count[x]), bits)
        else:
            term = Term(family, "profile", "", 0, len(profile.members), bits, "against the group's profile")
        terms.append(term)
    total = float(profile.total[account])
    terms.append(Term(Family.TIMING, PRIOR, "", 0, len(profile.members), profile.prior, "share of all accounts"))
    return Member(name, member_probability(total, whole), total, tuple(sorted(terms, key=_strongest))[:MOST_TERMS])
