"""The tables that can be exported, as record batches from the graph or the facts: never more than some rows at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

import duckdb
import pyarrow as pa

from app.errors import UsageError
from app.exports import queries as q
from app.exports.claims import claim_rows
from app.exports.contracts import INCREMENTAL, schema
from app.graph.catalogue import Query
from app.graph.store import GraphStore, Row

ROWS: Final = 50_000
"""Rows a batch."""
ACCOUNTS_A_PAGE: Final = 500
"""Members whose links are read in one statement."""

_QUERIES: Final[dict[str, Query]] = {
    "memberships": q.LIST_MEMBERSHIPS,
    "rings": q.LIST_RINGS,
    "traffic": q.LIST_TRAFFIC,
}
_CHANGES: Final[dict[str, Query]] = {
    "memberships": q.LIST_MEMBERSHIP_CHANGES,
    "rings": q.LIST_RING_CHANGES,
}
_ACCOUNTS_SQL: Final = """
    SELECT account_id, sum(exchanges)::BIGINT AS exchanges, coalesce(sum(input_tokens), 0)::BIGINT AS input_tokens,
           coalesce(sum(output_tokens), 0)::BIGINT AS output_tokens, min(day) AS first_seen, max(day) AS last_seen
    FROM usage GROUP BY account_id ORDER BY account_id"""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which rows: a table, states of groups, and the run since which changes are wanted."""

    table: str
    states: tuple[str, ...]
    since: str | None = None

    def __post_init__(self) -> None:
        """Refuse changes of a table that has none."""
        if self.since is not None and self.table not in INCREMENTAL:
            raise UsageError(f"--since is for {' and '.join(INCREMENTAL)}, not for {self.table}")

    @property
    def schema(self) -> pa.Schema:
        """Columns of the answer."""
        return schema(self.table, incremental=self.since is not None)


def ring_batches(store: GraphStore, asked: Asked, rows: int = ROWS) -> Iterator[pa.RecordBatch]:
    """Batches of `memberships`, `rings`, `traffic`, `links` or `claims`."""
    return to_batches(_rows(store, asked), asked.schema, rows)


def account_batches(facts: duckdb.DuckDBPyConnection, rows: int = ROWS) -> Iterator[pa.RecordBatch]:
    """Every account with an exchange: sums over the facts, and the days (UTC) of its first and last exchange."""
    yield from facts.sql(_ACCOUNTS_SQL).to_arrow_reader(rows)


def to_batches(found: Iterable[Row], columns: pa.Schema, rows: int) -> Iterator[pa.RecordBatch]:
    """Rows in batches of at most so many."""
    source = iter(found)
    while page := list(islice(source, rows)):
        yield pa.RecordBatch.from_pylist(page, schema=columns)


def _rows(store: GraphStore, asked: Asked) -> Iterator[dict[str, Any]]:
    states: Sequence[str] = list(asked.states)
    if asked.table == "links":
        return _links(store, states)
    if asked.table == "claims":
        return claim_rows(store, states)
    if asked.since is not None:
        return store.stream(_CHANGES[asked.table], states=states, since=asked.since)
    return store.stream(_QUERIES[asked.table], states=states)


def _links(store: GraphStore, states: Sequence[str]) -> Iterator[Row]:
    """Page by page of members, so that neither side sorts more than a page."""
    for ring in store.read(q.LIST_RING_IDS, states=states):
        after: str | None = ""
        while after is not None:
            pages = store.read(q.LIST_LINKS, ring_id=ring["ring_id"], after=after, limit=ACCOUNTS_A_PAGE)
            for page in pages:
                for link in page["links"]:
                    yield {"ring_id": ring["ring_id"], "account_id": page["account_id"], **link}
            after = pages[-1]["account_id"] if len(pages) == ACCOUNTS_A_PAGE else None
