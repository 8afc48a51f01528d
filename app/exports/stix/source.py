"""The rings that a bundle tells of, read from the graph in one state of it."""

from __future__ import annotations

from collections.abc import Sequence

from app.attribution.claims import Released, released_names
from app.errors import IncompleteError, UsageError
from app.exports import queries as q
from app.exports.provenance import Provenance, provenance
from app.exports.stix.build import RingRow
from app.graph.store import GraphStore
from app.rings.store.read import every_member, resolve


def read_rings(
    store: GraphStore, states: Sequence[str], asked: Sequence[str] = ()
) -> tuple[tuple[RingRow, ...], tuple[Released, ...], Provenance]:
    """Rings in these states, or those asked for (an old id means what it became), and whose names may leave for them.

    Raises NotFoundError for an id that never was, UsageError for a ring in another state, IncompleteError if a run
    interferes.
    """
    before = provenance(store, "stix", states)
    found = {row["ring_id"]: row for row in store.read(q.LIST_RINGS, states=list(states))}
    wanted = sorted(found)
    if asked:
        wanted = sorted({_present(store, ring_id, set(found), states) for ring_id in asked})
    dates = {row["ring_id"]: row for row in store.read(q.LIST_RING_DATES, states=list(states))}
    rows = tuple(
        RingRow(
            ring=found[ring_id],
            created=dates[ring_id]["created"],
            modified=dates[ring_id]["modified"],
            accounts=tuple(row["account_id"] for row in every_member(store, ring_id)),
            shared=tuple(store.read(q.LIST_SHARED, ring_id=ring_id)),
        )
        for ring_id in wanted
    )
    names = tuple(one for held in released_names(store, wanted).values() for one in held)
    if provenance(store, "stix", states) != before:
        raise IncompleteError("a detection or an ingest changed the data meanwhile", do="Run the export again")
    return rows, names, before


def _present(store: GraphStore, ring_id: str, found: set[str], states: Sequence[str]) -> str:
    now = resolve(store, ring_id)
    if now not in found:
        raise UsageError(f"ring {now} is not {' or '.join(states)}", do="Add its state with --state")
    return now
