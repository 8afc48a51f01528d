"""Near signatures put together, as a pure function of the signatures there are; bounded whatever they look like.

Pairs are found by banding (Manku, Jain, Das Sarma, WWW 2007): of 64 bits in 4 bands, two signatures that differ in at
most 3 bits have a band in common. Groups are stars: every member is near its leader, so nothing drifts along a chain.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.model.signature import NEAR

Bits = NDArray[np.uint64]
Index = NDArray[np.int64]

BANDS: Final = 4
BAND_BITS: Final = 16
PARTS: Final = 4
PART_BITS: Final = 12
BOUND: Final = 64
"""Signatures that share a band are all compared, up to so many of them; where more do, those that share a part, too."""
INNER: Final = 16
"""Signatures that share a band and a part of the rest are compared with so many of them, best first."""
ROUNDS: Final = 16
"""Each round settles the leaders that no better one holds back; who waits longer than that stays alone."""


def leaders(signatures: Bits, fixed: int = 0) -> Index:
    """Shape (n,): the position of each signature's leader, at most 3 bits away; its own for who leads or is alone.

    `signatures` come best first (a better one leads); the first `fixed` lead in any case, and what is near them goes
    to the nearest. Everything else goes to the best of the leaders that it could follow in the same round.
    """
    n = len(signatures)
    leader = np.arange(n, dtype=np.int64)
    free = leader >= fixed
    better, worse = near_pairs(signatures)
    leads = ~free
    rank: NDArray[np.integer] = distance(signatures[better], signatures[worse])
    for _ in range(ROUNDS + 1):
        caught = leads[better] & free[worse]
        _follow(leader, better[caught], worse[caught], rank[caught])
        free &= ~leads
        free[worse[caught]] = False
        open_ = free[better] & free[worse]
        better, worse, rank = better[open_], worse[open_], better[open_]
        if not len(better):
            break
        leads = np.zeros(n, dtype=np.bool_)
        leads[better] = True
        leads[worse] = False
    return leader


def _follow(leader: Index, better: Index, worse: Index, rank: NDArray[np.integer]) -> None:
    order = np.lexsort((better, rank, worse))
    better, worse = better[order], worse[order]
    first = np.ones(len(worse), dtype=np.bool_)
    first[1:] = worse[1:] != worse[:-1]
    leader[worse[first]] = better[first]


def near_pairs(signatures: Bits, bound: int = BOUND, inner: int = INNER) -> tuple[Index, Index]:
    """Positions (better < worse) of the pairs at most 3 bits apart, sorted, each once.

    All of them, as long as no 28 bits (a band and a part of the rest) are common to more than `inner` signatures; of
    more, the pairs with the first `inner`. Never more than 4 x `bound` + 16 x `inner` comparisons a signature.
    """
    n = len(signatures)
    keys = [pair for band in range(BANDS) for pair in _band_pairs(signatures, band, bound, inner)]
    pairs = np.unique(np.concatenate(keys)) if keys else np.zeros(0, np.int64)
    return pairs // max(n, 1), pairs % max(n, 1)


def _band_pairs(signatures: Bits, band: int, bound: int, inner: int) -> Iterator[Index]:
    low = np.uint64(BAND_BITS * band)
    key = (signatures >> low & np.uint64(2**BAND_BITS - 1)).astype(np.int64)
    crowded = np.bincount(key, minlength=2**BAND_BITS)[key] > bound
    yield from _bucket_pairs(signatures, np.flatnonzero(~crowded), key[~crowded], bound)
    hot = np.flatnonzero(crowded)
    if not len(hot):
        return
    # the other 48 bits: shifted twice, since a shift by all 64 is not defined
    below = (np.uint64(1) << low) - np.uint64(1)
    rest = signatures[hot] >> low >> np.uint64(BAND_BITS) << low | signatures[hot] & below
    for part in range(PARTS):
        piece = rest >> np.uint64(PART_BITS * part) & np.uint64(2**PART_BITS - 1)
        yield from _bucket_pairs(signatures, hot, key[hot] << PART_BITS | piece.astype(np.int64), inner)


def _bucket_pairs(signatures: Bits, rows: Index, key: Index, bound: int) -> Iterator[Index]:
    """Keys better * n + worse of near pairs; each of `rows` (ascending) against the first `bound` with its key."""
    order = np.argsort(key, kind="stable")
    rows, key = rows[order], key[order]
    new = np.ones(len(key), dtype=np.bool_)
    new[1:] = key[1:] != key[:-1]
    start = np.flatnonzero(new)[np.cumsum(new) - 1]
    at = np.arange(len(key))
    for step in range(bound):
        at = at[at - start[at] > step]
        if not len(at):
            return
        better, worse = rows[start[at] + step], rows[at]
        near = distance(signatures[better], signatures[worse]) <= NEAR
        yield better[near] * len(signatures) + worse[near]


def distance(a: Bits, b: Bits) -> NDArray[np.uint8]:
    """Hamming distance."""
    return np.asarray(np.bitwise_count(a ^ b), dtype=np.uint8)
