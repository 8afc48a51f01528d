"""Verbs: stix check, stix import."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.cli.foreign import Days, keep
from app.cli.output import emit_json, emit_table, setup_logs, stderr
from app.cli.root import cli

stix = typer.Typer(help="Bundles of STIX 2.1; `ringleader export stix` writes them.", no_args_is_help=True)
cli.add_typer(stix, name="stix")


@stix.callback()
def _stix() -> None:
    """Bundles of STIX 2.1; `ringleader export stix` writes them."""


@stix.command("check")
def check(
    file: Annotated[Path, typer.Argument(help="A bundle, at most 100 MB.")],
    out: Annotated[
        Path | None,
        typer.Option("--out", help="Write what was read here, in canonical order: equal bundles, equal bytes."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Check a bundle before anything is done with it.

    Exit 1 lists what is wrong: unknown types, wrong ids, cycles of references, another version of STIX, an id with two
    contents, properties that STIX does not have or lacks. Nothing is read from the network and nothing is stored.
    """
    from app.exports.files import check_place, write_whole
    from app.exports.stix.build import encode
    from app.exports.stix.check import check as checked

    setup_logs()
    if out:
        check_place(out)
    found = checked(file)
    if out:
        write_whole(out, encode(found.bundle))
    told = {"file": str(file), "bundle": found.bundle["id"], "types": found.types, "outside": list(found.outside)}
    if as_json:
        emit_json(told)
        return
    emit_table(f"{file.name}: no fault", ("type", "objects"), list(found.types.items()), right=("objects",))
    if found.outside:
        stderr.print(f"{len(found.outside)} ids in it are of objects elsewhere", highlight=False)


@stix.command("import")
def take(
    file: Annotated[Path, typer.Argument(help="A bundle, at most 100 MB.")],
    days: Days = 180,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Keep what a bundle names, hashed under the graph's key, so that `share match` looks for it; all or nothing.

    Checks as `stix check` does. Understood are addresses, autonomous systems, mail addresses, indicators with a single
    comparison, and our own extension. The same bundle again changes nothing; `share revoke S-...` drops it.
    """
    from app.exports.stix.check import check as checked
    from app.exports.stix.foreign import level_of, observed

    setup_logs()
    bundle = checked(file).bundle
    found, left = observed(bundle["objects"])
    keep("stix", file, bundle["id"], level_of(bundle["objects"]).value, found, left, days, as_json)
