"""Verbs: serve, token."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.cli.audit import recorded
from app.cli.output import emit_json, emit_table, setup_logs, stderr
from app.cli.root import cli

tokens = typer.Typer(help="Tokens of the API: create, list, revoke.", no_args_is_help=True, rich_markup_mode=None)
cli.add_typer(tokens, name="token")


@cli.command("serve")
def serve(
    port: int = typer.Option(8400, min=0, max=65535, help="Port; 0 takes a free one."),
    host: str = typer.Option("127.0.0.1", help="Address to bind. Other than loopback needs tokens."),
    open_: bool = typer.Option(False, "--open", help="Answer without a token. Loopback only."),
    operations: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Persisted operations: NAME.graphql files that are answered by `documentId`."),
    ] = None,
    only_operations: bool = typer.Option(
        False,
        "--only-operations",
        help="Refuse queries of one's own to everybody but admins; the console goes on working.",
    ),
    as_json: bool = typer.Option(False, "--json", help='Print {"url"} once ready.'),
    verbose: bool = typer.Option(False, "--verbose", "-v", help="Log every request."),
) -> None:
    """Serve the GraphQL API, its explorer and the console."""
    from app.api.server import operations_of, run
    from app.settings import load_settings

    setup_logs(verbose)
    persisted = operations_of(operations, only_operations)

    def ready(url: str) -> None:
        stderr.print(f"console   {url}/\nexplorer  {url}/graphql\nhealth    {url}/readyz", highlight=False)
        if persisted.by_name:
            who = ", queries of one's own for admins only" if persisted.only else ""
            stderr.print(f"persisted operations: {', '.join(persisted.by_name)}{who}", highlight=False)
        stderr.print("Ctrl-C stops.", highlight=False)
        if as_json:
            emit_json({"url": url})

    run(load_settings(), host=host, port=port, open_mode=open_, ready=ready, operations=persisted)


@tokens.command("create")
def token_create(
    role: str = typer.Option(..., help="viewer, investigator, admin or exporter."),
    name: str = typer.Option(..., help="Who or what will use it; it signs judgements."),
    days: int = typer.Option(90, help="Days until it expires, 366 at most."),
    scope: Annotated[
        list[str] | None,
        typer.Option(help="Narrow it to read, personal or decide; may be repeated."),
    ] = None,
    as_json: bool = typer.Option(False, "--json", help="One JSON document."),
) -> None:
    """Make a token. It is shown once and cannot be shown again."""
    from app.api.tokens import TokenFile
    from app.settings import load_settings

    settings = load_settings()
    with recorded(settings, "create token", objects=[f"Token:{name}"], role_given=role, scope=scope):
        token, record = TokenFile(settings.home).create(role, name, days, scope)
    if as_json:
        told = {"id": record.id, "name": name, "role": role, "scope": record.scope, "expires_at": record.expires_at}
        emit_json({"token": token, **told})
        return
    typer.echo(token)
    stderr.print(f"Shown this once. {record.name} ({record.role}) until {record.expires_at}.", highlight=False)


@tokens.command("list")
def token_list(as_json: bool = typer.Option(False, "--json", help="One JSON document.")) -> None:
    """List tokens; the tokens themselves are not kept."""
    from datetime import UTC, datetime

    from app.api.tokens import TokenFile, scope_of
    from app.settings import load_settings

    now = datetime.now(UTC)
    file = TokenFile(load_settings().home)
    rows = [
        {
            **{column: getattr(one, column) for column in ("id", "name", "role")},
            "scope": scope_of(one),
            **{column: getattr(one, column) for column in ("created_at", "expires_at")},
            "last_used_at": file.last_used(one),
            "state": one.state(now),
        }
        for one in file.records()
    ]
    if as_json:
        emit_json({"tokens": rows})
        return
    columns = ("id", "name", "role", "scope", "created", "expires", "last used", "state")
    emit_table("Tokens", columns, [["; ".join(v) if isinstance(v, list) else v for v in row.values()] for row in rows])


@tokens.command("revoke")
def token_revoke(
    name_or_id: str = typer.Argument(..., help="Name or id of the token."),
    as_json: bool = typer.Option(False, "--json", help="One JSON document."),
) -> None:
    """Revoke a token. Running servers refuse it from the next request on."""
    from app.api.tokens import TokenFile
    from app.settings import load_settings

    settings = load_settings()
    with recorded(settings, "revoke token", objects=[f"Token:{name_or_id}"]):
        revoked = TokenFile(settings.home).revoke(name_or_id)
    if as_json:
        emit_json({"revoked": [record.id for record in revoked]})
        return
    for record in revoked:
        typer.echo(f"{record.id} {record.name} revoked")
