"""Claims about rings as a table: who is said to be behind them, how sure that is, and no name without approval."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, Final

from app.attribution.claims import Released, released_names, ring_claims
from app.exports import queries as q
from app.graph.store import GraphStore
from app.model.attribution import Claim, Tlp

RINGS_A_PAGE: Final = 500
"""Rings whose claims are read in one statement."""


def claim_rows(store: GraphStore, states: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Claims about rings in these states and about rings that became them, refuted and expired ones too.

    TLP:RED is for those who were told in person: such claims are left out whole.
    """
    ids = iter(row["ring_id"] for row in store.read(q.LIST_RING_IDS, states=list(states)))
    while page := list(islice(ids, RINGS_A_PAGE)):
        names = released_names(store, page)
        for ring_id, claims in ring_claims(store, page).items():
            released = {one.claim_id: one for one in names[ring_id]}
            yield from (_row(ring_id, one, released.get(one.claim_id)) for one in claims if one.tlp is not Tlp.RED)


def _row(ring_id: str, claim: Claim, released: Released | None) -> dict[str, Any]:
    return {
        "claim_id": claim.claim_id,
        "ring_id": ring_id,
        "role": str(claim.role),
        "operator": released.name if released else None,
        "state": str(claim.state),
        "confidence": claim.confidence,
        "bits": claim.bits,
        "evidence": sum(not item.retracted_by for item in claim.evidence),
        "accounts": len(claim.members),
        "whole": claim.whole,
        "tlp": str(claim.tlp),
        "made_at": _second(claim.made_at),
        "expires_at": _second(claim.expires_at),
        "approved_at": _second(released.approved_at) if released else None,
    }


def _second(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None
