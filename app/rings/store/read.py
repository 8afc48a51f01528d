"""Rings out of the graph again: listings, one ring with members, traffic, lineage and judgements."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from app.errors import NotFoundError
from app.graph.store import GraphStore, Row
from app.model.detection import State
from app.rings.store import queries as q
from app.rings.store.look_alike import MOST_GROUPS, POOL, Judged, judged

PAGE: Final = 2_000
"""Members read by one statement."""


@dataclass(frozen=True, slots=True)
class RingDetail:
    """One ring as people read it; dictionaries are rows with decoded evidence."""

    ring_id: str
    asked: str
    """The id that was asked for: an old id resolves to the ring it became."""
    properties: Row
    evidence: list[dict[str, Any]]
    members: list[Row]
    after: str | None
    """Where the next page of members starts; None at the end."""
    traffic: list[Row]
    heirs: list[Row]
    judgements: list[Row]


def list_rings(store: GraphStore, states: Sequence[str], limit: int) -> list[Row]:
    """Current rings in these states, highest score first, each with all its evidence."""
    rows = store.read(q.LIST_RINGS, states=list(states), limit=limit)
    return [{**row, "evidence": decode(row["evidence"])} for row in rows]


def resolve(store: GraphStore, ring_id: str) -> str:
    """The ring that an id stands for now. Raises NotFoundError for an id that was never given."""
    rows = store.read(q.RESOLVE_RING, ring_id=ring_id)
    if not rows:
        raise NotFoundError(f"no ring {ring_id}", do="see `ringleader rings`")
    return str(rows[0]["ring_id"])


def read_ring(store: GraphStore, ring_id: str, *, first: int = 25, after: str = "") -> RingDetail:
    """A ring with a page of members. Raises NotFoundError."""
    now = resolve(store, ring_id)
    (row,) = store.read(q.READ_RING, ring_id=now)
    members = store.read(q.LIST_MEMBERS, ring_id=now, after=after, limit=first + 1)
    page = [{**member, "evidence": decode(member["evidence"])} for member in members[:first]]
    return RingDetail(
        ring_id=now,
        asked=ring_id,
        properties={key: value for key, value in row["ring"].items() if key not in ("content", "evidence")},
        evidence=decode(row["ring"].get("evidence") or []),
        members=page,
        after=page[-1]["account_id"] if page and len(members) > first else None,
        traffic=store.read(q.LIST_TRAFFIC, ring_id=now),
        heirs=row["heirs"],
        judgements=row["judgements"],
    )


def every_member(store: GraphStore, ring_id: str) -> Iterator[Row]:
    """All members of a current ring by account id, a page a statement; evidence as stored."""
    after = ""
    while page := store.read(q.LIST_MEMBERS, ring_id=ring_id, after=after, limit=PAGE):
        yield from page
        after = page[-1]["account_id"]


def read_judged(store: GraphStore) -> list[Judged]:
    """Current groups that a ring may be compared with: benign, reversed, contained-suspect and candidate."""
    rows = store.read(q.LIST_JUDGED_GROUPS, states=list(POOL), limit=MOST_GROUPS)
    return [judged(**row) for row in rows]


def parse_states(names: Sequence[str]) -> list[str]:
    """Names of states, `all` for every one. Raises NotFoundError for another name."""
    if "all" in names:
        return [str(state) for state in State]
    for name in names:
        if name not in set(State):
            raise NotFoundError(f"no state {name!r}", do=f"known: {', '.join(State)}, all")
    return list(names)


def decode(evidence: Sequence[str]) -> list[dict[str, Any]]:
    """Evidence as stored (one JSON object a term)."""
    return [json.loads(term) for term in evidence]
