"""Verbs: export."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from app.cli.audit import recorded
from app.cli.output import emit_json, setup_logs, stdout
from app.cli.root import cli
from app.errors import UsageError
from app.exports.formats import Format
from app.model.attribution import Tlp
from app.settings import load_settings


class Table(StrEnum):
    """What can be exported."""

    MEMBERSHIPS = "memberships"
    RINGS = "rings"
    TRAFFIC = "traffic"
    ACCOUNTS = "accounts"
    LINKS = "links"
    CLAIMS = "claims"
    LEDGER = "ledger"
    STIX = "stix"
    MISP = "misp"


@cli.command("export")
def export(
    table: Annotated[
        Table,
        typer.Argument(
            help="memberships: which account is in which ring, how surely. rings: volumes, evidence, score. traffic: "
            "by day, capability, model. accounts: volumes of all. links: what links members of rings to others. "
            "claims: who is said to be behind rings; names on approved claims only. "
            "ledger: every exchange in one bucket. stix: rings as a STIX 2.1 bundle. misp: as a MISP event."
        ),
    ],
    out: Annotated[Path, typer.Option("--out", help="The file to write; its directory must exist.")],
    form: Annotated[Format | None, typer.Option("--format", help="Format of a table.", show_default="csv")] = None,
    state: Annotated[
        list[str] | None,
        typer.Option(
            help="Groups beside flagged and confirmed rings: candidate, contained-suspect, benign, reversed, all."
        ),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            help="A detection run, such as D-000007: only what later runs changed, with a column `change`. "
            "For memberships and rings."
        ),
    ] = None,
    ring: Annotated[
        list[str] | None, typer.Option("--ring", help="For stix and misp: only this ring; may be given several times.")
    ] = None,
    tlp: Annotated[
        Tlp | None,
        typer.Option("--tlp", help="For stix and misp: Traffic Light Protocol 2.0.", show_default="amber+strict"),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Write a table or bundle for other programs, whole or not at all; FILE.meta.json beside it tells its source."""
    setup_logs()
    if table in (Table.STIX, Table.MISP):
        if form or since:
            raise UsageError("--format and --since are for tables")
        _export_rings(table, out, state or [], ring or [], tlp or Tlp.AMBER_STRICT, as_json)
        return
    if ring or tlp:
        raise UsageError(f"--ring and --tlp are for stix and misp, not for {table.value}")
    _export(table.value, out, form or Format.CSV, state or [], since, as_json)


def _export(table: str, out: Path, form: Format, state: list[str], since: str | None, as_json: bool) -> None:
    from app.exports.files import check_place, meta_path
    from app.exports.run import export_file, states_of
    from app.exports.tables import Asked
    from app.graph import open_store

    settings = load_settings()
    asked = Asked(table, states_of(state), since)
    check_place(out)
    told = {"objects": [f"Table:{table}"], "states": list(asked.states), "since": since}
    with open_store(settings) as store, recorded(settings, "export", **told):
        done = export_file(settings, store, asked, form, out)
    if as_json:
        emit_json(
            {
                "table": table,
                "file": str(out),
                "rows": done.rows,
                "format": form.value,
                "meta": str(meta_path(out)),
                "run": done.provenance.run,
            }
        )
        return
    run = f", run {done.provenance.run}" if done.provenance.run else ""
    stdout.print(
        f"{done.rows:,} rows in {out}{run}; {meta_path(out).name} tells its source", markup=False, highlight=False
    )


def _export_rings(table: Table, out: Path, state: list[str], rings: list[str], level: Tlp, as_json: bool) -> None:
    from app.exports.files import check_place, meta_path
    from app.exports.misp.run import export_event
    from app.exports.run import states_of
    from app.exports.stix.run import export_bundle
    from app.graph import load_key, open_store

    settings = load_settings()
    states = states_of(state)
    check_place(out)
    told = {
        "objects": [f"Ring:{one}" for one in rings] or [f"Table:{table.value}"],
        "states": list(states),
        "tlp": level.value,
    }
    with open_store(settings) as store, recorded(settings, "export", **told):
        write = export_bundle if table is Table.STIX else export_event
        done = write(store, load_key(settings), states, rings, level, out)
    if as_json:
        emit_json({"table": table.value, "file": str(out), "meta": str(meta_path(out)), **done})
        return
    parts = "objects" if table is Table.STIX else "attributes"
    line = f"{done['rings']:,} rings, {done[parts]:,} {parts} in {out}, TLP:{level.value.upper()}, run {done['run']}"
    stdout.print(line, markup=False, highlight=False, soft_wrap=True)
