"""Whom a ring's questions and its hours call for together, and who asks them at times of his own."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.linkage import link
from app.model.detection import State
from app.model.identifiers import Family
from app.rings.evidence.verdict import Verdict
from app.rings.membership.in_time import _likely, in_time, keeping_time
from app.rings.population.behaviour import behaviour_of
from app.rings.population.profile import Profile, profile_of
from app.rings.population.world import World, world_of
from benchmarks.sketch import Visit, sketch

HONEST, SIZE, LATER = 300, 40, 20
RING = np.arange(HONEST, HONEST + SIZE)
KEEPERS = np.arange(HONEST + SIZE, HONEST + SIZE + LATER)
STRANGERS = KEEPERS + LATER
DAYS = range(100, 112)
NOBODY = np.zeros(0, dtype=np.int64)


def world(*, keepers: int = LATER, exit_of_ring: bool = False, each: int = 0) -> World:
    """A ring at work in a dozen slots of each night, and accounts that ask what it asks: in its time, in their own.

    Half of the first have a card for `each` of them.
    """
    rng = random.Random(11)
    shifts = {day: rng.sample(range(24, 96), 12) for day in DAYS}
    shared: dict[str, dict[str, list[str]]] = {"query_cluster": {}, "ip": {}, "instrument": {}}
    visits: list[Visit] = []

    def add(account: str, topics: list[str], in_time: bool) -> None:
        for topic in topics:
            shared["query_cluster"].setdefault(topic, []).append(account)
            for day in DAYS:
                slot = rng.choice(shifts[day]) if in_time else rng.randrange(288)
                visits.append((account, day, slot, topic, 3))

    for i in range(HONEST):
        add(f"h{i:03d}", [f"topic-{i % 40}", f"topic-{i % 37}"], in_time=False)
    for i in range(SIZE):
        add(f"r{i:03d}", [f"hot-{j}" for j in range(4)], in_time=True)
        shared["ip"].setdefault(f"exit-{i // 4}", []).append(f"r{i:03d}")
        shared["instrument"].setdefault(f"card-{i // 3}", []).append(f"r{i:03d}")
    for kind, number in (("s", keepers), ("t", LATER)):
        for i in range(LATER):
            add(f"{kind}{i:03d}", ["hot-0", "hot-1", f"topic-{i}"], in_time=kind == "s" and i < number)
    for i in range(LATER // 2 if each else 0):
        shared["instrument"].setdefault(f"theirs-{i // each}", []).append(f"s{i:03d}")
    if exit_of_ring:
        shared["ip"]["exit-0"].append("s000")
    snapshot = sketch([account for account, *_ in visits], shared, visits)
    return world_of(snapshot, link(snapshot).features, behaviour_of(snapshot))


def called(made: World, barred: np.ndarray[tuple[int], np.dtype[np.int64]] = NOBODY) -> set[int]:
    return set(keeping_time(made, profile_of(made, RING), barred).tolist())


def test_who_asks_as_the_ring_in_its_time_comes_and_who_asks_in_his_own_stays() -> None:
    found = called(world())
    assert len(found) >= 0.9 * LATER
    assert found <= set(KEEPERS.tolist())


def test_nobody_comes_where_all_ask_in_their_own_time() -> None:
    assert called(world(keepers=0)) == set()


def test_who_uses_the_rings_things_is_judged_by_those_and_who_is_anothers_is_barred() -> None:
    assert KEEPERS[0] not in called(world(exit_of_ring=True))
    assert called(world(), barred=KEEPERS) == set()


@pytest.mark.parametrize(("each", "come"), [(2, True), (5, False)])
def test_who_shares_things_with_others_who_ask_is_a_cell_by_itself(each: int, come: bool) -> None:
    """Couples share a card; another operator's cell with the same plan stands or falls as a group."""
    sharing, alone = set(KEEPERS[: LATER // 2].tolist()), set(KEEPERS[LATER // 2 :].tolist())
    found = called(world(each=each))
    assert bool(found & sharing) is come and 2 * len(found & alone) > len(alone)


@pytest.mark.parametrize("state", [State.FLAGGED, State.CANDIDATE])
def test_a_ring_that_would_be_none_with_them_stays_as_it_was(state: State) -> None:
    made = world()

    def judge_one(profile: Profile) -> Verdict:
        return Verdict(profile, state=state)

    [found] = in_time(made, [Verdict(profile_of(made, RING), state=State.FLAGGED)], judge_one)
    assert (len(found.profile.members) > SIZE) is (state is State.FLAGGED)
    assert found.state is State.FLAGGED


def test_groups_that_are_no_rings_call_for_nobody() -> None:
    made = world()
    candidate = Verdict(profile_of(made, RING), state=State.CANDIDATE)
    assert in_time(made, [candidate], lambda profile: Verdict(profile, state=State.FLAGGED)) == [candidate]


def test_most_of_a_house_do_not_come() -> None:
    made = world()
    house = Verdict(profile_of(made, KEEPERS), state=State.BENIGN, contained={Family.NETWORK: "ip 192.0.2.1"})
    ring = Verdict(profile_of(made, RING), state=State.FLAGGED)
    found = in_time(made, [ring, house], lambda profile: Verdict(profile, state=State.FLAGGED))
    assert found[0].profile.members.tolist() == RING.tolist()


@given(st.lists(st.floats(-3.3, 0.0), min_size=1, max_size=60))
def test_timing_that_speaks_for_nobody_calls_for_nobody(bits: list[float]) -> None:
    assert not len(_likely(np.array(bits)))


@given(st.lists(st.floats(-3.3, 12.0), min_size=1, max_size=60))
def test_the_likeliest_come_first(bits: list[float]) -> None:
    values = np.array(bits)
    chosen = _likely(values)
    rest = np.delete(values, chosen)
    assert not len(chosen) or not len(rest) or values[chosen].min() >= rest.max()
