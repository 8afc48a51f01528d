"""Verbs: db backup, db restore."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from app.cli.audit import recorded
from app.cli.db import db
from app.cli.output import emit_json, emit_table, setup_logs
from app.settings import load_settings

Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]


@db.command("backup")
def backup_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The archive to write, e.g. rings.tar.zst.")],
    as_json: Json = False,
) -> None:
    """Write graph, facts and the head of the audit log into one archive. The embedded server is stopped meanwhile.

    Not in it: the key file (keep it apart; a restore needs it), tokens, the audit log itself.
    """
    from app.api.audit import AuditLog
    from app.graph import open_store
    from app.graph.backup import backup
    from app.graph.lease import host_lock
    from app.graph.queries import LIST_DONE_BATCHES
    from app.graph.session import resting
    from app.ingest.retention import no_open_batch

    setup_logs()
    settings = load_settings()
    with recorded(settings, "db.backup", objects=[file.name]), host_lock(settings, "db backup"), resting(settings):
        with open_store(settings) as store:
            no_open_batch(store)
            done = [row["batch_id"] for row in store.read(LIST_DONE_BATCHES)]
        told = backup(settings, file, done, AuditLog(settings).head().document())
    _emit({"file": str(file), **told}, as_json, "Backup")


@db.command("restore")
def restore_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An archive of `db backup`.")],
    replace: Annotated[bool, typer.Option("--replace", help="Lose the graph and facts that are here.")] = False,
    as_json: Json = False,
) -> None:
    """Put an archive's graph and facts into this home, whole or not at all. Needs the key it was made with.

    An archive that is cut or altered is refused and nothing is changed. The audit log of this home goes on; the head
    from the archive is kept as audit/restored-head.json.
    """
    from app.graph.backup import restore
    from app.graph.lease import host_lock
    from app.graph.session import resting

    setup_logs()
    settings = load_settings()
    with recorded(settings, "db.restore", objects=[file.name]), host_lock(settings, "db restore"), resting(settings):
        told = restore(settings, file, replace=replace)
    _emit(told, as_json, "Restored")


def _emit(document: dict[str, Any], as_json: bool, title: str) -> None:
    if as_json:
        emit_json(document)
    else:
        emit_table(title, ("what", "value"), list(document.items()))
