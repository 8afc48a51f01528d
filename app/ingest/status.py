"""What a look at ingestion shows: runs half done, who holds the lock, how far the facts reach, and the last run."""

from __future__ import annotations

import contextlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from app.durable import write_durably
from app.errors import RingleaderError
from app.facts import open_facts
from app.graph.lease import host_lock_note
from app.graph.queries import LIST_DONE_BATCHES, READ_LEASE
from app.graph.store import GraphStore
from app.ingest import queries as q
from app.ingest.run import IngestSummary
from app.ingest.spool import planned_units
from app.settings import Settings

LAST_RUN: Final = "last_ingest.json"


def note_run(settings: Settings, place: str, outcome: IngestSummary | RingleaderError) -> None:
    """Keep what became of a run for `status`, also of one that failed. Nothing is raised: a note is no work."""
    told: dict[str, Any] = {"ended_at": datetime.now(UTC).isoformat(timespec="seconds"), "exit_code": outcome.exit_code}
    if isinstance(outcome, RingleaderError):
        told["error"] = str(outcome)
    else:
        told |= {"place": place, **outcome.document, "left_files": len(outcome.put_off)}
    with contextlib.suppress(OSError):
        write_durably(settings.home / LAST_RUN, json.dumps(told).encode())


def status(store: GraphStore, settings: Settings) -> dict[str, Any]:
    """{open_batches, lock, lease, watermark, last_done, last_run}; what there is none of is null, ages are in seconds.

    `lock` is of this home's host, `lease` of the graph; `watermark` is the latest UTC day with counted exchanges.
    """
    [figures] = store.read(q.READ_FIGURES)
    done = [row["batch_id"] for row in store.read(LIST_DONE_BATCHES)]
    with open_facts(settings, done) as view:
        [(day,)] = view.connection.execute("SELECT max(day) FROM usage").fetchall()
    last = figures["last_done_timestamp_seconds"]
    return {
        "open_batches": [_open_batch(row, settings) for row in store.read(q.READ_PROGRESS)],
        "lock": host_lock_note(settings),
        "lease": next((_lease(row) for row in store.read(READ_LEASE)), None),
        "watermark": day.isoformat() if day else None,
        "last_done": datetime.fromtimestamp(last, UTC).isoformat(timespec="seconds") if last else None,
        "last_run": _last_run(settings.home / LAST_RUN),
    }


def _open_batch(row: dict[str, Any], settings: Settings) -> dict[str, Any]:
    """`units` is null where the plan is not on this machine: the next run makes it again from the same files."""
    return {
        "batch": row["batch"],
        "opened_at": row["opened_at"].isoformat(timespec="seconds"),
        "age_seconds": _age(row["opened_at"]),
        "files": row["files"],
        "planned": row["planned"],
        "written": row["written"],
        "units": planned_units(settings.home / "spool" / row["batch"]),
    }


def _lease(row: dict[str, Any]) -> dict[str, Any]:
    return {"owner": row["owner"], "age_seconds": _age(row["since"]), "held": row["held"]}


def _age(since: datetime) -> int:
    return max(0, round((datetime.now(UTC) - since).total_seconds()))


def _last_run(path: Path) -> dict[str, Any] | None:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return told if isinstance(told, dict) else None
