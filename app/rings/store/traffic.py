"""What rings did: sums over the usage facts by day, capability and model, as of one day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import duckdb
import pyarrow as pa

from app.facts import asked_view
from app.model.rings import TrafficRow
from app.model.snapshot import SignatureClusters

_SQL = """
    SELECT m.grp, u.day, coalesce(c.capability, '') AS capability, coalesce(u.model, '') AS model,
           sum(u.exchanges)::BIGINT, coalesce(sum(u.input_tokens), 0)::BIGINT,
           coalesce(sum(u.output_tokens), 0)::BIGINT, count(DISTINCT u.account_id)::BIGINT
    FROM asked u JOIN group_members m USING (account_id) LEFT JOIN cluster_capabilities c USING (query_cluster)
    WHERE $as_of IS NULL OR (u.day <= $as_of AND u.known_day <= $as_of)
    GROUP BY ALL ORDER BY ALL"""


def ring_traffic(
    facts: duckdb.DuckDBPyConnection,
    groups: Sequence[Sequence[str]],
    capabilities: Mapping[str, str],
    signatures: SignatureClusters,
    as_of: date | None = None,
) -> list[tuple[TrafficRow, ...]]:
    """Daily rows of each group of account ids, ordered by (day, capability, model); one pass over the facts for all."""
    accounts = [account for members in groups for account in members]
    owner = [index for index, members in enumerate(groups) for _ in members]
    members = pa.table({"account_id": pa.array(accounts, pa.string()), "grp": pa.array(owner, pa.int32())})
    known = pa.table(
        {
            "query_cluster": pa.array(list(capabilities), pa.string()),
            "capability": pa.array(list(capabilities.values()), pa.string()),
        }
    )
    facts.register("group_members", members)
    facts.register("cluster_capabilities", known)
    try:
        rows: list[list[TrafficRow]] = [[] for _ in groups]
        with asked_view(facts, signatures):
            found = facts.execute(_SQL, {"as_of": as_of}).fetchall()
        for group, *values in found:
            rows[group].append(TrafficRow(*values))
    finally:
        facts.unregister("group_members")
        facts.unregister("cluster_capabilities")
    return [tuple(group) for group in rows]
