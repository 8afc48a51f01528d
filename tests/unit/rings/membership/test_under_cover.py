"""Whom the few things of a ring's own that cover traffic leaves call for, and whom not."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.linkage import link
from app.model.detection import State
from app.model.identifiers import Family
from app.rings.config import RingConfig
from app.rings.evidence.judge import judge
from app.rings.evidence.verdict import Verdict
from app.rings.membership.under_cover import BY_CHANCE, enough, joined_by, under_cover
from app.rings.population.behaviour import behaviour_of
from app.rings.population.profile import Profile, profile_of
from app.rings.population.world import World, world_of
from benchmarks.sketch import Visit, sketch

HONEST, SIZE = 200, 24
RING = np.arange(HONEST, HONEST + SIZE)
HIDDEN = HONEST + SIZE
NOBODY = np.zeros(0, dtype=np.int64)
Things = dict[str, list[str]]
OF_RING: tuple[tuple[str, Callable[[int], str]], ...] = (
    ("instrument", lambda i: f"card-{i // 3}"),
    ("device", lambda i: f"device-{i % 4}"),
    ("ip", lambda i: f"exit-{i // 4}"),
    ("ip", lambda i: f"exit-of-all-{i % 10}"),
    ("subnet", lambda i: f"net-{i % 2}"),
    ("query_cluster", lambda i: "popular"),
    ("query_cluster", lambda i: "other"),
)


def world(*hidden: Things) -> World:
    """A cell with a card for three, a device for seven and two targets, and accounts with `hidden` things beside it."""
    rng = random.Random(5)
    shared: dict[str, dict[str, list[str]]] = {}
    visits: list[Visit] = []

    def add(account: str, topics: Iterable[str], things: Iterable[tuple[str, str]], exchanges: int = 1) -> None:
        topics = list(topics)
        for topic in topics:
            visits.extend((account, 100 + day, rng.randrange(288), topic, exchanges) for day in range(6))
        for kind, value in [*things, *(("query_cluster", topic) for topic in topics)]:
            shared.setdefault(kind, {}).setdefault(value, []).append(account)

    for i in range(HONEST):
        asked = [("query_cluster", ("popular", "other")[i % 10])] if i % 10 < 2 else []
        add(f"h{i:03d}", [f"topic-{i % 40}"], [("ip", f"exit-of-all-{i % 10}"), *asked])
    for i in range(SIZE):
        add(f"r{i:03d}", [f"hot-{i % 2}"], [(kind, value(i)) for kind, value in OF_RING], 9)
    for i, mine in enumerate(hidden):
        things = [(kind, value) for kind, values in mine.items() for value in values]
        add(f"s{i:03d}", (f"topic-{topic}" for topic in range(30)), things)
    snapshot = sketch([account for account, *_ in visits], shared, visits)
    return world_of(snapshot, link(snapshot).features, behaviour_of(snapshot))


def newcomers(made: World, barred: np.ndarray[tuple[int], np.dtype[np.int64]] = NOBODY) -> list[int]:
    return [int(account) - HIDDEN for account in np.setdiff1d(joined_by(made, RING, barred), RING)]


def test_an_exit_and_a_target_of_theirs_call_for_somebody() -> None:
    assert newcomers(world({"ip": ["exit-0"], "query_cluster": ["hot-0"]})) == [0]


@pytest.mark.parametrize(
    ("things", "comes"),
    [
        ({"ip": ["exit-0"], "device": ["device-0"]}, True),
        ({"instrument": ["card-0"], "device": ["device-0"]}, True),
        ({"ip": ["exit-0", "exit-1"], "subnet": ["net-0", "net-1"]}, False),  # a neighbour
        ({"ip": ["exit-0", "exit-1"], "instrument": ["card-0"]}, False),  # a reseller's customer
        ({"device": ["device-0", "device-1"]}, False),  # who lives with one of them
        ({"ip": ["exit-of-all-0"], "device": ["device-0"]}, False),
        ({"ip": ["exit-0"], "subnet": ["net-0"], "device": ["of-nobody"]}, False),
    ],
)
def test_what_is_theirs_in_two_families_calls_for_whoever_has_it(things: Things, comes: bool) -> None:
    assert newcomers(world(things)) == ([0] if comes else [])


@pytest.mark.parametrize(
    "things",
    [
        {"ip": ["exit-0", "exit-1", "exit-2"]},  # asks nothing of theirs
        {"query_cluster": ["hot-0", "hot-1"]},  # has nothing of theirs
        {"ip": ["exit-0", "exit-1"], "query_cluster": ["popular"]},  # a tenth of everybody asks it
        {"ip": ["exit-of-all-0", "exit-of-all-1"], "query_cluster": ["hot-0"]},  # most come from there by chance
        {"subnet": ["net-0", "net-1"], "query_cluster": ["hot-0"]},  # customers of one provider
    ],
)
def test_less_calls_for_nobody(things: Things) -> None:
    assert newcomers(world(things)) == []


def test_two_popular_things_say_what_one_does_not() -> None:
    """A tenth of everybody asks either, nobody both."""
    exits = ["exit-0", "exit-1"]
    assert newcomers(world({"ip": exits, "query_cluster": ["popular", "other"]})) == [0]
    assert newcomers(world({"ip": exits, "query_cluster": ["popular"]})) == []


def test_neighbours_of_whom_some_ask_it_by_chance_are_not_called() -> None:
    """Thirty use the ring's exits, three of them ask what a tenth of everybody asks: as many as chance has it."""
    neighbours: list[Things] = [{"ip": [f"exit-{i % 3}", "exit-3"]} for i in range(27)]
    asking: list[Things] = [{"ip": [f"exit-{i}", "exit-3"], "query_cluster": ["popular"]} for i in range(3)]
    assert newcomers(world(*neighbours, *asking)) == []


def test_who_came_calls_for_others() -> None:
    first: Things = {"ip": ["exit-0"], "query_cluster": ["hot-0"], "device": ["later"]}
    second: Things = {"ip": ["exit-1"], "query_cluster": ["hot-1"], "device": ["later"]}
    last: Things = {"query_cluster": ["hot-1"], "device": ["later"]}
    assert newcomers(world(first, second, last)) == [0, 1, 2]
    assert newcomers(world(first, last)) == [0]


def test_nobody_comes_who_is_in_another_ring() -> None:
    made = world({"ip": ["exit-0", "exit-1"], "query_cluster": ["hot-0"]})
    assert newcomers(made, np.array([HIDDEN])) == []


def test_what_is_known_from_the_sign_up_alone_calls_for_nobody() -> None:
    made = world({"ip": ["exit-0", "exit-1"], "query_cluster": ["hot-0"]})
    of_hidden = made.features.account == HIDDEN
    bought = replace(
        made.features, made=of_hidden & np.isin(made.features.names[made.features.identifier], ["exit-0", "exit-1"])
    )
    assert newcomers(replace(made, features=bought)) == []
    made = world({"ip": ["exit-0"], "device": ["device-0"]})
    of_hidden = made.features.account == HIDDEN
    bought = replace(made.features, made=of_hidden & (made.features.names[made.features.identifier] == "device-0"))
    assert newcomers(replace(made, features=bought)) == []


@pytest.mark.parametrize("state", [State.FLAGGED, State.CANDIDATE])
def test_only_flagged_rings_grow_and_only_while_they_stay_flagged(state: State) -> None:
    made = world({"ip": ["exit-0", "exit-1"], "query_cluster": ["hot-0"]})

    def judge_one(profile: Profile) -> Verdict:
        return judge(made, profile, None, RingConfig())

    def refuse(profile: Profile) -> Verdict:
        verdict = judge_one(profile)
        verdict.state = State.CANDIDATE
        return verdict

    ring = judge_one(profile_of(made, RING))
    assert ring.state is State.FLAGGED
    ring.state = state
    grown = under_cover(made, [ring], judge_one)
    assert [len(one.profile.members) - SIZE for one in grown] == [int(state is State.FLAGGED)]
    assert under_cover(made, [ring], refuse) == [ring]


ASKED = st.lists(st.integers(0, 6).map(float), max_size=60)


@given(ASKED, ASKED, st.integers(0, 100))
def test_enough_is_the_least_with_few_by_chance(asks: list[float], theirs: list[float], more: int) -> None:
    apart = len(theirs) + more
    found = enough(np.array(asks), np.array(theirs), apart)
    asking = sum(bits > 0 for bits in theirs)
    honest = min(len(asks), (asks.count(0) + 1) / max(1 - asking / max(apart, 1), 1e-9))

    def by_chance(least: float) -> float:
        return honest * ((sum(bits >= least for bits in theirs) + 1) / (apart + 1))

    def so_many(least: float) -> int:
        return sum(bits >= least for bits in asks)

    believed = [least for least in asks if least and by_chance(least) <= BY_CHANCE * so_many(least)]
    assert found == min(believed, default=np.inf)


@pytest.mark.parametrize(("state", "came"), [(State.BENIGN, []), (State.CANDIDATE, [0, 1])])
def test_a_house_comes_as_a_whole_or_not_at_all(state: State, came: list[int]) -> None:
    things: Things = {"ip": ["exit-0"], "query_cluster": ["hot-0"]}
    made = world(things, things)

    def judge_one(profile: Profile) -> Verdict:
        return judge(made, profile, None, RingConfig())

    house = judge_one(profile_of(made, np.array([0, HIDDEN, HIDDEN + 1])))
    house.state, house.contained = state, {Family.NETWORK: "ip x"}
    ring = under_cover(made, [judge_one(profile_of(made, RING)), house], judge_one)[0]
    assert [int(a) - HIDDEN for a in ring.profile.members if a >= HIDDEN] == came
