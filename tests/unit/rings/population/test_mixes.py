"""How alike two groups' questions are does not depend on how many members show it."""

from __future__ import annotations

import random
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.linkage import link
from app.rings.population.behaviour import behaviour_of
from app.rings.population.mixes import RELIABLE, Mix, mix_of
from app.rings.population.world import World, world_of
from benchmarks.sketch import Visit, sketch

HONEST = 300
FEW, MANY = 12, 120
TARGETS = 12


def world(seed: int) -> World:
    """Two small and a large group that draw from one list of targets, and a small one with a list of its own."""
    rng = random.Random(seed)
    visits: list[Visit] = []
    for name, size, targets in (
        ("a", FEW, "hot"),
        ("b", FEW, "hot"),
        ("c", MANY, "hot"),
        ("d", FEW, "other"),
        ("h", HONEST, ""),
    ):
        for i in range(size):
            for day in range(5):
                topic = f"{targets}-{rng.randrange(TARGETS)}" if targets else f"topic-{rng.randrange(400)}"
                visits.append((f"{name}{i:03d}", 100 + day, rng.randrange(96, 200), topic, 2))
    snapshot = sketch([account for account, *_ in visits], {}, visits)
    return world_of(snapshot, link(snapshot).features, behaviour_of(snapshot))


def mixes(made: World) -> list[Mix]:
    ends = np.cumsum([0, FEW, FEW, MANY, FEW])
    return [mix_of(made, np.arange(first, last)) for first, last in pairwise(ends)]


def raw(one: Mix, other: Mix) -> float:
    return Mix(one.topics, one.excess).cosine(Mix(other.topics, other.excess))


def test_few_members_of_one_mind_are_as_alike_as_many() -> None:
    seen, corrected, apart = [], [], []
    for seed in range(20):
        few, fewer, many, other = mixes(world(seed))
        assert RELIABLE < few.reliability < many.reliability < 1
        seen.append(raw(few, fewer))
        corrected.append(few.cosine(fewer))
        apart.append(few.cosine(other))
    assert 1 - np.mean(corrected) < (1 - np.mean(seen)) / 2  # 1 is the most: what is above it does not make up
    assert max(apart) == 0.0


def test_a_mix_that_is_mostly_accident_is_not_made_more_of() -> None:
    made = world(1)
    one, other = mix_of(made, np.arange(2)), mix_of(made, np.arange(FEW, FEW + 2))
    assert min(one.reliability, other.reliability) < RELIABLE
    assert one.cosine(other) == raw(one, other)


@settings(max_examples=30)
@given(st.lists(st.integers(0, FEW + FEW + MANY - 1), min_size=1, max_size=40, unique=True))
def test_any_group_is_alike_itself_and_never_more(members: list[int]) -> None:
    mix = mix_of(world(1), np.sort(np.array(members)))
    assert mix.cosine(mix) == pytest.approx(1.0)
    assert mix.reliability <= 1 + 1e-12
