"""`ingest --bulk`: the first load of an empty embedded graph through neo4j-admin, the same graph in less time."""

from __future__ import annotations

import time
from dataclasses import fields
from pathlib import Path

from app.errors import UsageError
from app.graph.bulk import import_full
from app.graph.engine import Engine
from app.graph.lease import host_lock
from app.graph.session import open_store
from app.ingest import queries as q
from app.ingest.bulk import write_tables
from app.ingest.plan import PLAN_VERSION
from app.ingest.progress import Report, silent
from app.ingest.run import IngestSummary, Run, batch_id_of, batches, ingest
from app.ingest.sources import find_sources
from app.ingest.spool import Spool
from app.settings import Settings


def ingest_bulk(settings: Settings, directory: Path, report: Report = silent) -> IngestSummary:
    """Read every feed file into an empty embedded graph; of several batches the first goes in bulk.

    Killed at any moment it leaves an empty graph or the whole batch. Raises UsageError with NEO4J_URI or when the
    graph is not empty, LockedError when another run is at it, EngineError while other verbs use the server.
    """
    if not settings.embedded:
        raise UsageError("--bulk loads the embedded graph only", where="NEO4J_URI", do="Ingest without --bulk")
    began, sources = time.monotonic(), find_sources(directory)
    with host_lock(settings, "ingest --bulk"):
        with open_store(settings) as store:
            if store.read(q.COUNT_CONTENTS)[0]["contents"]:
                raise UsageError(
                    "--bulk is for the first load, and this graph is not empty",
                    where=str(settings.home),
                    do="Ingest without --bulk",
                )
            opened_ms = int(time.time() * 1000)
            run = Run(store, settings, report)
            groups = batches(run.fresh(sources))
            spool = run.plan(batch_id_of(groups[0]), groups[0]) if groups else None
            pinned = getattr(Engine(settings).running(), "pinned", False)
        if spool:
            import_full(settings, write_tables(spool, _batch(run, spool, opened_ms)))
            report("imported", 1, 1)
    summary = run.summary
    for count in spool.files if spool else ():
        summary.add(count)
    with open_store(settings) as store:
        if pinned:
            Engine(settings).pin()
        if len(groups) > 1:
            _add(summary, ingest(store, settings, directory, report))
        summary.accounts = store.read(q.COUNT_ACCOUNTS)[0]["accounts"]
    if spool:
        spool.remove()
    summary.seconds = round(time.monotonic() - began, 3)
    return summary


def _batch(run: Run, spool: Spool, opened_ms: int) -> dict[str, object]:
    totals = {
        name: sum(getattr(count, name) for count in spool.files)
        for name in ("rows", "exchanges", "duplicates", "quarantined")
    }
    return {
        "batch_id": spool.folder.name,
        "status": "done",
        "plan_version": PLAN_VERSION,
        "settings_digest": run.settings_digest,
        "plan_hash": spool.plan_hash,
        "opened_at": opened_ms,
        "done_at": int(time.time() * 1000),
        **totals,
    }


def _add(summary: IngestSummary, rest: IngestSummary) -> None:
    """Counts of the later batches; the files of the first are no longer new to them."""
    rest.skipped_files -= summary.files
    for field in fields(IngestSummary):
        if field.name not in ("accounts", "seconds"):
            setattr(summary, field.name, getattr(summary, field.name) + getattr(rest, field.name))
