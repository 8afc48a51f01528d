"""Verb: ledger."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from app.cli.output import emit_json, emit_table, setup_logs
from app.cli.ring_tables import number
from app.cli.root import cli
from app.settings import load_settings


@cli.command("ledger")
def ledger(
    as_of: Annotated[
        datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], help="As of the end of a past day (UTC).")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Book every exchange on an operator, an unattributed ring, or nobody; sums to what was ingested."""
    from app.cli.ring_pages import print_line
    from app.pipeline.ledger import run_ledger

    setup_logs()
    found = run_ledger(load_settings(), as_of.date() if as_of else None)
    if as_json:
        emit_json(found.document())
        return
    figures = ("low", "likely", "high", "volume")
    emit_table(
        f"{number(found.total)} exchanges",
        ("bucket", "operator", "accounts", *figures),
        [
            (
                b.bucket,
                b.name,
                number(b.accounts),
                number(b.exchanges.low),
                number(b.exchanges.likely),
                number(b.exchanges.high),
                number(b.volume.likely) if b.kind != "benign" else "",
            )
            for b in found.buckets
        ],
        right=("accounts", *figures),
        keep=("bucket",),
    )
    told = found.snapshot
    print_line(
        f"Run {told.run_id or 'of a past day'}, as of {told.as_of}, configuration {told.configuration}, batches "
        f"{told.batches}, claims {told.claims}; {told.query} {told.query_sha256[:12]}; digest {found.digest[:24]}"
    )
    if found.contested:
        print_line(f"{number(found.contested)} accounts are claimed for several operators and stay with their ring.")
