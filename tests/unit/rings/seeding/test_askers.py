"""Who asks the same out of all that is asked: a cell to look into, which is a ring if it hides what it shares."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

import pytest

from app.linkage import link
from app.model.detection import State
from app.model.snapshot import Snapshot
from app.rings.config import RingConfig
from app.rings.detect import detect
from app.rings.population.behaviour import behaviour_of
from app.rings.population.world import world_of
from app.rings.seeding.askers import askers
from benchmarks.sketch import Visit, sketch

CELL = [f"r{i:03d}" for i in range(48)]
HOT = [f"hot-{k}" for k in range(4)]
DAY, ALWAYS = range(96, 216), range(288)


def world(
    topics: Sequence[str],
    cards: Mapping[str, Sequence[str]],
    *,
    people: int = 1500,
    size: int = len(CELL),
    seldom: int = 0,
) -> Snapshot:
    """A crowd at home by twos that asks at random, and accounts that ask `topics`; so many ask mainly otherwise."""
    rng = random.Random(1)
    crowd, cell = [f"h{i:04d}" for i in range(people)], CELL[:size]
    visits: list[Visit] = []
    asked: dict[str, list[str]] = {}
    for i, account in enumerate(crowd + cell):
        usual = [f"usual-{rng.randrange(90)}" for _ in range(3 if i < people else 1)]
        mine = usual if i < people else [*topics, *usual]
        volume = rng.randrange(1, 9) if i < people else 1
        for topic in mine:
            asked.setdefault(topic, []).append(account)
            much = 40 if topic in usual and 0 <= i - people < seldom else volume
            slots = DAY if i < people else ALWAYS
            visits += [(account, day, rng.choice(slots), topic, much) for day in range(100, 108)]
    homes = {
        kind: {f"{kind}-{i}": crowd[i : i + 2] for i in range(0, people - 1, 2)} for kind in ("subnet", "instrument")
    }
    homes["instrument"] |= {name: list(holders) for name, holders in cards.items()}
    return sketch(crowd + cell, {**homes, "query_cluster": asked}, visits)


def cells(snapshot: Snapshot) -> list[list[str]]:
    made = world_of(snapshot, link(snapshot).features, behaviour_of(snapshot))
    return [made.snapshot.population.account_ids[cell].tolist() for cell in askers(made, RingConfig())]


@pytest.mark.parametrize("topics", [3, 4])
def test_who_asks_topics_together_far_more_often_than_chance_is_one_cell(topics: int) -> None:
    assert cells(world(HOT[:topics], {})) == [CELL]


def test_who_asks_them_now_and_then_is_not_in_it() -> None:
    assert cells(world(HOT, {}, seldom=10)) == [CELL[10:]]


def test_what_many_ask_tells_nobody_apart() -> None:
    assert cells(world(HOT, {}, people=480)) == []  # a tenth of all ask it


def test_a_crowd_that_asks_at_random_has_no_cell() -> None:
    assert cells(world([], {})) == []


def test_where_nobody_asks_anything_there_is_no_cell() -> None:
    people = [f"h{i:02d}" for i in range(40)]
    assert (
        cells(sketch(people, {"instrument": {"card": people[:2]}}, [(one, 100, 90, None, 1) for one in people])) == []
    )


def flagged(cards: Mapping[str, Sequence[str]], size: int = len(CELL)) -> list[list[str]]:
    """Rings of a world where so many of the cell are, with these cards."""
    snapshot = world(HOT, cards, size=size)
    found = detect(snapshot, link(snapshot))
    return [sorted(m.account_id for m in one.members) for one in found.groups if one.state is State.FLAGGED]


def by(bundle: int, accounts: Sequence[str]) -> dict[str, Sequence[str]]:
    return {f"card-{i}": accounts[i : i + bundle] for i in range(0, len(accounts), bundle)}


@pytest.mark.parametrize("bundle", [3, 4])
def test_cards_by_the_handful_are_found_through_what_their_holders_ask(bundle: int) -> None:
    assert flagged(by(bundle, CELL)) == [CELL]


@pytest.mark.parametrize("size", [15, 24])
def test_a_few_cards_are_too_few_where_what_is_asked_chose_the_accounts(size: int) -> None:
    assert flagged(by(3, CELL[:size]), size) == []


@pytest.mark.parametrize("paired", [0, 6, 12])
def test_people_who_ask_the_same_are_no_ring_whoever_of_them_shares_a_card(paired: int) -> None:
    assert flagged(by(2, CELL[:paired])) == []
