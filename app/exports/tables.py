"""The tables that can be exported: their columns, and their rows one by one from the graph or the facts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import duckdb

from app.exports import queries as q
from app.graph.catalogue import Query
from app.graph.store import GraphStore

Rows = Iterator[Sequence[Any]]

ACCOUNT_COLUMNS: Final = ("account_id", "exchanges", "input_tokens", "output_tokens", "first_seen", "last_seen")
_QUERIES: Final[dict[str, Query]] = {
    "memberships": q.LIST_MEMBERSHIPS,
    "rings": q.LIST_RINGS,
    "traffic": q.LIST_TRAFFIC,
}
_ACCOUNTS_SQL: Final = """
    SELECT account_id, sum(exchanges)::BIGINT, coalesce(sum(input_tokens), 0)::BIGINT,
           coalesce(sum(output_tokens), 0)::BIGINT, min(day), max(day)
    FROM usage GROUP BY account_id ORDER BY account_id"""


def columns(table: str) -> tuple[str, ...]:
    """Header of a table: for the graph's tables, what their statement returns."""
    return ACCOUNT_COLUMNS if table == "accounts" else tuple(_QUERIES[table].statement.returns)


def ring_rows(store: GraphStore, table: str, states: Sequence[str]) -> Rows:
    """Rows of `memberships`, `rings` or `traffic` for current rings in these states."""
    names = columns(table)
    for row in store.stream(_QUERIES[table], states=list(states)):
        yield [row[name] for name in names]


def account_rows(facts: duckdb.DuckDBPyConnection, chunk: int = 10_000) -> Rows:
    """Every account with an exchange: sums over the facts, and the days (UTC) of its first and last exchange."""
    answer = facts.execute(_ACCOUNTS_SQL)
    while rows := answer.fetchmany(chunk):
        yield from rows
