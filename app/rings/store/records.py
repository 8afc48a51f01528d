"""Rings as rows for the graph, each with a digest of its content, so that a run writes only what changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any, Final

from app.model.detection import Member, Term
from app.model.identifiers import KINDS
from app.model.rings import Ring, TrafficRow

Record = dict[str, Any]
MAX_TERMS: Final = 100
"""Terms kept on a ring; members keep what detection gives (at most 12)."""


def evidence(terms: Iterable[Term]) -> list[str]:
    """One JSON object a term, in the order given (docs/graph.md)."""
    return [json.dumps(_told(term), ensure_ascii=False) for term in terms]


def _told(term: Term) -> Record:
    told: Record = {
        "family": str(term.family),
        "kind": term.kind,
        "identifier": term.identifier,
        "degree": int(term.degree),
        "members": int(term.members),
        "bits": round(float(term.bits), 2),
        "note": term.note,
    }
    if term.figures:
        told["figures"] = {
            figure.name: [_rounded(figure.value), _rounded(figure.population)] for figure in term.figures
        }
    return told


def _rounded(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.4g}")


def ring_properties(ring: Ring, found_state: str) -> Record:
    """Properties of the Ring node, bookkeeping excepted. `found_state` is what the software said before people did."""
    group, totals = ring.group, ring.totals
    return {
        "state": str(group.state),
        "found_state": found_state,
        "score": round(float(group.score), 9),
        "bits": round(float(sum(term.bits for term in group.terms)), 2),
        "size": len(group.members),
        "exchanges": totals.exchanges,
        "input_tokens": totals.input_tokens,
        "output_tokens": totals.output_tokens,
        "first_seen": totals.first_seen,
        "last_seen": totals.last_seen,
        "families": list(group.families),
        "evidence": evidence(group.terms[:MAX_TERMS]),
        "reason": group.reason,
    }


def member_row(ring_id: str, member: Member) -> Record:
    """One membership; `digest` covers score, bits and evidence."""
    row: Record = {
        "score": round(float(member.score), 9),
        "bits": round(float(member.bits), 2),
        "evidence": evidence(member.terms),
    }
    return {**row, "digest": digest(row), "ring_id": ring_id, "account_id": member.account_id}


def share_rows(ring: Ring) -> list[Record]:
    """Single identifiers of the ring's evidence that are nodes; the strongest term where one comes twice."""
    rows: dict[tuple[str, str], Record] = {}
    for term in ring.group.terms[:MAX_TERMS]:
        kind = KINDS.get(term.kind)
        if kind and kind.label != "Account" and (term.kind, term.identifier) not in rows:
            rows[term.kind, term.identifier] = {
                "ring_id": ring.ring_id,
                "kind": term.kind,
                "identifier": term.identifier,
                "members": int(term.members),
                "degree": int(term.degree),
                "bits": round(float(term.bits), 2),
                "family": str(term.family),
            }
    return list(rows.values())


def traffic_key(row: TrafficRow) -> tuple[Any, ...]:
    """What identifies a day of traffic within a ring."""
    return (row.day, row.capability, row.model)


def traffic_row(ring_id: str, row: TrafficRow) -> Record:
    """One TrafficDay."""
    return {
        "ring_id": ring_id,
        "day": row.day,
        "capability": row.capability,
        "model": row.model,
        "exchanges": row.exchanges,
        "input_tokens": row.input_tokens,
        "output_tokens": row.output_tokens,
        "accounts": row.accounts,
    }


def digest(*parts: Any) -> str:
    """24 hex digits over plain values, the same on every platform."""
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=str, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:24]
