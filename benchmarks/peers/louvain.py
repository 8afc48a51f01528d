"""Peer: Louvain on the bipartite graph of accounts and identifiers."""

from __future__ import annotations

import random
from collections.abc import Sequence

import igraph
import numpy as np

from app.model.snapshot import Snapshot
from benchmarks.peers.components import bipartite, grouped


def louvain(
    snapshot: Snapshot, *, max_degree: int = 200, least: int = 5, kinds: Sequence[str] | None = None, seed: int = 1
) -> list[list[int]]:
    """Modularity communities, seeded; accounts without a shared identifier stay alone."""
    account, identifier, total = bipartite(snapshot, max_degree, kinds)
    n = len(snapshot.population.account_ids)
    igraph.set_random_number_generator(random.Random(seed))
    graph = igraph.Graph(n=n + total, edges=np.column_stack([account, identifier + n]))
    label = np.asarray(graph.community_multilevel().membership)
    return grouped(label[:n], least)
