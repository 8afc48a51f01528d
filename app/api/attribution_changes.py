"""Mutations on claims: create, approve, refute. The author is whoever the token names; the loaded claim is checked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import strawberry

from app.api.attribution import Claim
from app.api.blocking import blocking
from app.api.context import Info
from app.api.described import attr, resolved
from app.attribution import review
from app.attribution.claims import add_claim, find_operator, revise
from app.attribution.documents import item_of
from app.graph.store import GraphStore
from app.model import attribution as model
from app.model.attribution import ClaimRole, Tlp
from app.rings.read import resolve


@strawberry.input(description="One piece of evidence for or against a claim.")
class ClaimEvidenceInput:
    """An item as given."""

    kind: str = attr('What was seen. Example: "mail_domain".')
    text: str = attr("The item in words.")
    family: str = attr("payment, network, email, device, content, timing, human, or weak (no bits).")
    source: str = attr("Where it comes from.")
    reliability: str = attr("Admiralty scale A-F of the source.")
    credibility: int = attr("Admiralty scale 1-6 of the information.")
    against: bool = strawberry.field(default=False, description="Whether it speaks against the claim.")
    bits: float | None = strawberry.field(default=None, description="Computed weight, if any; 0 or more.")
    signal: str = strawberry.field(default="", description="What it rests on: items of one signal count once.")


@strawberry.input(description="A new claim. Its author is whoever the token names.")
class CreateClaimInput:
    """What is claimed of what, and why."""

    ring_id: strawberry.ID = attr("The ring; an old id means what it became.")
    operator: str = attr("The operator: id, name or alias.")
    role: ClaimRole = attr("What the operator does for the ring.")
    judgement: str = attr("The analyst's written judgement.")
    evidence: list[ClaimEvidenceInput] = attr("At least one item, for or against.")
    account_ids: list[strawberry.ID] | None = strawberry.field(
        default=None, description="Only these accounts of the ring; at most 10,000."
    )
    expires_at: datetime | None = strawberry.field(default=None, description="From when on it is void.")
    tlp: Tlp = strawberry.field(default=Tlp.AMBER, description="How far it may be passed on.")


@strawberry.input(description="Which claim to approve, and why.")
class ApproveClaimInput:
    """A second person's word."""

    claim_id: strawberry.ID = attr("Id of the claim.")
    reason: str = attr("What was checked.")


@strawberry.input(description="Which claim to refute, and why.")
class RefuteClaimInput:
    """A claim found wrong."""

    claim_id: strawberry.ID = attr("Id of the claim.")
    reason: str = attr("Why it is wrong.")


@strawberry.type(description="The recorded claim.")
class CreateClaimPayload:
    """Answer of `createClaim`."""

    claim: Claim = attr("The claim, proposed.")


@strawberry.type(description="The approved claim.")
class ApproveClaimPayload:
    """Answer of `approveClaim`."""

    claim: Claim = attr("The claim, approved: its operator's name may leave.")


@strawberry.type(description="The refuted claim.")
class RefuteClaimPayload:
    """Answer of `refuteClaim`."""

    claim: Claim = attr("The claim, refuted; it stays readable.")


async def _create(info: Info, input: CreateClaimInput) -> CreateClaimPayload:
    made = await blocking(info.context.store, _record, info.context.principal.name, input)
    return CreateClaimPayload(claim=Claim.of(made))


def _record(store: GraphStore, author: str, given: CreateClaimInput) -> model.Claim:
    items = [item_of(vars(item)) for item in given.evidence]
    draft = review.draft_claim(
        find_operator(store, given.operator).operator_id,
        resolve(store, given.ring_id),
        given.role,
        author,
        given.judgement,
        datetime.now(UTC),
        evidence=items,
        members=[str(account) for account in given.account_ids or ()],
        expires_at=given.expires_at,
        tlp=given.tlp,
    )
    return add_claim(store, draft)


async def _revised(info: Info, claim_id: str, change: Callable[..., model.Claim], reason: str) -> Claim:
    by, at = info.context.principal.name, datetime.now(UTC)

    def changed(claim: model.Claim) -> model.Claim:
        return change(claim, by, reason, at)

    return Claim.of(await blocking(info.context.store, revise, claim_id, changed))


async def _approve(info: Info, input: ApproveClaimInput) -> ApproveClaimPayload:
    return ApproveClaimPayload(claim=await _revised(info, input.claim_id, review.approved, input.reason))


async def _refute(info: Info, input: RefuteClaimInput) -> RefuteClaimPayload:
    return RefuteClaimPayload(claim=await _revised(info, input.claim_id, review.refuted, input.reason))


create_claim: Any = resolved("Claim that an operator stands behind a ring. Rivals live side by side.", cost=100)(
    _create
)
approve_claim: Any = resolved(
    "Agree to a claim as a second person, never one of its authors: only then may the name leave.", cost=100
)(_approve)
refute_claim: Any = resolved("Find a claim wrong; it stays readable.", cost=100)(_refute)
