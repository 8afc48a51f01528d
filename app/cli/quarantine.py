"""Verbs about refused rows: quarantine list, show, retry, drop."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.audit import recorded
from app.cli.output import emit_json, emit_table, setup_logs, stderr
from app.cli.root import cli
from app.errors import UsageError
from app.settings import load_settings

if TYPE_CHECKING:
    from app.facts import FactsView

quarantine_cli = typer.Typer(help="What was refused and why; retry it or give it up.", no_args_is_help=True)
cli.add_typer(quarantine_cli, name="quarantine")

Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
File = Annotated[str | None, typer.Option("--file", help="Only this feed file, by its name in the list.")]
Entries = Annotated[list[str] | None, typer.Argument(metavar="[ENTRY]...", help="Entries, as `show` names them.")]


@quarantine_cli.command("list")
def list_(as_json: Json = False) -> None:
    """Files and reasons with the number of rows refused, of the last 30 days."""
    from app.ingest.quarantine import summarise

    with _facts() as view:
        found = summarise(view, datetime.now(UTC).date())
    if as_json:
        emit_json({"entries": found})
        return
    rows = [(e["file"], e["reason"], f"{e['rows']:,}", e["first_line"], e["day"]) for e in found]
    emit_table("Quarantine", ("file", "reason", "rows", "first line", "day"), rows, right=("rows", "first line"))


@quarantine_cli.command("show")
def show(
    file: File = None,
    limit: Annotated[int, typer.Option(min=1, max=100_000)] = 100,
    as_rows: Annotated[bool, typer.Option("--rows", help="JSON lines to put right and give to `retry --mended`.")] = (
        False
    ),
    as_json: Json = False,
) -> None:
    """Single rows: entry, file, line, column, reason, and what may be kept of their content."""
    from app.ingest.quarantine import entries

    with _facts() as view:
        found = entries(view, datetime.now(UTC).date(), file, limit)
    if as_rows:
        sys.stdout.writelines(_row(entry) for entry in found if entry["line"])
        return
    if as_json:
        emit_json({"entries": found})
        return
    rows = [(e["entry"], f"{e['file']}:{e['line']}", e["column"], e["reason"], e["content"]) for e in found]
    emit_table("Quarantine", ("entry", "where", "column", "reason", "content"), rows, keep=("entry",))


@quarantine_cli.command("retry")
def retry_(
    entry: Entries = None,
    file: File = None,
    mended: Annotated[
        Path | None, typer.Option("--mended", help='JSON lines {"entry": ..., COLUMN: VALUE, ...}: the rows put right.')
    ] = None,
    as_json: Json = False,
) -> None:
    """Put refused rows through ingestion again, as they were kept or as mended; each counts exactly once.

    Without ENTRY, --file or --mended: every row. Rows that are still bad are refused again under a new entry. Exit 3:
    some were, or were not kept whole (masked, cut, conflicting) and have to be mended.
    """
    from app.graph import open_store
    from app.ingest.progress import bar
    from app.ingest.settle import retry

    setup_logs()
    settings = load_settings()
    record = recorded(settings, "quarantine.retry", objects=list(entry or ()))
    with open_store(settings) as store, bar(stderr) as report, record:
        done = retry(store, settings, entry or (), file, mended, report)
    if as_json:
        emit_json(asdict(done))
    else:
        cells = [(name, f"{value:,}") for name, value in asdict(done).items() if name != "left"]
        emit_table("Retried", ("", "count"), [*cells, ("to be mended", f"{len(done.left):,}")], right=("count",))
    if done.left:
        sys.stderr.write(f"ringleader: {len(done.left):,} rows were not kept whole: mend them (`show --rows`)\n")
    if done.quarantined:
        sys.stderr.write(f"ringleader: {done.quarantined:,} rows were refused again (`quarantine show` says why)\n")
    raise typer.Exit(3 if done.left or done.quarantined else 0)


@quarantine_cli.command("drop")
def drop_(
    reason: Annotated[str, typer.Option("--reason", help="Why; it goes into the audit log.")],
    entry: Entries = None,
    file: File = None,
    everything: Annotated[bool, typer.Option("--all", help="Every entry.")] = False,
    as_json: Json = False,
) -> None:
    """Give refused rows up: they leave quarantine and are counted as dropped."""
    from app.graph import open_store
    from app.ingest.settle import drop

    if not (entry or file or everything):
        raise UsageError("nothing named to drop", do="Give an ENTRY, --file NAME, or --all")
    if not reason.strip():
        raise UsageError("an empty reason", where="--reason", do="Say why these rows may be given up")
    setup_logs()
    settings = load_settings()
    objects = list(entry or ()) or [file or "all"]
    with open_store(settings) as store, recorded(settings, "quarantine.drop", objects=objects, reason=reason):
        dropped = drop(store, settings, entry or (), file)
    if as_json:
        emit_json({"dropped": dropped})
    else:
        emit_table("Dropped", ("", "count"), [("entries", f"{dropped:,}")], right=("count",))


def _row(entry: dict[str, Any]) -> str:
    """What was kept of a row, with the entry to give back and why it was refused."""
    try:
        cells = json.loads(entry["content"])
    except ValueError:
        cells = {"_text": entry["content"]}
    why = f"{entry['file']}:{entry['line']}: {entry['column']} {entry['reason']}"
    return json.dumps({"entry": entry["entry"], **cells, "_why": why}, ensure_ascii=False) + "\n"


@contextmanager
def _facts() -> Iterator[FactsView]:
    from app.facts import open_facts
    from app.graph import open_store
    from app.graph.queries import LIST_DONE_BATCHES

    setup_logs()
    settings = load_settings()
    with open_store(settings) as store:
        view = open_facts(settings, [row["batch_id"] for row in store.read(LIST_DONE_BATCHES)])
    with view:
        yield view
