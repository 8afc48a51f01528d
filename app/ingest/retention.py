"""Forgetting: old days (prune), one account (erase), and the legal hold that forbids both.

Each step may be repeated, and what makes a run count as done comes last: killed in the middle, the same command
completes it. Values stay in the store's pages and logs until `ringleader db rebuild`.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Final

from app.errors import Forbidden, IncompleteError, NotFoundError, UsageError
from app.facts import attach_facts, open_duckdb, open_facts, prune_days, remove_rows
from app.facts.store import facts_root
from app.graph.keys import load_key
from app.graph.lease import lease
from app.graph.queries import LIST_DONE_BATCHES
from app.graph.store import GraphStore
from app.ingest import queries as q
from app.ingest.bars import TOMBSTONE, tombstone_of
from app.ingest.quarantine import Entry
from app.ingest.settle import settle
from app.ingest.sources import forget_retries
from app.settings import Settings

_OF_ACCOUNT: Final = ("usage", "presence", "logins")


def prune(store: GraphStore, settings: Settings, before: date) -> dict[str, int]:
    """Forget days before `before`: facts, quarantine, and links of use that ended; {links, nodes, files} that went.

    Accounts, what they told of themselves, their totals and published rings stay. Held accounts keep everything. Rows
    of such days are refused from then on: nothing could tell whether they were counted. Raises UsageError for a day
    to come, IncompleteError while a batch is open, LockedError when another run is at it.
    """
    if before > datetime.now(UTC).date():
        raise UsageError(f"{before} is to come", where="--before", do="Give a day of the past")
    with lease(store, settings, "db prune"):
        no_open_batch(store)
        store.write((q.MARK_PRUNED, {"before": before}))
        [links] = store.auto(q.PRUNE_LINKS, before=before)
        [nodes] = store.auto(q.PRUNE_ORPHANS)
        held = [row["account"] for row in store.read(q.LIST_HELD)]
        return {**links, **nodes, "files": prune_days(facts_root(settings), before, held)}


def erase(store: GraphStore, settings: Settings, account_id: str) -> dict[str, int | str]:
    """Erase an account: its links, facts and quarantine entries; a tombstone without identifiers stays.

    {tombstone, facts, entries}: rows that went. Raises NotFoundError for an unknown account, Forbidden under a legal
    hold, IncompleteError while a batch is open, LockedError when another run is at it.
    """
    tombstone = tombstone_of(load_key(settings), account_id)
    with lease(store, settings, "erase"):
        no_open_batch(store)
        [state] = store.read(q.READ_ERASABLE, account_id=account_id, tombstone=tombstone)
        if state["hold"]:
            raise Forbidden(f"a legal hold is on this account: {state['hold']}", do="`ringleader release` lifts it")
        entries = _entries_of(store, settings, account_id)
        known = state["found"] or state["erased"] or entries or _left_over(settings, account_id)
        if account_id.startswith(TOMBSTONE) or not known:
            raise NotFoundError("there is no such account", do="Nothing was changed")
        if entries:
            settle(store, settings, entries, "erased")
        root = facts_root(settings)
        facts = sum(remove_rows(root, table, "account_id = ?", [account_id]) for table in _OF_ACCOUNT)
        remove_rows(root, "quarantine", _MENTIONED, [_pattern(account_id)])
        forget_retries(settings)
        ids = {"account_id": account_id, "tombstone": tombstone}
        store.write((q.ERASE_LINKS, {"account_id": account_id}), (q.ERASE_ACCOUNT, ids), (q.ERASE_MENTIONS, ids))
        store.auto(q.PRUNE_ORPHANS)  # what rows named that no day shows is linked to nobody: nothing tells whose it was
        return {"tombstone": tombstone, "facts": facts, "entries": len(entries)}


def hold(store: GraphStore, settings: Settings, account_id: str, reason: str | None) -> None:
    """Put an account under a legal hold, or release it (None). Raises NotFoundError, LockedError."""
    with lease(store, settings, "hold"):
        if not store.write((q.HOLD_ACCOUNT, {"account_id": account_id, "hold": reason}))[0]:
            raise NotFoundError("there is no such account", where=account_id)


def no_open_batch(store: GraphStore) -> None:
    """Raise IncompleteError while a batch is open: its plan was made with what is to go."""
    if store.read(q.READ_OPEN_BATCHES):
        raise IncompleteError("a batch is open", do="Run `ringleader ingest` on its files first")


_MENTIONED: Final = "regexp_matches(content, ?)"


def _pattern(account_id: str) -> str:
    """The id as a whole word, whatever was around it in a row that could not be read."""
    return rf"(^|[^0-9A-Za-z_.-]){re.escape(account_id)}($|[^0-9A-Za-z_.-])"


def _left_over(settings: Settings, account_id: str) -> bool:
    """Whether refused rows name the account that a killed erasure has settled and not yet deleted."""
    with open_duckdb() as connection:
        attach_facts(connection, facts_root(settings), None)
        select = f"SELECT count(*) FROM refused WHERE {_MENTIONED}"
        [(rows,)] = connection.execute(select, [_pattern(account_id)]).fetchall()
    return bool(rows)


def _entries_of(store: GraphStore, settings: Settings, account_id: str) -> list[Entry]:
    done = [row["batch_id"] for row in store.read(LIST_DONE_BATCHES)]
    with open_facts(settings, done) as view:
        rows = view.connection.execute(
            "SELECT entry, kind, sha256, line, reason, content FROM quarantine "
            f"WHERE entry IS NOT NULL AND {_MENTIONED} ORDER BY entry",
            [_pattern(account_id)],
        ).fetchall()
    return [Entry(*row) for row in rows]
