"""Rings on the same exits that live alike are one operator's; operators who share a pool differ in how they live."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import sparse

from app.linkage import link
from app.model.detection import State
from app.rings.config import RingConfig
from app.rings.evidence.judge import judge
from app.rings.evidence.verdict import Verdict
from app.rings.joining.habits import divisions, of_one_make
from app.rings.joining.hands import one_hand
from app.rings.joining.purse import one_purse
from app.rings.population.behaviour import behaviour_of
from app.rings.population.profile import Profile, profile_of
from app.rings.population.world import World, world_of
from benchmarks.sketch import Visit, sketch

HONEST, SIZE, DAYS, EXITS = 300, 60, 16, 30
DAY = 24 * 60


def world(
    *,
    hour: int = 9,
    client: str = "kit",
    begun: int = 0,
    rate: int = 3,
    apart: bool = False,
    met: int = 0,
    cards: int = 0,
    kits: int = 0,
    desk: int = 2,
    paid: str = "instrument",
) -> World:
    """Two cells with topics of their own on one pool; the second lives as the arguments say. So many cards (or
    addresses that they are billed to: `paid`) and machines (of `desk` accounts of either) serve both, and so many exits
    where each has exits of its own (`apart`).
    """
    rng = random.Random(3)
    shared: dict[str, dict[str, list[str]]] = {}
    visits: list[Visit] = []
    created: dict[str, int] = {}

    def give(kind: str, value: str, account: str) -> None:
        shared.setdefault(kind, {}).setdefault(value, []).append(account)

    def live(account: str, first: int, hours: range, tool: str, often: int, topics: list[str]) -> None:
        created[account] = (80 + rng.randrange(first, first + 10)) * DAY + rng.randrange(DAY)
        give("client", tool, account)
        for day in rng.sample(range(100, 100 + DAYS), DAYS - 4):
            for _ in range(rng.randint(1, 2 * often)):
                visits.append((account, day, 12 * rng.choice(hours) + rng.randrange(12), rng.choice(topics), 1))

    for i in range(HONEST):
        live(f"h{i:03d}", -70, range(24), f"tool-{i % 40}", rng.choice([1, 2, 9]), [f"topic-{i % 40}"])
    for name in "rs":
        late = name == "s"
        for i in range(SIZE):
            account, kit = f"{name}{i:03d}", rng.choice(["-1", "-2", "-3"])
            topics = [f"hot-{name}-{k}" for k in range(4)]
            hours = range(hour, hour + 8) if late else range(9, 17)
            live(account, begun if late else 0, hours, (client if late else "kit") + kit, rate if late else 3, topics)
            give(paid, f"card-{'r' if i // 3 < cards else name}-{i // 3}", account)
            give("device", f"device-{'r' if i // desk < kits else name}-{i // desk}", account)
            for k in rng.sample(range(EXITS), 6):
                give("ip", f"10.{name if apart and k >= met else 'r'}.0.{k}", account)
    for account, *_, topic, _ in visits:
        shared.setdefault("query_cluster", {}).setdefault(str(topic), []).append(account)
    snapshot = sketch([account for account, *_ in visits], shared, visits, created=created)
    return world_of(snapshot, link(snapshot).features, behaviour_of(snapshot))


def judged(made: World, profile: Profile) -> Verdict:
    return judge(made, profile, None, RingConfig())


def cells(made: World) -> list[Verdict]:
    found = [judged(made, profile_of(made, np.arange(first, first + SIZE))) for first in (HONEST, HONEST + SIZE)]
    assert all(cell.state is State.FLAGGED for cell in found)
    return found


def sizes(made: World) -> list[int]:
    """Members of the groups that are left of the two cells."""
    hands = one_hand(made, cells(made), lambda profile: judged(made, profile))
    return sorted(len(one.profile.members) for one in hands)


def pair(links: Callable[[World, list[Verdict]], NDArray[np.bool_]], made: World) -> tuple[bool, list[int]]:
    """Whether the two cells are linked by one rule, and what becomes of them."""
    return bool(links(made, cells(made))[0, 1]), sizes(made)


def test_cells_that_live_alike_on_one_pool_are_one_ring() -> None:
    assert sizes(world()) == [2 * SIZE]


@pytest.mark.parametrize("other", [{"hour": 14}, {"client": "tool"}, {"begun": 9}, {"rate": 9}])
def test_operators_on_one_pool_differ_in_how_they_live(other: dict[str, Any]) -> None:
    assert sizes(world(**other)) == [SIZE, SIZE]


@pytest.mark.parametrize(("other", "alike"), [({"begun": 9}, True), ({"begun": 9, "hour": 14}, False)])
def test_cells_with_some_cards_in_common_may_have_been_started_apart(other: dict[str, Any], alike: bool) -> None:
    made = world(apart=True, met=5, cards=5, **other)
    assert bool(of_one_make(made, cells(made))[0, 1]) == alike


OTHERS: dict[str, Any] = {"apart": True, "begun": 9, "hour": 14, "client": "tool", "rate": 9}


@pytest.mark.parametrize(
    ("common", "joined"),
    [
        ({"met": 5, "cards": 5}, True),
        ({"met": 5, "cards": 1}, False),
        ({"met": 5, "cards": 5, "paid": "billing_address"}, True),
        ({"met": 0, "cards": 5}, False),
        ({"met": 0, "cards": 10}, True),  # half of either
        ({"met": 5}, False),
        ({"kits": 5}, True),
        ({"kits": 2}, False),
        ({"met": 5, "kits": 5, "desk": 6}, False),
    ],
)
def test_what_pays_for_cells_and_who_sits_at_them_is_one_however_they_live(
    common: dict[str, Any], joined: bool
) -> None:
    """A card sold twice, exits of one pool, and machines of twelve accounts say nothing: two may rent those."""
    assert pair(one_purse, world(**OTHERS, **common)) == (joined, [2 * SIZE] if joined else [SIZE, SIZE])


def test_who_lives_alike_on_exits_of_his_own_is_another() -> None:
    assert sizes(world(apart=True)) == [SIZE, SIZE]


@settings(max_examples=25, deadline=None)
@given(st.integers(40, 400), st.integers(0, 2**32 - 1))
def test_a_division_at_random_differs_in_nothing(size: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    habit = sparse.csr_matrix(np.eye(6)[rng.integers(0, 6, size)])
    (found,) = divisions({"hours": habit}, rng.permutation(size) < size // 2).values()
    assert not found.differs
    (found,) = divisions({"hours": habit}, habit.toarray().argmax(axis=1) < 3).values()
    assert found.differs or min(habit.toarray()[:, :3].sum(), habit.toarray()[:, 3:].sum()) < 20
