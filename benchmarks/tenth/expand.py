"""Sessions to exchange rows, login rows and account rows; which columns are kept is the style's choice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.tenth.core import VOID, Array, Table, World, hexes, mix, stamps
from benchmarks.tenth.life import SURFACE
from benchmarks.tenth.net import show
from benchmarks.tenth.topics import ask, sign

MODEL = np.array(["large-2", "small-2", "large-1", "mini-1"], dtype=object)


def gather(world: World) -> Table:
    """All session tables as one."""
    return {k: np.concatenate([t[k] for t in world.tables]) for k in world.tables[0]}


def unroll(world: World, table: Table) -> Table:
    """One row an exchange; gaps inside a session are lognormal."""
    rng, n = world.rng, table["n"]
    at = np.repeat(np.arange(len(n)), n)
    gap = table["gap"][at] * rng.lognormal(0, 0.9, len(at))
    first = np.repeat(np.cumsum(n) - n, n)
    run = np.cumsum(gap)
    rows = {k: v[at] for k, v in table.items()}
    rows["time"] = rows["start"] + run - run[first]
    keep = rows["time"] < world.span
    rows = {k: v[keep] for k, v in rows.items()}
    order = np.argsort(rows["time"], kind="stable")
    return {k: v[order] for k, v in rows.items()}


def clients(codes: Array) -> Array:
    """Client codes as fingerprints; -1 is null. An update (5000) keeps the family in the name."""
    uniq, back = np.unique(codes, return_inverse=True)
    return np.array(
        [None if u < 0 else f"t13d{u % 5000:04d}_{int(mix(int(u), 9)) & 0xFFFFFF:06x}" for u in uniq], dtype=object
    )[back]


def devices(codes: Array) -> Array:
    """Device codes as ids; 0 is null."""
    uniq, back = np.unique(codes, return_inverse=True)
    return np.array([None if u == 0 else f"dv-{int(mix(u, 1)):016x}" for u in uniq], dtype=object)[back]


def exchanges(world: World, keep: list[str], prefix: bool = False) -> pd.DataFrame:
    """The exchanges feed with the columns in `keep` (occurred_at and account_id are always there)."""
    rows = unroll(world, gather(world))
    times, names = stamps(world, rows["time"], world.unit), world.col["id"][rows["who"]]
    data = pd.DataFrame({"occurred_at": times, "account_id": names})
    makers = _makers(world, rows, prefix)
    for name in keep:
        data[name] = makers[name]()
    return data


def _makers(world: World, rows: Table, prefix: bool) -> dict[str, Callable[[], Any]]:
    """How each column is made: a column that is not kept draws nothing."""
    (cluster, sig), n = ask(world, rows), len(rows["who"])
    key = world.col["key"][rows["who"]]
    return {
        "ip": lambda: show(rows["ip"], prefix),
        "client": lambda: clients(rows["client"]),
        "device_id": lambda: devices(rows["dev"]),
        "credential_id": lambda: _credentials(rows, key),
        "model": lambda: MODEL[(mix(key, rows["time"] // 40000) % 7 % 4).astype(int)],
        "query_cluster": lambda: _holes(world, world.topics.names[cluster], 0.12),
        "signature": lambda: _holes(world, sign(sig), 0.2),
        "input_tokens": lambda: _tokens(world, n, 5.2),
        "output_tokens": lambda: _tokens(world, n, 5.9),
        "surface": lambda: np.array(SURFACE, dtype=object)[rows["surface"]],
        "outcome": lambda: world.rng.choice(["ok", "refused", "error", "limited"], n, p=[0.955, 0.015, 0.02, 0.01]),
        "exchange_id": lambda: [f"x{world.seed}-{i}" for i in range(n)],
    }


def _holes(world: World, values: Array, part: float) -> Array:
    values = values.copy()
    values[world.rng.random(len(values)) < part] = None
    return values


def _tokens(world: World, n: int, mean: float) -> pd.Series:
    raw = pd.Series(world.rng.lognormal(mean, 1.3, n).clip(1, 150_000).astype(int)).astype("Int64")
    return raw.mask(world.rng.random(n) < 0.03)


def _credentials(rows: Table, key: Array) -> Array:
    """API rows carry a key: the account's own, or one that a session names (leaked and resold keys)."""
    own = np.where(rows["surface"] >= 2, mix(key, 21), np.uint64(0))
    code = np.where(rows["cred"] > 0, rows["cred"], own)
    uniq, back = np.unique(code, return_inverse=True)
    return np.array([None if u == 0 else "key-" + hexes(u)[0] for u in uniq], dtype=object)[back]


def logins(world: World, part: float) -> pd.DataFrame:
    """A login opens a part of the sessions (tokens keep most people signed in)."""
    table = gather(world)
    pickd = np.flatnonzero(world.rng.random(len(table["who"])) < part)
    t = {k: v[pickd] for k, v in table.items()}
    at = np.maximum(t["start"] - world.rng.exponential(25, len(pickd)), 0)
    return pd.DataFrame(
        {
            "account_id": world.col["id"][t["who"]],
            "at": stamps(world, at, world.unit),
            "ip": show(t["ip"]),
            "device_id": devices(t["dev"]),
            "client": clients(t["client"]),
        }
    ).sort_values("at")


def accounts(world: World, keep: list[str], coarse: str = "s") -> pd.DataFrame:
    """The accounts feed with the columns in `keep`."""
    col = world.col
    data = pd.DataFrame({"account_id": col["id"], "created_at": stamps(world, col["born"], coarse)})
    makers: dict[str, Callable[[], Array]] = {
        "signup_ip": lambda: show(col["signup_ip"]),
        "signup_client": lambda: clients(col["signup_client"]),
        "signup_device": lambda: devices(col["signup_device"]),
        "parent_account_id": lambda: _link(col, "parent"),
        "referrer_id": lambda: _link(col, "referrer"),
    }
    for name in keep:
        data[name] = makers[name]() if name in makers else col[name]
    return data.sort_values(["created_at", "account_id"])


def _link(col: Table, name: str) -> Array:
    return np.where(col[name] >= 0, col["id"][col[name]], VOID)
