"""The exits that operators rent: clouds, proxies of households and phones, some of them the lines of honest people."""

from typing import Any

import numpy as np

from benchmarks.fifteenth.lines import Lines, lines, nat, pool_of
from benchmarks.fifteenth.networks import V6
from benchmarks.fifteenth.places import countries
from benchmarks.fifteenth.world import Arr, World


def residential(world: World, exits: int, country: Arr, household: float) -> Arr:
    """So many lines in homes of the countries; about 0.6 of `household` belong to honest accounts of this world."""
    rng = world.rng
    own = world.nets.homes(rng.choice(country, exits))
    known = np.concatenate(world.homes)
    known = known[known < V6]
    take = rng.random(exits) < household * 0.6
    own[take] = known[rng.integers(0, len(known), int(take.sum()))]
    return own


def _borrowed(world: World, n: int) -> Arr:
    """The exits of an honest group that has one for each 40 of n accounts, or of the group with most exits."""
    pools = sorted(world.shared["pools"], key=len)
    pools = [p for p in pools if len(p) * 40 >= n] or pools[-1:]
    return np.asarray(pools[int(world.rng.integers(len(pools)))])


def rent(world: World, knobs: dict[str, Any], n: int, where: str) -> tuple[Arr, str]:
    """Exits for n accounts whose people say that they are from `where`, and how they turn (`Lines.turn`)."""
    rng, kind = world.rng, knobs["network"]
    country = countries(world, max(n, 50), where)
    exits = max(2, round(n / knobs["accounts_per_exit"]))
    turn = "request" if kind.endswith("request") else str(rng.choice(["sticky", "sticky", "day"]))
    if kind in ("cloud", "datacentre-proxy"):
        parts = [pool_of(world, "hosting" if kind == "cloud" else "proxy", max(1, exits // 3), "US") for _ in range(3)]
        return np.concatenate(parts), turn
    if kind == "behind-honest" and world.shared.get("pools"):
        return _borrowed(world, n), turn
    if kind == "vpn":
        return pool_of(world, "vpn", 1, "US"), "day"
    if kind == "mobile":
        return np.unique(nat(world, rng.choice(country, max(6, exits)))), str(rng.choice(["request", "day"]))
    exits = max(exits * 6, world.count(200, 2500)) if turn == "request" else exits
    pool = residential(world, exits, country, knobs["household"])
    if kind == "mixed":
        pool = np.concatenate(
            [pool, nat(world, rng.choice(country, max(4, exits // 3))), pool_of(world, "vpn", 1, "US")[:10]]
        )
    return rng.permutation(pool), turn


def ring_lines(world: World, knobs: dict[str, Any], country: Arr, cell: Arr, pool: tuple[Arr, str]) -> Lines:
    """Lines of a ring: its pool, and behind it machines or what the workers have at home."""
    rng, n = world.rng, len(country)
    own = lines(world, country, "cloud" if knobs["network"] == "cloud-machines" else "isp")
    lone = world.shared.setdefault("lone", {}).setdefault(knobs["ring"], world.nets.homes(country[:1]))[0]
    own.home[rng.random(n) < knobs["slip_home"]] = lone
    own.roam = own.roam * 0.3
    own.move[:] = rng.integers(0, world.days * 3, n)
    own.pool, own.turn = pool
    own.share = np.full(n, 0.0 if knobs["network"] == "cloud-machines" else knobs["pool_share"])
    own.width = max(1, round(knobs["width"]))
    if knobs["pool_by_cell"] and len(own.pool) > 3 * (cell.max() + 1):
        own.part, own.parts = cell, int(cell.max()) + 1
    return own
