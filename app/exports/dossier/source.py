"""Everything that a dossier tells, read from the graph once, and the hash of it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

from app.attribution.claims import Released, released_names
from app.errors import IncompleteError
from app.exports.provenance import Provenance, provenance
from app.graph.store import GraphStore, Row
from app.model.rings import RINGS
from app.rings.explanation.explained import RingExplanation, explain_ring
from app.rings.explanation.standing import Standing, standing
from app.rings.store import queries as q
from app.rings.store.read import RingDetail, decode, every_member, read_ring


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member as the dossier needs it."""

    account_id: str
    score: float
    bits: float
    exchanges: int
    standing: Standing | None


@dataclass(frozen=True, slots=True)
class Source:
    """One ring with all that is known of it."""

    detail: RingDetail
    explanation: RingExplanation
    members: tuple[MemberRow, ...]
    provenance: Provenance
    lacked: tuple[str, ...]
    claims: tuple[Released, ...]
    snapshot: str
    """SHA-256 over all of the above, whatever the redaction."""

    @property
    def merged(self) -> bool:
        """Whether another id was asked for: that ring became part of this one."""
        return self.detail.asked != self.detail.ring_id


def read_source(store: GraphStore, ring_id: str) -> Source:
    """Read a ring; an old id means what it became. Raises NotFoundError, or IncompleteError if a run interferes."""
    before = provenance(store, "dossier", RINGS)
    detail = read_ring(store, ring_id, first=1)
    explanation = explain_ring(store, detail.ring_id)
    members = tuple(map(_member, every_member(store, detail.ring_id)))
    claims = tuple(released_names(store, [detail.ring_id])[detail.ring_id])
    runs = store.read(q.READ_LAST_RUN)
    if provenance(store, "dossier", RINGS) != before:
        raise IncompleteError("a detection changed the ring while it was read", do="Run the report again")
    lacked = tuple(sorted(runs[0]["lacked"] or ())) if runs else ()
    snapshot = _snapshot(detail, explanation, members, before, lacked, claims)
    return Source(detail, explanation, members, before, lacked, claims, snapshot)


def _member(row: Row) -> MemberRow:
    held = standing(decode(row["evidence"] or []), row["bits"] or 0.0)
    return MemberRow(row["account_id"], row["score"], row["bits"] or 0.0, row["exchanges"], held)


def _snapshot(
    detail: RingDetail,
    explanation: RingExplanation,
    members: tuple[MemberRow, ...],
    source: Provenance,
    lacked: tuple[str, ...],
    claims: tuple[Released, ...],
) -> str:
    told: dict[str, Any] = {
        "ring": detail.ring_id,
        "properties": {name: value for name, value in detail.properties.items() if name != "last_run"},
        "evidence": detail.evidence,
        "traffic": detail.traffic,
        "heirs": sorted(detail.heirs, key=str),
        "judgements": sorted(detail.judgements, key=str),
        "look_alike": asdict(explanation.look_alike) if explanation.look_alike else None,
        "cut": asdict(explanation.cut),
        "members": [[one.account_id, one.score, one.bits, one.exchanges] for one in members],
        "run": [source.run, source.as_of, source.configuration, source.input_digest],
        "lacked": lacked,
        "claims": [asdict(one) for one in claims],
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True, default=str, ensure_ascii=False).encode()).hexdigest()
