"""Rings with all feeds: cells of one operator at different tiers, tied by jobs, pools, cards, devices or birth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from benchmarks.tenth.cells import cell_of
from benchmarks.tenth.core import Array, World, mix
from benchmarks.tenth.life import live, visit, waves
from benchmarks.tenth.net import fixed
from benchmarks.tenth.topics import rare, skilled

HINT = {
    "plain": "shared devices and cards, hosting addresses, creation within hours",
    "careful": "virtual cards of one BIN shared by 2-3, a device for 3-5, the proxy pool, templates",
    "evasive": (
        "own card and device but for lapses (one in twelve), aged accounts; only jobs (topics, templates), "
        "some pool addresses and lapses"
    ),
}


@dataclass
class Ring:
    """One operator's plan."""

    name: str
    operator: str
    n: int
    trade: str
    pool: Array
    shared: bool


def proxy_pool(world: World, k: int) -> Array:
    """Residential proxies: two of three exits are homes of people who are customers, too."""
    rng, col = world.rng, world.col
    host = rng.choice(world.honest, k)
    home = world.net.at(col["isp"][host], col["homekey"][host], 4)
    other = world.net.at(
        rng.choice(np.flatnonzero(world.net.kind == "residential"), k), rng.integers(1, 1 << 60, k, dtype=np.uint64)
    )
    return np.where(rng.random(k) < 0.66, home, other)


def build_ring(world: World, ring: Ring) -> None:
    """Cells of 15-90, each with its tier; the job (topics, templates, waves) is the operator's."""
    rng = world.rng
    job = _job(world, ring)
    mood = rng.dirichlet([1.2, 1.4, 0.9])
    tiers: list[str] = []
    left, cell = ring.n, 0
    while left > 0:
        n = min(left, int(rng.integers(15, 91)))
        n, left = (left, 0) if left - n < 8 else (n, left - n)
        tier = str(rng.choice(["plain", "careful", "evasive"], p=mood))
        who = cell_of(world, ring.pool, n, tier)
        _work(world, ring, who, tier, job)
        world.ring(who, ring.name, ring.operator, tier, f"{ring.name}-c{cell}")
        cell, tiers = cell + 1, [*tiers, tier]
    found = "; ".join(f"{t} x{tiers.count(t)}: {HINT[t]}" for t in HINT if t in tiers)
    if set(tiers) == {"evasive"} and ring.n < 40:
        found += "; so small that hardly anybody could"
    world.note(
        ring.name, ring.n, f"{ring.trade}{', pool shared with the operator before' if ring.shared else ''}; {found}"
    )


def _job(world: World, ring: Ring) -> dict[str, Array]:
    """What the operator wants: distillers capabilities, spammers a few rare topics, resellers what customers ask."""
    rng = world.rng
    able = ring.trade in ("distil", "trial")
    topics = skilled(world, int(rng.integers(15, 45))) if able else rare(world, int(rng.integers(4, 15)))
    pace = np.sort(rng.uniform(0, world.days, int(rng.integers(18, 40)))) * 86400
    return {
        "topics": topics,
        "waves": pace,
        "tmpl": 1_000_000 + int(rng.integers(0, 1 << 30)) * 64 + np.arange(int(rng.integers(4, 25))),
    }


def _work(world: World, ring: Ring, who: Array, tier: str, job: dict[str, Array]) -> None:
    """Visits of a cell; addresses of the tier; topics and templates of the job."""
    rng = world.rng
    s, at = _times(world, who, tier, job["waves"])
    ip = _exits(world, ring.pool, s, at, tier)
    about = rng.random(len(s)) < {"plain": 0.9, "careful": 0.75, "evasive": 0.5}[tier]
    told = about & (rng.random(len(s)) < {"plain": 0.8, "careful": 0.5, "evasive": 0.3}[tier])
    api = mix(s, 51) % np.uint64(9) < {"plain": 5, "careful": 3, "evasive": 1}[tier]
    resold = ring.trade == "resale" and tier == "plain"
    visit(
        world,
        s,
        at,
        ip=ip,
        cluster=np.where(about, rng.choice(job["topics"], len(s)), -1),
        tmpl=np.where(told, rng.choice(job["tmpl"], len(s)), -1),
        gap=40.0,
        surface=np.where(api, 2, 0),
        cred=mix(s // 3, 31) if resold else 0,
    )
    if tier == "plain":
        banned = who[rng.random(len(who)) < 0.06]
        world.acts += [
            {"who": int(i), "at": float(rng.uniform(0.5, 1) * world.span), "action": "banned"} for i in banned
        ]


def _times(world: World, who: Array, tier: str, when: Array) -> tuple[Array, Array]:
    """Waves of the operator; evasive cells keep hours of their own, beside an ordinary life."""
    if tier != "evasive":
        return waves(world, who, when, 0.3, 1500 if tier == "plain" else 7000)
    rng, col = world.rng, world.col
    live(world, who, 0.7)
    s = np.repeat(who, rng.poisson(6, len(who)))
    day = np.floor(rng.uniform(0, world.days, len(s))) * 86400
    return s, day + ((col["peak"][s] + rng.normal(0, 4, len(s))) % 24) * 3600


def _exits(world: World, pool: Array, s: Array, at: Array, tier: str) -> Array:
    """Addresses: rented servers, the pool, or the home of whom the account was bought from."""
    rng, col = world.rng, world.col
    near = rng.random(len(s)) < {"plain": 0, "careful": 0.9, "evasive": 0.4}[tier]
    pooled = pool[(mix(s, rng.integers(0, 6, len(s))) % np.uint64(len(pool))).astype(int)]
    if tier == "plain":
        own = rng.choice(fixed(world, "hosting", 0, 4), len(s))
    else:
        own = world.net.at(col["isp"][s], col["homekey"][s], np.floor(at / 86400) + 4)
    return np.where(near, pooled, own)
