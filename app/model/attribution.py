"""Who may be behind a ring: operators, and claims with evidence. A ring is not an operator; a claim links the two."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class OperatorKind(StrEnum):
    """What sort of party an operator is."""

    ACTOR = "actor"
    """Draws the model's answers out for itself."""
    PROXY = "proxy"
    """Rents out addresses, to guilty and innocent customers alike."""
    RESELLER = "reseller"
    """Sells access through accounts of its own."""


class ClaimRole(StrEnum):
    """What a claim says the operator does for the ring."""

    RUNS = "runs"
    """Its traffic is the operator's: only this role decides a bucket of the ledger."""
    PROXIES = "proxies"
    RESELLS = "resells"


class ClaimState(StrEnum):
    """Where a claim stands. Refuted and withdrawn ones stay readable for ever."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    """A second person agreed: the operator's name may leave in exports and reports."""
    REFUTED = "refuted"
    WITHDRAWN = "withdrawn"


class Tlp(StrEnum):
    """Traffic Light Protocol 2.0: how far something may be passed on, the narrowest first."""

    RED = "red"
    AMBER_STRICT = "amber+strict"
    AMBER = "amber"
    GREEN = "green"
    CLEAR = "clear"

    def holds(self, told: Tlp) -> bool:
        """Whether what is marked `told` may stand in a document that is marked so."""
        levels = list(Tlp)
        return levels.index(self) <= levels.index(told)


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """One piece of evidence for or against a claim."""

    against: bool
    kind: str
    """What was seen, in the field's terms: `instrument_bin`, `mail_domain`, `report`, `country`."""
    text: str
    family: str
    """payment, network, email, device, content, timing, human (people, documents, reports), or weak."""
    source: str
    reliability: str
    """Admiralty scale A-F: how reliable the source is; F cannot be judged."""
    credibility: int
    """Admiralty scale 1-6: how credible the information is; 6 cannot be judged."""
    bits: float | None = None
    """Computed weight of evidence (log2 likelihood ratio, 0 or more); None where a person reports without figures."""
    signal: str = ""
    """What the item rests on: items with one signal are copies of it. Empty: its family, kind and text."""
    author: str = ""
    added_at: datetime | None = None
    retracted_by: str = ""
    """Who took it back; a retracted item stays readable and counts nothing."""
    retracted_reason: str = ""


@dataclass(frozen=True, slots=True)
class Operator:
    """A known party. `traits` are declared (kind, value) pairs of its fingerprint."""

    operator_id: str
    name: str
    kind: OperatorKind
    author: str
    made_at: datetime
    aliases: tuple[str, ...] = ()
    traits: tuple[tuple[str, str], ...] = ()
    note: str = ""
    tlp: Tlp = Tlp.AMBER


@dataclass(frozen=True, slots=True)
class Event:
    """Something that was done to a claim: proposed, cited, retracted, approved, refuted or withdrawn."""

    what: str
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Claim:
    """`operator_id` has `role` for a ring, or for the part of it that `members` names. Never deleted, never merged."""

    claim_id: str
    operator_id: str
    ring_id: str
    role: ClaimRole
    judgement: str
    """The analyst's written judgement."""
    authors: tuple[str, ...]
    """Whoever proposed it or gave it evidence: none of them may approve it."""
    made_at: datetime
    evidence: tuple[EvidenceItem, ...] = ()
    members: tuple[str, ...] = ()
    """The accounts it was about when it was made, sorted."""
    whole: bool = True
    """About the ring as it grows; False for exactly `members`."""
    expires_at: datetime | None = None
    tlp: Tlp = Tlp.AMBER
    state: ClaimState = ClaimState.PROPOSED
    bits: float = 0.0
    confidence: float = 0.0
    revision: int = 1
    history: tuple[Event, ...] = ()
    operator_name: str = ""

    def in_force(self, at: datetime) -> bool:
        """Neither refuted nor withdrawn nor expired."""
        alive = self.state in (ClaimState.PROPOSED, ClaimState.APPROVED)
        return alive and self.made_at <= at and (self.expires_at is None or at < self.expires_at)

    def approved(self, at: datetime) -> bool:
        """In force, and a second person agreed."""
        return self.state is ClaimState.APPROVED and self.in_force(at)
