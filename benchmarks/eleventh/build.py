"""A world before its rings: clusters, networks, the honest."""

from __future__ import annotations

import numpy as np

from benchmarks.eleventh import groups, names, people, styles
from benchmarks.eleventh.model import COUNTRIES, World
from benchmarks.eleventh.space import Space

_CAPABILITIES = (
    "software-engineering agentic-reasoning long-horizon-planning writing mathematics data-analysis translation "
    "tool-use tutoring vision customer-support research"
)
CAPABILITIES = _CAPABILITIES.split()
PROTOTYPE = 1_050_000
"""Honest accounts of the population that the groups' proportions are taken from."""


def new_world(name: str, seed: int, accounts: int | None = None, days: int | None = None) -> World:
    """An empty world: its clusters and its networks."""
    rng = np.random.default_rng([11, styles.STYLES.index(name), seed])
    style = styles.resized(styles.draw(name, seed, rng), accounts, days)
    count = int(rng.integers(2000, 4000))
    weight = rng.permutation(1 / (np.arange(count) + 12.0) ** 0.95)
    popularity = np.cumsum(weight / weight.sum())
    popularity[-1] = 1.0
    world = World(style, rng, Space(style.days, rng), popularity, rng.integers(0, len(CAPABILITIES), count))
    world.surfaces = names.surfaces()
    _infrastructure(world)
    return world


def _infrastructure(world: World) -> None:
    """Providers: lines, telephones, VPNs, hosting, rented proxies."""
    space, rng, lines = world.space, world.rng, int(3000 * (world.style.honest / 15_000))
    for country in COUNTRIES:
        world.pools[f"isp-{country}"] = [space.block(18, "residential", f"isp {country} {n}")[:lines] for n in range(3)]
        world.shared_sites[f"carrier-{country}"] = [
            space.site(space.block(24, "mobile", f"mobile {country} {n}")[: int(rng.integers(3, 9))]) for n in range(2)
        ]
    world.shared_sites["vpn"] = [
        space.site(space.block(24, "vpn", f"vpn {n}")[: int(rng.integers(6, 20))]) for n in range(5)
    ]
    world.pools["hosting"] = [space.block(20, "hosting", f"cloud {n}") for n in range(5)]
    kinds = ["proxy", "hosting", "residential"]
    world.pools["proxy"] = [space.block(23, kinds[n], f"transit {n}")[: int(rng.integers(60, 200))] for n in range(3)]


def honest(world: World) -> None:
    """The honest groups in the prototype's proportions, then private people up to the number; some are banned."""
    rng, target = world.rng, world.style.honest
    for number in range(int(target * 20_440 / PROTOTYPE)):
        groups.company(world, number, int(np.clip(rng.lognormal(2.0, 1.0), 2, 400)))
    for number in range(max(2, round(target * 191 / PROTOTYPE))):
        groups.university(world, number, _cut(world, int(rng.integers(120, 420)), 30))
    # Agencies and fleets are the hard ones: a few more than scale would give.
    for number in range(max(3, round(target * 98 / PROTOTYPE))):
        groups.agency(world, number, _cut(world, int(rng.integers(15, 80)), 8))
    for number in range(max(4, round(target * 250 / PROTOTYPE))):
        groups.fleet(world, number, _cut(world, int(np.clip(rng.lognormal(3.1, 0.5), 8, 80)), 8))
    people.populate(world, target)
    people.honest_bans(world)


def _cut(world: World, size: int, least: int) -> int:
    """A group's members; in a world smaller than any style draws fewer, at least `least`."""
    return max(least, int(size * min(1.0, world.style.honest / styles.LEAST)))
