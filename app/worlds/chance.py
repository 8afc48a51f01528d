"""Randomness that leaves other draws alone: named streams, and hashes of what a draw is about."""

from __future__ import annotations

import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


def stream(seed: int, name: str, *numbers: int) -> np.random.Generator:
    """A generator of its own for each purpose: a knob that is turned changes no draw about anything else."""
    return np.random.default_rng([seed, number_of(name), *numbers])


def number_of(name: str) -> int:
    """A number that follows from a name, the same in every world."""
    return zlib.crc32(name.encode())


def unit(*parts: Any) -> NDArray[np.float64]:
    """A number in [0, 1) for each tuple of whole numbers, broadcast together.

    The finaliser of splitmix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014).
    """
    state: Any = np.uint64(0)
    with np.errstate(over="ignore"):
        for part in parts:
            bits = state ^ (np.asarray(part).astype(np.int64).astype(np.uint64) + _GOLDEN)
            bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
            bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
            state = bits ^ (bits >> np.uint64(31))
    return np.asarray((state >> np.uint64(11)).astype(np.float64) / 2.0**53)
