"""Which ring a new account would join, and why: a waterfall in bits over the identifiers it came with. Pure.

An identifier that c of a ring's s members and d of N accounts have speaks for the ring with its lift, as in the group
test, and never with more than its rarity, as in linkage. Families count as in linkage; the prior and the margin are
those by which detection grows a ring.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.model.detection import State
from app.model.identifiers import KINDS, Family
from app.model.rings import RINGS


@dataclass(frozen=True, slots=True)
class RingShare:
    """A current group whose members have an identifier."""

    ring_id: str
    state: str
    size: int
    score: float
    members: int
    """Members with the identifier."""
    degree: int
    """Accounts with it; where there are too many to walk, as of the last detection."""


@dataclass(frozen=True, slots=True)
class Share:
    """One identifier that the account came with, and who else has it."""

    kind: str
    value: str
    degree: int
    """Other accounts; a lower bound where not `walked`."""
    walked: bool
    rings: tuple[RingShare, ...] = ()


@dataclass(frozen=True, slots=True)
class Rules:
    """What linkage and rings say of evidence; bits throughout."""

    population: int
    rarity: Callable[[str, int], float]
    """Of sharing an identifier of a kind with so many accounts."""
    lift: Callable[[int, int, int], float]
    """Of (members with it, accounts with it, members)."""
    family_share: Callable[[Family, int], float]
    """What of a kind's bits counts in a family that has counted so many kinds."""
    hub: int
    """Accounts above which an identifier says nothing."""
    margin: float
    support: float
    allowed: Callable[[str, str], str]
    """Why a person's ruling silences an identifier; empty if none does."""


@dataclass(frozen=True, slots=True)
class AttachTerm:
    """One bar of the waterfall."""

    family: Family
    kind: str
    value: str
    members: int
    degree: int
    bits: float
    counted: float


@dataclass(frozen=True, slots=True)
class Fit:
    """How well the account fits one ring."""

    ring_id: str
    state: str
    size: int
    ring_score: float
    prior: float
    bits: float
    """Log2 posterior odds that the account belongs to it."""
    joins: bool
    """Enough bits, and two families, one of them infrastructure."""
    terms: tuple[AttachTerm, ...]


@dataclass(frozen=True, slots=True)
class Silent:
    """An identifier that adds nothing, and why."""

    kind: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """The answer: rings by fit, best first, and identifiers that say nothing."""

    fits: tuple[Fit, ...]
    silent: tuple[Silent, ...]
    population: int

    @property
    def joins(self) -> Fit | None:
        """The ring that the account would join; None where none claims it."""
        return next((fit for fit in self.fits if fit.joins), None)


def attach(shares: Sequence[Share], rules: Rules) -> Attachment:
    """Weigh every ring that shares an identifier. The order of the identifiers does not matter; copies count once."""
    distinct = sorted({(share.kind, share.value): share for share in shares}.items())
    silent, heard = [], []
    for (kind, value), share in distinct:
        reason = _silence(share, rules)
        if reason:
            silent.append(Silent(kind, value, reason))
        else:
            heard.append(share)
    by_ring: dict[str, list[tuple[Share, RingShare]]] = {}
    for share in heard:
        for ring in share.rings:
            if ring.state in RINGS:
                by_ring.setdefault(ring.ring_id, []).append((share, ring))
    fits = sorted((_fit(found, rules) for found in by_ring.values()), key=lambda fit: (-fit.bits, fit.ring_id))
    return Attachment(tuple(sorted(fits, key=lambda fit: not fit.joins)), tuple(silent), rules.population)


def _silence(share: Share, rules: Rules) -> str:
    ruled = rules.allowed(share.kind, share.value)
    if ruled:
        return ruled
    if not share.degree:
        return "nobody else has it"
    known = max([share.degree, *(ring.degree for ring in share.rings)])
    if known > rules.hub:
        return f"a hub: {known:,} accounts have it"
    for ring in share.rings:
        if ring.state in (State.BENIGN, State.REVERSED) and 2 * ring.members >= known:
            return f"a benign container explains it: {ring.members} of the {known} accounts are in {ring.ring_id}"
    if not share.walked and not any(ring.state in RINGS for ring in share.rings):
        return f"common: more than {share.degree - 1:,} accounts have it, and no ring stands out by it"
    return "" if any(ring.state in RINGS for ring in share.rings) else "no ring's member has it"


def _fit(found: Sequence[tuple[Share, RingShare]], rules: Rules) -> Fit:
    ring = found[0][1]
    worth = sorted((_worth(share, one, rules) for share, one in found), key=lambda term: (-term.bits, term.kind))
    kinds: set[str] = set()
    counted: dict[Family, int] = {}
    terms = []
    for term in worth:
        part = 0.0
        if term.kind not in kinds and term.bits > 0:
            kinds.add(term.kind)
            part = rules.family_share(term.family, counted.get(term.family, 0))
            counted[term.family] = counted.get(term.family, 0) + 1
        bits = round(part * term.bits, 2)
        terms.append(AttachTerm(term.family, term.kind, term.value, term.members, term.degree, term.bits, bits))
    families: dict[Family, float] = {}
    for term in terms:
        families[term.family] = families.get(term.family, 0.0) + term.counted
    prior = round(math.log2(max(ring.size, 1) / max(rules.population - ring.size, 1)), 2)
    total = round(prior + sum(families.values()), 2)
    speaking = [family for family, bits in families.items() if bits >= rules.support]
    joins = total >= rules.margin and len(speaking) >= 2 and any(family.infrastructure for family in speaking)
    terms.sort(key=lambda term: (-term.counted, -term.bits, term.kind, term.value))
    return Fit(ring.ring_id, ring.state, ring.size, ring.score, prior, total, joins, tuple(terms))


def _worth(share: Share, ring: RingShare, rules: Rules) -> AttachTerm:
    degree = max(share.degree, ring.degree)
    # the account itself would be one more that has it
    bits = min(rules.rarity(share.kind, degree + 1), rules.lift(ring.members, degree, ring.size))
    family = KINDS[share.kind].family
    return AttachTerm(family, share.kind, share.value, ring.members, degree, round(max(bits, 0.0), 2), 0.0)
