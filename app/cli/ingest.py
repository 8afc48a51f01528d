"""Verbs about feeds: check, ingest."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.output import emit_json, emit_table, setup_logs, stderr, stdout
from app.cli.root import cli
from app.settings import load_settings

if TYPE_CHECKING:
    from app.ingest.spool import FileCount

JSON = typer.Option(False, "--json", help="One JSON document on stdout.")
SHOWN = 20


@cli.command("ingest")
def ingest_verb(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="The drop directory with the feed files.")],
    bulk: Annotated[
        bool, typer.Option("--bulk", help="First load of an empty embedded graph: same result, through neo4j-admin.")
    ] = False,
    as_json: bool = JSON,
) -> None:
    """Read new feed files into graph and facts, exactly once."""
    from app.facts import open_facts
    from app.graph import open_store
    from app.graph.queries import LIST_DONE_BATCHES
    from app.ingest import first_load, ingest
    from app.ingest.progress import bar
    from app.ingest.quarantine import entries
    from app.ingest.sources import find_sources

    setup_logs()
    settings = load_settings()
    if not find_sources(directory):
        sys.stderr.write(
            f"ringleader: {directory}: warning: no feed files here (docs/feeds.md says how they are named)\n"
        )
    with bar(stderr) as report:
        first = first_load(settings, directory, report) if bulk else None
    with open_store(settings) as store:
        with bar(stderr) as report:
            summary = first.complete(store, report) if first else ingest(store, settings, directory, report)
        if summary.problems:
            done = [row["batch_id"] for row in store.read(LIST_DONE_BATCHES)]
            with open_facts(settings, done) as view:
                for count in summary.problems:
                    _complain(count, entries(view, datetime.now(UTC).date(), count.name, SHOWN))
    for name in summary.put_off:
        sys.stderr.write(f"ringleader: {name}: changed while it was read; put off to the next run\n")
    if as_json:
        emit_json(summary.document)
    else:
        rows = [(name.replace("_", " "), f"{value:,}") for name, value in summary.document.items()]
        emit_table(f"Ingested {directory}", ("", "count"), rows, right=("count",))
    raise typer.Exit(summary.exit_code)


def _complain(count: FileCount, found: list[dict[str, Any]]) -> None:
    """Name what was refused: file, line, column and reason."""
    if count.status == "quarantined":
        sys.stderr.write(f"ringleader: {count.name}: quarantined whole: {count.reason}\n")
        return
    for entry in found:
        column = f" {entry['column']}:" if entry["column"] else ""
        sys.stderr.write(f"ringleader: {entry['file']}:{entry['line']}:{column} {entry['reason']}\n")
    if count.quarantined > len(found):
        rest = count.quarantined - len(found)
        sys.stderr.write(
            f"ringleader: {count.name}: {rest:,} more (`ringleader quarantine show --file {count.name}`)\n"
        )


@cli.command("check")
def check_verb(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="The directory you mean to ingest.")],
    as_json: bool = JSON,
) -> None:
    """Dry run on an export of yours: nothing is written, no graph is needed."""
    from dataclasses import asdict

    from app.ingest.check import check
    from app.ingest.progress import bar

    setup_logs()
    with bar(stderr) as report:
        result = check(directory, report)
    bad = bool(result.refused_files or result.reasons)
    if as_json:
        emit_json({**asdict(result), "lost": result.lost})
        raise typer.Exit(3 if bad else 0)
    emit_table("Rows", ("feed", "rows"), [(k, f"{n:,}") for k, n in sorted(result.rows.items())], right=("rows",))
    if result.refused_files:
        emit_table("Files refused whole", ("file", "reason"), [tuple(f.values()) for f in result.refused_files])
    if result.reasons:
        emit_table(
            "Rows that would go to quarantine",
            ("feed", "column", "reason", "rows", "first"),
            [(r["kind"], r["column"], r["reason"], f"{r['rows']:,}", ", ".join(r["examples"])) for r in result.reasons],
            right=("rows",),
        )
    if result.columns:
        shares = [(name, f"{share:.1%}") for name, share in result.columns.items()]
        emit_table("Exchanges that have each optional column", ("column", "share"), shares, right=("share",))
    emit_table(
        "Evidence families",
        ("family", "possible through"),
        [
            (family, ", ".join(columns) or "lost: no such column has values")
            for family, columns in result.evidence.items()
        ],
    )
    if result.unknown_columns:
        stdout.print(f"Columns that are not read: {', '.join(sorted(result.unknown_columns))}")
    raise typer.Exit(3 if bad else 0)
