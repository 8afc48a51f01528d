"""Quarantine worked off: rows go through the ordinary pipeline again, or are dropped; each is counted exactly once.

A retry is a batch like any other. Its one file holds the rows with the entries they come from, so that facts `settled`
(which hide the entries) and the move in the ledger become true with the batch and not before. A drop is a batch without
a file, opened and done in one transaction.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from app.durable import write_durably
from app.errors import UsageError
from app.facts import open_duckdb, open_facts, write_table
from app.facts.store import facts_root
from app.graph.lease import lease
from app.graph.queries import LIST_DONE_BATCHES
from app.graph.store import GraphStore
from app.ingest import queries as q
from app.ingest.contracts import KINDS
from app.ingest.plan import PLAN_VERSION
from app.ingest.progress import Report, silent
from app.ingest.quarantine import Entry, chosen
from app.ingest.run import Run, batch_id_of, inspect
from app.ingest.sources import forget_retries, retry_folder, retry_sources, waiting_sources
from app.settings import Settings

_NOTHING: Final = dict.fromkeys(("rows", "exchanges", "duplicates", "quarantined"), 0)


@dataclass(slots=True)
class Retried:
    """What became of the rows that were put in again. For exchanges rows = exchanges + quarantined + duplicates."""

    rows: int = 0
    exchanges: int = 0
    duplicates: int = 0
    quarantined: int = 0
    left: list[str] = field(default_factory=list)
    """Entries whose row was not kept whole and not given: they have to be mended."""


def retry(
    store: GraphStore,
    settings: Settings,
    wanted: Sequence[str] = (),
    file: str | None = None,
    mended: Path | None = None,
    report: Report = silent,
) -> Retried:
    """Put refused rows in again: as they were kept, or as the JSON lines of `mended` say by `entry`.

    Raises NotFoundError for an entry that is not there (or was retried before), UsageError for a bad `mended`,
    LockedError when another run is at it, DataError when an open batch cannot be finished.
    """
    rows = _mended(mended) if mended else {}
    with lease(store, settings, "quarantine retry"):
        run = Run(store, settings, report)
        run.finish_open(retry_sources(settings) + waiting_sources(settings))
        forget_retries(settings)  # of a retry killed before its batch was opened
        found = _chosen(store, settings, wanted or tuple(rows), file)
        cells = {entry.entry: rows.get(entry.entry) or entry.cells for entry in found}
        result = Retried(left=[name for name, row in cells.items() if row is None])
        _write_rows(settings, [entry for entry in found if cells[entry.entry] is not None], cells)
        inputs = [inspect(source) for source in retry_sources(settings)]
        if inputs:
            done = run.summary.rows, run.summary.exchanges, run.summary.duplicates, run.summary.quarantined
            run.batch(batch_id_of(inputs), inputs)
            result.rows, result.exchanges = run.summary.rows - done[0], run.summary.exchanges - done[1]
            result.duplicates, result.quarantined = run.summary.duplicates - done[2], run.summary.quarantined - done[3]
        forget_retries(settings)
    return result


def drop(store: GraphStore, settings: Settings, wanted: Sequence[str] = (), file: str | None = None) -> int:
    """Give refused rows up: they leave quarantine and count as dropped. The number of entries.

    Raises NotFoundError for an entry that is not there, LockedError when another run is at it.
    """
    with lease(store, settings, "quarantine drop"):
        found = _chosen(store, settings, wanted, file)
        if found:
            settle(store, settings, found, "dropped")
    return len(found)


def settle(store: GraphStore, settings: Settings, found: Sequence[Entry], outcome: str) -> None:
    """Take entries out of quarantine and move their rows in the ledger, in one transaction. Needs the lease."""
    names = sorted(entry.entry for entry in found)
    batch_id = hashlib.sha256(" ".join([outcome, *names]).encode()).hexdigest()[:40]
    settled = pa.table({"entry": pa.array(names, pa.string())})
    with open_duckdb() as connection:
        connection.register("settled", settled)
        select = f"SELECT current_date AS day, entry, '{outcome}' AS outcome FROM settled"
        write_table(connection, facts_root(settings), "settled", batch_id, select)
    moves = Counter(entry.sha256 for entry in found if entry.line)
    listed = [{"sha256": sha256, "rows": rows} for sha256, rows in sorted(moves.items())]
    more = {"plan_version": PLAN_VERSION, "settings_digest": outcome, "files": []}
    store.write(
        (q.OPEN_BATCH, {"batch_id": batch_id, **more}),
        (q.SETTLE_ROWS, {"batch_id": batch_id, "moves": listed, "outcome": outcome}),
        (q.FINISH_BATCH, {"batch_id": batch_id, "files": [], "counts": _NOTHING}),
    )


def _chosen(store: GraphStore, settings: Settings, wanted: Sequence[str], file: str | None) -> list[Entry]:
    done = [row["batch_id"] for row in store.read(LIST_DONE_BATCHES)]
    with open_facts(settings, done) as view:
        return chosen(view, datetime.now(UTC).date(), wanted, file)


def _mended(path: Path) -> dict[str, Mapping[str, Any]]:
    """Entry -> its row put right. Raises UsageError naming the first line that is not such a row."""
    rows: dict[str, Mapping[str, Any]] = {}
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot be read ({error})", where=str(path)) from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            row = _row(line)
            if row is None or row[0] in rows:
                what = "this entry stands there twice" if row else 'is no JSON object with an "entry"'
                raise UsageError(what, where=f"{path}:{number}", do="`quarantine show --rows` gives such lines")
            rows[row[0]] = row[1]
    return rows


def _row(line: str) -> tuple[str, dict[str, Any]] | None:
    try:
        row = json.loads(line)
        entry = row.pop("entry")
    except (ValueError, KeyError, AttributeError, TypeError):
        return None
    return str(entry), row


def _write_rows(settings: Settings, found: Iterable[Entry], cells: Mapping[str, Mapping[str, Any] | None]) -> None:
    """One file a kind, whole or not at all; every column of the kind is there, so that none of them is missing."""
    folder = retry_folder(settings)
    for kind, members in groupby(sorted(found, key=lambda entry: (entry.kind, entry.entry)), lambda entry: entry.kind):
        text = "".join(_lines(kind, members, cells)).encode()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = folder / f"{kind}-{hashlib.sha256(text).hexdigest()[:16]}.jsonl"
        write_durably(path, text)


def _lines(kind: str, members: Iterable[Entry], cells: Mapping[str, Mapping[str, Any] | None]) -> Iterator[str]:
    for entry in members:
        row = {**dict.fromkeys(KINDS[kind].columns), **(cells[entry.entry] or {})}
        yield json.dumps({**row, "_entry": entry.entry, "_origin": entry.sha256}, ensure_ascii=False) + "\n"
