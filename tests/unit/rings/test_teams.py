"""What explains sharing: a place whose people pay by teams, and a product whose users come from where it runs."""

from __future__ import annotations

import random

import numpy as np
import pytest

from app.linkage import link
from app.model.identifiers import Family
from app.rings.behaviour import behaviour_of
from app.rings.config import RingConfig
from app.rings.judge import judge
from app.rings.places import place
from app.rings.profile import profile_of
from app.rings.verdict import Verdict
from app.rings.world import World, world_of
from benchmarks.sketch import Visit, sketch

PEOPLE = [f"h{i:03d}" for i in range(300)]
STAFF = [f"s{i:03d}" for i in range(40)]
MEMBERS = np.arange(300, 340)
WORK, ALWAYS = range(110, 200), range(288)


def world(seated: int, slots: range, uneven: bool) -> World:
    """Forty accounts with ten cards that ask the same things; so many of them come from one address."""
    rng = random.Random(1)
    homes = {f"10.1.{i}.{i}": PEOPLE[i : i + 2] for i in range(0, 299, 2)}
    shared = {
        "ip": homes | {"192.168.7.1": STAFF[:seated]},
        "instrument": {f"card-{n}": STAFF[n::10] for n in range(10)},
    }
    asked: dict[str, list[str]] = {"hot-1": STAFF, "hot-2": STAFF} | {f"usual-{n}": PEOPLE[n::20] for n in range(20)}
    visits: list[Visit] = []
    for i, one in enumerate(PEOPLE + STAFF):
        mine = [f"usual-{i % 20}"] if i < len(PEOPLE) else ["hot-1", "hot-2"]
        volume = round(2 ** rng.gauss(3, 1.5)) + 1 if uneven or i < len(PEOPLE) else 12
        for day in range(100, 110):
            hours = WORK if i < len(PEOPLE) else slots
            visits += [(one, day, rng.choice(hours), topic, volume) for topic in mine for _ in range(12 // len(mine))]
    snapshot = sketch(PEOPLE + STAFF, {**shared, "query_cluster": asked}, visits)
    return world_of(snapshot, link(snapshot).features, behaviour_of(snapshot))


def verdict(seated: int, slots: range, uneven: bool) -> Verdict:
    made = world(seated, slots, uneven)
    return judge(made, profile_of(made, MEMBERS), None, RingConfig())


@pytest.mark.parametrize(
    ("seated", "slots", "uneven", "hides"),
    [
        (40, WORK, True, False),
        (40, WORK, False, True),  # nobody's staff asks as evenly
        (40, ALWAYS, True, True),  # nor at night
        (4, WORK, True, True),  # nor from everywhere
    ],
)
def test_cards_of_teams_hide_nobody_where_people_work(seated: int, slots: range, uneven: bool, hides: bool) -> None:
    assert (Family.PAYMENT in verdict(seated, slots, uneven).dispersed) == hides


@pytest.mark.parametrize(
    ("members", "seated", "sits"), [(15, 10, True), (15, 8, False), (40, 26, True), (40, 24, False)]
)
def test_few_members_are_given_the_benefit_of_the_doubt(members: int, seated: int, sits: bool) -> None:
    made = world(seated, WORK, uneven=True)
    assert (place(made, profile_of(made, MEMBERS[:members])) is not None) == sits


def product(client: str, alone: bool) -> Verdict:
    """Forty accounts of one client that ask the same, behind ten subnets: their own or a cloud's."""
    rng = random.Random(2)
    crowd = [f"h{i:04d}" for i in range(1000)]
    cloud = {f"172.16.{n}.0/24": STAFF[n::10] + ([] if alone else crowd[9 * n : 9 * n + 8]) for n in range(10)}
    homes = {f"10.{i % 200}.{i}.0/24": crowd[i : i + 2] for i in range(0, 999, 2)}
    clients = {"browser": crowd + STAFF} if client == "browser" else {"browser": crowd, client: STAFF}
    topics = {"hot-1": STAFF, "hot-2": STAFF} | {f"usual-{n}": crowd[n::20] for n in range(20)}
    visits: list[Visit] = []
    for i, one in enumerate(crowd + STAFF):
        mine = [f"usual-{i % 20}"] if i < len(crowd) else ["hot-1", "hot-2"]
        visits += [(one, day, rng.choice(WORK), topic, 3) for day in range(100, 103) for topic in mine]
    snapshot = sketch(crowd + STAFF, {"subnet": homes | cloud, "client": clients, "query_cluster": topics}, visits)
    made = world_of(snapshot, link(snapshot).features, behaviour_of(snapshot))
    return judge(made, profile_of(made, np.arange(1000, 1040)), None, RingConfig())


@pytest.mark.parametrize(
    ("client", "alone", "hides"),
    [
        ("app/1.0", False, False),
        ("app/1.0", True, True),  # nobody else is where they come from
        ("browser", False, True),  # no product that would explain it
    ],
)
def test_the_servers_of_a_product_hide_nobody(client: str, alone: bool, hides: bool) -> None:
    assert (Family.NETWORK in product(client, alone).dispersed) == hides
