"""Whether members share cards with some and exits with others: a home shares both, a stock goes round at random."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from app.model.detection import Figure, Term
from app.model.identifiers import Family
from app.rings.evidence.group_test import own_things
from app.rings.evidence.verdict import Verdict
from app.rings.population.world import World

DEALT: Final = {
    Family.PAYMENT: ("instrument", "billing_name", "billing_address"),
    Family.NETWORK: ("ip", "subnet"),
    Family.DEVICE: ("device",),
}
"""What is dealt out among accounts; mailboxes and telephones are made or lent one by one, also by who helps others."""
BUNDLE: Final = 20
"""Members who have a thing, up to which it ties each of them to each: more than that is a place or a payer."""
ENOUGH: Final = 0.4
"""Share of the members from which on it speaks in full."""
FEWEST: Final = 5
MOST: Final = 3.0
"""Bits at most: every account that shares a card has to have drawn its exits anew."""
CHUNK: Final = 1_000
Ties = sparse.csr_matrix


def crosswise(verdict: Verdict, world: World) -> None:
    """Add the evidence of the two families that cross most, of those that are shared in many bundles."""
    families = [family for family in DEALT if family in verdict.dispersed and family not in verdict.contained]
    if not verdict.unified or len(families) < 2:
        return
    owner, x = own_things(world, verdict.profile)
    size = len(verdict.profile.members)
    held = {family: holdings(world, DEALT[family], owner, x, size) for family in families}
    found = [(*crossing(held[one], held[other]), one, other) for one, other in combinations(families, 2)]
    crossed, overlap, one, other = max(found, key=lambda pair: _bits(pair[0], pair[1], size))
    bits = _bits(crossed, overlap, size)
    if bits <= 0:
        return
    note = f"{crossed:.0%} share {one} with some and {other} with others; {overlap:.0%} of such pairs share both"
    figures = (Figure("coverage", crossed), Figure("overlap", overlap))
    verdict.terms.append(Term(one, "crosswise", "", 0, round(crossed * size), bits, note, figures))


def _bits(crossed: float, overlap: float, size: int) -> float:
    """More, the more members cross; nothing where half the pairs that share one thing share the other as well."""
    if crossed * size < FEWEST:
        return 0.0
    return MOST * min(crossed / ENOUGH, 1.0) * max(1.0 - 2.0 * overlap, 0.0)


def crossing(one: Ties, other: Ties) -> tuple[float, float]:
    """(members tied to different members by either, share of the rarer pairs that both tie) of two holdings.

    Holdings have the shape (members, things).
    """
    size = one.shape[0]
    crossed = both = ones = others = 0
    for first, second in zip(_pairs(one), _pairs(other), strict=True):
        common = first.multiply(second)
        crossed += int((_rows(first - common) & _rows(second - common)).sum())
        both, ones, others = both + common.nnz, ones + first.nnz, others + second.nnz
    return crossed / max(size, 1), both / max(min(ones, others), 1)


def _pairs(held: Ties) -> Iterator[Ties]:
    """Who shares anything with whom, itself left out: shape (a chunk of the members, members)."""
    for start in range(0, held.shape[0], CHUNK):
        pairs = (held[start : start + CHUNK] @ held.T).tocoo()
        apart = pairs.row + start != pairs.col
        row, col = pairs.row[apart], pairs.col[apart]
        yield sparse.csr_matrix((np.ones(len(row), dtype=np.int32), (row, col)), shape=pairs.shape)


def _rows(pairs: Ties) -> NDArray[np.bool_]:
    return np.asarray(pairs.sum(axis=1)).ravel() > 0


def holdings(world: World, kinds: Sequence[str], owner: NDArray[np.int64], x: NDArray[np.int64], size: int) -> Ties:
    """Shape (members, things): what few enough members share of some kinds."""
    features = world.features
    chosen = np.isin(features.kind[x], [features.kinds.index(kind) for kind in kinds if kind in features.kinds])
    things, thing, held = np.unique(x[chosen], return_inverse=True, return_counts=True)
    few = held[thing] <= BUNDLE
    ones = np.ones(int(few.sum()), dtype=np.int32)
    return sparse.csr_matrix((ones, (owner[chosen][few], thing[few])), shape=(size, len(things)))
