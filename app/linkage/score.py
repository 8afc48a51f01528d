"""Exact scores of candidate pairs: the best shared identifier of each kind, put together by family."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.linkage.blocks import Pairs
from app.model.features import FAMILIES, Features, Floats, gather
from app.model.identifiers import KINDS

CHUNK = 500_000


def best_by_kind(features: Features, pairs: Pairs, worth: Floats) -> NDArray[np.float32]:
    """Shape (p, k): the largest `worth` among the identifiers of each kind that both accounts of a pair have."""
    width = len(features.kinds)
    out = np.zeros((len(pairs), width), dtype=np.float32)
    flat, valued = out.reshape(-1), worth.astype(np.float32)
    g = max(len(features.degree), 1)
    edges = features.account.astype(np.int64) * g + features.identifier
    size = np.diff(features.start)
    for low in range(0, len(pairs), CHUNK):
        part = pairs[low : low + CHUNK]
        a, b = part // features.n, part % features.n
        few = np.where(size[a] <= size[b], a, b)
        other = np.where(few == a, b, a)
        owner, identifier = gather(features.start, features.identifier, few)
        wanted = other[owner] * g + identifier
        at = np.searchsorted(edges, wanted).clip(max=max(len(edges) - 1, 0))
        both = edges[at] == wanted
        shared = identifier[both]
        # flat: numpy's `at` takes a slow path where the index is a tuple
        np.maximum.at(flat, (low + owner[both]) * width + features.kind[shared], valued[shared])
    return out


def by_family(kinds: tuple[str, ...], best: NDArray[np.float32], second: float) -> NDArray[np.float32]:
    """Shape (p, 6): a family counts its best kind once and the next one by the fraction `second`.

    An address implies its subnet, so network has no second agreement.
    """
    out = np.zeros((len(best), len(FAMILIES)), dtype=np.float32)
    for number, family in enumerate(FAMILIES):
        columns = [i for i, kind in enumerate(kinds) if KINDS[kind].family is family]
        if not columns:
            continue
        ordered = np.sort(best[:, columns], axis=1)[:, ::-1]
        out[:, number] = ordered[:, 0]
        if ordered.shape[1] > 1 and family.value != "network":
            out[:, number] += second * ordered[:, 1]
    return out
