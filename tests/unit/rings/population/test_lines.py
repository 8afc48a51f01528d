"""Neighbours on the lines of one country, exits that are rented on such lines, and purity of what is hidden."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np

from app.linkage import link
from app.model.snapshot import NetworkInfo
from app.rings.config import RingConfig
from app.rings.evidence.shared_kinds import Sharing, sharing
from app.rings.population.behaviour import behaviour_of
from app.rings.population.networks import providers
from app.rings.population.profile import profile_of
from app.rings.population.world import world_of
from benchmarks.sketch import sketch

CUSTOMERS = [f"c{i:03d}" for i in range(324)]
OTHERS = [f"o{i:03d}" for i in range(400)]
PROVIDERS, LINES = 6, 18
MEMBERS = np.arange(0, 324, 4)
DISPERSED = RingConfig().dispersed


def shared(exits: dict[str, list[str]], kind: str | None = "residential", rented: str | None = "") -> Sharing:
    """How every fourth customer of six providers, three of them on each line, shares lines and `exits`.

    `kind` is what a feed tells of the lines, `rented` what it tells of the exits (the same unless given).
    """
    order = random.Random(7).sample(range(len(CUSTOMERS)), len(CUSTOMERS))
    lines: dict[str, list[str]] = {}
    for place, i in enumerate(order):
        line = place // 3
        lines.setdefault(f"10.{line // LINES}.{line % LINES}.0/24", []).append(CUSTOMERS[i])
    homes = {f"172.{16 + i // 250}.{i % 250}.0/24": OTHERS[i : i + 2] for i in range(0, 400, 2)}
    made = sketch(CUSTOMERS + OTHERS, {"subnet": lines | homes | exits})
    told = {name: NetworkInfo(name, 100 + int(name.split(".")[1]), None, kind) for name in lines}
    told |= {name: NetworkInfo(name, 100 + int(name.split(".")[1]), None, rented or kind) for name in exits}
    made = replace(made, subnets=told)
    world = world_of(made, link(made).features, behaviour_of(made))
    found = sharing(world, profile_of(world, MEMBERS), "subnet", providers(made, world.features))
    assert found is not None
    return found


def test_customers_of_one_country_meet_on_its_lines_by_chance() -> None:
    found = shared({})
    assert found.nearby > DISPERSED
    assert found.dispersed < 0.5 * DISPERSED


def test_where_nobody_lives_meeting_is_no_chance() -> None:
    found = shared({}, kind="hosting")
    assert found.dispersed == found.nearby > DISPERSED


def test_a_pool_on_the_same_lines_does_not_make_its_other_customers_rarer() -> None:
    pool = {f"10.{provider}.{200 + n}.0/24": OTHERS for provider in range(PROVIDERS) for n in range(3)}
    assert shared(pool).dispersed < 0.5 * DISPERSED


def test_a_network_that_the_feed_does_not_tell_of_may_be_lines() -> None:
    server = {"172.99.0.0/24": OTHERS[:9]}
    assert shared(server, kind=None, rented="hosting").dispersed < 0.5 * DISPERSED
    assert shared(server, kind=None, rented=None).dispersed > DISPERSED  # no feed tells of any


def test_exits_that_four_each_rent_on_such_lines_are_more_than_chance() -> None:
    mine = [CUSTOMERS[i] for i in MEMBERS]
    exits = {f"10.{i // 4 % PROVIDERS}.{100 + i}.0/24": mine[i : i + 4] for i in range(0, len(mine), 4)}
    assert shared(exits).dispersed > 2 * DISPERSED


def test_who_comes_over_lines_of_many_providers_lives_at_none() -> None:
    mine = [CUSTOMERS[i] for i in MEMBERS]
    exits = {
        f"10.{provider}.{100 + n}.0/24": [mine[(n + provider * k) % len(mine)] for k in range(5)] + OTHERS[n : n + 3]
        for provider in range(PROVIDERS)
        for n in range(0, len(mine), 3)
    }
    found = shared(exits)
    assert found.top > 0.5  # of one provider, as of each of the others
    assert found.dispersed > 0.9


def test_purity_of_what_is_hidden_is_told_apart_from_that_of_the_house() -> None:
    mine = [CUSTOMERS[i] for i in MEMBERS]
    house = {"10.0.200.0/24": mine[:60]}
    crowded = {f"10.7.{n}.0/24": mine[n : n + 3] + OTHERS[20 * n : 20 * n + 9] for n in range(0, 60, 3)}
    found = shared(house | crowded, kind="hosting")
    assert found.exclusive < found.purity
