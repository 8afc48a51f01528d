"""Who hides in two families at once is told by that; an AS's houses, and a product's servers, are told apart."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from app.linkage import link
from app.model.detection import State, Term
from app.model.identifiers import Family
from app.model.snapshot import NetworkInfo
from app.rings.config import RingConfig
from app.rings.evidence.judge import decide, judge
from app.rings.evidence.verdict import Verdict
from app.rings.membership.growth import grow
from app.rings.population.behaviour import behaviour_of
from app.rings.population.networks import providers
from app.rings.population.profile import profile_of
from app.rings.population.world import world_of
from benchmarks.sketch import Visit, sketch

CONFIG = RingConfig()
CROWD = [f"h{i:03d}" for i in range(400)]
USERS = [f"u{i:02d}" for i in range(40)]
MEMBERS = np.arange(400, 440)


@pytest.mark.parametrize(
    ("hidden", "bits", "state"),
    [
        ((Family.DEVICE, Family.NETWORK), 15.0, State.FLAGGED),
        ((Family.DEVICE, Family.NETWORK), 13.0, State.BENIGN),  # the questions speak against them
        ((Family.DEVICE,), 15.0, State.BENIGN),
    ],
)
def test_who_covers_what_it_asks_has_to_hide_in_two_families(
    hidden: tuple[Family, ...], bits: float, state: State
) -> None:
    terms = [Term(Family.DEVICE, "shared_device", "", 0, 9, bits), Term(Family.CONTENT, "topics", "", 0, 0, -3.0)]
    terms.append(Term(Family.TIMING, "synchrony", "", 0, 9, -1.0))
    found = Verdict(None, terms, CONFIG.prior, {Family.DEVICE, Family.NETWORK}, set(hidden))  # type: ignore[arg-type]
    decide(found, CONFIG)
    assert found.state is state


@pytest.mark.parametrize(("made_at_one_go", "state"), [(True, State.FLAGGED), (False, State.CANDIDATE)])
def test_who_was_made_at_one_go_did_not_meet_at_a_server(made_at_one_go: bool, state: State) -> None:
    terms = [Term(Family.NETWORK, "shared_subnet", "", 0, 9, 4.0), Term(Family.CONTENT, "topics", "", 0, 9, 6.0)]
    if made_at_one_go:
        terms.append(Term(Family.TIMING, "creation_wave", "", 0, 9, 2.0))
    features = sketch(USERS, {"subnet": {"172.16.1.0/24": USERS}})
    profile = profile_of(world_of(features, link(features).features, behaviour_of(features)), np.arange(len(USERS)))
    found = Verdict(profile, terms, -8.0, {Family.NETWORK, Family.CONTENT}, {Family.NETWORK})
    found.hired, found.unified = 1.0, True
    decide(found, CONFIG)
    assert found.state is state


def test_networks_of_one_as_are_providers_of_their_own_where_they_are_of_several_kinds_or_houses() -> None:
    told = {
        "10.0.1.0/24": NetworkInfo("10.0.1.0/24", 7, "Firm A", "business"),
        "10.0.2.0/24": NetworkInfo("10.0.2.0/24", 7, "Firm B", "business"),
        "10.0.3.0/24": NetworkInfo("10.0.3.0/24", 7, "Host", "hosting"),
        "10.0.4.0/24": NetworkInfo("10.0.4.0/24", 7, "Host", "residential"),
        "10.0.5.0/24": NetworkInfo("10.0.5.0/24", 7, "Host, elsewhere", "hosting"),
    }
    made = replace(sketch(CROWD, {"subnet": dict.fromkeys(told, CROWD[:2])}), subnets=told)
    found = providers(made, link(made).features)
    assert found is not None
    assert {name: found.kind_of(name) for name in found.names} == {
        "AS7 Firm A": "business",
        "AS7 Firm B": "business",
        "AS7 (hosting)": "hosting",
        "AS7 (residential)": "residential",
    }


MAILED = {"email_domain": {"gmail.com": USERS[::2] + CROWD[::3], "outlook.com": USERS[1::2] + CROWD[1::3]}}


def served(client: str, more: dict[str, dict[str, list[str]]], *, nights: bool = False, even: bool = False) -> Verdict:
    """The judgement on 40 accounts that ask the same from one subnet of a hoster, among 400 at home."""
    rng = random.Random(3)
    homes = {f"10.{i}.{i}.0/24": CROWD[i : i + 2] for i in range(0, 255, 2)}
    server = {"172.16.1.0/24": USERS}
    own = {} if client == "browser" else {client: USERS}
    clients = {"browser": CROWD + (USERS if client == "browser" else [])} | own
    topics = {"hot-1": USERS, "hot-2": USERS} | {f"usual-{n}": CROWD[n::20] for n in range(20)}
    visits: list[Visit] = []
    for i, one in enumerate(CROWD + USERS):
        mine = [f"usual-{i % 20}"] if i < len(CROWD) else ["hot-1", "hot-2"]
        slots = range(7, 288, 36) if nights and i >= len(CROWD) else rng.sample(range(110, 200), 8)
        count = 3 if even and i >= len(CROWD) else 1 + i % 40
        visits += [(one, day, slot, topic, count) for day in range(100, 103) for slot in slots for topic in mine]
    told = {"172.16.1.0/24": NetworkInfo("172.16.1.0/24", 9, "Host", "hosting")}
    made = sketch(CROWD + USERS, {"subnet": homes | server, "client": clients, "query_cluster": topics} | more, visits)
    made = replace(made, subnets=told)
    links = link(made)
    world = world_of(made, links.features, behaviour_of(made))
    return judge(world, profile_of(world, MEMBERS), providers(made, links.features), CONFIG)


@pytest.mark.parametrize(
    ("client", "nights", "even", "hides"),
    [
        ("app/1.0", False, False, False),
        ("browser", False, False, True),
        ("app/1.0", False, True, False),
        ("app/1.0", True, False, False),  # it works for them at night, as much as each needs
        ("app/1.0", True, True, True),  # as much for each, all night: somebody's own
    ],
)
def test_a_products_own_servers_hide_nobody(client: str, nights: bool, even: bool, hides: bool) -> None:
    assert (Family.NETWORK in served(client, MAILED, nights=nights, even=even).dispersed) == hides


@pytest.mark.parametrize(
    ("more", "hides"),
    [
        (MAILED, True),
        ({}, False),  # nothing could tell a firm's jobs on its server from a ring
        ({"instrument": {"card-1": CROWD[:2]}}, True),  # a firm would pay with a card or two
        ({"email_domain": {"other": USERS + CROWD[:40], "gmail.com": CROWD[40:80]}}, False),
        ({"email_domain": {"other": USERS[:20] + CROWD[:40], "gmail.com": USERS[20:]}}, True),
    ],
)
def test_a_hired_server_tells_of_a_ring_where_a_house_would_show(
    more: dict[str, dict[str, list[str]]], hides: bool
) -> None:
    assert (Family.NETWORK in served("browser", more).dispersed) == hides


@pytest.mark.parametrize(("exits", "hides"), [(0, False), (8, True)])
def test_domains_alone_are_colleagues_and_domains_with_exits_in_common_an_operators(exits: int, hides: bool) -> None:
    rng = random.Random(5)
    homes = {f"10.{i}.{i}.0/24": [one] for i, one in enumerate(CROWD[:200] + USERS)}
    pool = {f"172.16.{i}.0/24": USERS[i::8] + USERS[(i + 3) % 8 :: 8] for i in range(exits)}
    domains = {f"lab{i}.example": USERS[4 * i : 4 * i + 4] for i in range(10)} | {"gmail.com": CROWD}
    topics = {"hot-1": USERS, "hot-2": USERS} | {f"usual-{n}": CROWD[n::20] for n in range(20)}
    visits: list[Visit] = []
    for i, one in enumerate(CROWD + USERS):
        mine = [f"usual-{i % 20}"] if i < len(CROWD) else ["hot-1", "hot-2"]
        visits += [(one, day, rng.randrange(110, 200), topic, 3) for day in range(100, 103) for topic in mine]
    made = sketch(CROWD + USERS, {"subnet": homes | pool, "email_domain": domains, "query_cluster": topics}, visits)
    links = link(made)
    world = world_of(made, links.features, behaviour_of(made))
    found = judge(world, profile_of(world, MEMBERS), providers(made, links.features), CONFIG)
    assert (Family.EMAIL in found.dispersed) == hides == (found.state is State.FLAGGED)


def test_whom_another_ring_is_known_to_have_no_group_grows_into() -> None:
    shared = {
        "instrument": {f"card-{n}": USERS[4 * n : 4 * n + 4] for n in range(10)},
        "device": {f"device-{n}": USERS[n::5] for n in range(5)},
        "subnet": {f"10.0.{n}.0/24": USERS[n::4] + CROWD[n : n + 2] for n in range(4)},
    }
    made = sketch(CROWD + USERS, shared)
    world = world_of(made, link(made).features, behaviour_of(made))
    half, barred = profile_of(world, MEMBERS[:30]), MEMBERS[36:]
    assert set(grow(world, half, CONFIG.margin, barred[:0]).members) == set(MEMBERS)
    assert set(grow(world, half, CONFIG.margin, barred).members) == set(MEMBERS[:36])
