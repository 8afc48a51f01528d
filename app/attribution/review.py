"""What people do with a claim: propose, cite, retract, approve, refute, withdraw. Pure; nothing is ever taken away.

A change of the evidence undoes an approval: what a second person agreed to was other evidence.
"""

from __future__ import annotations

import hashlib
from base64 import b32encode
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from app.attribution.confidence import check_item, claim_bits, confidence
from app.errors import Forbidden, NotFoundError, UsageError
from app.model.attribution import Claim, ClaimRole, ClaimState, Event, EvidenceItem, Operator, OperatorKind, Tlp

MAX_TEXT: Final = 4_000
MAX_ITEMS: Final = 500
_OPEN: Final = (ClaimState.PROPOSED, ClaimState.APPROVED)


def draft_operator(
    name: str,
    kind: OperatorKind,
    author: str,
    at: datetime,
    *,
    aliases: Sequence[str] = (),
    traits: Sequence[tuple[str, str]] = (),
    note: str = "",
    tlp: Tlp = Tlp.AMBER,
) -> Operator:
    """A checked operator; its id follows from its name, whatever the case. Raises UsageError."""
    name = checked(name, "name")
    key = _key("O", name.casefold())
    clean = tuple(sorted({checked(alias, "alias") for alias in aliases}))
    return Operator(key, name, kind, checked(author, "author"), at, clean, tuple(sorted(set(traits))), note, tlp)


def draft_claim(
    operator_id: str,
    ring_id: str,
    role: ClaimRole,
    author: str,
    judgement: str,
    at: datetime,
    *,
    evidence: Sequence[EvidenceItem] = (),
    members: Sequence[str] = (),
    expires_at: datetime | None = None,
    tlp: Tlp = Tlp.AMBER,
) -> Claim:
    """A checked claim, proposed. Without `members` it is about the whole ring. Raises UsageError."""
    author, judgement = checked(author, "author"), checked(judgement, "judgement")
    if expires_at and expires_at <= at:
        raise UsageError("the claim would expire before it is made")
    if not evidence:
        raise UsageError("a claim needs evidence", do="give at least one item, for or against")
    accounts = tuple(sorted(set(members)))
    key = _key("C", operator_id, ring_id, role, author, at.isoformat(), *accounts)
    claim = Claim(
        claim_id=key,
        operator_id=operator_id,
        ring_id=ring_id,
        role=role,
        judgement=judgement,
        authors=(author,),
        made_at=at,
        members=accounts,
        whole=not accounts,
        expires_at=expires_at,
        tlp=tlp,
        history=(Event("proposed", author, at, judgement),),
    )
    return _weighed(claim, [replace(item, author=author, added_at=at) for item in evidence])


def cited(claim: Claim, items: Sequence[EvidenceItem], by: str, reason: str, at: datetime) -> Claim:
    """The claim with more evidence; whoever cites becomes one of its authors."""
    _open(claim)
    claim = replace(claim, authors=tuple(dict.fromkeys((*claim.authors, checked(by, "author")))))
    more = [*claim.evidence, *(replace(item, author=by, added_at=at) for item in items)]
    return _told(_weighed(claim, more), "cited", by, at, reason, ClaimState.PROPOSED)


def retracted(claim: Claim, position: int, by: str, reason: str, at: datetime) -> Claim:
    """The claim without the item at a position (from 0), which stays readable. Whoever retracts becomes an author."""
    _open(claim)
    if not 0 <= position < len(claim.evidence) or claim.evidence[position].retracted_by:
        raise NotFoundError(f"claim {claim.claim_id} has no item {position} to retract")
    items = list(claim.evidence)
    items[position] = replace(items[position], retracted_by=checked(by, "author"), retracted_reason=reason)
    claim = replace(claim, authors=tuple(dict.fromkeys((*claim.authors, by))))
    return _told(_weighed(claim, items), "retracted", by, at, reason, ClaimState.PROPOSED)


def approved(claim: Claim, by: str, reason: str, at: datetime) -> Claim:
    """The claim, agreed to by a second person. Raises Forbidden for one of its authors."""
    if claim.state is not ClaimState.PROPOSED or not claim.in_force(at):
        raise UsageError(f"claim {claim.claim_id} is {claim.state} or expired, and cannot be approved")
    if _person(by) in map(_person, claim.authors):
        raise Forbidden(f"{by} gave claim {claim.claim_id} its evidence", do="Somebody else must approve it")
    return _told(claim, "approved", by, at, reason, ClaimState.APPROVED)


def refuted(claim: Claim, by: str, reason: str, at: datetime) -> Claim:
    """The claim, found wrong; it stays readable with the reason."""
    _open(claim)
    return _told(claim, "refuted", by, at, reason, ClaimState.REFUTED)


def withdrawn(claim: Claim, by: str, reason: str, at: datetime) -> Claim:
    """The claim, taken back by one of its authors. Raises Forbidden for anybody else, who may refute it."""
    _open(claim)
    if _person(by) not in map(_person, claim.authors):
        raise Forbidden(f"{by} did not make claim {claim.claim_id}", do="Refute it instead")
    return _told(claim, "withdrawn", by, at, reason, ClaimState.WITHDRAWN)


def checked(text: str, name: str) -> str:
    """Trimmed text of a person. Raises UsageError where it is empty or too long."""
    text = text.strip()
    if not text or len(text) > MAX_TEXT:
        raise UsageError(f"{name} must have 1 to {MAX_TEXT} characters")
    return text


def _weighed(claim: Claim, items: Sequence[EvidenceItem]) -> Claim:
    if len(items) > MAX_ITEMS:
        raise UsageError(f"a claim has at most {MAX_ITEMS} items of evidence")
    bits = claim_bits([check_item(item) for item in items])
    return replace(claim, evidence=tuple(items), bits=bits, confidence=confidence(bits))


def _open(claim: Claim) -> None:
    if claim.state not in _OPEN:
        raise UsageError(f"claim {claim.claim_id} is {claim.state}", do="make a new claim: nothing is overwritten")


def _told(claim: Claim, what: str, by: str, at: datetime, reason: str, state: ClaimState) -> Claim:
    event = Event(what, checked(by, "author"), at, checked(reason, "reason"))
    return replace(claim, state=state, history=(*claim.history, event))


def _person(name: str) -> str:
    return " ".join(name.casefold().split())


def _key(letter: str, *parts: str) -> str:
    return f"{letter}-" + b32encode(hashlib.sha256("\n".join(parts).encode()).digest()).decode()[:10]
