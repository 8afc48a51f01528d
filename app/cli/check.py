"""Verb: check."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.cli.output import emit_json, emit_table, setup_logs, stderr, stdout
from app.cli.root import cli


@cli.command("check")
def check_verb(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="The directory you mean to ingest.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
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
    if result.rounded:
        stdout.print("Times of exchanges are rounded to ten minutes or more: who acts in the same minutes cannot show.")
    if result.unknown_columns:
        stdout.print(f"Columns that are not read: {', '.join(sorted(result.unknown_columns))}")
    raise typer.Exit(3 if bad else 0)
