"""Operators and claims in the graph: recorded, listed, revised one at a time, and what of them may leave."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from app.attribution import queries as q
from app.attribution.following import follow
from app.attribution.records import claim_of, claim_properties, operator_of, operator_properties, revised_properties
from app.errors import LockedError, NotFoundError, UsageError
from app.graph.store import GraphStore, Step
from app.model.attribution import Claim, ClaimState, Operator, Tlp

MOST: Final = 10_000


@dataclass(frozen=True, slots=True)
class Released:
    """An operator's name that may leave, and the claim that lets it."""

    ring_id: str
    claim_id: str
    operator_id: str
    name: str
    role: str
    confidence: float
    approved_by: str
    approved_at: datetime
    tlp: Tlp
    whole: bool
    """About the ring as it grows; False for the claim's own accounts only."""


def add_operator(store: GraphStore, operator: Operator) -> Operator:
    """Record an operator. Raises UsageError where the name is known already."""
    params = {"operator_id": operator.operator_id, "properties": operator_properties(operator)}
    if not store.write((q.CREATE_OPERATOR, params))[0]:
        raise UsageError(f"operator {operator.name!r} is known already", do=f"its id is {operator.operator_id}")
    return operator


def list_operators(store: GraphStore, limit: int = MOST) -> list[tuple[Operator, int]]:
    """Operators by name, each with how many claims name it."""
    return [(operator_of(row["operator"]), row["claims"]) for row in store.read(q.LIST_OPERATORS, limit=limit)]


def find_operator(store: GraphStore, text: str) -> Operator:
    """The operator that an id, a name or an alias means. Raises NotFoundError, or UsageError for several."""
    found = [operator_of(row["operator"]) for row in store.read(q.FIND_OPERATOR, text=text.strip())]
    if not found:
        raise NotFoundError(f"no operator {text!r}", do="see `ringleader attribute operator list`")
    if len(found) > 1:
        raise UsageError(f"{text!r} means {len(found)} operators", do=", ".join(one.operator_id for one in found))
    return found[0]


def add_claim(store: GraphStore, claim: Claim) -> Claim:
    """Record a claim beside its rivals. Raises NotFoundError where ring, operator or a member does not exist."""
    rows = store.write(claim_step(claim))[0]
    if not rows:
        raise NotFoundError(
            f"no ring {claim.ring_id}, no operator {claim.operator_id}, or an account that is not in the ring",
            do="see `ringleader ring ID` and `ringleader attribute operator list`",
        )
    return claim_of(rows[0])


def claim_step(claim: Claim) -> Step:
    """Record a new claim; without a row where ring, operator or a member does not exist."""
    return q.CREATE_CLAIM, {
        "ring_id": claim.ring_id,
        "operator_id": claim.operator_id,
        "accounts": list(claim.members),
        "properties": claim_properties(claim),
    }


def revision_step(old: Claim, new: Claim) -> Step:
    """Write the next revision of a claim; without a row where it was changed since `old` was read."""
    params = {"claim_id": old.claim_id, "revision": old.revision, "properties": revised_properties(new)}
    return q.UPDATE_CLAIM, params


def read_claim(store: GraphStore, claim_id: str) -> Claim:
    """A claim. Raises NotFoundError."""
    rows = store.read(q.READ_CLAIM, claim_id=claim_id)
    if not rows:
        raise NotFoundError(f"no claim {claim_id}", do="see `ringleader attribute claim list`")
    return claim_of(rows[0])


def list_claims(
    store: GraphStore, states: Sequence[str] = tuple(ClaimState), operator_id: str | None = None, limit: int = MOST
) -> list[Claim]:
    """Claims in these states, newest first."""
    rows = store.read(q.LIST_CLAIMS, states=list(states), operator_id=operator_id, limit=limit)
    return [claim_of(row) for row in rows]


def ring_claims(store: GraphStore, ring_ids: Sequence[str]) -> dict[str, list[Claim]]:
    """By ring: claims about it or about rings that became it, refuted ones too, newest first."""
    found: dict[str, list[Claim]] = {ring_id: [] for ring_id in ring_ids}
    for row in store.read(q.LIST_RING_CLAIMS, ring_ids=list(ring_ids)):
        found[row["asked"]].append(claim_of(row))
    return found


def ring_accounts(store: GraphStore, ring_id: str) -> list[str]:
    """Members of a ring, whatever its state; of one that ended, its last."""
    return next((row["accounts"] for row in store.read(q.LIST_ONE_RING, ring_id=ring_id)), [])


def revise(store: GraphStore, claim_id: str, change: Callable[[Claim], Claim]) -> Claim:
    """Load a claim, change it, write the next revision. Raises what `change` raises, LockedError for a lost race."""
    claim = read_claim(store, claim_id)
    new = change(claim)
    if not store.write(revision_step(claim, new))[0]:
        raise LockedError(f"claim {claim_id} was changed meanwhile", do="read it again")
    return replace(new, revision=claim.revision + 1)


def may_leave(claim: Claim, at: datetime) -> bool:
    """Whether the claim lets its operator's name leave in exports and reports: approved, in force, not TLP:RED."""
    return claim.approved(at) and claim.tlp is not Tlp.RED


def released_names(
    store: GraphStore, ring_ids: Sequence[str], at: datetime | None = None
) -> Mapping[str, list[Released]]:
    """By ring, the operators' names that may leave. Exports and reports ask here and nowhere else.

    A claim about a ring that became this one counts only while it holds for the whole of it (see `following`): what
    grew beyond the claimed accounts needs a claim of its own.
    """
    moment = at or datetime.now(UTC)
    found = ring_claims(store, ring_ids)
    leaving = [claim for claims in found.values() for claim in claims if may_leave(claim, moment)]
    held = follow(store, leaving)
    return {
        ring_id: [
            released(ring_id, claim)
            for claim in claims
            if claim in leaving
            and (claim.ring_id == ring_id or any(one.ring_id == ring_id and one.whole for one in held[claim.claim_id]))
        ]
        for ring_id, claims in found.items()
    }


def released(ring_id: str, claim: Claim) -> Released:
    """What an export says of an approved claim."""
    approval = next(event for event in reversed(claim.history) if event.what == "approved")
    return Released(
        ring_id=ring_id,
        claim_id=claim.claim_id,
        operator_id=claim.operator_id,
        name=claim.operator_name,
        role=str(claim.role),
        confidence=claim.confidence,
        approved_by=approval.by,
        approved_at=approval.at,
        tlp=claim.tlp,
        whole=claim.whole,
    )
