"""Ordinary accounts: country, provider, device, client, rate of use, mail name, age of the account."""

from __future__ import annotations

import numpy as np

from benchmarks.tenth.core import VOID, Array, Table, World, hexes, zipf
from benchmarks.tenth.names import mails
from benchmarks.tenth.net import COUNTRY, pick


def births(world: World, n: int) -> Array:
    """Creation times: growth over three years, press waves, one tenth inside the window."""
    rng = world.rng
    old = -(0.1 + rng.exponential(260, n) % 1100)
    waves = -np.array([31.0, 75.0, 160.0, 350.0, 610.0])
    wave = rng.choice(waves, n) + rng.gamma(1.2, 3.0, n)
    day = np.where(rng.random(n) < 0.12, wave, old)
    late = rng.random(n) < 0.1
    return np.where(late, rng.uniform(0, world.days * 0.85, n), np.minimum(day, -0.01)) * 86400


def make(world: World, n: int, country: int | None = None, born: Array | None = None, mean: float = 5.0) -> Array:
    """n accounts that live ordinary lives; groups and rings change the columns afterwards."""
    rng, many = world.rng, len(COUNTRY)
    share = np.array([c[1] for c in COUNTRY])
    c = rng.choice(many, n, p=share / share.sum()) if country is None else np.full(n, country)
    key = rng.integers(1, 1 << 62, n, dtype=np.uint64)
    rows: Table = {
        "id": np.array(["u" + h for h in hexes(rng.integers(0, 1 << 48, n), 12)], dtype=object),
        "c": c,
        "key": key,
        "homekey": key.copy(),
        "born": births(world, n) if born is None else np.asarray(born, dtype=float),
        "isp": pick(world, "residential", c),
        "carrier": pick(world, "mobile", c),
        "mob": np.clip(np.array([COUNTRY[i][3] for i in c]) + rng.normal(0, 0.3, n), 0, 1),
        "tz": np.array([COUNTRY[i][2] for i in c], dtype=float),
        "peak": rng.normal(15.5, 3.2, n),
        "lease": rng.choice([1.0, 4.0, 15.0, 400.0], n, p=[0.15, 0.2, 0.25, 0.4]),
        "work": np.zeros(n, dtype=np.uint64),
        "workp": np.zeros(n),
        "dev": rng.integers(1, 1 << 61, n, dtype=np.uint64),
        "two": rng.random(n) < 0.45,
        "nodev": rng.random(n) < 0.25,
        "client": zipf(rng, n, 420, 1.25),
        "phone": zipf(rng, n, 90, 1.1) + 2000,
        "update": rng.uniform(-0.8, 1.6, n) * world.span,
        "rate": mean * 0.52 * rng.lognormal(0, 1.15, n).clip(0.02, 40),
    }
    rows |= _profile(world, n, c, rows)
    return world.extend(rows)


def _profile(world: World, n: int, c: Array, rows: Table) -> Table:
    """What the signup form kept; much of it is missing."""
    rng = world.rng
    none = np.full(n, None, dtype=object)
    code = np.array([x[0] for x in COUNTRY], dtype=object)[c]
    site = world.net.at(np.where(rng.random(n) < rows["mob"], rows["carrier"], rows["isp"]), rows["homekey"], 999)
    return {
        "email": mails(world, n),
        "plan": rng.choice(["free", "plus", "api"], n, p=[0.66, 0.22, 0.12]).astype(object),
        "country": np.where(rng.random(n) < 0.15, VOID, code),
        "organization": none.copy(),
        "status": np.where(rng.random(n) < 0.02, "closed", "active").astype(object),
        "signup_ip": np.where(rng.random(n) < 0.3, np.uint64(0), site),
        "signup_client": rows["client"].copy(),
        "signup_device": np.where(rows["nodev"] | (rng.random(n) < 0.2), np.uint64(0), rows["dev"]),
        "phone_hash": np.where(rng.random(n) < 0.35, np.array(hexes(rng.integers(1, 1 << 60, n)), dtype=object), VOID),
        "verified": rng.choice(np.array(["none", "email", "phone", None], dtype=object), n, p=[0.12, 0.5, 0.25, 0.13]),
        "parent": np.full(n, -1),
        "referrer": np.full(n, -1),
    }


def crowd(world: World, mean: float = 5.0) -> Array:
    """The honest crowd of a world; all may later join groups. Of the mobile-only, the carrier is the population."""
    who = make(world, world.honest, mean=mean)
    world.free = world.rng.permutation(who).tolist()
    for i in np.flatnonzero(world.col["mob"][who] > 0.97):
        world.truth[int(i)] = {"population": "carrier", "group_id": f"carrier-{world.col['carrier'][i]}"}
    return who
