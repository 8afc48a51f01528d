"""Operators and claims as GraphQL. Whoever may not decide sees only what an approved claim lets out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import strawberry

from app.api.blocking import blocking
from app.api.context import Info
from app.api.described import attr, listed, resolved
from app.api.policy import DECIDES
from app.api.traffic import operator_traffic
from app.attribution.claims import list_claims, list_operators, may_leave, ring_claims
from app.attribution.confidence import confidence, weight, without, words
from app.attribution.following import follow
from app.graph.store import GraphStore
from app.model import attribution as model
from app.model.attribution import ClaimRole, ClaimState, OperatorKind, Tlp

for _enum, _text in (
    (OperatorKind, "What sort of party an operator is."),
    (ClaimRole, "What a claim says that the operator does for the ring."),
    (ClaimState, "Where a claim stands. Refuted and withdrawn ones stay readable."),
    (Tlp, "Traffic Light Protocol 2.0: how far something may be passed on."),
):
    strawberry.enum(_enum, description=_text)


@strawberry.type(description="A known party: an actor, a proxy service, a reseller.")
class Operator:
    """An operator."""

    id: strawberry.ID = attr('Follows from its name. Example: "O-ABCDEFGHIJ".')
    name: str = attr("Its name. Leaves in exports and reports only through an approved claim.")
    kind: OperatorKind = attr("What sort of party it is.")
    aliases: list[str] = attr("Other names.")
    note: str = attr("What is known of it.")
    made_at: datetime = attr("When it was recorded.")
    tlp: Tlp = attr("How far it may be passed on.")
    traffic = operator_traffic

    @classmethod
    def of(cls, found: model.Operator) -> Operator:
        """From the model."""
        return cls(
            id=strawberry.ID(found.operator_id),
            name=found.name,
            kind=found.kind,
            aliases=list(found.aliases),
            note=found.note,
            made_at=found.made_at,
            tlp=found.tlp,
        )


@strawberry.type(description="One piece of evidence for or against a claim, and what it moves.")
class ClaimEvidence:
    """An item."""

    against: bool = attr("Whether it speaks against the claim.")
    kind: str = attr('What was seen. Example: "mail_domain".')
    text: str = attr("The item in words.")
    family: str = attr("payment, network, email, device, content, timing, human, or weak (no bits).")
    source: str = attr("Where it comes from.")
    reliability: str = attr("Admiralty scale A-F of the source.")
    credibility: int = attr("Admiralty scale 1-6 of the information.")
    weight: float = attr("Bits that it is worth by itself.")
    moves_bits: float = attr("Bits that the claim would lose without it; 0 for a copy of another item.")
    confidence_without: float = attr("The claim's confidence without it.")
    retracted_by: str | None = attr("Who took it back; it counts nothing then.")


@strawberry.type(description="Something that was done to a claim.")
class ClaimEvent:
    """An event of its history."""

    what: str = attr("proposed, cited, retracted, approved, refuted or withdrawn.")
    by: str = attr("Who did it.")
    at: datetime = attr("When.")
    reason: str = attr("Why.")


@strawberry.type(description="A current ring that a claim's ring is or became.")
class ClaimedRing:
    """Where a claim went."""

    ring_id: strawberry.ID = attr("The ring.")
    account_count: int = attr("Claimed accounts that are in it now.")
    size: int = attr("All of its accounts.")
    whole: bool = attr("The claim holds for all of it; false for the claimed accounts only.")


@strawberry.type(
    description="A claim that an operator stands behind a ring. Rivals live side by side; none is deleted."
)
class Claim:
    """A claim."""

    id: strawberry.ID = attr('Example: "C-ABCDEFGHIJ".')
    ring_id: strawberry.ID = attr("The ring that it was made about.")
    operator: str = attr("The operator's name.")
    role: ClaimRole = attr("What the operator does for the ring.")
    whole: bool = attr("About the ring as it grows; false for exactly the accounts that it named.")
    account_count: int = attr("Accounts that it was about when it was made.")
    judgement: str = attr("The analyst's written judgement.")
    confidence: float = attr("Probability computed from the evidence, 0..1.")
    bits: float = attr("Log2 odds computed from the evidence.")
    words: str = attr('The confidence in words (ICD 203). Example: "very likely".')
    state: ClaimState = attr("Where it stands.")
    in_force: bool = attr("Neither refuted nor withdrawn nor expired.")
    made_at: datetime = attr("When it was made.")
    expires_at: datetime | None = attr("From when on it is void; null for never.")
    tlp: Tlp = attr("How far it may be passed on; RED never leaves.")
    authors: list[str] = attr("Whoever proposed it or gave it evidence: none of them may approve it.")
    claim: strawberry.Private[model.Claim]
    evidence: list[ClaimEvidence] = listed("Evidence for and against, in the order given.", size=5)
    history: list[ClaimEvent] = listed("What was done to it, in order.", size=3)

    @resolved("Current rings that its ring is or became, by merges and splits.", cost=2, size=2)
    async def rings(self, info: Info) -> list[ClaimedRing]:
        """Worked out when it is asked."""
        held = (await blocking(info.context.store, follow, [self.claim]))[self.claim.claim_id]
        return [
            ClaimedRing(ring_id=strawberry.ID(o.ring_id), account_count=o.accounts, size=o.size, whole=o.whole)
            for o in held
        ]

    @classmethod
    def of(cls, claim: model.Claim) -> Claim:
        """From the model."""
        return cls(
            claim=claim,
            id=strawberry.ID(claim.claim_id),
            ring_id=strawberry.ID(claim.ring_id),
            operator=claim.operator_name,
            role=claim.role,
            whole=claim.whole,
            account_count=len(claim.members),
            judgement=claim.judgement,
            confidence=claim.confidence,
            bits=claim.bits,
            words=words(claim.confidence),
            state=claim.state,
            in_force=claim.in_force(datetime.now(UTC)),
            made_at=claim.made_at,
            expires_at=claim.expires_at,
            tlp=claim.tlp,
            authors=list(claim.authors),
            evidence=[_item(claim, position) for position in range(len(claim.evidence))],
            history=[ClaimEvent(what=e.what, by=e.by, at=e.at, reason=e.reason) for e in claim.history],
        )


def _item(claim: model.Claim, position: int) -> ClaimEvidence:
    item, left = claim.evidence[position], without(claim.evidence, position)
    told = {name: getattr(item, name) for name in ("against", "kind", "text", "family", "source")}
    return ClaimEvidence(
        **told,
        reliability=item.reliability,
        credibility=item.credibility,
        weight=weight(item),
        moves_bits=round(claim.bits - left, 6),
        confidence_without=confidence(left),
        retracted_by=item.retracted_by or None,
    )


def visible(info: Info, claims: Sequence[model.Claim]) -> list[model.Claim]:
    """Claims that the principal may see: all for those who decide, else those that may leave."""
    if info.context.principal.role in DECIDES:
        return list(claims)
    return [claim for claim in claims if may_leave(claim, datetime.now(UTC))]


async def _claims(self: Any, info: Info) -> list[Claim]:
    found = await blocking(info.context.store, ring_claims, [self.id])
    return [Claim.of(claim) for claim in visible(info, found[self.id])]


async def _operators(info: Info, first: int = 50) -> list[Operator]:
    found = await blocking(info.context.store, _listed, first, info.context.principal.role in DECIDES)
    return [Operator.of(one) for one in found]


def _listed(store: GraphStore, first: int, every: bool) -> list[model.Operator]:
    known = [one for one, _ in list_operators(store)]
    now = datetime.now(UTC)
    out = (
        {c.operator_id for c in list_claims(store, [ClaimState.APPROVED]) if may_leave(c, now)} if not every else set()
    )
    return [one for one in known if every or one.operator_id in out][: max(0, min(first, 200))]


claims_of_ring = resolved(
    "Claims about who is behind it, or behind rings that became it, newest first. Roles that decide see all; others "
    "only approved ones.",
    cost=20,
    size=5,
)(_claims)
operators = resolved(
    "Known operators, by name (at most 200). Roles that decide see all; others only those of approved claims.", cost=20
)(_operators)
