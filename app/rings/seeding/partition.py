"""Cells: communities of linked accounts by Leiden with the constant Potts model, seeded."""

from __future__ import annotations

import random
from typing import Any

import igraph
import numpy as np
from numpy.typing import NDArray


def partition(
    left: NDArray[Any], right: NDArray[Any], weight: NDArray[Any], n: int, *, resolution: float, seed: int
) -> list[NDArray[np.int64]]:
    """Cells of at least two accounts, each sorted, ordered by first account.

    CPM (Traag 2011) has no resolution limit: a cell is a set whose inner weight per pair exceeds `resolution`. Pairs
    must be sorted, so that the same links always give the same cells (Leiden: arXiv 1810.08473).
    """
    accounts, ends = np.unique(np.concatenate([left, right]), return_inverse=True)
    if not len(accounts):
        return []
    graph = igraph.Graph(n=len(accounts), edges=np.column_stack([ends[: len(left)], ends[len(left) :]]))
    igraph.set_random_number_generator(random.Random(seed))  # noqa: S311 - reproducible on purpose
    try:
        found = graph.community_leiden(
            objective_function="CPM",
            weights=np.asarray(weight, dtype=float).tolist(),
            resolution=resolution,
            n_iterations=4,
        )
    finally:
        igraph.set_random_number_generator(random)
    return by_label(np.asarray(found.membership), accounts)


def largest(cell: NDArray[np.int64]) -> tuple[int, int]:
    """Key to sort cells, each sorted, by: the largest first, among equals by their first account."""
    return -len(cell), int(cell[0])


def by_label(labels: NDArray[Any], accounts: NDArray[Any]) -> list[NDArray[np.int64]]:
    """Sets of accounts with one label, of at least two, ordered by their first account."""
    order = np.lexsort((accounts, labels))
    ordered = labels[order]
    cuts = np.flatnonzero(ordered[1:] != ordered[:-1]) + 1
    cells = [part.astype(np.int64) for part in np.split(accounts[order], cuts) if len(part) > 1]
    return sorted(cells, key=lambda cell: int(cell[0]))
