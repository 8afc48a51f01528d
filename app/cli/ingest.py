"""Verb: ingest."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.output import emit_json, emit_table, report_error, setup_logs, stderr
from app.cli.root import cli
from app.errors import LockedError, RingleaderError, UsageError
from app.settings import Settings, load_settings

if TYPE_CHECKING:
    from app.graph import Neo4jStore
    from app.ingest.arrivals import Arrivals
    from app.ingest.run import IngestSummary
    from app.ingest.sources import Selection, Source
    from app.ingest.spool import FileCount

SHOWN = 20


@cli.command("ingest")
def ingest_verb(
    place: Annotated[
        str | None,
        typer.Argument(metavar="DIR", help="The drop directory; or http(s)://..., s3://BUCKET/PREFIX, or - (stdin)."),
    ] = None,
    show: Annotated[
        bool,
        typer.Option("--status", help="Read nothing: tell of runs half done, the lock, and what the last run did."),
    ] = False,
    bulk: Annotated[
        bool, typer.Option("--bulk", help="First load of an empty embedded graph: same result, through neo4j-admin.")
    ] = False,
    kind: Annotated[str | None, typer.Option("--kind", help="With -: the kind of feed, e.g. exchanges.")] = None,
    form: Annotated[str, typer.Option("--format", help="With -: csv, jsonl (each also .gz, .zst) or parquet.")] = "csv",
    since: Annotated[
        datetime | None,
        typer.Option("--since", formats=["%Y-%m-%d"], help="Only files last changed on or after this day (UTC)."),
    ] = None,
    max_rows: Annotated[
        int | None,
        typer.Option("--max-rows", min=1, help="Take whole files, in order, up to so many rows (at least one file)."),
    ] = None,
    follow: Annotated[
        bool, typer.Option("--follow", help="Watch DIR and take files once they no longer change; ends on SIGTERM.")
    ] = False,
    every: Annotated[float, typer.Option("--every", min=0.1, help="With --follow: seconds between looks.")] = 10.0,
    metrics: Annotated[
        Path | None, typer.Option("--metrics", help="Write figures for node_exporter's textfile collector here.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON document on stdout (--follow: one a look).")
    ] = False,
) -> None:
    """Read new feed files into graph and facts, exactly once.

    Credentials for addresses come from the environment or files (docs/feeds.md). Exit 3: something was quarantined or
    left to the next run.
    """
    from app.ingest.sources import Selection

    if show:
        setup_logs()
        _show_status(load_settings(), as_json)
        return
    if place is None:
        raise UsageError("needs the place to read from", where="DIR", do="A directory, an address or -; or --status")
    _check_use(place, kind, bulk, follow, since is not None or max_rows is not None)
    setup_logs()
    settings = load_settings()
    job = Job(settings, place, as_json, metrics or settings.metrics_file, kind or "", form, bulk)
    selection = Selection(since.date() if since else None, max_rows)
    raise typer.Exit(job.follow(selection, every) if follow else job.once(selection))


def _check_use(place: str, kind: str | None, bulk: bool, follow: bool, selects: bool) -> None:
    from app.ingest.sources import is_remote

    elsewhere = place == "-" or is_remote(place)
    if (place == "-") != (kind is not None):
        raise UsageError("- needs --kind, and nothing else has it", where="--kind", do="E.g. --kind exchanges")
    if elsewhere and (bulk or follow):
        raise UsageError("is for a directory of this machine only", where="--bulk" if bulk else "--follow")
    if bulk and (follow or selects):
        raise UsageError("loads everything at once", where="--bulk", do="Leave --follow, --since and --max-rows out")


class Job:
    """What one call of the verb does: one run, or one for each look at a directory."""

    def __init__(
        self, settings: Settings, place: str, as_json: bool, metrics: Path | None, kind: str, form: str, bulk: bool
    ) -> None:
        self.settings, self.place, self.as_json, self.metrics = settings, place, as_json, metrics
        self.kind, self.form, self.bulk = kind, form, bulk

    def once(self, selection: Selection) -> int:
        """One run; the exit code. Its figures are written also when it fails."""
        from app.graph import open_store
        from app.ingest.status import note_run

        try:
            if not self.kind:
                _warn_if_empty(self.place)
            with ExitStack() as held:
                if self.bulk:
                    store, summary = self._first(held)
                else:
                    store = held.enter_context(open_store(self.settings))
                    summary = self._run(store, selection)
                self._tell(store, summary)
        except RingleaderError as error:
            if not isinstance(error, LockedError):  # the run that has the lock will tell of itself
                note_run(self.settings, self.place, error)
            self._count(None, None, error.exit_code)
            raise
        note_run(self.settings, self.place, summary)
        return summary.exit_code

    def _first(self, held: ExitStack) -> tuple[Neo4jStore, IngestSummary]:
        """The first load in bulk; what it left goes in live, with a bar of its own."""
        from app.graph import open_store
        from app.ingest import first_load
        from app.ingest.forecast import BULK, LIVE
        from app.ingest.progress import bar, silent

        with bar(stderr, BULK) as report:
            first = first_load(self.settings, Path(self.place), report)
            report("starting", 0, 1)
            store = held.enter_context(open_store(self.settings))
            report("starting", 1, 1)
        with bar(stderr, LIVE) if first.more else nullcontext(silent) as report:
            return store, first.complete(store, report)

    def follow(self, selection: Selection, every: float) -> int:
        """A run for each look that finds something whole, until told to stop; 3 when one of them refused rows."""
        from app.ingest.follow import Watch, follow, stop_on_signals

        codes = {0}

        def work(whole: list[Source]) -> bool:
            names = frozenset(source.name for source in whole)
            try:
                codes.add(self.once(replace(selection, names=names)))
            except RingleaderError as error:
                if not error.retryable:
                    raise
                report_error(error)
                return False
            return True

        with stop_on_signals() as stop:
            follow(Watch(Path(self.place)), work, stop, every)
        return max(codes)

    def _run(self, store: Neo4jStore, selection: Selection) -> IngestSummary:
        from app.ingest import ingest
        from app.ingest.forecast import LIVE
        from app.ingest.progress import bar

        with bar(stderr, LIVE) as report, self._source(store, selection.since) as found:
            summary = ingest(store, self.settings, found.folder, report, selection=selection)
        summary.skipped_files += found.known
        summary.put_off |= found.left
        return summary

    @contextmanager
    def _source(self, store: Neo4jStore, since: date | None) -> Iterator[Arrivals]:
        """Where the files lie, fetched first when they come from elsewhere."""
        from app.ingest.sources import is_remote

        if self.place != "-" and not is_remote(self.place):
            from app.ingest.arrivals import Arrivals

            yield Arrivals(Path(self.place))
            return
        from app.ingest.arrivals import fetched, from_stream

        if self.place == "-":
            with from_stream(self.settings, sys.stdin.buffer, self.kind, self.form) as found:
                yield found
        else:
            with fetched(store, self.settings, self.place, since) as found:
                yield found

    def _tell(self, store: Neo4jStore, summary: IngestSummary) -> None:
        from app.facts import open_facts
        from app.graph.queries import LIST_DONE_BATCHES
        from app.ingest.quarantine import entries
        from app.ingest.queries import READ_FIGURES

        if summary.problems:
            done = [row["batch_id"] for row in store.read(LIST_DONE_BATCHES)]
            with open_facts(self.settings, done) as view:
                for count in summary.problems:
                    _complain(count, entries(view, datetime.now(UTC).date(), count.name, SHOWN))
        for name, why in summary.put_off.items():
            sys.stderr.write(f"ringleader: {name}: {why}\n")
        if self.metrics:
            self._count(store.read(READ_FIGURES)[0], summary, summary.exit_code)
        if self.as_json:
            emit_json(summary.document)
        else:
            rows = [(name.replace("_", " "), f"{value:,}") for name, value in summary.document.items()]
            emit_table(f"Ingested {self.place}", ("", "count"), rows, right=("count",))

    def _count(self, row: Any, summary: IngestSummary | None, exit_code: int) -> None:
        if self.metrics:
            from app.ingest.metrics import write_metrics

            write_metrics(self.metrics, row, summary, exit_code)


def _show_status(settings: Settings, as_json: bool) -> None:
    from app.graph import open_store
    from app.ingest.status import status

    with open_store(settings) as store:
        told = status(store, settings)
    if as_json:
        emit_json(told)
        return
    rows: list[tuple[str, Any]] = [("batches half done", len(told["open_batches"]))]
    for one in told["open_batches"]:
        of = "?" if one["units"] is None else f"{one['units']:,}"
        step = f"{one['written']:,} of {of} units written" if one["planned"] else "not planned yet"
        rows.append((f"  {one['batch'][:12]}", f"{one['files']:,} files, begun {one['age_seconds']:,} s ago, {step}"))
    rows += [("lock of this home", _lock_text(told["lock"])), ("lease of the graph", _lease_text(told["lease"]))]
    rows += [("exchanges until", told["watermark"]), ("last batch done", told["last_done"])]
    rows += [(f"last run: {name.replace('_', ' ')}", value) for name, value in (told["last_run"] or {}).items()]
    emit_table("Ingestion", ("", "state"), rows)
    if told["open_batches"] and not (told["lock"] or {}).get("alive"):
        sys.stderr.write("ringleader: a run was cut: the next `ingest` finishes it first\n")


def _lock_text(lock: dict[str, Any] | None) -> str:
    if not lock:
        return "free"
    state = "works on" if lock["alive"] else "was killed: the lock is free"
    return f"`{lock['verb']}` (pid {lock['pid']}) took it {lock['age_seconds']:,} s ago and {state}"


def _lease_text(lease: dict[str, Any] | None) -> str:
    if not lease:
        return "free"
    return f"{lease['owner']}, {lease['age_seconds']:,} s{'' if lease['held'] else ', run out'}"


def _warn_if_empty(place: str) -> None:
    from app.ingest.sources import find_sources, is_remote

    if not is_remote(place) and not find_sources(Path(place)):
        sys.stderr.write(f"ringleader: {place}: warning: no feed files here (docs/feeds.md says how they are named)\n")


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
