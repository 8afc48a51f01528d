"""Parts that share nothing with one another are no ring together; and who is not measured shows nothing."""

from __future__ import annotations

import random

import numpy as np
import pytest

from app.linkage import link
from app.rings.config import RingConfig
from app.rings.evidence.judge import judge
from app.rings.membership.split import strangers
from app.rings.population.behaviour import behaviour_of
from app.rings.population.profile import profile_of
from app.rings.population.world import World, world_of
from benchmarks.sketch import Visit, sketch

HONEST, SIZE = 200, 30
CELLS = [np.arange(HONEST + i * SIZE, HONEST + (i + 1) * SIZE) for i in range(3)]


def world(shared: dict[str, dict[str, list[str]]], visits: list[Visit]) -> World:
    everybody = [f"h{i:03d}" for i in range(HONEST)] + [f"r{i:03d}" for i in range(3 * SIZE)]
    snapshot = sketch(everybody, shared, visits)
    return world_of(snapshot, link(snapshot).features, behaviour_of(snapshot))


def three(*, exits: int = 0, cards: bool = True) -> World:
    """Three cells with cards of their own for three each; so many members of each come from exits of one pool."""
    shared: dict[str, dict[str, list[str]]] = {"ip": {"home": ["h000", "h001"]}}
    for i in range(3 * SIZE):
        if cards:
            shared.setdefault("instrument", {}).setdefault(f"card-{i // 3}", []).append(f"r{i:03d}")
        if i % SIZE < exits:
            shared["ip"].setdefault(f"exit-{i % SIZE // 2}", []).append(f"r{i:03d}")
    return world(shared, [])


@pytest.mark.parametrize(
    ("made", "apart"),
    [
        (three(), True),
        (three(exits=2), True),  # two of thirty by chance
        (three(exits=10), False),  # one pool
        (three(cards=False), False),  # nothing ties a cell either: nobody can tell
    ],
)
def test_cells_that_share_nothing_are_strangers(made: World, apart: bool) -> None:
    assert strangers(made, CELLS) == apart


@pytest.mark.parametrize(("measured", "most"), [(SIZE, 3.0), (SIZE // 3, 1.0)])
def test_nights_count_by_how_many_were_measured(measured: int, most: float) -> None:
    """So many work around the clock on forty days; the others were there for an hour."""
    rng = random.Random(3)
    visits: list[Visit] = [
        (f"h{i:03d}", day, rng.randrange(110, 200), "topic", 1) for i in range(HONEST) for day in range(40)
    ]
    for i in range(SIZE):
        always = i < measured
        visits += [(f"r{i:03d}", day, rng.randrange(288), "hot", 1) for day in range(40 if always else 1)]
    made = world({"instrument": {"card": ["r000", "r001"]}}, visits)
    (nights,) = (
        term for term in judge(made, profile_of(made, CELLS[0]), None, RingConfig()).terms if term.kind == "nights"
    )
    assert nights.members == measured
    assert nights.bits == pytest.approx(most)
