"""Sessions: who, when, from where, with what. Ordinary life, and visits that groups and rings add."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.tenth.core import Array, Table, World, mix

SURFACE = ["web", "app", "api", "cloud:aws", "cloud:gcp"]


def live(world: World, who: Array, scale: float = 1.0) -> Table:
    """Ordinary sessions: Poisson of a heavy-tailed rate, people's hours, weekends at two thirds."""
    rng, col = world.rng, world.col
    s = np.repeat(who, rng.poisson(col["rate"][who] * scale))
    day = np.floor(rng.random(len(s)) * world.days)
    week = (day + (world.start.astype("datetime64[D]").astype(int) + 3) % 7) % 7 >= 5
    day = np.where(week & (rng.random(len(s)) < 0.35), (day + 2) % world.days, day)
    hour = (col["peak"][s] + rng.normal(0, 3.6, len(s)) - col["tz"][s]) % 24
    start = day * 86400 + hour * 3600 + rng.uniform(0, 60, len(s))
    ok = start > col["born"][s]
    return visit(world, s[ok], start[ok])


def visit(world: World, who: Array, start: Array, **given: Any) -> Table:
    """A session table and its registration; what is not given comes from the account's own habits."""
    own = _habits(world, who, start)
    table = {k: np.broadcast_to(np.asarray(given.get(k, v), dtype=v.dtype), (len(who),)).copy() for k, v in own.items()}
    inside = (start >= 0) & (start < world.span - 1) & (start > world.col["born"][who])
    table = {k: v[inside] for k, v in table.items()}
    world.tables.append(table)
    return table


def _habits(world: World, who: Array, start: Array) -> Table:
    rng, col, n = world.rng, world.col, len(who)
    mobile = rng.random(n) < col["mob"][who]
    dev = np.where(mobile & col["two"][who], col["dev"][who] + np.uint64(1), col["dev"][who])
    client = np.where(mobile & col["two"][who], col["phone"][who], col["client"][who])
    client = client + np.where(start > col["update"][who], 5000, 0)  # browsers update themselves during the window
    return {
        "who": np.asarray(who, dtype=np.int64),
        "start": np.asarray(start, dtype=float),
        "n": 1 + rng.pareto(1.6, n).clip(0, 60).astype(np.int64),
        "ip": where(world, who, start, mobile),
        "client": client,
        "dev": np.where(col["nodev"][who] | (rng.random(n) < 0.05), np.uint64(0), dev),
        "cluster": np.full(n, -1),
        "tmpl": np.full(n, -1),
        "gap": np.full(n, 75.0),
        "surface": np.where(mobile, 1, np.where(col["plan"][who] == "api", 2, 0)),
        "cred": np.zeros(n, dtype=np.uint64),
    }


def where(world: World, who: Array, start: Array, mobile: Array) -> Array:
    """The address of a session: carrier NAT, the office in the day, else the home lease."""
    rng, col, net = world.rng, world.col, world.net
    home = net.at(
        col["isp"][who],
        col["homekey"][who],
        np.floor((start + col["key"][who] % 86400) / 86400 / col["lease"][who] + 4),
    )
    roam = net.at(col["carrier"][who], mix(col["key"][who], np.floor(start / 9000) + 1), 3)
    office = (rng.random(len(who)) < col["workp"][who]) & (col["work"][who] > 0)
    return np.where(office, col["work"][who], np.where(mobile, roam, home))


def waves(world: World, who: Array, when: Array, part: float, jitter: float) -> tuple[Array, Array]:
    """Every wave wakes a part of the accounts within a jitter (seconds)."""
    rng = world.rng
    hit = rng.random((len(when), len(who))) < part
    w, i = np.nonzero(hit)
    return who[i], when[w] + rng.exponential(jitter, len(w))


def working_times(world: World, n: int, low: float, high: float, tz: float) -> Array:
    """n times in the hours low..high of a zone, on random days."""
    rng = world.rng
    return np.floor(rng.random(n) * world.days) * 86400 + ((rng.uniform(low, high, n) - tz) % 24) * 3600


def spread(world: World, who: Array, mean: float) -> Array:
    """Repeat accounts by a heavy-tailed number of sessions."""
    return np.repeat(who, world.rng.poisson(mean * world.rng.lognormal(-0.3, 0.8, len(who))))
