"""Verbs: misp check, misp import."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.cli.foreign import Days, keep
from app.cli.output import emit_json, emit_table, setup_logs
from app.cli.root import cli

misp = typer.Typer(help="Events of MISP; `ringleader export misp` writes them.", no_args_is_help=True)
cli.add_typer(misp, name="misp")

File = Annotated[Path, typer.Argument(help="An event as JSON, at most 100 MB.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]


@misp.callback()
def _misp() -> None:
    """Events of MISP; `ringleader export misp` writes them."""


@misp.command("check")
def check(
    file: File,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="Write what was read here, in canonical order: equal events, equal bytes."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Check an event before anything is done with it, and tell what of it is understood. Nothing is stored.

    Understood are attributes ip-src, ip-dst (also with a port), AS, email, email-src, and our object ringleader-ring.
    Foreign objects are listed and not guessed at.
    """
    from app.exports.files import check_place, write_whole
    from app.exports.misp.check import check as checked
    from app.exports.misp.objects import encode

    setup_logs()
    if out:
        check_place(out)
    found = checked(file)
    if out:
        write_whole(out, encode(found.event))
    left = dict(sorted(found.left.items()))
    if as_json:
        told = {"event": str(found.event.uuid), "tlp": found.level.value, "observed": len(found.observed)}
        emit_json({"file": str(file), **told, "left": left})
        return
    rows = [("understood", len(found.observed)), *((f"left out: {why}", count) for why, count in left.items())]
    emit_table(f"{file.name}: no fault, TLP:{found.level.value.upper()}", ("what", "count"), rows, right=("count",))


@misp.command("import")
def take(file: File, days: Days = 180, as_json: Json = False) -> None:
    """Keep what an event names, hashed under the graph's key, so that `share match` looks for it; all or nothing.

    Checks as `misp check` does. The same event again changes nothing; `share revoke S-...` drops it.
    """
    from app.exports.misp.check import check as checked

    setup_logs()
    found = checked(file)
    keep("misp", file, str(found.event.uuid), found.level.value, found.observed, found.left, days, as_json)
