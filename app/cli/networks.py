"""Verb: networks import."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from app.cli.output import emit_json, emit_table, setup_logs, stderr
from app.cli.root import cli
from app.errors import UsageError
from app.settings import load_settings

networks = typer.Typer(help="Announced prefixes: who holds an address.", no_args_is_help=True)
cli.add_typer(networks, name="networks")


@networks.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The table, also as .gz.")],
    form: Annotated[str, typer.Option("--format", help="pyasn, rir (extended statistics) or iptoasn (TSV).")],
    as_of: Annotated[
        datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], help="Day of the table; default: FILE's time.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Take a public table of prefixes as a `networks` feed; rows of a newer table replace those of an older one.

    A table in which a line is not in the format is refused whole (exit 1). Prefixes that the newer one lacks stay.
    """
    from app.graph import open_store
    from app.ingest import ingest
    from app.ingest.prefix_tables import convert
    from app.ingest.progress import bar

    setup_logs()
    if not file.is_file():
        raise UsageError("there is no such file", where=str(file))
    settings = load_settings()
    folder = settings.home / "imports"
    moment = as_of.replace(tzinfo=UTC) if as_of else datetime.fromtimestamp(int(file.stat().st_mtime), UTC)
    prefixes = convert(file, form, moment, folder)
    with open_store(settings) as store, bar(stderr) as report:
        summary = ingest(store, settings, folder, report)
    told = {"prefixes": prefixes, "files": summary.files, "rows": summary.rows, "quarantined": summary.quarantined}
    if as_json:
        emit_json(told)
    else:
        emit_table(f"Imported {file}", ("", "count"), [(k, f"{n:,}") for k, n in told.items()], right=("count",))
    raise typer.Exit(summary.exit_code)
