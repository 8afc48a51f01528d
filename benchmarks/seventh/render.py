"""Numbers into the text of the feeds."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
import pyarrow as pa

from benchmarks.seventh.net import dotted, six
from benchmarks.seventh.util import U64, Arr, mix
from benchmarks.seventh.world import DAY, World


def text(values: Arr, names: list[str | None]) -> pa.Array[Any]:
    """A column of few different values."""
    return pa.DictionaryArray.from_arrays(pa.array(values, pa.int32()), pa.array(names, pa.string())).cast(pa.string())


def coded(w: World, prefix: str, codes: Arr, salt: int) -> pa.Array[Any]:
    """Ids made of numbers; 0 and below is null."""
    uniq, inv = np.unique(codes, return_inverse=True)
    names = [
        None if int(c) <= 0 else f"{prefix}{int(h):016x}"[: len(prefix) + 14]
        for c, h in zip(uniq, mix(uniq, salt, w.seed), strict=True)
    ]
    return text(inv, names)


def account(w: World, ids: Arr) -> pa.Array[Any]:
    """Account ids; below 0 is null."""
    return coded(w, "acct_", np.asarray(ids) + 1, 1)


def times(w: World, seconds: Arr) -> pa.Array[Any]:
    """RFC 3339 in UTC; NaN is null."""
    s = np.asarray(seconds, float)
    ok = ~np.isnan(s)
    stamp = (np.where(ok, s, 0) + w.t0).astype("int64").astype("datetime64[s]")
    out = np.char.add(np.datetime_as_string(stamp, unit="s"), "Z")
    return pa.array(out, pa.string(), mask=~ok)


def ip_text(mode: str, ip: int, host: int, salt: int) -> str:
    """One address as the lab keeps it."""
    if mode == "hash":
        return "h:" + hashlib.blake2b(f"{salt}:{ip}:{host if ip >= 2**32 else 0}".encode(), digest_size=12).hexdigest()
    if ip < 2**32:
        return dotted(ip & ~255) + "/24" if mode == "wide" else dotted(ip)
    if mode == "wide":
        return f"{ip >> 48:x}:{(ip >> 32) & 0xFFFF:x}:{(ip >> 16) & 0xFFFF:x}::/48"
    top = ":".join(f"{(ip >> s) & 0xFFFF:x}" for s in (48, 32, 16, 0))
    return f"{top}::/64" if mode == "net" else six(ip, host)


def addresses(w: World, ip: Arr, who: Arr, t: Arr) -> pa.Array[Any]:
    """Addresses; the lower half of IPv6 changes with account and day, as privacy extensions do."""
    host = np.where(ip >= U64(2**32), mix(who, (np.asarray(t) // DAY).astype(int)), U64(0))
    if w.lab.ip in ("net", "wide"):
        host = np.zeros(len(ip), U64)
    key = mix(ip, host)
    _, at, inv = np.unique(key, return_index=True, return_inverse=True)
    return text(inv, [ip_text(w.lab.ip, int(ip[i]), int(host[i]), w.seed) for i in at])


def signature(sig: Arr) -> pa.Array[Any]:
    """Signatures; many are unique, so each is written by itself."""
    raw = np.asarray(sig, ">u8").tobytes().hex()
    return pa.array(["simhash64-v1:" + raw[i : i + 16] for i in range(0, len(raw), 16)], pa.string())


def digest(value: str, salt: int) -> str:
    """A keyed hash of a text."""
    return hashlib.blake2b(f"{salt}:{value}".encode(), digest_size=12).hexdigest()


def pattern(mail: str) -> str:
    """The shape of the part before the @: letters as a, digits as 9, runs as their length."""
    out, last, run = "", "", 0
    for ch in mail.split("@")[0] + "\0":
        kind = "a" if ch.isalpha() else "9" if ch.isdigit() else ch
        if kind != last and last:
            out += f"{last}{run}" if last in "a9" else last
            run = 0
        last, run = kind, run + 1
    return out
