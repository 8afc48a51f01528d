"""Proxy providers: exits in the homes of honest people, rented by operators and by innocents alike."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.fourth.internet import COUNTRIES
from benchmarks.fourth.people import own_cards, person
from benchmarks.fourth.plan import Plan
from benchmarks.fourth.tools import DAY, Array, loguniform, owners
from benchmarks.fourth.world import World


class Pools:
    """The providers of a world."""

    def __init__(self, world: World, at_home: Array) -> None:
        """Two or three big providers, and the one pool of a `shared-pool` world."""
        rng = world.rng
        self.world = world
        frame = world.accounts()
        menus = frame["exit1"].to_numpy(dtype=np.int64)[at_home]
        self.in_use = world.exits.heads(menus)
        self.big = [
            self.rent(int(loguniform(rng, 4000, 25_000)), rng.uniform(0.1, 0.4)) for _ in range(int(rng.integers(2, 4)))
        ]
        total = sum(world.order.sizes)
        self.common = self.rent(max(60, int(total * loguniform(rng, 0.5, 3))), 0.5)
        menus_of_big = [world.exits.add(pool) for pool in self.big]
        self.big_menus, self.common_menu = menus_of_big, world.exits.add(self.common)

    def rent(self, size: int, infected: float) -> Array:
        """Exits of a pool: a share is homes of this world's people, the rest are strangers' at the same providers."""
        rng, net = self.world.rng, self.world.net
        ours = rng.choice(self.in_use, min(int(size * infected), len(self.in_use) // 3), replace=False)
        weights = np.array([weight for weight, _ in COUNTRIES.values()], dtype=float)
        country = rng.choice(np.array(list(COUNTRIES), dtype=object), size - len(ours), p=weights / weights.sum())
        return rng.permutation(np.concatenate([ours, net.home(country, 1)[:, 0]]))

    def innocents(self, total: int) -> None:
        """Honest people who rent the same exits, to see other countries' pages or to hide their own address."""
        world, rng = self.world, self.world.rng
        menus = [self.common_menu] if world.order.content == "shared-pool" else self.big_menus
        for number, menu in enumerate(menus):
            size = max(8, total // len(menus))
            country = world.countries(size)
            columns = person(
                world, country, exit2=menu, p2=rng.uniform(0.3, 0.95, size), rotate=rng.choice([600, 7200, DAY], size),
                group_id=f"proxied-{number}",
            )  # fmt: skip
            own_cards(world, world.add(size, **columns), country, 0.6)
            world.note_group(f"proxied-{number}", size)


def exits_of(pools: Pools, plan: Plan, way: str, count: int) -> dict[str, Any]:
    """Exit columns of a cell by its way; members beyond the plan's reach rent from a big pool."""
    _world, rng, knobs = pools.world, pools.world.rng, plan.knobs
    rented = pools.big_menus[int(rng.integers(len(pools.big_menus)))]
    rotate = int(knobs["sticky_hours"] * 3600)
    if way == "common-pool":
        return {"exit1": pools.common_menu, "rotate": rotate}
    if way in ("big-pool", "roaming-pool"):
        return {"exit1": rented, "rotate": 60 if way == "roaming-pool" else rotate}
    own, rotate = _own_exits(pools, way, count, knobs), rotate if way == "small-pool" else max(rotate, 6 * 3600)
    reached = rng.random(count) < plan.reach
    return {
        "exit1": np.where(reached, own, rented),
        "exit2": rented,
        "p2": np.where(reached, rng.choice([0, 0, 0.2]), 0),
        "rotate": rotate,
    }


def _own_exits(pools: Pools, way: str, count: int, knobs: dict[str, Any]) -> Array:
    """A menu for each member."""
    world, rng = pools.world, pools.world.rng
    country = str(world.countries(1)[0])
    if way == "datacentre":
        net = world.net.open("hosting", country, max(2, int(count / knobs["per_exit"])))
        return world.exits.add_many(world.net.draw(net, (count, int(rng.integers(1, 5)))))
    if way == "static-isp":  # bought by the block: neighbours in one or two /24
        net = world.net.open("residential", country, max(4, int(count / rng.uniform(1, 4))))
        return world.exits.add_many(world.net.draw(net, (count, 1)))
    if way == "modem-rack":
        carrier = world.net.carriers[country][0]
        racks = world.net.draw(carrier, (max(1, count // 40), int(rng.integers(2, 6))))
        return world.exits.add_many(racks[rng.integers(0, len(racks), count)])
    pool = pools.rent(max(6, int(count * knobs["per_pool"])), 0.3)
    if rng.random() < 0.5:  # everybody turns through the whole pool
        return np.full(count, world.exits.add(pool))
    share = owners(rng, count, 4, 20)  # sessions: each handful of members has its own corner of it
    corner = rng.choice(pool, (int(share.max()) + 1, int(rng.integers(2, 6))))
    return world.exits.add_many(corner[share])
