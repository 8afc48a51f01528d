"""Block B: two popular identifiers that meet far more often than chance make one rare one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.linkage.config import LinkConfig
from app.model.chance import poisson_bits
from app.model.features import Features, distinct
from app.model.links import Composites
from app.model.snapshot import Ints

_SKIP = frozenset({"email", "phone"})
"""Kinds of identities rather than infrastructure: their few holders are in block A already."""


def find_composites(features: Features, config: LinkConfig) -> Composites:
    """Validated pairs of identifiers of different families (statistically validated projections, arXiv 1008.1414)."""
    keys = _meetings(features, config)
    pair, count = np.unique(keys, return_counts=True)
    tested = len(pair)
    g = max(len(features.degree), 1)
    often = count >= config.composite_min
    pair, count = pair[often], count[often]
    left, right = (pair // g).astype(np.int32), (pair % g).astype(np.int32)
    expected = features.degree[left].astype(np.float64) * features.degree[right] / max(features.n, 1)
    bits = poisson_bits(count, expected) - np.log2(max(tested, 1))
    good = (bits >= config.composite_margin) & (count >= config.composite_lift * expected)
    return Composites(left[good], right[good], count[good].astype(np.int32), expected[good], bits[good])


def _meetings(features: Features, config: LinkConfig) -> NDArray[np.int64]:
    """Keys left * g + right, one for each account on which two identifiers of different families meet."""
    account, identifier = _eligible(features, config)
    g = max(len(features.degree), 1)
    start = np.searchsorted(account, np.arange(features.n + 1))
    size = np.diff(start)
    keys: list[NDArray[np.int64]] = []
    for width in np.unique(size[size > 1]):
        rows = np.flatnonzero(size == width)
        i, j = np.triu_indices(int(width), 1)
        # accounts of one width at a time, in slices that bound memory to some 80 MB
        step = max(1, 5_000_000 // len(i))
        for low in range(0, len(rows), step):
            table = identifier[start[rows[low : low + step]][:, None] + np.arange(width)].astype(np.int64)
            a, b = table[:, i], table[:, j]
            mixed = features.family[a] != features.family[b]
            keys.append((a * g + b)[mixed])
    return np.concatenate(keys) if keys else np.zeros(0, np.int64)


def _eligible(features: Features, config: LinkConfig) -> tuple[Ints, Ints]:
    """Edges that enter composites, sorted by (account, identifier): at most `per_kind` of a kind, rarest first."""
    subnets = "subnet" in features.kinds
    skip = np.array([kind in _SKIP or (kind == "ip" and subnets) for kind in features.kinds], dtype=np.bool_)
    account, identifier = features.account, features.identifier
    keep = (features.degree[identifier] >= config.composite_min) & ~skip[features.kind[identifier]]
    account, identifier = account[keep], identifier[keep]
    kind = features.kind[identifier]
    order = np.lexsort((identifier, features.degree[identifier], kind, account))
    account, identifier, kind = account[order], identifier[order], kind[order]
    new = np.ones(len(account), dtype=np.bool_)
    new[1:] = (account[1:] != account[:-1]) | (kind[1:] != kind[:-1])
    first = np.flatnonzero(new)
    rank = np.arange(len(account)) - np.repeat(first, np.diff([*first, len(account)]))
    account, identifier = account[rank < config.per_kind], identifier[rank < config.per_kind]
    order = np.lexsort((identifier, account))
    return account[order], identifier[order]


def composite_pairs(features: Features, found: Composites, config: LinkConfig) -> NDArray[np.int64]:
    """Sorted keys left * n + right: each holder with a few random others of its strongest composites."""
    held, holder = _holders(features, found)
    order = np.lexsort((held, -found.bits[held], holder))
    held, holder = held[order], holder[order]
    first = np.searchsorted(holder, np.arange(features.n))
    rank = np.arange(len(holder)) - first[holder]
    held, holder = held[rank < config.per_account], holder[rank < config.per_account]
    shuffled = np.random.default_rng(config.seed).permutation(features.n)
    order = np.lexsort((shuffled[holder], held))
    held, holder = held[order], holder[order].astype(np.int64)
    keys = []
    for step in range(1, config.partners + 1):
        same = held[step:] == held[:-step]
        a, b = holder[:-step][same], holder[step:][same]
        keys.append(np.minimum(a, b) * features.n + np.maximum(a, b))
    return distinct(np.concatenate(keys)) if keys else np.zeros(0, np.int64)


def _holders(features: Features, found: Composites) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(composite, account) for every account that has both identifiers."""
    start, accounts = features.holders()
    g = max(len(features.degree), 1)
    rarer = np.where(features.degree[found.left] <= features.degree[found.right], found.left, found.right)
    other = np.where(rarer == found.left, found.right, found.left)
    edges = features.account.astype(np.int64) * g + features.identifier
    size = start[rarer + 1] - start[rarer]
    held: list[NDArray[np.int64]] = [np.zeros(0, np.int64)]
    holder: list[NDArray[np.int64]] = [np.zeros(0, np.int64)]
    low = 0
    while low < len(rarer):  # slices of some five million edges
        high = low + max(1, int(np.searchsorted(np.cumsum(size[low:]), 5_000_000)))
        part = np.arange(low, min(high, len(rarer)))
        owner = np.repeat(part, size[part])
        offset = np.arange(len(owner)) - np.repeat(np.cumsum(size[part]) - size[part], size[part])
        account = accounts[start[rarer[owner]] + offset].astype(np.int64)
        wanted = account * g + other[owner]
        at = np.searchsorted(edges, wanted).clip(max=max(len(edges) - 1, 0))
        both = edges[at] == wanted
        held.append(owner[both])
        holder.append(account[both])
        low = high
    return np.concatenate(held), np.concatenate(holder)
