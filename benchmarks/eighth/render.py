"""Numbers to the lab's strings."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import numpy as np

from benchmarks.eighth.catalog import OUTCOMES, SURFACES
from benchmarks.eighth.geo import COUNTRIES
from benchmarks.eighth.hashing import Arr, mix, unit
from benchmarks.eighth.nets import text
from benchmarks.eighth.world import World


def ids(w: World, n: int) -> Arr:
    """Account ids: three houses' styles, none tells an order."""
    h = mix(np.arange(n), w.seed, 17)
    return np.array([_id(w.lab.ids, v) for v in h.tolist()], object)


def _id(style: int, v: int) -> str:
    if style == 0:
        return f"acct_{v:016x}"
    return f"{v >> 32:08x}-{(v >> 16) & 0xFFFF:04x}-4{v & 0xFFF:03x}" if style == 1 else f"u{v % 10**15}"


def hexes(prefix: str, x: Arr) -> Arr:
    """Hashes as prefixed hex; zero is null."""
    u, inv = np.unique(x, return_inverse=True)
    return np.array([f"{prefix}{v:016x}" if v else None for v in u.tolist()], object)[inv]


def clock(w: World, t: Arr) -> Arr:
    """Seconds of the world as RFC 3339 in UTC, by milliseconds."""
    ms = w.start.astype("datetime64[ms]") + np.round(np.asarray(t) * 1000).astype("timedelta64[ms]")
    return np.char.add(np.datetime_as_string(ms, unit="ms"), "Z").astype(object)


def addresses(w: World, hi: Arr, lo: Arr) -> Arr:
    """Addresses in full, as a keyed hash, or as the /24 or /48 they lie in."""
    _, first, inv = np.unique(mix(hi, lo), return_index=True, return_inverse=True)
    mode = w.lab.ip_mode
    return np.array(
        [_one(mode, w.seed, a, b) for a, b in zip(hi[first].tolist(), lo[first].tolist(), strict=True)], object
    )[inv]


def _one(mode: str, seed: int, hi: int, lo: int) -> str:
    if mode == "hash":
        return "h:" + hashlib.blake2b(f"{seed}{hi:x}:{lo:x}".encode(), digest_size=10).hexdigest()
    if mode == "prefix":
        six = ":".join(f"{(hi >> s) & 0xFFFF:x}" for s in (48, 32, 16))
        return f"{six}::/48" if hi else f"{text(0, lo & ~255)}/24"
    return text(hi, lo)


def clients(w: World, code: Arr) -> Arr:
    """Client fingerprints."""
    names: Arr = np.array(w.cat.names, object)
    return np.asarray(names[np.minimum(code, len(names) - 1)])


def clusters(w: World) -> Arr:
    """Cluster ids."""
    return hexes("qc_", mix(np.arange(w.cat.k), w.seed, 23) >> np.uint64(20))


def countries(code: Arr) -> Arr:
    """ISO codes."""
    codes = np.array([c.code for c in COUNTRIES], object)
    return np.asarray(codes[np.asarray(code).astype(int)])


def exchange(w: World, x: dict[str, Arr], names: Arr, n: Arr) -> dict[str, Arr]:
    """The columns of exchanges that the lab has, with gaps; the gaps hang on the row, so copies stay equal."""
    make: dict[str, Callable[[], Arr]] = {
        "ip": lambda: addresses(w, x["hi"], x["lo"]),
        "client": lambda: clients(w, x["client"]),
        "device_id": lambda: hexes("d-", x["device"]),
        "credential_id": lambda: hexes("key_", x["cred"]),
        "model": lambda: np.array(w.cat.models, object)[x["model"]],
        "query_cluster": lambda: clusters(w)[x["topic"]],
        "signature": lambda: signature(x["sig"]),
        "input_tokens": lambda: x["tin"].astype(int).astype(object),
        "output_tokens": lambda: x["tout"].astype(int),
        "surface": lambda: np.array(SURFACES, object)[x["surf"]],
        "outcome": lambda: np.array(OUTCOMES, object)[x["outcome"]],
        "exchange_id": lambda: hexes("x", mix(n, w.seed, 29)),
    }
    out = {"occurred_at": clock(w, x["t"]), "account_id": names[x["a"]]}
    for k, (name, f) in enumerate(make.items()):
        if name in w.lab.ex:
            v = f()
            if w.lab.nulls.get(name):
                v[unit(mix(n, k, 37)) < w.lab.nulls[name]] = None
            out[name] = v
    return out


def signature(x: Arr) -> Arr:
    """The gateway's notation."""
    return np.array([f"simhash64-v1:{v:016x}" for v in x.tolist()], object)
