"""Stable 64-bit mixing: the same keys give the same address, device or slot on every row."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

U64 = npt.NDArray[np.uint64]
_GOLD = np.uint64(0x9E3779B97F4A7C15)
_M1 = np.uint64(0xBF58476D1CE4E5B9)
_M2 = np.uint64(0x94D049BB133111EB)


def mix(*keys: npt.ArrayLike) -> U64:
    """Hash integer arrays (broadcast together) into one well spread array."""
    out = np.zeros(1, np.uint64)
    with np.errstate(over="ignore"):
        for key in keys:
            out = (out ^ np.asarray(key).astype(np.uint64)) + _GOLD
            out = (out ^ (out >> np.uint64(30))) * _M1
            out = (out ^ (out >> np.uint64(27))) * _M2
            out = out ^ (out >> np.uint64(31))
    return out


def unit(*keys: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """The same hash as a number in [0, 1)."""
    return (mix(*keys) >> np.uint64(11)).astype(np.float64) / float(1 << 53)


def batches(rng: np.random.Generator, count: int, low: int, high: int) -> npt.NDArray[np.int64]:
    """Number `count` things by consecutive batches of low..high."""
    sizes = rng.integers(low, high + 1, count // max(low, 1) + 1)
    return np.repeat(np.arange(len(sizes)), sizes)[:count].astype(np.int64)


def pick(rng: np.random.Generator, weights: dict[str, float]) -> str:
    """One name, by weight."""
    names = list(weights)
    chance = np.array([weights[name] for name in names])
    return names[int(rng.choice(len(names), p=chance / chance.sum()))]
