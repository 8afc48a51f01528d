"""Hashes, random streams and draws that every part of the generator shares."""

from __future__ import annotations

import zlib
from typing import Any

import numpy as np

Rng = np.random.Generator
Arr = np.ndarray
U64 = np.uint64


def stream(seed: int, *names: object) -> Rng:
    """An own random stream per part, so that a change in one part leaves the others as they were."""
    return np.random.default_rng([seed, *(zlib.crc32(str(n).encode()) for n in names)])


def _scramble(x: Arr) -> Arr:
    x = (x ^ (x >> U64(30))) * U64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> U64(27))) * U64(0x94D049BB133111EB)
    return np.asarray(x ^ (x >> U64(31)))


def mix(*parts: Any) -> Arr:
    """A 64-bit hash of whole numbers, elementwise (splitmix64)."""
    with np.errstate(over="ignore"):
        h = np.asarray(U64(0x9E3779B97F4A7C15))
        for p in parts:
            v = np.asarray(p)
            v = v if v.dtype == U64 else v.astype(np.int64).astype(U64)
            h = _scramble((h ^ v) + U64(0x9E3779B97F4A7C15))
    return h


def heavy(rng: Rng, n: int, median: float, sigma: float, low: float = 0.0, high: float = 1e9) -> Arr:
    """A heavy-tailed (lognormal) draw, cut at both ends."""
    return np.clip(median * np.exp(sigma * rng.standard_normal(n)), low, high)


def zipf(n: int, power: float) -> Arr:
    """Weights 1/k^power that sum to one."""
    w = np.arange(1, n + 1, dtype=float) ** -power
    return np.asarray(w / w.sum())


def pick(rng: Rng, weights: Any, n: int) -> Arr:
    """n positions drawn by weight."""
    cum = np.cumsum(np.asarray(weights, float))
    return np.asarray(np.minimum(np.searchsorted(cum, rng.random(n) * cum[-1], side="right"), len(cum) - 1))


def choose(rng: Rng, options: Any, n: int) -> Arr:
    """n equally likely picks of a list; keeps its dtype."""
    arr = np.asarray(options)
    return arr[rng.integers(0, len(arr), n)]


def between(rng: Rng, low: int, high: int) -> int:
    """A whole number, both ends included."""
    return int(rng.integers(low, high + 1))


def loguniform(rng: Rng, low: float, high: float) -> int:
    """A whole number, equally likely in each octave."""
    return round(float(np.exp(rng.uniform(np.log(low), np.log(high)))))
