"""The closings of a replay: what detectors find as of each of some days, with no work done twice or waited for."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date

import duckdb

from app.graph.store import GraphStore
from app.linkage.fingerprint import snapshot_digest
from app.linkage.read import read_snapshot
from app.model.snapshot import Snapshot
from app.pipeline.detection import find, obeyed
from app.pipeline.detector import Detector
from app.pipeline.history import Seen

Looked = tuple[tuple[Seen, ...], ...]
"""The groups of one closing, for each detector."""


def closings(
    store: GraphStore, facts: duckdb.DuckDBPyConnection, days: Sequence[date], detectors: Sequence[Detector]
) -> Generator[Looked, None, None]:
    """What each detector finds as of each day, in order.

    A day is read while the one before is looked at, in a thread: most of reading is waiting for the server. A day that
    looks exactly like the one before is not looked at again. Two snapshots are in memory at most.
    """
    beside = ThreadPoolExecutor(1, "closings")
    digest = ""
    before: Future[Looked] | None = None
    try:
        for day in days:
            snapshot = read_snapshot(store, facts, day)
            same, digest = digest, snapshot_digest(snapshot)
            now = before if before and same == digest else beside.submit(looked, snapshot, detectors)
            del snapshot
            if before:
                yield before.result()
            before = now
        if before:
            yield before.result()
    finally:
        # not waited for: whoever is asked to stop leaves the second home right now
        beside.shutdown(wait=False, cancel_futures=True)


def looked(snapshot: Snapshot, detectors: Sequence[Detector]) -> Looked:
    """What each detector finds in one snapshot. Pure."""
    return tuple(
        tuple(Seen.of(group) for group in obeyed(find(snapshot, detector), snapshot).groups) for detector in detectors
    )
