"""Parts of a group: by what they ask, and houses side by side."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.linkage import link
from app.rings.behaviour import behaviour_of
from app.rings.group_test import roaming
from app.rings.houses import houses
from app.rings.levels import among
from app.rings.profile import profile_of
from app.rings.themes import themes
from app.rings.world import World, world_of
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
    assert [set(part % 2) for part in themes(made, staff, 8)] == [{0}, {1}]


def test_members_who_ask_the_same_are_one_theme():
    made, staff = world(cards=1, topics=1)
    assert [len(part) for part in themes(made, staff, 8)] == [40]


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
