"""Cells that each look like a firm are one ring where three of them ask the same by a machine's clock."""

from __future__ import annotations

import random

import pytest

from app.linkage import link
from app.model.detection import State
from app.rings.detect import detect
from benchmarks.sketch import Visit, sketch

HONEST, SIZE = 600, 30


def found(cells: int, common: bool = True, cards: int = 10, exits: int = 0) -> list[tuple[State, int]]:
    """State and size of the groups that hold accounts of cells: each has a mail domain, an office, cards, `exits`."""
    rng = random.Random(5)
    shared: dict[str, dict[str, list[str]]] = {}
    visits: list[Visit] = []

    def give(kind: str, value: str, account: str) -> None:
        shared.setdefault(kind, {}).setdefault(value, []).append(account)

    for i in range(HONEST):
        account = f"h{i:03d}"
        give("subnet", f"10.{i // 2 % 250}.{i // 500}.0/24", account)
        give("ip", f"10.{i // 2 % 250}.{i // 500}.7", account)
        give("email_domain", "gmail.com", account)
        topics = [f"topic-{rng.randrange(60)}" for _ in range(3)]
        for topic in topics:
            give("query_cluster", topic, account)
            visits += [(account, 100 + day, rng.randrange(96, 200), topic, rng.randrange(1, 9)) for day in range(3)]
    for cell in range(cells):
        for i in range(SIZE):
            account = f"r{cell}{i:02d}"
            give("email_domain", f"firm-{cell}.example", account)
            give("subnet", f"172.{16 + cell}.0.0/24", account)
            give("ip", f"172.{16 + cell}.0.{i % 3}", account)
            give("instrument", f"card-{cell}-{i % cards}", account)
            for n in range(exits):  # of one list, each of which some honest customer has too
                give("subnet", f"100.{(i + 5 * n) % 40}.0.0/24", account)
            for k in range(3):
                topic = f"hot-{k}" if common else f"hot-{cell}-{k}"
                give("query_cluster", topic, account)
                visits += [(account, 100 + day, 17 * k + 96 * (day % 2) + 5, topic, 3) for day in range(6)]
    snapshot = sketch([account for account, *_ in visits], shared, visits)
    groups = detect(snapshot, link(snapshot)).groups
    return [(one.state, len(one.members)) for one in groups if any(m.account_id[0] == "r" for m in one.members)]


def test_two_houses_that_rent_the_same_exits_and_ask_the_same_are_one_ring() -> None:
    assert found(cells=2, cards=1, exits=16) == [(State.FLAGGED, 2 * SIZE)]


def test_one_house_that_rents_exits_is_a_house() -> None:
    states = found(cells=1, cards=1, exits=16)
    assert states and all(state is not State.FLAGGED for state, _ in states)


def test_three_houses_that_ask_the_same_by_one_clock_with_cards_of_their_own_are_one_ring() -> None:
    assert found(cells=3) == [(State.FLAGGED, 3 * SIZE)]


@pytest.mark.parametrize(
    ("cells", "common", "cards"),
    [
        (2, True, 10),  # a firm and its daughter
        (3, False, 10),  # three firms that ask for what they need
        (3, True, 1),  # each with one card: customers of one product
    ],
)
def test_other_houses_stay_houses(cells: int, common: bool, cards: int) -> None:
    states = found(cells, common, cards)
    assert states and all(state is not State.FLAGGED for state, _ in states)
