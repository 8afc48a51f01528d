"""Detection looks again among whoever is in no ring: what a ring shares with others hides what they share."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.linkage import link
from app.model.detection import Detection, State
from app.model.remainder import without
from app.model.snapshot import Ruling, Snapshot
from app.pipeline.detection import find
from app.pipeline.detector import Detector
from app.rings.detect import detect
from benchmarks.sketch import Visit, sketch

HONEST, EXITS = 900, 24
ACCOUNTS = [f"a{i:02d}" for i in range(12)]


def world(big: int, small: int) -> Snapshot:
    """Honest people, and two rings on one pool of exits with cards by threes; in the small one volumes differ."""
    rng = random.Random(4)
    shared: dict[str, dict[str, list[str]]] = {}
    visits: list[Visit] = []

    def give(kind: str, value: str, account: str) -> None:
        shared.setdefault(kind, {}).setdefault(value, []).append(account)

    for i in range(HONEST):
        give("ip", f"10.0.{i // 200}.{i // 2}", f"h{i:04d}")
    for name, size in (("b", big), ("c", small)):
        for i in range(size):
            account = f"{name}{i:04d}"
            give("instrument", f"card-{name}-{i // 3}", account)
            for k in rng.sample(range(EXITS), 4):
                give("ip", f"172.16.{k}.1", account)
    people = [
        *(f"h{i:04d}" for i in range(HONEST)),
        *(f"b{i:04d}" for i in range(big)),
        *(f"c{i:04d}" for i in range(small)),
    ]
    for number, account in enumerate(people):
        ring = account[0]
        much = 8 if ring == "b" else round(2 ** rng.gauss(3, 1.2)) + 1
        asked = (
            [f"usual-{(number + 7 * k) % 90}" for k in range(4)]
            if ring == "h"
            else [f"hot-{ring}-{k}" for k in range(4)]
        )
        for day in rng.sample(range(100, 114), 9):
            slots = range(100, 220) if ring != "b" else range(288)
            visits += [(account, day, rng.choice(slots), topic, much) for topic in asked]
        for topic in asked:
            give("query_cluster", topic, account)
    return sketch(people, shared, visits)


def flagged(found: Detection) -> list[str]:
    """Letters of the rings that were found."""
    return sorted(
        "".join(sorted({m.account_id[0] for m in g.members})) for g in found.groups if g.state is State.FLAGGED
    )


@pytest.mark.parametrize("small", [24, 30])
def test_a_ring_on_a_larger_ones_exits_is_found_once_that_is_known(small: int) -> None:
    made = world(90, small)
    assert flagged(detect(made, link(made))) == ["b"]
    found = find(made, Detector())
    assert flagged(found) == ["b", "c"]
    assert [(-g.score, -len(g.members)) for g in found.groups] == sorted(
        (-g.score, -len(g.members)) for g in found.groups
    )


def test_without_rings_there_is_nothing_to_look_again_for() -> None:
    made = world(0, 0)
    assert find(made, Detector()) == detect(made, link(made))


def told(snapshot: Snapshot) -> tuple[set[object], ...]:
    """Everything that a snapshot says, by name."""
    ids, activity = snapshot.population.account_ids, snapshot.activity
    shared = {
        (kind, part.identifiers[x], int(part.degree[x]), ids[a])
        for kind, part in snapshot.memberships.items()
        for x, a in zip(part.identifier, part.account, strict=True)
        if part.degree[x] > 1
    }
    topics = activity.clusters[activity.cluster]
    asked = {*zip(ids[activity.account], activity.day, activity.hour, topics, activity.exchanges, strict=True)}
    seen = zip(ids[activity.presence_account], activity.presence_day, activity.presence_slots.tolist(), strict=True)
    created = {*zip(ids, snapshot.population.created_minute, strict=True)}
    return created, shared, asked, {(account, day, *slots) for account, day, slots in seen}


holders = st.dictionaries(st.sampled_from("xyz"), st.lists(st.sampled_from(ACCOUNTS), min_size=1), max_size=3)
visits = st.tuples(st.sampled_from(ACCOUNTS), st.integers(0, 3), st.integers(0, 287), st.sampled_from("tu"), st.just(1))


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(st.sampled_from(["ip", "device", "instrument"]), holders),
    st.lists(visits, min_size=1, max_size=30),
    st.sets(st.sampled_from(ACCOUNTS), max_size=11),
)
def test_who_is_left_out_has_never_been(
    shared: Mapping[str, Mapping[str, Sequence[str]]], seen: list[Visit], gone: set[str]
) -> None:
    left = [account for account in ACCOUNTS if account not in gone]
    made = sketch(ACCOUNTS, shared, seen, created={account: 60 * i for i, account in enumerate(ACCOUNTS)})
    rest = {
        kind: {name: kept for name, among in names.items() if len(kept := [a for a in among if a not in gone]) > 0}
        for kind, names in shared.items()
    }
    there = [visit for visit in seen if visit[0] not in gone]
    never = sketch(left, rest, there, created={account: 60 * i for i, account in enumerate(ACCOUNTS)})
    assert told(without(made, np.isin(made.population.account_ids, sorted(gone)))) == told(never)


def test_parents_bans_and_rulings_of_who_is_left_stay() -> None:
    made = sketch(ACCOUNTS, {"ip": {"x": ACCOUNTS}})
    made.population.parent[:] = [-1, 0, 0, 3, 3, *[-1] * 7]
    made.bans.update({1: 5, 4: 6})
    rulings = (Ruling("benign", (1, 2)), Ruling("allowed_instrument", identifier=("instrument", "x")))
    rest = without(Snapshot(**{f: getattr(made, f) for f in made.__slots__} | {"rulings": rulings}), np.arange(12) == 0)
    assert rest.population.parent[:5].tolist() == [-1, -1, 2, 2, -1]
    assert (rest.bans, rest.rulings) == ({0: 5, 3: 6}, rulings[1:])
