"""What earlier detections left in the graph: rings to continue, ids never to reuse, the run to follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.errors import IncompleteError
from app.graph.store import GraphStore
from app.model.rings import Identity, KnownRing
from app.rings.store import queries as q
from app.rings.store.lifecycle import identify
from app.rings.store.write import Stored, batched

_ACCOUNTS = 20_000


@dataclass(frozen=True, slots=True)
class Past:
    """The state that a detection continues."""

    current: tuple[KnownRing, ...]
    stored: Stored
    next_run: str


def refuse_open_batch(store: GraphStore) -> None:
    """Raise IncompleteError while ingestion has left a batch open: half of it must not make or dissolve a ring."""
    for row in store.read(q.READ_OPEN_BATCHES):
        raise IncompleteError(
            f"batch {row['batch_id'][:12]} is open since {row['opened_at']}",
            do="run `ringleader ingest` again with the same directory to finish it",
        )


def read_past(store: GraphStore) -> Past:
    """Current rings with members, stored digests, all ids, and the id of the run to come."""
    rows = store.read(q.READ_KNOWN_RINGS)
    (ids,) = store.read(q.READ_RING_IDS)
    current = tuple(KnownRing(row["ring_id"], frozenset(row["members"])) for row in rows)
    contents = {row["ring_id"]: row["content"] or "" for row in rows}
    last = store.read(q.READ_LAST_RUN)
    number = int(last[0]["run_id"].removeprefix("D-")) if last else 0
    return Past(current, Stored(contents, frozenset(ids["ring_ids"])), f"D-{number + 1:06d}")


def identify_groups(store: GraphStore, groups: Sequence[Sequence[str]], past: Past) -> Identity:
    """Ids for groups of account ids: continued, revived from a ring that ended, or new."""
    accounts = sorted({account for members in groups for account in members})
    ended = {
        row["ring_id"]: KnownRing(row["ring_id"], frozenset(row["members"]), current=False)
        for batch in batched(accounts, _ACCOUNTS)
        for row in store.read(q.READ_ENDED_RINGS, account_ids=batch)
    }
    return identify(groups, [*past.current, *ended.values()], past.stored.ring_ids)
