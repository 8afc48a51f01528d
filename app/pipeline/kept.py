"""The gaps of a replay on the rings of the graph: each on the ring that shares most of its accounts."""

from __future__ import annotations

from app.attribution.queries import CLEAR_GAPS, KEEP_GAPS
from app.graph import open_store
from app.graph.store import GraphStore
from app.model.gap import gap_text
from app.model.rings import KnownRing
from app.pipeline.gap import gap_of
from app.pipeline.replay import Replayed
from app.rings.store.known import read_past
from app.rings.store.lifecycle import identify
from app.settings import Settings


def keep_gaps(settings: Settings, done: Replayed) -> dict[str, str]:
    """Open the graph and keep a replay there, instead of the one that was kept before."""
    with open_store(settings) as store:
        return keep(store, done)


def keep(store: GraphStore, done: Replayed) -> dict[str, str]:
    """Ring of the graph by ring of the replay; rings that nothing current continues are left out.

    The two are paired as rings of two days are. A replay gives ids of its own: it saw the rings younger.
    """
    current = read_past(store).current
    replayed = [KnownRing(ring.ring_id, frozenset(ring.accounts)) for ring in done.rings]
    ids = identify([sorted(ring.members) for ring in current], replayed, [ring.ring_id for ring in replayed]).ids
    pairs = dict(zip(ids, (ring.ring_id for ring in current), strict=True))
    kept = {ring.ring_id: pairs[ring.ring_id] for ring in done.rings if ring.ring_id in pairs}
    rows = [
        {"ring_id": kept[ring.ring_id], "gap": gap_text(gap_of(ring, done.closings))}
        for ring in done.rings
        if ring.ring_id in kept
    ]
    store.write((CLEAR_GAPS, {}), (KEEP_GAPS, {"rows": rows}))
    return kept
