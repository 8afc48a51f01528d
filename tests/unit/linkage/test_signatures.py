"""Near signatures: every pair is found, groups are stars, order and hot bands do not matter."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.linkage import signatures as module
from app.linkage.signatures import BANDS, BOUND, INNER, PARTS, leaders, near_pairs
from app.model.signature import NEAR

seeds = st.integers(0, 2**64 - 1)
flips = st.lists(st.integers(0, 63), max_size=5)


@st.composite
def families(draw) -> np.ndarray:
    """Distinct signatures in a drawn order: some seeds, each with variants up to five bits away."""
    found = {
        seed ^ int(np.bitwise_xor.reduce([1 << bit for bit in set(bits)] or [0], dtype=np.uint64))
        for seed in draw(st.lists(seeds, min_size=1, max_size=4))
        for bits in draw(st.lists(flips, min_size=1, max_size=12))
    }
    return np.array(draw(st.permutations(sorted(found))), dtype=np.uint64)


def brute(signatures: np.ndarray) -> set[tuple[int, int]]:
    values = [int(one) for one in signatures]
    return {(i, j) for j in range(len(values)) for i in range(j) if (values[i] ^ values[j]).bit_count() <= NEAR}


def pairs(signatures: np.ndarray, *bounds: int) -> set[tuple[int, int]]:
    better, worse = near_pairs(signatures, *bounds)
    found = list(zip(better.tolist(), worse.tolist(), strict=True))
    assert len(found) == len(set(found))
    return set(found)


@given(families())
def test_exactly_the_near_pairs_are_found(signatures: np.ndarray) -> None:
    assert pairs(signatures) == brute(signatures)


@given(families())
def test_crowded_bands_are_split_and_nothing_far_counts_as_near(signatures: np.ndarray) -> None:
    assert pairs(signatures, 1, 1) <= pairs(signatures, 1, 4) <= pairs(signatures) == brute(signatures)


@pytest.mark.parametrize("band", range(BANDS))
def test_a_crowded_band_still_finds_every_pair(band: int) -> None:
    rng = np.random.default_rng(band)
    same = np.uint64(0xFFFF << 16 * band)
    base = rng.integers(0, 2**64, 1500, dtype=np.uint64) | same
    bits = np.array([bit for bit in range(64) if bit // 16 != band])
    near = base[:300].copy()
    for _ in range(NEAR):
        near ^= np.uint64(1) << rng.choice(bits, 300).astype(np.uint64)
    signatures = rng.permutation(np.unique(np.concatenate([base, near])))
    assert len(signatures) > 10 * BOUND
    found = brute(signatures)
    assert len(found) >= 290
    assert pairs(signatures) == found


@pytest.mark.parametrize("common", [16, 28, 48, 52])
def test_work_is_linear_however_much_is_common(monkeypatch: pytest.MonkeyPatch, common: int) -> None:
    compared = 0

    def counted(a: np.ndarray, b: np.ndarray) -> np.ndarray:
        nonlocal compared
        compared += len(a)
        return np.bitwise_count(a ^ b)

    monkeypatch.setattr(module, "distance", counted)
    n = 4000
    signatures = np.unique(np.random.default_rng(7).integers(0, 2 ** min(64 - common, 63), 2 * n, dtype=np.uint64))[:n]
    near_pairs(signatures)
    assert compared <= BANDS * (BOUND + PARTS * INNER) * len(signatures)
    leader = leaders(signatures)
    assert (np.bitwise_count(signatures ^ signatures[leader]) <= NEAR).all()


@given(families(), st.integers(0, 3))
def test_groups_are_stars(signatures: np.ndarray, fixed: int) -> None:
    fixed = min(fixed, len(signatures))
    leader = leaders(signatures, fixed)
    lead = np.flatnonzero(leader == np.arange(len(leader)))
    assert (leader[leader] == leader).all()
    assert (leader[:fixed] == np.arange(fixed)).all()
    assert (leader <= np.arange(len(leader))).all()
    assert (np.bitwise_count(signatures ^ signatures[leader]) <= NEAR).all()
    assert not {(i, j) for i, j in brute(signatures) if i in lead and j in lead and j >= fixed}


def test_a_follower_goes_to_the_best_leader_and_to_the_nearest_of_the_fixed() -> None:
    assert leaders(np.array([0b1111, 0, 0b1], dtype=np.uint64)).tolist() == [0, 1, 0]
    assert leaders(np.array([0b1111, 0, 0b1], dtype=np.uint64), fixed=2).tolist() == [0, 1, 1]
    assert leaders(np.array([0b11, 0, 0b1], dtype=np.uint64), fixed=2).tolist() == [0, 1, 0]


def test_a_long_chain_does_not_become_one_group() -> None:
    chain = np.array([2**i - 1 for i in range(64)], dtype=np.uint64)
    leader = leaders(chain)
    assert set(np.bincount(leader, minlength=64)[np.unique(leader)].tolist()) == {4}
    assert leaders(np.zeros(0, dtype=np.uint64)).tolist() == []
