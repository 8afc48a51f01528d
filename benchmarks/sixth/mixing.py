"""Numbers from keys: hashes, their text, and noise in signatures."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

U64 = np.uint64
Words = npt.NDArray[np.uint64]
UNRELATED = 9
"""Level of noise at which nothing is left of a template."""


def mix(*keys: Any) -> Any:
    """Splitmix64 over any integers; arrays are broadcast."""
    state: Any = U64(0x9E3779B97F4A7C15)
    with np.errstate(over="ignore"):
        for key in keys:
            given = isinstance(key, np.ndarray) and key.dtype == np.uint64
            word = key if given else np.asarray(key).astype(np.int64).view(np.uint64)
            state = (state ^ word) + U64(0x9E3779B97F4A7C15)
            state = (state ^ (state >> U64(30))) * U64(0xBF58476D1CE4E5B9)
            state = (state ^ (state >> U64(27))) * U64(0x94D049BB133111EB)
            state = state ^ (state >> U64(31))
    return state


def mixed(key: int, seed: int, salt: int) -> int:
    """The hash of one key."""
    return int(mix(np.array([key]), seed, salt)[0])


def number(key: Any) -> int:
    """A number for a key that may be text (FNV-1a)."""
    if isinstance(key, int | np.integer):
        return int(key)
    state = 1469598103934665603
    for byte in str(key).encode():
        state = ((state ^ byte) * 1099511628211) & ((1 << 63) - 1)
    return state


def hexes(words: Any) -> Any:
    """Each word as 16 hexadecimal digits."""
    text = np.asarray(words, np.uint64).astype(">u8").tobytes().hex().encode()
    return np.frombuffer(text, "S16").astype("U16") if text else np.array([], "U16")


def noise(rng: np.random.Generator, count: int, level: int) -> Words:
    """Words in which a bit is set with chance 2^-level; level 0: none, UNRELATED: 0.375."""
    if level == 0:
        return np.zeros(count, np.uint64)
    if level == UNRELATED:
        return _bits(rng, count) & (_bits(rng, count) | _bits(rng, count))
    words = _bits(rng, count)
    for _ in range(level - 1):
        words &= _bits(rng, count)
    return words


def _bits(rng: np.random.Generator, count: int) -> Words:
    low = rng.integers(0, 1 << 63, count, dtype=np.int64).view(np.uint64)
    return low ^ (rng.integers(0, 2, count, dtype=np.int64).view(np.uint64) << U64(63))


def split(rng: np.random.Generator, total: int, low: int, high: int) -> list[int]:
    """Sizes of groups (log-uniform from low to high) that take up the total."""
    sizes = []
    while total >= low:
        drawn = np.exp(rng.uniform(np.log(low), np.log(high)))
        sizes.append(int(np.clip(drawn, low, max(low, total))))
        total -= sizes[-1]
    return sizes
