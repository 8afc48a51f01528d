"""Why a ring is one and why an account is in it: evidence, distance from the edge, look-alike, weakest cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.errors import NotFoundError
from app.graph.store import GraphStore, Row
from app.rings.explanation.standing import ODDS, Standing, standing
from app.rings.explanation.ties import WeakestCut, read_weakest_cut
from app.rings.store import queries as q
from app.rings.store.look_alike import LookAlike, closest, judged
from app.rings.store.read import decode, read_judged, resolve


@dataclass(frozen=True, slots=True)
class RingExplanation:
    """A ring with what to hold its evidence against, and what holds it together."""

    ring_id: str
    properties: Row
    evidence: Sequence[dict[str, Any]]
    look_alike: LookAlike | None
    cut: WeakestCut


@dataclass(frozen=True, slots=True)
class AccountExplanation:
    """An account with its place in the group that it is in now."""

    account_id: str
    account: Row
    """exchanges; ring_id, state, size, score, bits: null for an account in no group."""
    asked: str | None
    """The current id of the ring that was asked about; None where none was named."""
    evidence: Sequence[dict[str, Any]]
    standing: Standing | None
    threshold: float = ODDS


def explain_ring(store: GraphStore, ring_id: str) -> RingExplanation:
    """Explain a ring; an old id means what it became. Raises NotFoundError."""
    now = resolve(store, ring_id)
    (row,) = store.read(q.READ_RING, ring_id=now)
    told = row["ring"]
    evidence = told.get("evidence") or []
    own = judged(now, told["state"], told["size"], told.get("reason") or "", evidence)
    cut = read_weakest_cut(store, now, told["size"])
    return RingExplanation(now, told, decode(evidence), closest(own, read_judged(store)), cut)


def explain_account(store: GraphStore, account_id: str, ring_id: str | None = None) -> AccountExplanation:
    """Explain an account's place in its ring, or say that it is not in `ring_id`. Raises NotFoundError."""
    asked = resolve(store, ring_id) if ring_id else None
    rows = store.read(q.READ_ACCOUNT, account_id=account_id)
    if not rows:
        raise NotFoundError(f"no account {account_id!r}", do="account ids are case-sensitive")
    (row,) = rows
    evidence = decode(row["evidence"])
    found = standing(evidence, row["bits"]) if row["ring_id"] else None
    return AccountExplanation(account_id, row, asked, evidence, found)
