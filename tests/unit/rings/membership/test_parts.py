"""Parts of a group: by what they ask, and houses side by side."""

from __future__ import annotations

import random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.linkage import link
from app.rings.evidence.group_test import common_clock, presence, roaming, synchrony
from app.rings.evidence.houses import houses
from app.rings.membership.themes import themes
from app.rings.population.behaviour import behaviour_of
from app.rings.population.levels import among
from app.rings.population.profile import asking as asking_of
from app.rings.population.profile import profile_of
from app.rings.population.world import World, without_suspects, world_of
from benchmarks.sketch import Visit, sketch

Shared = dict[str, dict[str, list[str]]]


def world(cards: int, topics: int) -> tuple[World, np.ndarray]:
    """Two hundred people, and forty accounts of two firms: `cards` a firm, asking one of so many topics' pairs."""
    shared: Shared = {"email_domain": {}, "instrument": {}, "query_cluster": {}}
    visits: list[Visit] = []
    people = [f"h{i:03d}" for i in range(200)]
    staff = [f"s{i:03d}" for i in range(40)]
    for i, account in enumerate(people):
        for topic in (f"usual-{i % 20}", f"usual-{(i + 7) % 20}"):
            shared["query_cluster"].setdefault(topic, []).append(account)
            visits.append((account, 100, 100 + i % 80, topic, 1))
    for i, account in enumerate(staff):
        firm = i % 2
        shared["email_domain"].setdefault(f"firm-{firm}.example", []).append(account)
        shared["instrument"].setdefault(f"card-{firm}-{i // 2 % cards}", []).append(account)
        for topic in (f"hot-{firm % topics}-a", f"hot-{firm % topics}-b"):
            shared["query_cluster"].setdefault(topic, []).append(account)
            visits.append((account, 100, 100 + i, topic, 1))
    snapshot = sketch(people + staff, shared, visits)
    made = world_of(snapshot, link(snapshot).features, behaviour_of(snapshot))
    return made, np.arange(200, 240)


def test_one_bill_and_one_domain_a_firm_are_two_houses():
    made, staff = world(cards=1, topics=2)
    assert houses(made, profile_of(made, staff)) == "2 houses, each with a mail domain of its own and one bill"


def test_many_cards_a_domain_are_no_houses():
    made, staff = world(cards=5, topics=2)
    assert houses(made, profile_of(made, staff)) is None


def test_members_who_ask_different_things_are_different_themes():
    made, staff = world(cards=1, topics=2)
    assert [set(part % 2) for part in themes(made, staff, 8, seed=1).parts] == [{0}, {1}]


def test_members_who_ask_the_same_are_one_theme():
    made, staff = world(cards=1, topics=1)
    assert [len(part) for part in themes(made, staff, 8, seed=1).parts] == [40]


def asking(mixes: list[dict[str, int]]) -> tuple[World, np.ndarray]:
    """Two hundred people, and accounts that ask so often what `mixes` says."""
    people, staff = [f"h{i:03d}" for i in range(200)], [f"s{i:03d}" for i in range(len(mixes))]
    visits: list[Visit] = [(one, 100, 100 + i % 80, f"usual-{i % 20}", 1) for i, one in enumerate(people)]
    visits += [(one, 100, 90, topic, n) for one, mix in zip(staff, mixes, strict=True) for topic, n in mix.items()]
    asked: dict[str, dict[str, list[str]]] = {"query_cluster": {}}
    for account, _, _, topic, _ in visits:
        asked["query_cluster"].setdefault(topic, []).append(account)
    snapshot = sketch(people + staff, asked, visits)
    return world_of(snapshot, link(snapshot).features, behaviour_of(snapshot)), np.arange(200, 200 + len(mixes))


def test_one_odd_topic_does_not_chain_the_targets_of_two():
    mine, theirs = {"hot-a": 10, "hot-b": 10}, {"hot-c": 10, "hot-d": 10}
    made, staff = asking([mix | ({"odd": 1} if i < 5 else {}) for mix in (mine, theirs) for i in range(20)])
    parts = themes(made, staff, 8, seed=1).parts
    assert [part.tolist() for part in parts] == [list(range(200, 220)), list(range(220, 240))]


def test_cells_that_divide_the_targets_among_them_are_one_theme():
    cells = [{"hot-a": 10, "hot-b": 10, "both": 12}, {"hot-c": 10, "hot-d": 10, "both": 12}]
    made, staff = asking([cell for cell in cells for _ in range(20)])
    assert [len(part) for part in themes(made, staff, 8, seed=1).parts] == [40]


def test_a_large_rings_other_cells_are_no_measure_of_what_is_usual():
    made, staff = asking([{"hot-a": 10, "hot-b": 10}] * 120)
    cell = staff[:30]
    profile = profile_of(made, cell)
    among_its_own, alone = asking_of(made, profile), asking_of(without_suspects(made, staff), profile)
    assert among_its_own is not None and alone is not None
    assert among_its_own.bits(made, cell).mean() + 2 < alone.bits(made, cell).mean()


@given(st.integers(0, 1))
def test_a_common_clock_is_told_from_the_same_hours(shift: int):
    slots = [[24 * n for n in range(12)], [24 * n + 5 * shift for n in range(12)]]
    accounts = [[f"{side}{i:02d}" for i in range(10)] for side in "ab"]
    visits = [(one, 100, slot, "", 1) for side in (0, 1) for one in accounts[side] for slot in slots[side]]
    visits += [("someone", 101, slot, "", 1) for slot in range(12)]
    behaviour = behaviour_of(sketch([*accounts[0], *accounts[1], "someone"], {}, visits))
    clock = common_clock(
        presence(behaviour, np.arange(10)), presence(behaviour, np.arange(10, 20)), rounded=behaviour.rounded
    )
    assert (clock.pairs, clock.ratio > 2) == ((0, False) if shift else (1200, True))


@given(st.sampled_from((1, 2, 3, 4, 6, 12, 288)))
def test_times_that_the_feed_rounds_are_nobodys_clock(grain: int):
    accounts = [f"a{i:02d}" for i in range(20)]
    chance = random.Random(1)
    times = sorted((one, day, chance.randrange(288)) for one in accounts for day in range(100, 150))
    visits = sorted({(one, day, slot // grain * grain, "", 1) for one, day, slot in times})
    behaviour = behaviour_of(sketch(accounts, {}, visits))
    alike = synchrony(behaviour, np.arange(20))
    between = common_clock(
        presence(behaviour, np.arange(10)), presence(behaviour, np.arange(10, 20)), rounded=behaviour.rounded
    )
    assert (alike.pairs > 0, between.pairs > 0) == (grain == 1, grain == 1)
    assert alike.ratio < 1.5 and between.ratio < 1.5


@given(st.sets(st.integers(0, 50)), st.lists(st.integers(0, 60)))
def test_among_is_membership(ordered: set[int], values: list[int]):
    found = among(np.array(sorted(ordered), dtype=np.int64), np.array(values, dtype=np.int64))
    assert found.tolist() == [value in ordered for value in values]


def test_roaming_is_counted_against_accounts_as_active():
    people = [f"h{i:03d}" for i in range(60)]
    hired = [f"r{i:03d}" for i in range(20)]
    shared: Shared = {"subnet": {f"10.0.{i}.0/24": people[i : i + 2] for i in range(59)}}
    for i in range(80):
        shared["subnet"][f"172.16.{i}.0/24"] = [hired[i % 20], hired[(i + 7) % 20], hired[(i + 3) % 20]]
    visits: list[Visit] = [(account, day, 100, "", 1) for account in people + hired for day in range(100, 104)]
    snapshot = sketch(people + hired, shared, visits)
    behaviour = behaviour_of(snapshot)
    number, doublings = roaming(behaviour, np.arange(60, 80))
    assert number == 20 and doublings > 2.0
    number, doublings = roaming(behaviour, np.arange(60))
    assert number == 60 and abs(doublings) < 0.5


def test_a_level_that_no_member_has_speaks_for_nobody():
    made, staff = world(cards=1, topics=2)
    profile = profile_of(made, staff)
    column = made.kinds.index("instrument")
    level = profile.levels[column]
    assert level is not None
    mine = set(level.bins[among(staff, level.accounts)])
    for number, bits in enumerate(profile.tables[column]):
        assert number in mine or number > min(mine) or bits < 0
