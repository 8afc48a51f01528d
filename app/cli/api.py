"""Verbs: api client."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.cli.output import stderr
from app.cli.root import cli

api = typer.Typer(help="For programs that ask the API.", no_args_is_help=True, rich_markup_mode=None)
cli.add_typer(api, name="api")


@api.callback()
def _group() -> None:
    """For programs that ask the API."""


@api.command("client")
def client(
    operations: Annotated[
        Path, typer.Option(metavar="DIR", help="The directory that `serve --operations` gets: NAME.graphql files.")
    ],
    out: Annotated[Path, typer.Option(metavar="FILE", help="The file to write, e.g. client.py.")],
) -> None:
    """Write a typed Python client, one file that needs nothing but Python, with a method for each operation."""
    from app.api.client_file import write_client
    from app.api.operations import read_operations
    from app.api.schema import make_schema

    schema = make_schema()._schema
    found = read_operations(operations, schema)
    left = write_client(found.by_name.values(), schema, out)
    stderr.print(f"{out}: {len(found.by_name) - len(left)} operations", highlight=False, soft_wrap=True)
    if left:
        stderr.print(f"Left out, since they are subscriptions: {', '.join(left)}", highlight=False, soft_wrap=True)
