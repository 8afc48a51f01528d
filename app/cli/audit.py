"""Verbs: audit verify, tail, head."""

from __future__ import annotations

import getpass
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Annotated, Any

import typer

from app.cli.output import emit_json, emit_table, stderr
from app.cli.root import cli
from app.settings import Settings

audit = typer.Typer(help="The log of changes, exports and readings of personal data.", no_args_is_help=True)
cli.add_typer(audit, name="audit")

Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
_SHOWN = ("at", "who", "did", "objects", "reason", "result")


def recorded(settings: Settings, did: str, **more: Any) -> AbstractContextManager[None]:
    """The block is a change or an export made at the command line; it is logged before and after."""
    from app.api.audit import AuditLog

    return AuditLog(settings).change(getpass.getuser(), "command line", did, **more)


def told_subject(text: str) -> str:
    """A judgement's subject for the log: of KIND:VALUE only the kind, since values may be personal."""
    kind, separator, _ = text.partition(":")
    return f"Identifier:{kind}" if separator else text


@audit.command("verify")
def verify(
    head: Annotated[Path | None, typer.Option("--head", help="A head kept elsewhere (`audit head`).")] = None,
    as_json: Json = False,
) -> None:
    """Check every line, the chain and the signed head.

    Exit 1 names the first line that was edited, deleted, inserted or moved. Exit 3: the last line was torn by a crash;
    the head holds it whole and the next event completes the log.
    """
    from app.api.audit import AuditLog
    from app.settings import load_settings

    found = AuditLog(load_settings()).verify(head)
    if as_json:
        emit_json({"events": found.events, "torn": found.torn, "last": found.last})
    else:
        end = "; the last line is torn, the head holds it and the next event completes it" if found.torn else ""
        stderr.print(f"{found.events} events, all as they were written{end}.", highlight=False)
    if found.torn:
        raise typer.Exit(3)


@audit.command("tail")
def tail(
    count: Annotated[int, typer.Option("--count", "-n", min=1, max=10_000, help="How many events.")] = 20,
    as_json: Json = False,
) -> None:
    """Show the last events, oldest first."""
    from app.api.audit import AuditLog
    from app.settings import load_settings

    events = AuditLog(load_settings()).tail(count)
    if as_json:
        emit_json({"events": events})
        return
    emit_table(f"{len(events)} events", _SHOWN, [[_cell(event.get(name)) for name in _SHOWN] for event in events])


@audit.command("head")
def head_() -> None:
    """Print the signed head. Kept on another machine, it shows later that nothing before it was rewritten."""
    from app.api.audit import AuditLog
    from app.settings import load_settings

    emit_json(AuditLog(load_settings()).head().document())


def _cell(value: Any) -> Any:
    return " ".join(map(str, value)) if isinstance(value, list) else value
