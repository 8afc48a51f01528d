"""Where the members of a group come from: up to three sources of addresses each."""

from typing import Any

import numpy as np
import pandas as pd

from benchmarks.fourteenth.hashing import mix, unit
from benchmarks.fourteenth.nets import Slice
from benchmarks.fourteenth.places import CODES
from benchmarks.fourteenth.world import Group, World

FOREVER = 1e6
Source = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


def _even(n: int, run: Slice, sticky: float, key: np.ndarray) -> Source:
    return np.full(n, run.start), np.full(n, run.size), np.full(n, sticky), key


def _lines(world: World, kind: str, country: np.ndarray, key: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The run of one provider of its country for each key."""
    table = getattr(world.nets, kind)
    runs = np.array([[(s.start, s.size) for s in table[c]] for c in CODES])
    where = np.searchsorted(np.sort(CODES), country.astype(str))
    code = np.argsort(CODES)[where]
    share = (0.45, 0.75) if kind == "isps" else (0.6, 1.0)
    u = unit(key, 11)
    pick = (u > share[0]).astype(int) + (u > share[1]).astype(int)
    found = runs[code, np.minimum(pick, runs.shape[1] - 1)]
    return found[:, 0], found[:, 1]


def _home(world: World, group: Group, knobs: dict[str, Any], df: pd.DataFrame) -> Source:
    key = df["key"].to_numpy()
    start, size = _lines(world, "isps", df["country"].to_numpy(), key)
    return start, size, np.array([24.0, 96, 400, FOREVER])[(mix(key, 12) % 4).astype(int)], key


def _house(world: World, group: Group, knobs: dict[str, Any], df: pd.DataFrame) -> Source:
    """A line that so many members share, as in a household, a shelter or a cafe."""
    key = mix(group.key, 13, np.arange(len(df)) // max(1, round(knobs["house"]))).astype(np.int64)
    start, size = _lines(world, "isps", np.full(len(df), group.country, dtype=object), key)
    return start, size, np.full(len(df), 240.0), key


def _mobile(world: World, group: Group, knobs: dict[str, Any], df: pd.DataFrame) -> Source:
    key = df["key"].to_numpy()
    near = group.key if knobs["kind"] == "carrier-cgnat" else key
    start, size = _lines(world, "carriers", df["country"].to_numpy(), np.broadcast_to(near, len(df)))
    return start, size, np.full(len(df), 3.0), key


def _own(world: World, group: Group, knobs: dict[str, Any], kind: str) -> Slice:
    """A run of addresses of the group's own."""
    size, rng = max(1, round(knobs["exits"])), world.rng
    if kind in ("business", "education"):
        return world.nets.block(kind, f"{group.name} network", size)
    if kind == "town":
        isp = world.nets.isps[group.country][int(rng.integers(2))]
        return world.nets.sub(isp, size)
    shelf = {"hosting": world.nets.clouds, "vpn": world.market.vpns, "proxy": world.market.proxies}
    whole = shelf.get(kind, world.market.datacentre)
    run = whole[int(rng.integers(len(whole)) if "vendor" not in knobs else knobs["vendor"] % len(whole))]
    return run if kind == "vpn" else world.nets.sub(run, round(knobs.get("pool", 2e4)) if kind == "proxy" else size)


_OWN = {
    "office": "business",
    "campus": "education",
    "cloud": "hosting",
    "vpn": "vpn",
    "proxy": "proxy",
    "datacentre": "lease",
    "town": "town",
}
_STICKY = {"office": FOREVER, "campus": 12.0, "cloud": 24.0, "vpn": 8.0, "proxy": 1.0, "datacentre": 24.0, "town": 48.0}


def _shared(world: World, group: Group, knobs: dict[str, Any], df: pd.DataFrame, name: str) -> Source:
    run = group.once(name, lambda: _own(world, group, knobs, _OWN[name]))
    sticky = knobs.get("rotate", _STICKY[name]) if name in ("proxy", "datacentre", "cloud") else _STICKY[name]
    return _even(len(df), run, sticky, df["key"].to_numpy())


def _modems(world: World, group: Group, knobs: dict[str, Any], df: pd.DataFrame) -> Source:
    """Mobile proxies: a rack of modems in one carrier, each with some accounts."""
    per = max(1, round(knobs["per_modem"]))
    key = mix(group.key, 14, np.arange(len(df)) // per).astype(np.int64)
    country = np.full(len(df), group.country, dtype=object)
    start, size = _lines(world, "carriers", country, np.full(len(df), group.key))
    return start, size, np.full(len(df), float(knobs["modem_hours"])), key


def _tor(world: World, group: Group, knobs: dict[str, Any], df: pd.DataFrame) -> Source:
    return _even(len(df), world.market.tor, 0.2, df["key"].to_numpy())


def source(world: World, group: Group, knobs: dict[str, Any], df: pd.DataFrame, name: str) -> Source:
    """Starts, sizes, hours of stay and keys of one source."""
    ways = {"home": _home, "house": _house, "mobile": _mobile, "modems": _modems, "tor": _tor}
    if name in ways:
        return ways[name](world, group, knobs, df)
    return _shared(world, group, knobs, df, name)


def route(world: World, group: Group, knobs: dict[str, Any], df: pd.DataFrame) -> None:
    """Fill the three sources and their shares; members vary about the group's shares."""
    nets = dict(list(knobs["nets"].items())[:3])
    if list(nets) == ["home"]:
        nets = {"home": 0.75, "mobile": 0.25}
    ways = list(nets)
    share = np.array(list(nets.values())) + 1e-3
    mine = world.rng.gamma(share / share.sum() * 12 + 0.05, size=(len(df), len(ways)))
    cum = np.cumsum(mine / mine.sum(axis=1, keepdims=True), axis=1)
    for i in range(3):
        name = ways[min(i, len(ways) - 1)]
        df[f"start{i}"], df[f"len{i}"], df[f"stay{i}"], df[f"line{i}"] = source(world, group, knobs, df, name)
    df["cum0"], df["cum1"] = cum[:, 0], cum[:, min(1, len(ways) - 1)]
    df["by_day"] = len(ways) > 1 and ways[1] in ("office", "campus") and ways[0] == "home"
