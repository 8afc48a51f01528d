"""Deterministic 64-bit mixing: identifiers and sticky choices without hash() or a clock."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

U = np.uint64


def mix(value: ArrayLike, salt: int = 0) -> NDArray[np.uint64]:
    """Splitmix64 of integers: the same input and salt always give the same bits."""
    with np.errstate(over="ignore"):
        z = np.asarray(value).astype(np.int64).astype(U) + U((salt * 0x9E3779B97F4A7C15) % 2**64)
        z = z + U(0x9E3779B97F4A7C15)
        z = (z ^ (z >> U(30))) * U(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> U(27))) * U(0x94D049BB133111EB)
    return z ^ (z >> U(31))


def below(value: ArrayLike, limit: ArrayLike, salt: int = 0) -> NDArray[np.int64]:
    """A sticky choice in [0, limit) for each integer."""
    limit_ = np.maximum(np.asarray(limit, dtype=np.int64), 1).astype(U)
    return (mix(value, salt) % limit_).astype(np.int64)


def names(codes: ArrayLike, prefix: str, salt: int, width: int = 12) -> NDArray[np.object_]:
    """Opaque names of codes; a negative code is a null."""
    codes_ = np.asarray(codes, dtype=np.int64)
    unique, back = np.unique(codes_, return_inverse=True)
    bits = mix(unique, salt)
    made = [None if c < 0 else f"{prefix}{int(b) % 16**width:0{width}x}" for c, b in zip(unique, bits, strict=True)]
    return np.array(made, dtype=object)[back]


def pick(rng: np.random.Generator, weights: ArrayLike, size: int) -> NDArray[np.int64]:
    """Indexes drawn with weights that need not sum to one."""
    w = np.asarray(weights, dtype=float)
    return rng.choice(len(w), size=size, p=w / w.sum())
