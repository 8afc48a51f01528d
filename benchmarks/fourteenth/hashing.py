"""Keyed 64-bit hashes over arrays: the same keys always give the same draw, in any order."""

from typing import Any

import numpy as np

_GOLD = np.uint64(0x9E3779B97F4A7C15)
_A, _B = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


def _stir(h: Any) -> Any:
    h = (h ^ (h >> np.uint64(30))) * _A
    h = (h ^ (h >> np.uint64(27))) * _B
    return h ^ (h >> np.uint64(31))


def mix(*parts: Any) -> np.ndarray:
    """One hash per row of the parts, which are integers or arrays of them."""
    h: Any = np.array([0x243F6A8885A308D3], dtype=np.uint64)
    with np.errstate(over="ignore"):
        for part in parts:
            h = _stir(h + _GOLD ^ np.asarray(part).astype(np.int64).astype(np.uint64))
    return np.asarray(h, dtype=np.uint64)


def unit(*parts: Any) -> np.ndarray:
    """One number in [0, 1) per row of the parts."""
    return (mix(*parts) >> np.uint64(11)).astype(np.float64) * 2.0**-53


def names(prefix: str, keys: Any, digits: int = 16) -> np.ndarray:
    """The keys as ids: a prefix and hexadecimal digits, each distinct key written once."""
    found, back = np.unique(np.asarray(keys).astype(np.uint64), return_inverse=True)
    mask = (1 << (4 * digits)) - 1
    texts = np.array([f"{prefix}{int(k) & mask:0{digits}x}" for k in found], dtype=object)
    return texts[back] if len(found) else np.array([], dtype=object)


def where_told(told: np.ndarray, values: np.ndarray) -> np.ndarray:
    """The values where they are told, and none elsewhere."""
    out = np.asarray(values).astype(object)
    out[~told] = None
    return out
