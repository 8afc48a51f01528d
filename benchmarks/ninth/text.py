"""Numbers to text: addresses, hashes, signatures, times."""

from __future__ import annotations

import hashlib
import ipaddress
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from benchmarks.ninth.draws import Arr, U, hexes, mix
from benchmarks.ninth.world import DAY, World

Column: TypeAlias = "pa.Array[Any]"


def coded(prefix: str, codes: Arr, digits: int = 16) -> Column:
    """Codes as prefix and hex; 0 is null."""
    uniq, inv = np.unique(np.asarray(codes, U), return_inverse=True)
    h = hexes(mix(uniq))
    names = [None if c == 0 else prefix + h[i].decode()[:digits] for i, c in enumerate(uniq)]
    return pa.array(names, pa.string()).take(inv)


def addresses(ip: Arr, t: Arr, how: str) -> Column:
    """Addresses as the lab keeps them; a whole IPv6 has an interface part that changes daily; 0 is null."""
    day = np.zeros(len(ip), U)
    if how == "full":
        day = np.where(ip >= U(1 << 32), np.floor(t / DAY).astype(np.int64) + 4000, 0).astype(U)
    pair = np.stack([ip.astype(U), day], 1)
    key = mix(ip) ^ mix(day * U(77))
    _, first, inv = np.unique(key, return_index=True, return_inverse=True)
    names = [_one(int(a), int(d), how) for a, d in pair[first]]
    return pa.array(names, pa.string()).take(inv)


def _one(a: int, day: int, how: str) -> str | None:
    if a == 0:
        return None
    if how == "hashed":
        return "h:" + hashlib.blake2b(a.to_bytes(8, "big"), digest_size=12, key=b"lab").hexdigest()
    if a < 1 << 32:
        four = f"{a >> 24}.{a >> 16 & 255}.{a >> 8 & 255}."
        return four + "0/24" if how == "v4-24" else four + str(a & 255)
    if how != "full":
        return f"{ipaddress.IPv6Address(a << 64)}/64"
    tail = int(mix(np.array([a ^ (day << 3)], U))[0])
    return str(ipaddress.IPv6Address((a << 64) | tail))


def signatures(sig: Arr) -> Column:
    """simhash64-v1 and 16 hex digits."""
    digits = pa.array(hexes(sig)).cast(pa.string())
    joined: Column = pc.binary_join_element_wise(pa.scalar("simhash64-v1"), digits, ":")
    return joined


def table(names: list[str], codes: Arr) -> Column:
    """Names by number; the empty name is null."""
    return pa.array([x or None for x in names], pa.string()).take(np.asarray(codes, np.int64))


def times(w: World, t: Arr) -> Column:
    """Times in UTC."""
    start = int(w.start.timestamp() * 1000)
    return pa.array((np.asarray(t, float) * 1000).astype(np.int64) + start, pa.timestamp("ms", "UTC"))


def words(values: Arr) -> Column:
    """Object text; the empty string is null."""
    return pa.array([v or None for v in values], pa.string())
