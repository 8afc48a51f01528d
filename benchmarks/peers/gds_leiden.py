"""Peer: Leiden of Neo4j's Graph Data Science library on the bipartite graph of accounts and identifiers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from app.model.snapshot import Snapshot
from benchmarks.peers.components import bipartite, grouped

_DROP: Final = "CALL gds.graph.drop('peer', false) YIELD graphName RETURN graphName"
_PROJECT: Final = """UNWIND range(0, size($accounts) - 1) AS i
WITH gds.graph.project('peer', $accounts[i], $identifiers[i], {}, {undirectedRelationshipTypes: ['*']}) AS g
RETURN g.relationshipCount AS edges"""
_LEIDEN: Final = """CALL gds.leiden.stream('peer', {gamma: $gamma, randomSeed: 1, concurrency: 1})
YIELD nodeId, communityId WHERE nodeId < $n RETURN collect(nodeId) AS accounts, collect(communityId) AS labels"""


def gds_leiden(
    snapshot: Snapshot, *, max_degree: int = 40, least: int = 5, kinds: Sequence[str] | None = None, gamma: float = 1.0
) -> list[list[int]]:
    """Modularity communities, seeded and on one thread; accounts without a shared identifier stay alone."""
    from benchmarks.peers.gds_server import gds  # a server starts with the first call

    account, identifier, _ = bipartite(snapshot, max_degree, kinds)
    if not len(account):
        return []
    driver, _ = gds()
    n = len(snapshot.population.account_ids)
    driver.execute_query(_DROP)
    driver.execute_query(_PROJECT, accounts=account.tolist(), identifiers=(identifier + n).tolist())
    record = driver.execute_query(_LEIDEN, gamma=gamma, n=n).records[0]
    label = -1 - np.arange(n)  # alone unless told otherwise; communities are numbered from 0
    label[np.asarray(record["accounts"], np.int64)] = np.asarray(record["labels"], np.int64)
    return grouped(label, least)
