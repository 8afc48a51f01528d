"""Operators and claims as properties of graph nodes, and back."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from app.graph.store import Row
from app.model.attribution import (
    Claim,
    ClaimRole,
    ClaimState,
    Event,
    EvidenceItem,
    Operator,
    OperatorKind,
    Tlp,
)


def operator_properties(operator: Operator) -> dict[str, Any]:
    """Properties of an Operator node but its key."""
    return {
        "name": operator.name,
        "kind": str(operator.kind),
        "aliases": list(operator.aliases),
        "traits": [json.dumps(trait, ensure_ascii=False) for trait in operator.traits],
        "note": operator.note,
        "author": operator.author,
        "made_at": operator.made_at,
        "tlp": str(operator.tlp),
    }


def operator_of(row: Row) -> Operator:
    """From the properties of an Operator node."""
    return Operator(
        operator_id=row["operator_id"],
        name=row["name"],
        kind=OperatorKind(row["kind"]),
        author=row["author"],
        made_at=row["made_at"],
        aliases=tuple(row.get("aliases") or ()),
        traits=tuple((kind, value) for kind, value in map(json.loads, row.get("traits") or ())),
        note=row.get("note") or "",
        tlp=Tlp(row.get("tlp") or Tlp.AMBER),
    )


def claim_properties(claim: Claim) -> dict[str, Any]:
    """Properties of a Claim node that a revision may change, and those that it may not."""
    return {
        "claim_id": claim.claim_id,
        "role": str(claim.role),
        "whole": claim.whole,
        "judgement": claim.judgement,
        "made_at": claim.made_at,
        "expires_at": claim.expires_at,
        "tlp": str(claim.tlp),
        "revision": claim.revision,
        **revised_properties(claim),
    }


def revised_properties(claim: Claim) -> dict[str, Any]:
    """What a revision writes."""
    return {
        "state": str(claim.state),
        "authors": list(claim.authors),
        "evidence": [_text(asdict(item)) for item in claim.evidence],
        "history": [_text(asdict(event)) for event in claim.history],
        "bits": claim.bits,
        "confidence": claim.confidence,
    }


def claim_of(row: Row) -> Claim:
    """From a row of claim (properties), operator_id, operator_name, ring_id."""
    told = row["claim"]
    return Claim(
        claim_id=told["claim_id"],
        operator_id=row["operator_id"],
        operator_name=row["operator_name"],
        ring_id=row["ring_id"],
        role=ClaimRole(told["role"]),
        judgement=told["judgement"],
        authors=tuple(told["authors"]),
        made_at=told["made_at"],
        evidence=tuple(EvidenceItem(**_read(text, "added_at")) for text in told["evidence"]),
        members=tuple(told["members"]),
        whole=told["whole"],
        expires_at=told.get("expires_at"),
        tlp=Tlp(told["tlp"]),
        state=ClaimState(told["state"]),
        bits=told["bits"],
        confidence=told["confidence"],
        revision=told["revision"],
        history=tuple(Event(**_read(text, "at")) for text in told["history"]),
    )


def _text(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, default=datetime.isoformat)


def _read(text: str, moment: str) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(text)
    if values.get(moment):
        values[moment] = datetime.fromisoformat(values[moment])
    return values
