"""Peer: connected components over shared identifiers, popular ones left out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from app.model.snapshot import Snapshot

Ints = NDArray[np.int64]


def components(
    snapshot: Snapshot, *, max_degree: int = 10, least: int = 5, kinds: Sequence[str] | None = None
) -> list[list[int]]:
    """Accounts that a chain of identifiers with degree 2..max_degree joins; groups of at least `least`."""
    account, identifier, total = bipartite(snapshot, max_degree, kinds)
    n = len(snapshot.population.account_ids)
    graph = coo_array((np.ones(len(account), np.int8), (account, identifier + n)), shape=(n + total, n + total))
    _, label = connected_components(graph, directed=False)
    return grouped(label[:n], least)


def bipartite(snapshot: Snapshot, max_degree: int, kinds: Sequence[str] | None = None) -> tuple[Ints, Ints, int]:
    """Edges (account, identifier) of identifiers with degree 2..max_degree, and the number of identifiers."""
    accounts, identifiers, total = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], 0
    for kind in sorted(snapshot.memberships):
        links = snapshot.memberships[kind]
        if kinds is None or kind in kinds:
            keep = (links.degree >= 2) & (links.degree <= max_degree)
            edges = keep[links.identifier]
            accounts.append(links.account[edges].astype(np.int64))
            identifiers.append(links.identifier[edges].astype(np.int64) + total)
        total += len(links.identifiers)
    return np.concatenate(accounts), np.concatenate(identifiers), total


def grouped(label: NDArray[np.int_], least: int) -> list[list[int]]:
    """Account indices by label, groups of at least `least`."""
    order = np.argsort(label, kind="stable")
    cuts = np.flatnonzero(np.diff(label[order])) + 1
    return [part.tolist() for part in np.split(order, cuts) if len(part) >= least]
