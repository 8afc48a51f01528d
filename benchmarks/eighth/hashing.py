"""Stateless randomness: an address or a device is a function of who and when, so nothing has to be remembered."""

from __future__ import annotations

import numpy as np

Arr = np.ndarray
_A, _B = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


def u64(x: object) -> Arr:
    """Anything integer (or whole float) as uint64, negative numbers wrapping."""
    a = np.asarray(x)
    return a.astype(np.int64).astype(np.uint64) if a.dtype.kind in "fib" else a.astype(np.uint64)


def mix(*parts: object) -> Arr:
    """A 64-bit hash of its parts, element by element."""
    x = np.full((1,), 0x9E3779B97F4A7C15, np.uint64)
    with np.errstate(over="ignore"):
        for p in parts:
            x = (x ^ u64(p)) * _A
            x = (x ^ (x >> np.uint64(31))) * _B
            x = x ^ (x >> np.uint64(29))
    return x


def mod(x: Arr, n: object) -> Arr:
    """x mod n as signed integers."""
    return np.asarray(x % u64(n)).astype(np.int64)


def unit(x: Arr) -> Arr:
    """A hash as a number in [0, 1)."""
    return np.asarray((x >> np.uint64(11)).astype(np.float64) / float(1 << 53))


def words(rng: np.random.Generator, n: int) -> Arr:
    """n random 64-bit words."""
    return rng.integers(0, 2**64, n, dtype=np.uint64)


def flips(rng: np.random.Generator, level: Arr) -> Arr:
    """Bit masks with each bit set at 2**-level (1: unrelated texts; 4: one template, other slots); 9 is none at all."""
    out = words(rng, len(level))
    for k in range(2, 7):
        m = level >= k
        out[m] &= words(rng, int(m.sum()))
    out[level >= 9] = 0
    return out
