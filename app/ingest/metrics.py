"""Figures of ingestion for Prometheus: from the ledger in the graph, and of the last run on this host."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from time import time
from typing import Any, Final

from prometheus_client import CollectorRegistry, Gauge, write_to_textfile

from app.errors import UsageError
from app.ingest.run import IngestSummary

LEDGER: Final = {
    "files": "Feed files read so far",
    "refused_files": "Feed files refused whole so far",
    "rows": "Rows of exchange files read so far",
    "exchanges": "Exchanges counted so far",
    "duplicates": "Copies of counted exchanges so far",
    "quarantined": "Rows of exchange files in quarantine",
    "open_batches": "Batches begun and not finished: more than 0 while no run is at work means that one was killed",
    "accounts": "Accounts in the graph",
    "last_done_timestamp_seconds": "When a batch was last finished",
}
"""Column of ingest/read_figures -> what it is; the same at /metrics and in the textfile."""


def ledger_figures(row: Mapping[str, Any]) -> CollectorRegistry:
    """Gauges `ringleader_ingest_...` of the row that ingest/read_figures returns; what is not known is left out."""
    registry = CollectorRegistry()
    for name, meaning in LEDGER.items():
        if row[name] is not None:
            Gauge(f"ringleader_ingest_{name}", meaning, registry=registry).set(float(row[name]))
    return registry


def write_metrics(path: Path, row: Mapping[str, Any] | None, summary: IngestSummary | None, exit_code: int) -> None:
    """Write figures for node_exporter's textfile collector, whole or not at all.

    Without `row` and `summary` (a run that failed) only when that was and its exit code. Raises UsageError where the
    file cannot be written.
    """
    registry = ledger_figures(row) if row else CollectorRegistry()
    run = {"timestamp_seconds": ("When the last run ended", time()), "exit_code": ("Its exit code", exit_code)}
    if summary:
        told = {"left_files": len(summary.put_off), **summary.document}
        run |= {name: (f"Of the last run: {name.replace('_', ' ')}", told[name]) for name in told if name != "accounts"}
    for name, (meaning, value) in run.items():
        Gauge(f"ringleader_ingest_last_run_{name}", meaning, registry=registry).set(value)
    try:
        write_to_textfile(str(path), registry)
        path.chmod(0o644)  # read by another user's collector
    except OSError as error:
        raise UsageError(f"cannot be written ({error.strerror})", where=str(path), do="The run itself is done") from (
            error
        )
