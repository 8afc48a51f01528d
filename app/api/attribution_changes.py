"""Mutations on claims. The author is whoever the token names; nothing that was said is ever taken away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

import strawberry

from app.api.attribution import Claim
from app.api.blocking import blocking
from app.api.context import Info
from app.api.deciding import Outcome, Plan, change
from app.api.described import attr, resolved
from app.api.lookup import checked_text
from app.api.payload import Payload, changed_ring, checked_reason, client_id, common, optional
from app.api.policy import authorise_object
from app.api.subjects import ring_of
from app.api.types import Ring
from app.attribution import review
from app.attribution.claims import claim_step, find_operator, read_claim, revision_step, ring_accounts
from app.attribution.documents import item_of
from app.errors import NotFoundError, UsageError
from app.model import attribution as model
from app.model.attribution import ClaimRole, Tlp

MAX_CLAIMED: Final = 10_000


@strawberry.input(description="One piece of evidence for or against a claim.")
class ClaimEvidenceInput:
    """An item as given."""

    kind: str = attr('What was seen. Example: "mail_domain".')
    text: str = attr("The item in words.")
    family: str = attr("payment, network, email, device, content, timing, human, or weak (no bits).")
    source: str = attr("Where it comes from.")
    reliability: str = attr("Admiralty scale A-F of the source.")
    credibility: int = attr("Admiralty scale 1-6 of the information.")
    against: bool = optional("Whether it speaks against the claim.", False)
    bits: float | None = optional("Computed weight, if any; 0 or more.")
    signal: str = optional("What it rests on: items of one signal count once.", "")


@strawberry.input(description="A new claim. Its author is whoever the token names.")
class CreateClaimInput:
    """What is claimed of what, and why."""

    ring_id: strawberry.ID = attr("The ring; an old id means what it became.")
    operator: str = attr("The operator: id, name or alias.")
    role: ClaimRole = attr("What the operator does for the ring.")
    judgement: str = attr("The analyst's written judgement; at most 2000 characters.")
    evidence: list[ClaimEvidenceInput] = attr("At least one item, for or against.")
    account_ids: list[strawberry.ID] | None = optional("Only these accounts of the ring; at most 10,000.")
    expires_at: datetime | None = optional("From when on it is void.")
    tlp: Tlp = optional("How far it may be passed on.", Tlp.AMBER)
    client_mutation_id: str | None = client_id()


@strawberry.input(description="More evidence for or against a claim, and why.")
class CiteClaimInput:
    """An approval is void then: it was of other evidence."""

    claim_id: strawberry.ID = attr("Id of the claim.")
    evidence: list[ClaimEvidenceInput] = attr("At least one item, for or against.")
    reason: str = attr("Why; at most 2000 characters.")
    client_mutation_id: str | None = client_id()


@strawberry.input(description="Which item of a claim's evidence to take back, and why.")
class RetractClaimEvidenceInput:
    """The item stays readable and counts nothing."""

    claim_id: strawberry.ID = attr("Id of the claim.")
    item: int = attr("Position of the item in the claim's `evidence`, from 0.")
    reason: str = attr("Why; at most 2000 characters.")
    client_mutation_id: str | None = client_id()


@strawberry.input(description="Which claim to approve, and why.")
class ApproveClaimInput:
    """A second person's word."""

    claim_id: strawberry.ID = attr("Id of the claim.")
    reason: str = attr("What was checked; at most 2000 characters.")
    client_mutation_id: str | None = client_id()


@strawberry.input(description="Which claim to refute, and why.")
class RefuteClaimInput:
    """A claim found wrong."""

    claim_id: strawberry.ID = attr("Id of the claim.")
    reason: str = attr("Why it is wrong; at most 2000 characters.")
    client_mutation_id: str | None = client_id()


@strawberry.input(description="Which claim to take back, and why.")
class WithdrawClaimInput:
    """One of its authors takes it back."""

    claim_id: strawberry.ID = attr("Id of the claim.")
    reason: str = attr("Why; at most 2000 characters.")
    client_mutation_id: str | None = client_id()


@strawberry.type(description="Answer of `createClaim`.")
class CreateClaimPayload(Payload):
    """The claim, proposed."""

    claim: Claim | None = attr("The claim, proposed.")
    ring: Ring | None = attr("The ring that it is about.")


@strawberry.type(description="Answer of `citeClaim`.")
class CiteClaimPayload(Payload):
    """The claim, proposed again."""

    claim: Claim | None = attr("The claim, proposed again, with its new confidence.")
    ring: Ring | None = attr("The ring that it is about.")


@strawberry.type(description="Answer of `retractClaimEvidence`.")
class RetractClaimEvidencePayload(Payload):
    """The claim, proposed again."""

    claim: Claim | None = attr("The claim, proposed again, with its new confidence.")
    ring: Ring | None = attr("The ring that it is about.")


@strawberry.type(description="Answer of `approveClaim`.")
class ApproveClaimPayload(Payload):
    """The claim, approved."""

    claim: Claim | None = attr("The claim, approved: its operator's name may leave.")
    ring: Ring | None = attr("The ring that it is about.")


@strawberry.type(description="Answer of `refuteClaim`.")
class RefuteClaimPayload(Payload):
    """The claim, refuted."""

    claim: Claim | None = attr("The claim, refuted; it stays readable.")
    ring: Ring | None = attr("The ring that it is about.")


@strawberry.type(description="Answer of `withdrawClaim`.")
class WithdrawClaimPayload(Payload):
    """The claim, withdrawn."""

    claim: Claim | None = attr("The claim, withdrawn; it stays readable.")
    ring: Ring | None = attr("The ring that it is about.")


async def _create(info: Info, input: CreateClaimInput) -> CreateClaimPayload:
    async def plan() -> Plan:
        ring_id = await ring_of(info, input.ring_id)
        authorise_object("createClaim", info.context.principal, [])
        operator = await blocking(info.context.store, find_operator, checked_text(input.operator, "operator"))
        draft = review.draft_claim(
            operator.operator_id,
            ring_id,
            input.role,
            info.context.principal.name,
            checked_reason(input.judgement),
            datetime.now(UTC),
            evidence=_items(input.evidence),
            members=await _members(info, ring_id, input.account_ids),
            expires_at=input.expires_at,
            tlp=input.tlp,
        )
        return _planned(claim_step(draft), draft, draft.judgement)

    told = await change(info, "createClaim", input, plan)
    return CreateClaimPayload(**await _answer(info, input, told))


async def _cite(info: Info, input: CiteClaimInput) -> CiteClaimPayload:
    def cited(claim: model.Claim, by: str, reason: str, at: datetime) -> model.Claim:
        return review.cited(claim, _items(input.evidence), by, reason, at)

    return CiteClaimPayload(**await _revise(info, "citeClaim", input, cited))


async def _retract(info: Info, input: RetractClaimEvidenceInput) -> RetractClaimEvidencePayload:
    def retracted(claim: model.Claim, by: str, reason: str, at: datetime) -> model.Claim:
        return review.retracted(claim, input.item, by, reason, at)

    return RetractClaimEvidencePayload(**await _revise(info, "retractClaimEvidence", input, retracted))


async def _approve(info: Info, input: ApproveClaimInput) -> ApproveClaimPayload:
    return ApproveClaimPayload(**await _revise(info, "approveClaim", input, review.approved))


async def _refute(info: Info, input: RefuteClaimInput) -> RefuteClaimPayload:
    return RefuteClaimPayload(**await _revise(info, "refuteClaim", input, review.refuted))


async def _withdraw(info: Info, input: WithdrawClaimInput) -> WithdrawClaimPayload:
    return WithdrawClaimPayload(**await _revise(info, "withdrawClaim", input, review.withdrawn))


async def _revise(info: Info, name: str, given: Any, revised: Any) -> dict[str, Any]:
    """One revision of a loaded claim; fields of the payload. `revised(claim, by, reason, at)` checks and changes it."""

    async def plan() -> Plan:
        claim = await blocking(info.context.store, read_claim, checked_text(given.claim_id, "claimId"))
        authorise_object(name, info.context.principal, claim.authors)
        reason = checked_reason(given.reason)
        new = revised(claim, info.context.principal.name, reason, datetime.now(UTC))
        return _planned(revision_step(claim, new), claim, reason)

    return await _answer(info, given, await change(info, name, given, plan))


def _planned(step: Any, claim: model.Claim, reason: str) -> Plan:
    objects = [f"Claim:{claim.claim_id}", f"Ring:{claim.ring_id}", f"Operator:{claim.operator_id}"]
    return Plan([step], {"claim": claim.claim_id, "ring": claim.ring_id}, objects, reason)


async def _answer(info: Info, given: Any, told: Outcome) -> dict[str, Any]:
    claim_id = told.answer.get("claim")
    found = await blocking(info.context.store, read_claim, claim_id) if claim_id else None
    claim = Claim.of(found) if found else None
    return {**common(given, told), "claim": claim, "ring": await changed_ring(info, told)}


def _items(given: Sequence[ClaimEvidenceInput]) -> list[model.EvidenceItem]:
    if not given:
        raise UsageError("`evidence` is empty", do="Give at least one item, for or against")
    return [item_of(vars(item)) for item in given]


async def _members(info: Info, ring_id: str, given: Sequence[str] | None) -> list[str]:
    """The accounts that a claim is limited to. Raises NotFoundError for one that is not in the ring."""
    if not given:
        return []
    if len(given) > MAX_CLAIMED:
        raise UsageError(f"`accountIds` lists {len(given)}, allowed are {MAX_CLAIMED}")
    missing = sorted(set(given) - set(await blocking(info.context.store, ring_accounts, ring_id)))
    if missing:
        raise NotFoundError(f"{missing[0][:64]} is not in the ring", do="`ring { members }` lists its accounts")
    return [str(account) for account in given]


create_claim: Any = resolved("Claim that an operator stands behind a ring. Rivals live side by side.", cost=100)(
    _create
)
cite_claim: Any = resolved("Add evidence for or against a claim; an approval is void then.", cost=100)(_cite)
retract_claim_evidence: Any = resolved(
    "Take back an item of a claim's evidence; it stays readable, and an approval is void then.", cost=100
)(_retract)
approve_claim: Any = resolved(
    "Agree to a claim as a second person, never one of its authors: only then may the name leave.", cost=100
)(_approve)
refute_claim: Any = resolved("Find a claim wrong; it stays readable.", cost=100)(_refute)
withdraw_claim: Any = resolved("Take back a claim of one's own; it stays readable.", cost=100)(_withdraw)
