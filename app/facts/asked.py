"""The usage facts with what was asked filled in from signatures: the one place where a signature becomes a cluster."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb
import pyarrow as pa

from app.model.snapshot import SignatureClusters


@contextmanager
def asked_view(facts: duckdb.DuckDBPyConnection, signatures: SignatureClusters) -> Iterator[None]:
    """Inside, view `asked` is `usage` whose `query_cluster` also tells the cluster of a signature.

    Table `cluster_of_signature` (signature, near_cluster) is there too. A row that names a cluster keeps it.
    """
    table = pa.table(
        {
            "signature": pa.array(signatures.signature, pa.uint64()),
            "near_cluster": pa.array(signatures.cluster, pa.string()),
        }
    )
    facts.register("cluster_of_signature", table)
    facts.execute(
        "CREATE OR REPLACE TEMP VIEW asked AS SELECT usage.* REPLACE "
        "(coalesce(usage.query_cluster, near_cluster) AS query_cluster) "
        "FROM usage LEFT JOIN cluster_of_signature USING (signature)"
    )
    try:
        yield
    finally:
        facts.execute("DROP VIEW IF EXISTS asked")
        facts.unregister("cluster_of_signature")
