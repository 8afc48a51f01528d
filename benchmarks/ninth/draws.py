"""Hash-based draws: one key gives the same address, device or topic wherever it is asked for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

U = np.uint64
Arr = np.ndarray
Rng = np.random.Generator


def mix(x: Arr) -> Arr:
    """splitmix64 of each element."""
    with np.errstate(over="ignore"):
        z = np.asarray(x).astype(U) + U(0x9E3779B97F4A7C15)
        z = (z ^ (z >> U(30))) * U(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> U(27))) * U(0x94D049BB133111EB)
        return np.asarray(z ^ (z >> U(31)))


def unit(key: Arr, salt: int) -> Arr:
    """A uniform number in [0, 1) that depends on key and salt only."""
    return np.asarray((mix(key ^ U(salt * 0x1000193 + 7)) >> U(11)).astype(float) / 2.0**53)


def flips(rng: Rng, sixteenths: Arr) -> Arr:
    """64-bit masks whose bits are set with probability sixteenths/16, one level a row."""
    n = len(sixteenths)
    out = np.zeros(n, U)
    for bit in range(4):  # binary expansion: OR where the digit is 1, AND where it is 0
        r = rng.integers(0, 2**64, n, dtype=U)
        one = (sixteenths >> bit) & 1
        out = np.where(one == 1, out | r, out & r)
    return out


def hexes(x: Arr) -> Arr:
    """16 hex digits of each element, as an array of bytes strings."""
    raw = np.ascontiguousarray(x.astype(">u8")).tobytes().hex().encode()
    return np.frombuffer(raw, "S16")


def sizes(rng: Rng, total: int, lo: int, hi: int) -> Arr:
    """Log-uniform group sizes that add up to about total, at least one group."""
    out: list[int] = []
    while sum(out) < max(total, lo):
        out.append(int(np.exp(rng.uniform(np.log(lo), np.log(hi + 1)))))
    return np.array(out)


def zipf(n: int, s: float) -> Arr:
    """Zipf weights over n ranks."""
    w = 1.0 / np.arange(1, n + 1) ** s
    return np.asarray(w / w.sum())


def choose(rng: Rng, items: Sequence[object], n: int, p: Arr | list[float] | None = None) -> Arr:
    """n items as an object array."""
    return np.asarray(np.array(items, dtype=object)[rng.choice(len(items), n, p=p)])
