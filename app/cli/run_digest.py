"""Verb: digest."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from app.cli.output import emit_json, setup_logs
from app.cli.root import cli
from app.settings import load_settings


@cli.command("digest")
def digest(
    since: Annotated[
        str | None,
        typer.Option("--since", help="A detection run, such as D-000007.", show_default="the one before the last"),
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Write the text here instead of stdout.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Tell what changed among the rings: new, grown, split, merged and gone ones. The text is ready to be mailed.

    ringleader digest | sendmail team@example.com
    """
    from app.exports.files import check_place, write_whole
    from app.exports.run_digest import mail, read_digest
    from app.graph import open_store

    setup_logs()
    if out:
        check_place(out)
    with open_store(load_settings()) as store:
        told = read_digest(store, since)
    if out:
        write_whole(out, mail(told).encode())
    if as_json:
        emit_json(told.document())
    elif not out:
        sys.stdout.write(mail(told))
