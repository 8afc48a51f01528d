"""Small groups need more than large ones, once they are whole."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.linkage import link
from app.model.detection import State, Term
from app.model.identifiers import Family
from app.rings.config import RingConfig
from app.rings.evidence.compared import RARER, USUAL, compared
from app.rings.evidence.judge import decide
from app.rings.evidence.verdict import Verdict
from app.rings.population.behaviour import behaviour_of
from app.rings.population.profile import Profile, profile_of
from app.rings.population.world import World, world_of
from benchmarks.sketch import sketch

CONFIG = RingConfig()
EVERYBODY = [f"a{i:03d}" for i in range(400)]


def world() -> World:
    made = sketch(EVERYBODY, {"device": {"device": EVERYBODY[:5]}})
    return world_of(made, link(made).features, behaviour_of(made))


WORLD = world()


def profile(size: int) -> Profile:
    return profile_of(WORLD, np.arange(size))


def ring(size: int, odds: float, state: State = State.FLAGGED) -> Verdict:
    """A group that hides its machines, with so many bits over the odds before any evidence."""
    terms = [Term(Family.DEVICE, "shared_device", "", 0, size, odds - CONFIG.prior)]
    made = Verdict(profile(size), terms, CONFIG.prior, {Family.DEVICE, Family.CONTENT}, {Family.DEVICE}, unified=True)
    decide(made, CONFIG)
    assert made.state is State.FLAGGED
    made.state = state
    return made


@pytest.mark.parametrize(
    ("size", "odds", "state"),
    [
        (USUAL, 0.1, State.FLAGGED),
        (USUAL // 2, RARER - 0.1, State.CANDIDATE),
        (USUAL // 2, RARER + 0.1, State.FLAGGED),
        (USUAL // 4, 2 * RARER - 0.1, State.CANDIDATE),
        (USUAL // 4, 2 * RARER + 0.1, State.FLAGGED),
    ],
)
def test_half_as_many_accounts_need_more(size: int, odds: float, state: State) -> None:
    found = compared(ring(size, odds), CONFIG)
    assert found.state is state
    assert found.bits == pytest.approx(odds - RARER * np.log2(USUAL / size))
    assert bool(found.reason) == (state is State.CANDIDATE)


@given(st.integers(5, 400), st.floats(0, 20))
def test_nothing_is_counted_twice_and_size_speaks_for_nobody(size: int, odds: float) -> None:
    once = compared(ring(size, odds), CONFIG)
    bits, state = once.bits, once.state
    assert bits <= odds + 1e-9
    assert (compared(once, CONFIG).bits, once.state) == (bits, state)


def test_feeds_of_one_family_show_no_teams() -> None:
    made = ring(20, 0.1)
    made.alone = True
    assert compared(made, CONFIG).state is State.FLAGGED


@pytest.mark.parametrize("state", [State.BENIGN, State.CANDIDATE, State.CONTAINED_SUSPECT])
def test_only_rings_are_compared(state: State) -> None:
    assert compared(ring(10, 1.0, state), CONFIG).bits == pytest.approx(1.0)
