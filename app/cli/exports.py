"""Verbs: export."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from app.cli.audit import recorded
from app.cli.output import emit_json, setup_logs, stdout
from app.cli.root import cli
from app.settings import load_settings


class Table(StrEnum):
    """What can be exported."""

    MEMBERSHIPS = "memberships"
    ACCOUNTS = "accounts"
    RINGS = "rings"
    TRAFFIC = "traffic"


@cli.command("export")
def export(
    table: Annotated[Table, typer.Argument(help="Which table.")],
    out: Annotated[Path, typer.Option("--out", help="The CSV file to write; its directory must exist.")],
    state: Annotated[
        list[str] | None,
        typer.Option(
            help="Groups to add to flagged and confirmed rings: candidate, contained-suspect, benign, reversed."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Write rings, their members or traffic, or the volumes of all accounts, as CSV."""
    from app.exports.csv_file import check_place
    from app.graph import open_store
    from app.model.rings import RINGS
    from app.rings.read import parse_states

    setup_logs()
    settings = load_settings()
    states = parse_states([*RINGS, *(state or [])])
    check_place(out)
    with open_store(settings) as store, recorded(settings, "export", objects=[f"Table:{table.value}"], states=states):
        rows = _write(settings, store, table, out, states)
    if as_json:
        emit_json({"table": table.value, "file": str(out), "rows": rows})
    else:
        stdout.print(f"{rows:,} rows in {out}", markup=False, highlight=False)


def _write(settings: Any, store: Any, table: Table, out: Path, states: list[str]) -> int:
    from app.exports.csv_file import write_csv
    from app.exports.tables import account_rows, columns, ring_rows
    from app.pipeline.detection import facts_of

    if table is not Table.ACCOUNTS:
        return write_csv(out, columns(table), ring_rows(store, table, states))
    with facts_of(settings, store) as view:
        return write_csv(out, columns(table), account_rows(view.connection))
