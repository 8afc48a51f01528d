"""`ingest --bulk`: the first load of an empty embedded graph through neo4j-admin, the same graph in less time."""

from __future__ import annotations

import time
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

from app.errors import DataError, UsageError
from app.graph.bulk import blank, import_full
from app.graph.catalogue import Query
from app.graph.engine import Engine
from app.graph.lease import host_lock
from app.graph.session import open_store
from app.graph.store import GraphStore, Row
from app.ingest import queries as q
from app.ingest.bulk import write_tables
from app.ingest.plan import PLAN_VERSION
from app.ingest.progress import Report, silent
from app.ingest.run import IngestSummary, Planner, batch_id_of, batches, ingest
from app.ingest.sources import find_sources
from app.ingest.spool import FileChanged, Input, Spool
from app.settings import Settings

ROWS_OF_FIRST: Final = 512_000_000
"""What is left for further batches goes in live, which takes five times as long."""


class _Nothing:
    """What an empty graph answers: starting a server to hear it would take longer than a small load."""

    def read(self, query: Query, /, **params: Any) -> list[Row]:
        """No rows."""
        return []


@dataclass(slots=True)
class FirstLoad:
    """A graph whose first batch is in; `more` when files were left for further batches, which go in live."""

    settings: Settings
    directory: Path
    summary: IngestSummary
    began: float
    more: bool = False
    pinned: bool = False
    """The server was to stay (`db start`) before the import had to stop it."""

    def complete(self, store: GraphStore, report: Report = silent) -> IngestSummary:
        """Load what was left, as any other run would; counts of both."""
        if self.pinned:
            Engine(self.settings).pin()
        if self.more:
            _add(self.summary, ingest(store, self.settings, self.directory, report))
        self.summary.accounts = store.read(q.COUNT_ACCOUNTS)[0]["accounts"]
        self.summary.seconds = round(time.monotonic() - self.began, 3)
        return self.summary


def first_load(settings: Settings, directory: Path, report: Report = silent) -> FirstLoad:
    """Import the first batch of the directory into an empty embedded graph; complete() loads the rest.

    Killed at any moment it leaves an empty graph or the whole batch. Raises UsageError with NEO4J_URI or when the
    graph is not empty, LockedError when another run is at it, EngineError while other verbs use the server.
    """
    if not settings.embedded:
        raise UsageError("--bulk loads the embedded graph only", where="NEO4J_URI", do="Ingest without --bulk")
    began, sources = time.monotonic(), find_sources(directory)
    with host_lock(settings, "ingest --bulk"):
        pinned = not blank(settings) and _pinned_and_empty(settings)
        opened_ms = int(time.time() * 1000)
        run = Planner(_Nothing(), settings, report)
        groups = batches(run.fresh(sources), ROWS_OF_FIRST)
        if groups:
            spool = _planned(run, groups[0])
            tables = write_tables(spool, _batch(run, spool, opened_ms), report)
            report("importing", 0, 1)
            import_full(settings, tables, lambda done, of: report("importing", done, of))
            spool.remove()
            for count in spool.files:
                run.summary.add(count)
    return FirstLoad(settings, directory, run.summary, began, len(groups) > 1, pinned)


def _planned(run: Planner, inputs: list[Input]) -> Spool:
    try:
        return run.plan(batch_id_of(inputs), inputs)
    except FileChanged as changed:
        do = "Nothing was loaded: run it again when nobody writes there"
        raise DataError("the file changed while it was read", where=str(changed), do=do) from changed


def _pinned_and_empty(settings: Settings) -> bool:
    """Whether the server is pinned. Raises UsageError when the graph has anything in it."""
    with open_store(settings) as store:
        if store.read(q.COUNT_CONTENTS)[0]["contents"]:
            raise UsageError(
                "--bulk is for the first load, and this graph is not empty",
                where=str(settings.home),
                do="Ingest without --bulk",
            )
        server = Engine(settings).running()
        return bool(server and server.pinned)


def _batch(run: Planner, spool: Spool, opened_ms: int) -> dict[str, object]:
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
        if field.name not in ("accounts", "seconds", "put_off"):
            setattr(summary, field.name, getattr(summary, field.name) + getattr(rest, field.name))
    summary.put_off |= rest.put_off
