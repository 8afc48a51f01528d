"""Columns of the feeds as Arrow arrays, from the numbers that rows carry."""

from typing import Any

import numpy as np
import pyarrow as pa

from benchmarks.fifteenth.world import Arr, World


def texts(items: list[str], codes: Arr) -> Any:
    """Texts by number, n of them; a negative number is null."""
    used, back = np.unique(codes, return_inverse=True)
    words = pa.array([None if c < 0 else items[c] for c in used.tolist()], pa.string())
    return words.take(back.astype(np.int64))


def addresses(world: World, codes: Arr, prefix: bool) -> Any:
    """Addresses by number (`Networks`), a negative one null; `prefix`: of IPv6 the first 64 bits alone are told."""
    used, back = np.unique(codes, return_inverse=True)
    words: list[str | None] = list(world.nets.text(np.maximum(used, 0)))
    if prefix:
        words = [w if not w or ":" not in w else ":".join(w.split(":")[:4]) + "::/64" for w in words]
    words = [None if c < 0 else w for c, w in zip(used.tolist(), words, strict=True)]
    return pa.array(words, pa.string()).take(back.astype(np.int64))


def stamps(milliseconds: Arr) -> Any:
    """Times in UTC from milliseconds since 1970."""
    return pa.array(np.asarray(milliseconds, np.int64)).cast(pa.timestamp("ms", "UTC"))


def signs(sign: Arr) -> Any:
    """Signatures of 64 bits as the feed writes them."""
    raw = sign.astype(">u8").tobytes().hex()
    return pa.array(["simhash64-v1:" + raw[i : i + 16] for i in range(0, len(raw), 16)], pa.string())
