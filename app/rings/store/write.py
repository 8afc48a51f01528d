"""Detections into the graph: staged out of sight in bounded transactions, then made current by one switch.

A kill before the switch leaves the previous detection as it was; the next run removes what was staged. What did not
change is not written, so a run without new data leaves one DetectionRun behind and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, TypeVar

from app.errors import GraphError
from app.graph.store import GraphStore, Step
from app.model.rings import Identity, Ring
from app.rings.store import queries as q
from app.rings.store.records import (
    Record,
    digest,
    member_row,
    ring_properties,
    share_rows,
    traffic_key,
    traffic_row,
)

T = TypeVar("T")
BATCH: Final = 2_000
"""Rows a staging transaction: with evidence some 5 MB."""
READ_BATCH: Final = 500
"""Rings a reading statement."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What the graph holds before the run: digest of content by current ring id, and every id ever given."""

    contents: Mapping[str, str]
    ring_ids: frozenset[str]


@dataclass(frozen=True, slots=True)
class Change:
    """A ring of which something is new."""

    ring: Ring
    properties: Record
    fresh: bool
    """Never seen before: all of it can be staged, because nobody looks there yet."""


def changes(rings: Sequence[Ring], found_states: Mapping[str, str], stored: Stored) -> list[Change]:
    """Rings whose content differs from what is stored."""
    found = []
    for ring in rings:
        properties = ring_properties(ring, found_states[ring.ring_id])
        members = [member_row(ring.ring_id, member)["digest"] for member in ring.group.members]
        traffic = [traffic_row("", row) for row in ring.traffic]
        content = digest(properties, ring.accounts, members, share_rows(ring), traffic)
        if stored.contents.get(ring.ring_id) != content:
            found.append(Change(ring, {**properties, "content": content}, ring.ring_id not in stored.ring_ids))
    return found


def write_detection(
    store: GraphStore, changed: Sequence[Change], identity: Identity, run_id: str, run: Mapping[str, Any]
) -> None:
    """Write a run. `run`: properties of the DetectionRun. Holds for at most one writer: the caller has the lease."""
    repair(store)
    for chunk in batched(changed, READ_BATCH):
        _stage(store, chunk, run_id)
    steps = [*_switch(store, changed, identity, run_id), (q.WRITE_RUN, {"run_id": run_id, "properties": dict(run)})]
    try:
        store.write(*steps)
    except GraphError:
        # the answer to COMMIT may have been lost: the run's key tells whether it happened
        if not store.read(q.READ_RUN, run_id=run_id):
            raise
    repair(store)


def repair(store: GraphStore) -> int:
    """Remove what no reader sees: replaced memberships, and whatever a killed run left staged. Returns the count."""
    removed = 0
    for query in (q.CLEAN_MEMBERS, q.CLEAN_STAGED_TRAFFIC, q.CLEAN_STAGED_RINGS):
        while count := store.write((query, {"batch": 10 * BATCH}))[0][0]["removed"]:
            removed += count
    return removed


def _stage(store: GraphStore, changed: Sequence[Change], run_id: str) -> None:
    fresh = [change for change in changed if change.fresh]
    rings = [{"ring_id": c.ring.ring_id, "properties": {**c.properties, "from_run": run_id}} for c in fresh]
    _write_rows(store, q.STAGE_RINGS, rings)
    _write_rows(store, q.STAGE_MEMBERS, _staged_members(store, changed, run_id))
    _write_rows(store, q.WRITE_TRAFFIC, (traffic_row(c.ring.ring_id, row) for c in fresh for row in c.ring.traffic))
    _write_rows(store, q.WRITE_SHARES, (row for change in fresh for row in share_rows(change.ring)))


def batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of at most `size` items."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


def _write_rows(store: GraphStore, query: Any, rows: Iterable[Record]) -> None:
    for batch in batched(rows, BATCH):
        store.write((query, {"rows": batch}))


def _current_members(store: GraphStore, changed: Sequence[Change]) -> dict[str, dict[str, tuple[str, str]]]:
    """ring id -> account id -> (digest, run it came with), of rings that exist."""
    ring_ids = [change.ring.ring_id for change in changed if not change.fresh]
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for batch in batched(ring_ids, READ_BATCH):
        for row in store.read(q.READ_MEMBER_DIGESTS, ring_ids=batch):
            pairs = zip(row["digests"], row["from_runs"], strict=True)
            found[row["ring_id"]] = dict(zip(row["account_ids"], pairs, strict=True))
    return found


def _staged_members(store: GraphStore, changed: Sequence[Change], run_id: str) -> Iterator[Record]:
    current = _current_members(store, changed)
    for change in changed:
        before = current.get(change.ring.ring_id, {})
        for member in change.ring.group.members:
            row = member_row(change.ring.ring_id, member)
            content, from_run = before.get(member.account_id, ("", run_id))
            if row["digest"] != content:
                yield {**row, "from_run": from_run}


def _switch(store: GraphStore, changed: Sequence[Change], identity: Identity, run_id: str) -> Iterator[Step]:
    """Everything that readers see change, as the steps of one transaction."""
    grown = [change for change in changed if not change.fresh]
    grown_ids = [change.ring.ring_id for change in grown]
    yield q.END_RINGS, {"ring_ids": list(identity.ended), "run_id": run_id}
    yield q.SWITCH_MEMBERS_OUT, {"rows": list(_members_out(store, changed, run_id))}
    yield q.SWITCH_MEMBERS_IN, {"ring_ids": [change.ring.ring_id for change in changed]}
    yield q.SWITCH_RINGS, {"rows": [_switched(change, run_id) for change in changed]}
    written, gone = _traffic_changes(store, grown)
    yield q.DELETE_TRAFFIC, {"rows": gone}
    yield q.WRITE_TRAFFIC, {"rows": written}
    yield q.DELETE_SHARES, {"ring_ids": grown_ids}
    yield q.WRITE_SHARES, {"rows": [row for change in grown for row in share_rows(change.ring)]}
    lineage = [{"old": step.old, "new": step.new, "shared": step.shared} for step in identity.lineage]
    yield q.WRITE_LINEAGE, {"rows": lineage, "run_id": run_id}


def _switched(change: Change, run_id: str) -> Record:
    properties = {"state": change.properties["state"]} if change.fresh else change.properties
    return {"ring_id": change.ring.ring_id, "properties": {**properties, "last_run": run_id}}


def _members_out(store: GraphStore, changed: Sequence[Change], run_id: str) -> Iterator[Record]:
    current = _current_members(store, changed)
    for change in changed:
        new = {m.account_id: member_row(change.ring.ring_id, m)["digest"] for m in change.ring.group.members}
        for account_id, (content, _) in current.get(change.ring.ring_id, {}).items():
            if new.get(account_id) != content:
                to_run = "replaced" if account_id in new else run_id
                yield {"ring_id": change.ring.ring_id, "account_id": account_id, "to_run": to_run}


def _traffic_changes(store: GraphStore, grown: Sequence[Change]) -> tuple[list[Record], list[Record]]:
    """Rows of existing rings to write, and rows to remove."""
    before: dict[str, dict[tuple[Any, ...], list[int]]] = {}
    for batch in batched([change.ring.ring_id for change in grown], READ_BATCH):
        for row in store.read(q.READ_TRAFFIC_ROWS, ring_ids=batch):
            keys = zip(row["days"], row["capabilities"], row["models"], strict=True)
            before[row["ring_id"]] = dict(zip(keys, row["numbers"], strict=True))
    written: list[Record] = []
    gone: list[Record] = []
    for change in grown:
        old = before.get(change.ring.ring_id, {})
        for new in change.ring.traffic:
            numbers = [new.exchanges, new.input_tokens, new.output_tokens, new.accounts]
            if old.pop(traffic_key(new), None) != numbers:
                written.append(traffic_row(change.ring.ring_id, new))
        for day, capability, model in old:
            gone.append({"ring_id": change.ring.ring_id, "day": day, "capability": capability, "model": model})
    return written, gone
