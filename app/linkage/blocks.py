"""Block A: all pairs of accounts that share a rare identifier. Hubs are never expanded."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.model.features import Features, distinct

Pairs = NDArray[np.int64]


def rare_pairs(features: Features, at_most: int) -> Pairs:
    """Sorted keys left * n + right of the pairs behind every identifier of 2..at_most accounts."""
    start, holders = features.holders()
    size = np.diff(start)
    keys: list[NDArray[np.int64]] = []
    for d in range(2, at_most + 1):
        chosen = np.flatnonzero(size == d)
        if not len(chosen):
            continue
        members = holders[start[chosen][:, None] + np.arange(d)].astype(np.int64)
        i, j = np.triu_indices(d, 1)
        keys.append(distinct((members[:, i] * features.n + members[:, j]).ravel()))
    return distinct(np.concatenate(keys)) if keys else np.zeros(0, np.int64)
