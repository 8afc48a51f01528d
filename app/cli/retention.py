"""Verbs that forget: db prune, db rebuild, erase; and hold, release."""

from __future__ import annotations

import shutil
import sys
from datetime import datetime
from typing import Annotated, Any

import typer

from app.cli.audit import recorded
from app.cli.db import db
from app.cli.output import emit_json, emit_table, setup_logs
from app.cli.root import cli
from app.errors import UsageError
from app.settings import load_settings

Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
Account = Annotated[str, typer.Argument(metavar="ACCOUNT", help="The account's id.")]
Reason = Annotated[str, typer.Option("--reason", help="Why; without names or ids, since the audit log keeps it.")]


REMAINS = (
    "NEO4J_URI names a server that is not ours to rebuild. Deleted values remain in its store pages, its indexes, its "
    "transaction logs and its backups until its operator copies the database (`neo4j-admin database copy`, or an "
    "export and import) and deletes the old files; the facts of this home hold none of them"
)


def _emit(document: dict[str, Any], as_json: bool, title: str) -> None:
    if as_json:
        emit_json(document)
    else:
        emit_table(title, ("what", "value"), list(document.items()), right=("value",))


@db.command("prune")
def prune_(
    before: Annotated[datetime, typer.Option("--before", formats=["%Y-%m-%d"], help="The first day to keep (UTC).")],
    as_json: Json = False,
) -> None:
    """Forget facts, quarantine entries and links of use from before a day; accounts, totals and rings stay.

    Accounts under a legal hold keep everything. Rows of such days are refused from then on.
    """
    from app.graph import open_store
    from app.ingest.retention import prune

    setup_logs()
    settings, day = load_settings(), before.date()
    with open_store(settings) as store, recorded(settings, "db.prune", objects=[day.isoformat()]):
        _emit(prune(store, settings, day), as_json, f"Pruned before {day}")


@db.command("rebuild")
def rebuild_(as_json: Json = False) -> None:
    """Make the embedded database and its logs anew, so that deleted values are on no page of them any more.

    Killed at any moment it leaves the old or the new graph: run it again. With NEO4J_URI it says what remains (exit 3).
    """
    from app.facts import drop_unknown
    from app.facts.store import facts_root
    from app.graph import open_store
    from app.graph.backup import forget_unpacked
    from app.graph.lease import host_lock
    from app.graph.queries import LIST_DONE_BATCHES
    from app.graph.rebuild import export, rebuild
    from app.graph.session import resting
    from app.ingest.arrivals import forget_arrivals
    from app.ingest.retention import no_open_batch
    from app.ingest.sources import forget_retries

    setup_logs()
    settings = load_settings()
    if not settings.embedded:
        emit_json({"rebuilt": False, "remains": REMAINS}) if as_json else sys.stderr.write(f"ringleader: {REMAINS}\n")
        raise typer.Exit(3)
    with recorded(settings, "db.rebuild"), host_lock(settings, "db rebuild"), resting(settings):
        with open_store(settings) as store:
            no_open_batch(store)
            forget_retries(settings)
            forget_unpacked(settings)
            forget_arrivals(settings)
            shutil.rmtree(settings.home / "spool", ignore_errors=True)
            gone = drop_unknown(facts_root(settings), [row["batch_id"] for row in store.read(LIST_DONE_BATCHES)])
            tables = export(store, settings)
        rebuild(settings, tables)
        with open_store(settings):  # the fresh store starts, gets its schema, and lists without an item
            pass
    _emit({"rebuilt": True, "tables": len(tables), "stale_files": gone}, as_json, "Rebuilt")


@cli.command("erase")
def erase_(account: Account, reason: Reason, as_json: Json = False) -> None:
    """Erase an account: its links, facts and quarantine entries. Published ring figures and a tombstone stay.

    Rows of the account in later feeds are left out and counted as erased. A legal hold refuses it (exit 1). Bytes stay
    in the store's files until `ringleader db rebuild`.
    """
    from app.graph import open_store
    from app.graph.keys import load_key
    from app.ingest.bars import tombstone_of
    from app.ingest.retention import erase

    _check_reason(reason, account)
    setup_logs()
    settings = load_settings()
    tombstone = tombstone_of(load_key(settings), account)
    with open_store(settings) as store, recorded(settings, "account.erase", objects=[tombstone], reason=reason):
        _emit(erase(store, settings, account), as_json, "Erased")


@cli.command("hold")
def hold_(account: Account, reason: Reason, as_json: Json = False) -> None:
    """Put an account under a legal hold: it can be neither erased nor pruned until it is released."""
    _check_reason(reason, account)
    _set_hold(account, reason, reason, as_json)


@cli.command("release")
def release_(account: Account, reason: Reason, as_json: Json = False) -> None:
    """Lift the legal hold on an account."""
    _check_reason(reason, account)
    _set_hold(account, None, reason, as_json)


def _set_hold(account: str, held: str | None, reason: str, as_json: bool) -> None:
    from app.graph import open_store
    from app.graph.keys import load_key
    from app.ingest.bars import tombstone_of
    from app.ingest.retention import hold

    setup_logs()
    settings = load_settings()
    objects = [tombstone_of(load_key(settings), account)]  # the log may outlive the account: it never has its id
    did = "account.hold" if held else "account.release"
    with open_store(settings) as store, recorded(settings, did, objects=objects, reason=reason):
        hold(store, settings, account, held)
    _emit({"account": account, "held": bool(held)}, as_json, "Legal hold")


def _check_reason(reason: str, account: str) -> None:
    if not reason.strip() or account in reason:
        raise UsageError("a reason is needed, and it must not name the account", where="--reason")
