"""Two rings in one group are taken apart, by the things of their own; who only covers what it asks stays."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.linkage import link
from app.rings.config import RingConfig
from app.rings.evidence.judge import judge
from app.rings.membership.split import split
from app.rings.population.behaviour import behaviour_of
from app.rings.population.profile import profile_of
from app.rings.population.world import world_of
from benchmarks.sketch import Visit, sketch

HONEST, SIZE = 400, 40


def parts(strayed: int, bridged: bool = False, exits: int = 16, covered: bool = False) -> list[set[str]]:
    """What the group of two rings on one pool falls into.

    So many of one ask mainly what the other asks; or all of one cover what they ask with what everybody asks.
    """
    rng = random.Random(7)
    shared: dict[str, dict[str, list[str]]] = {}
    visits: list[Visit] = []
    accounts = [f"h{i:03d}" for i in range(HONEST)] + [f"{name}{i:02d}" for name in "ab" for i in range(SIZE)]

    def give(kind: str, value: str, account: str) -> None:
        shared.setdefault(kind, {}).setdefault(value, []).append(account)

    for number, account in enumerate(accounts):
        name, i = account[0], int(account[1:])
        mixed = "ba"[name == "b"] if name != "h" and i < strayed else name
        honest = [f"topic-{rng.randrange(60)}" for _ in range(3)]
        topics = honest if name == "h" or (covered and name == "b") else [f"hot-{mixed}-{k}" for k in range(3)]
        give("subnet", f"10.{number}.0.0/24" if name == "h" else f"172.16.{i % exits}.0/24", account)
        give("client", f"browser-{number % 8}" if name == "h" and i > 99 else "sdk", account)
        if name != "h":
            give("instrument", f"card-{name}-{i // 4}", account)
            give("device", f"device-{name}-{i % 7}", account)
        for topic in topics:
            give("query_cluster", topic, account)
            visits.extend((account, 100 + day, 96 + (17 * day + i * (name == "h")) % 100, topic, 2) for day in range(4))
    if bridged:
        give("device", "device-a-0", "b01")
    snapshot = sketch(accounts, shared, visits)
    links = link(snapshot)
    world, config = world_of(snapshot, links.features, behaviour_of(snapshot)), RingConfig()
    names = world.snapshot.population.account_ids
    group = np.flatnonzero([name[0] != "h" for name in names])
    verdict = judge(world, profile_of(world, group), None, config)
    found = split(world, links, verdict, lambda profile: judge(world, profile, None, config), config)
    return [{names[i] for i in one.profile.members} for one in found]


RINGS = [{f"{name}{i:02d}" for i in range(SIZE)} for name in "ab"]


@pytest.mark.parametrize("bridged", [False, True])
@pytest.mark.parametrize("exits", [16, 5, 3])  # each serves a sixteenth, a fifth, a third of both
def test_operators_on_one_pool_with_things_of_their_own_are_two(bridged: bool, exits: int):
    assert sorted(parts(0, bridged, exits), key=sorted) == RINGS


def test_who_asks_like_the_other_and_has_a_small_pool_stays_with_its_own():
    assert sorted(parts(8, exits=5), key=sorted) == RINGS


@given(strayed=st.integers(1, 4))
def test_who_asks_like_the_other_stays_with_its_own(strayed: int):
    assert sorted(parts(strayed), key=sorted) == RINGS


def test_who_covers_all_it_asks_but_holds_things_of_its_own_is_not_the_others():
    assert {f"a{i:02d}" for i in range(SIZE)} in parts(0, exits=5, covered=True)
