"""Verbs: db start, stop, status, digest; query; doctor."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

import typer

from app.cli.output import emit_json, emit_table
from app.cli.root import cli

db = typer.Typer(help="The graph's server and its contents.", no_args_is_help=True)
cli.add_typer(db, name="db")

Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]


def _emit(document: dict[str, Any], as_json: bool, title: str) -> None:
    if as_json:
        emit_json(document)
    else:
        emit_table(title, ("what", "value"), [(key, value) for key, value in document.items() if value is not None])


@db.command("start")
def start(as_json: Json = False) -> None:
    """Start the embedded server and keep it running until `db stop`. Other verbs then start at once."""
    from app.graph.session import open_address, status
    from app.settings import load_settings

    settings = load_settings()
    with open_address(settings, keep=True):
        document = status(settings)
    _emit(document, as_json, "graph")


@db.command("stop")
def stop(as_json: Json = False) -> None:
    """Stop the embedded server; refused while another verb uses it."""
    from app.errors import UsageError
    from app.graph.engine import Engine
    from app.settings import load_settings

    settings = load_settings()
    if not settings.embedded:
        raise UsageError("NEO4J_URI names a server that is not ours to stop")
    _emit({"stopped": Engine(settings).stop()}, as_json, "graph")


@db.command("status")
def status_(as_json: Json = False) -> None:
    """Say whether the server runs, where, and what it takes. Starts nothing."""
    from app.graph.session import status
    from app.settings import load_settings

    _emit(status(load_settings()), as_json, "graph")


@db.command("digest")
def digest_(as_json: Json = False) -> None:
    """One digest over all graph facts and fact files, bookkeeping left out: equal contents, equal digest."""
    from app.facts import open_facts
    from app.graph.digest import digest
    from app.graph.queries import LIST_DONE_BATCHES
    from app.graph.session import open_store
    from app.settings import load_settings

    settings = load_settings()
    with open_store(settings) as store:
        done = [row["batch_id"] for row in store.read(LIST_DONE_BATCHES)]
        with open_facts(settings, done) as facts:
            result = digest(store, facts.connection)
    if as_json:
        parts = {name: {"count": part.count, "sum": part.hex} for name, part in result.parts.items()}
        emit_json({"digest": result.digest, "parts": parts})
        return
    rows = [(name, f"{part.count:,}", part.hex[:16]) for name, part in result.parts.items()]
    emit_table(result.digest, ("part", "count", "sum"), rows, right=("count",))


@cli.command("query")
def query(
    name: Annotated[str | None, typer.Argument(help="Statement, e.g. find_same_instrument.")] = None,
    param: Annotated[list[str] | None, typer.Option("--param", "-p", metavar="KEY=VALUE", help="A parameter.")] = None,
    listing: Annotated[bool, typer.Option("--list", help="Name the statements and their parameters.")] = False,
    as_json: Json = False,
) -> None:
    """Run a read statement of the catalogue by its name."""
    from app.errors import UsageError

    if listing:
        _list_statements(as_json)
        return
    if not name:
        raise UsageError("no statement named", do="Give a NAME, or --list")
    _run_statement(name, _pairs(param or []), as_json)


def _pairs(texts: list[str]) -> dict[str, str]:
    from app.errors import UsageError

    pairs = {}
    for text in texts:
        key, equals, value = text.partition("=")
        if not equals or not key:
            raise UsageError(f"{text!r} is not KEY=VALUE", where="--param")
        pairs[key] = value
    return pairs


def _list_statements(as_json: bool) -> None:
    from app.graph.named import public, signature

    statements = public()
    if as_json:
        fields = ("name", "purpose", "params", "returns", "defaults")
        emit_json({"statements": [{field: getattr(one, field) for field in fields} for one in statements]})
        return
    rows = [(one.name, signature(one), one.purpose) for one in statements]
    emit_table("statements", ("name", "parameters", "purpose"), rows)


def _run_statement(name: str, params: dict[str, str], as_json: bool) -> None:
    from app.graph.named import bind
    from app.graph.session import open_store
    from app.settings import load_settings

    statement, values = bind(name, params)  # wrong parameters are told before anything is started
    with open_store(load_settings()) as store:
        rows = store.read(statement, **values)
    if as_json:
        emit_json({"name": statement.name, "rows": rows})
        return
    columns = list(statement.statement.returns)
    emit_table(f"{statement.name}: {len(rows)} rows", columns, ([row[column] for column in columns] for row in rows))


@cli.command("doctor")
def doctor(
    deep: Annotated[bool, typer.Option("--deep", help="Also check every jar and the whole graph's contents.")] = False,
    as_json: Json = False,
) -> None:
    """Check everything that Ringleader needs; exit 1 if something is wrong."""
    from app.graph.doctor import examine
    from app.settings import load_settings

    checks = list(examine(load_settings(), deep=deep))
    failed = [check for check in checks if not check.ok]
    if as_json:
        emit_json({"ok": not failed, "checks": [asdict(check) for check in checks]})
    else:
        rows = [(c.name, "ok" if c.ok else "FAILED", c.found, "" if c.ok else c.do) for c in checks]
        emit_table("doctor", ("check", "", "found", "what to do"), rows)
    if failed:
        raise typer.Exit(1)
