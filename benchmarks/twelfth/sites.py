"""Where a group's people connect from: home lines, the road, and the place they share."""

from __future__ import annotations

import numpy as np

from benchmarks.twelfth.book import FIXED, LEASE, ROTATE, Batch, place
from benchmarks.twelfth.kind import Kind
from benchmarks.twelfth.lands import POOR, RICH, SHARE, TZ
from benchmarks.twelfth.mix import pick
from benchmarks.twelfth.nets import Pool
from benchmarks.twelfth.world import World


def lands(world: World, kind: str, n: int) -> np.ndarray:
    """The countries of n people."""
    if kind == "any":
        return pick(world.rng, SHARE, n)
    weights = np.zeros(len(SHARE))
    chosen = list({"poor": POOR, "rich": RICH}.get(kind, range(len(SHARE))))
    weights[chosen] = SHARE[chosen]
    return np.full(n, pick(world.rng, weights, 1)[0])


def settle(world: World, batch: Batch, land: np.ndarray) -> None:
    """Country, clock, a home line (static, or on a lease) and a mobile carrier."""
    rng, n = world.rng, len(land)
    batch["land"] = land
    wide = np.isin(land, (0, 19))
    batch["tz"] = TZ[land] + np.where(wide, rng.integers(-2, 2, n), 0)
    batch["home_lo"], batch["home_n"] = lines(world, land)
    batch["home_mode"] = np.full(n, FIXED)
    moving = rng.random(n) < 0.45
    batch["home_mode"][moving] = LEASE
    still = ~moving
    batch["home_lo"][still] += rng.integers(0, batch["home_n"][still])
    batch["home_n"][still] = 1
    batch["lease"] = rng.integers(1, 22, n)
    gates = [p for row in world.plan.mobile for p in row]
    place(batch, "away", gates, ROTATE, land * 2 + rng.integers(0, 2, n))


def lines(world: World, land: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A carrier for each of these people: first line and number of lines."""
    lo, n = np.zeros(len(land), dtype=int), np.ones(len(land), dtype=int)
    for k in np.unique(land):
        mine = np.flatnonzero(land == k)
        pools = world.plan.home[k]
        at = world.rng.integers(0, len(pools), len(mine))
        lo[mine] = np.array([p.lo for p in pools])[at]
        n[mine] = np.array([p.n for p in pools])[at]
    return lo, n


def site(world: World, batch: Batch, kind: Kind, org: str) -> None:
    """The shared place, and how often people are there; who does not join only belongs."""
    rng, n = world.rng, len(batch["land"])
    if not kind.net:
        return
    pool = _pool(world, kind, int(batch["land"][0]), org)
    place(batch, "site", pool, ROTATE if kind.rotate else FIXED)
    there = np.where(rng.random(n) < kind.join, 1.0, 0.0) * rng.beta(9, 1.2, n)
    batch["work_site"], batch["off_site"] = kind.work[0] * there, kind.off[0] * there
    batch["work_away"], batch["off_away"] = np.full(n, kind.work[1]), np.full(n, kind.off[1])


def _pool(world: World, kind: Kind, land: int, org: str) -> Pool:
    """Own addresses, or a slice of what the public shares (others of the cloud or VPN are there too)."""
    shared = {
        "vpn": world.plan.vpn,
        "sat": world.plan.sat,
        "hosting": world.plan.cloud,
        "relay": [world.plan.relay],
        "homes": world.plan.home[land],
        "mobile": world.plan.mobile[land],
    }
    own = kind.verified == "contract" or kind.name == "embassy"
    if kind.net in shared and not own:
        return _slice(world, shared[kind.net], kind.gates)
    if kind.net == "proxy":
        return _slice(world, world.vendors.proxies, kind.gates)
    word = {"business": "Works", "education": "Learning", "hosting": "Gateway", "vpn": "Private Net"}.get(
        kind.net, "Net"
    )
    return world.nets.new(kind.net if kind.net != "sat" else "business", f"{org} {word}", kind.gates, 0.85)


def _slice(world: World, pools: list[Pool], n: int) -> Pool:
    pool = pools[int(world.rng.integers(0, len(pools)))]
    n = min(n, pool.n)
    return Pool(pool.lo + int(world.rng.integers(0, pool.n - n + 1)), n)
