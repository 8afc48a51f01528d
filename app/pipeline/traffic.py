"""Traffic straight from the usage facts, by hour or day: of rings, accounts, operators, query clusters, crowds.

Everything that one question asks of one range of time is one pass over the facts.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

import duckdb
import pyarrow as pa

from app.attribution import queries as q
from app.attribution.claims import list_claims, may_leave, ring_accounts
from app.attribution.following import follow
from app.attribution.ledger import Member, assign, deciding
from app.errors import LockedError
from app.facts import asked_view, open_facts
from app.graph.queries import LIST_DONE_BATCHES
from app.graph.store import GraphStore
from app.linkage.read import told_clusters
from app.linkage.read_clusters import cluster_signatures
from app.model.rings import RINGS
from app.model.snapshot import SignatureClusters
from app.settings import Settings

MOST_AT_ONCE: Final = 2
"""Passes over the facts that one server makes at a time."""

_SQL: Final = """
    WITH summed AS (
        SELECT s.grp, date_trunc($unit, u.day + to_hours(u.hour::BIGINT)) AS began,
               coalesce(c.capability, '') AS capability, coalesce(u.model, '') AS model,
               u.exchanges, u.input_tokens, u.output_tokens
        FROM asked u JOIN subjects s ON {condition}
        LEFT JOIN cluster_capabilities c ON c.query_cluster = u.query_cluster
        WHERE ($since IS NULL OR u.day + to_hours(u.hour::BIGINT) >= $since)
          AND ($before IS NULL OR u.day + to_hours(u.hour::BIGINT) < $before)
          AND ($since IS NULL OR u.day >= $since::DATE) AND ($before IS NULL OR u.day <= $before::DATE)
    )
    SELECT grp, began, capability, model, sum(exchanges)::BIGINT, coalesce(sum(input_tokens), 0)::BIGINT,
           coalesce(sum(output_tokens), 0)::BIGINT
    FROM summed GROUP BY ALL ORDER BY ALL"""
_BY_ACCOUNT: Final = _SQL.format(condition="s.key = u.account_id")
_BY_CLUSTER: Final = _SQL.format(condition="s.key = u.query_cluster")


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose traffic. `kind`: ring, account, operator, query_cluster, or accounts (then `accounts` lists them)."""

    kind: str
    key: str
    accounts: tuple[str, ...] = ()
    every_claim: bool = True
    """Of an operator: claims that may not leave count too."""


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of time on whole hours (UTC), and what rows are summed by: `hour` or `day` (UTC)."""

    since: datetime | None
    before: datetime | None
    unit: str


@dataclass(frozen=True, slots=True)
class UsageRow:
    """Exchanges and tokens of one hour or day."""

    at: datetime
    """When it begins (UTC)."""
    capability: str
    model: str
    exchanges: int
    input_tokens: int
    output_tokens: int


@dataclass(frozen=True, slots=True)
class Usage:
    """Rows in order of time, and the last day (UTC) of which the facts hold anything."""

    rows: tuple[UsageRow, ...]
    through: date | None


class UsageReader:
    """Reads traffic for one server. The clusters of signatures are kept until a batch or a cluster is added."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._gate = threading.BoundedSemaphore(MOST_AT_ONCE)
        self._clusters: tuple[Any, SignatureClusters] | None = None

    def read(self, store: GraphStore, subjects: Sequence[Subject], span: Span) -> list[Usage]:
        """Traffic of each subject. Raises LockedError while others are being added up."""
        if not self._gate.acquire(blocking=False):
            raise LockedError(f"the facts are being read for {MOST_AT_ONCE} other queries", do="Try again")
        try:
            batches = [row["batch_id"] for row in store.read(LIST_DONE_BATCHES)]
            with open_facts(self._settings, batches) as view:
                return self._read(store, view.connection, batches, subjects, span)
        finally:
            self._gate.release()

    def _read(
        self,
        store: GraphStore,
        facts: duckdb.DuckDBPyConnection,
        batches: list[str],
        subjects: Sequence[Subject],
        span: Span,
    ) -> list[Usage]:
        told = told_clusters(store, None)
        state = (batches, told.signatures)
        if self._clusters is None or self._clusters[0] != state:
            self._clusters = (state, cluster_signatures(facts, told.signatures, None))
        columns = (list(told.capabilities), list(told.capabilities.values()))
        names = pa.table(
            {n: pa.array(c, pa.string()) for n, c in zip(("query_cluster", "capability"), columns, strict=True)}
        )
        facts.register("cluster_capabilities", names)
        rows: list[list[UsageRow]] = [[] for _ in subjects]
        with asked_view(facts, self._clusters[1]):
            for sql, keys in _questions(store, subjects):
                for group, row in _summed(facts, sql, keys, span):
                    rows[group].append(row)
        [(through,)] = facts.execute("SELECT max(day) FROM usage").fetchall()
        return [Usage(tuple(found), through) for found in rows]


def _questions(store: GraphStore, subjects: Sequence[Subject]) -> Iterable[tuple[str, list[tuple[int, str]]]]:
    """Statement and its (number of the subject, key) pairs."""
    clusters = [(i, one.key) for i, one in enumerate(subjects) if one.kind == "query_cluster"]
    accounts = [
        (i, account)
        for i, one in enumerate(subjects)
        if one.kind != "query_cluster"
        for account in _accounts(store, one)
    ]
    return [(sql, keys) for sql, keys in ((_BY_CLUSTER, clusters), (_BY_ACCOUNT, accounts)) if keys]


def _accounts(store: GraphStore, subject: Subject) -> Sequence[str]:
    if subject.kind == "ring":
        return ring_accounts(store, subject.key)
    if subject.kind == "operator":
        return operator_accounts(store, subject.key, every_claim=subject.every_claim)
    return sorted(set(subject.accounts))


def operator_accounts(store: GraphStore, operator_id: str, *, every_claim: bool) -> list[str]:
    """Accounts that approved claims give to this operator alone, as the ledger books them."""
    now = datetime.now(UTC)
    claims = [one for one in deciding(list_claims(store), now) if every_claim or may_leave(one, now)]
    into = {key: [one.ring_id for one in held] for key, held in follow(store, claims).items()}
    members = [
        Member(account, row["ring_id"], score)
        for row in store.read(q.LIST_RING_ACCOUNTS, states=[str(state) for state in RINGS])
        for account, score in zip(row["accounts"], row["scores"], strict=True)
    ]
    sole, _ = assign(members, claims, now, into)
    return sorted(account for account, owner in sole.items() if owner == operator_id)


def _summed(
    facts: duckdb.DuckDBPyConnection, sql: str, keys: Sequence[tuple[int, str]], span: Span
) -> Iterable[tuple[int, UsageRow]]:
    groups, names = zip(*keys, strict=True)
    facts.register("subjects", pa.table({"grp": pa.array(groups, pa.int32()), "key": pa.array(names, pa.string())}))
    bounds = {
        name: at.astimezone(UTC).replace(tzinfo=None) if at else None
        for name, at in (("since", span.since), ("before", span.before))
    }
    try:
        found = facts.execute(sql, {"unit": span.unit, **bounds}).fetchall()
    finally:
        facts.unregister("subjects")
    return [(group, UsageRow(at.replace(tzinfo=UTC), *values)) for group, at, *values in found]
