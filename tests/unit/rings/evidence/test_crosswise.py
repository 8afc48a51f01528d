"""Cards with some and exits with others: a stock that goes round at random, against homes that share both."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from app.linkage import link
from app.model.identifiers import Family
from app.rings.config import RingConfig
from app.rings.evidence import crosswise as module
from app.rings.evidence.crosswise import MOST, crossing
from app.rings.evidence.judge import judge
from app.rings.evidence.verdict import Verdict
from app.rings.explanation.sufficient import sufficient
from app.rings.population.behaviour import behaviour_of
from app.rings.population.profile import profile_of
from app.rings.population.world import world_of
from benchmarks.sketch import Visit, sketch

PEOPLE = [f"h{i:03d}" for i in range(600)]
GROUP = [f"m{i:03d}" for i in range(48)]
MEMBERS = np.arange(600, 648)


def verdict(dealt: bool, asked_alike: bool = True, cards: int = 16) -> Verdict:
    """48 accounts, three to a card and four to an exit: dealt out at random, or home by home."""
    rng = random.Random(3)
    order = rng.sample(GROUP, len(GROUP)) if dealt else GROUP
    shared = {
        "ip": {f"10.{i}.1.1": PEOPLE[i : i + 2] for i in range(0, 600, 2)}
        | {f"172.{i}.1.1": order[4 * i : 4 * i + 4] for i in range(12)},
        "instrument": {f"card-{n}": GROUP[n * 48 // cards : (n + 1) * 48 // cards] for n in range(cards)},
    }
    visits: list[Visit] = []
    asked: dict[str, list[str]] = {}
    for i, one in enumerate(PEOPLE + GROUP):
        mine = ["hot-1", "hot-2"] if one in GROUP and asked_alike else [f"usual-{(i + k) % 30}" for k in range(2)]
        visits += [
            (one, day, rng.randrange(100, 220), topic, rng.randrange(1, 40)) for day in range(9) for topic in mine
        ]
        for topic in mine:
            asked.setdefault(topic, []).append(one)
    snapshot = sketch(PEOPLE + GROUP, {**shared, "query_cluster": asked}, visits)
    world = world_of(snapshot, link(snapshot).features, behaviour_of(snapshot))
    return judge(world, profile_of(world, MEMBERS), None, RingConfig())


def test_who_shares_cards_with_some_and_exits_with_others_was_dealt_both() -> None:
    found = verdict(dealt=True)
    (term,) = [one for one in found.terms if one.kind == "crosswise"]
    assert found.dispersed == {Family.PAYMENT, Family.NETWORK}
    assert 0.5 * MOST < term.bits <= MOST and term.members >= 40
    assert "share payment with some and network with others" in term.note


def test_homes_share_both() -> None:
    found = verdict(dealt=False, cards=12)
    assert found.dispersed == {Family.PAYMENT, Family.NETWORK} and found.unified
    assert found.told("crosswise") == 0


def test_people_who_ask_different_things_were_dealt_nothing() -> None:
    assert verdict(dealt=True, asked_alike=False).told("crosswise") == 0


def test_neither_family_suffices_by_what_both_tell() -> None:
    found = verdict(dealt=True)
    payment = [one for one in found.terms if one.kind != "crosswise" and one.family is not Family.NETWORK]
    found.prior = -1 - sum(one.bits for one in payment)  # a ring by its cards, if what crosses were theirs alone
    assert sufficient(found, RingConfig()) == ("content",)


def holdings(things: list[list[int]], members: int) -> sparse.csr_matrix:
    dense = np.zeros((members, len(things)), dtype=np.int32)
    for column, holders in enumerate(things):
        dense[holders, column] = 1
    return sparse.csr_matrix(dense)


THINGS = st.lists(st.lists(st.integers(0, 11), min_size=1, max_size=5, unique=True), max_size=8)


def by_hand(one: list[list[int]], other: list[list[int]]) -> tuple[float, float]:
    first, second = ({(a, b) for held in things for a in held for b in held if a != b} for things in (one, other))
    crossed = {a for a, _ in first - second} & {a for a, _ in second - first}
    return len(crossed) / 12, len(first & second) / max(min(len(first), len(second)), 1)


@given(THINGS, THINGS)
def test_crossing_is_what_counting_pairs_tells(one: list[list[int]], other: list[list[int]]) -> None:
    assert crossing(holdings(one, 12), holdings(other, 12)) == by_hand(one, other)


@pytest.mark.parametrize("chunk", [1, 5, 12])
def test_chunks_change_nothing(chunk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = [[0, 1, 2], [3, 4], [10, 11]], [[0, 3], [1, 4], [10, 11, 5]]
    monkeypatch.setattr(module, "CHUNK", chunk)
    assert crossing(holdings(one, 12), holdings(other, 12)) == by_hand(one, other)
