"""Clusters of signatures into the graph, for people and for Cypher; detection itself reads them from the facts.

A cluster is rewritten only where a digest of its links differs, and marked while it is: a killed run is made good by
the next one, and a run without new data writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any, Final

import duckdb

from app.facts import asked_view
from app.graph.store import GraphStore
from app.linkage import queries as q
from app.linkage.read_clusters import KNOWN
from app.model.snapshot import SignatureClusters

BATCH: Final = 5_000
"""Links or clusters a transaction."""


def publish_clusters(
    store: GraphStore, facts: duckdb.DuckDBPyConnection, signatures: SignatureClusters, as_of: date | None
) -> list[str]:
    """Write ASKED_LIKE links and their clusters. Returns clusters to retire once no ring of this run needs them."""
    (row,) = store.read(q.READ_PUBLISHED_CLUSTERS)
    stored = dict(zip(row["clusters"], row["contents"], strict=True))
    with _links(facts, signatures, as_of):
        wanted = _contents(facts)
        gone = sorted(stored.keys() - wanted.keys())
        changed = sorted(name for name, close in wanted.items() if stored.get(name) != close["content"])
        for names in _batches(changed + gone):
            store.write((q.OPEN_CLUSTERS, {"clusters": names}))
            while store.write((q.DELETE_ASKED_LIKE, {"clusters": names, "batch": BATCH}))[0][0]["removed"]:
                pass
        _write_links(store, facts, changed)
    for names in _batches(changed):
        store.write((q.CLOSE_CLUSTERS, {"rows": [wanted[name] for name in names]}))
    return gone


def retire_clusters(store: GraphStore, gone: Sequence[str]) -> None:
    """Forget clusters that `publish_clusters` found without a signature; one that a former ring shares stays."""
    for names in _batches(gone):
        store.write((q.RETIRE_CLUSTERS, {"clusters": names}))


@contextmanager
def _links(facts: duckdb.DuckDBPyConnection, signatures: SignatureClusters, as_of: date | None) -> Iterator[None]:
    """Table `asked_like`: what each link of an account to a cluster will say. Times are as fine as the facts: hours."""
    with asked_view(facts, signatures):
        sql = f"""CREATE OR REPLACE TEMP TABLE asked_like AS
            SELECT account_id, near_cluster AS cluster, sum(exchanges)::BIGINT AS exchanges,
                   min(known_day) AS known_from, min(epoch_ms(day) + hour * 3600000)::BIGINT AS first_ms,
                   max(epoch_ms(day) + hour * 3600000)::BIGINT AS last_ms
            FROM usage JOIN cluster_of_signature USING (signature) WHERE {KNOWN} GROUP BY account_id, near_cluster"""
        facts.execute(sql, {"as_of": as_of})
        try:
            yield
        finally:
            facts.execute("DROP TABLE asked_like")


def _contents(facts: duckdb.DuckDBPyConnection) -> dict[str, dict[str, Any]]:
    """By cluster, what closing it writes: its links' MD5 values added up, since they come in any order."""
    rows = facts.execute(
        """WITH sizes AS (SELECT near_cluster AS cluster, count(*) AS signatures FROM cluster_of_signature GROUP BY 1)
        SELECT cluster, any_value(signatures),
               count(*) || ' ' || any_value(signatures) || ' '
               || sum(md5_number_lower(concat_ws(' ', account_id, exchanges, known_from, first_ms, last_ms))::HUGEINT)
        FROM asked_like JOIN sizes USING (cluster) GROUP BY cluster"""
    ).fetchall()
    return {row[0]: dict(zip(("cluster", "signatures", "content"), row, strict=True)) for row in rows}


def _write_links(store: GraphStore, facts: duckdb.DuckDBPyConnection, changed: Sequence[str]) -> None:
    if not changed:
        return
    found = facts.execute(
        "SELECT * FROM asked_like WHERE cluster IN (SELECT unnest($changed)) ORDER BY cluster, account_id",
        {"changed": list(changed)},
    )
    columns = [column[0] for column in found.description]
    while rows := found.fetchmany(BATCH):
        store.write((q.WRITE_ASKED_LIKE, {"rows": [dict(zip(columns, row, strict=True)) for row in rows]}))


def _batches(names: Sequence[str]) -> Iterator[list[str]]:
    for low in range(0, len(names), BATCH):
        yield list(names[low : low + BATCH])
