"""Shifts: what everybody does is no shift of a ring, what only the ring does is found on its day."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.attribution.shifts import (
    EFFECT,
    FEWEST,
    OTHER,
    Mix,
    Movers,
    breaks,
    chance_of,
    change_text,
    changes,
    mix_of,
    release_text,
    releases,
)
from tests.examples import examples

START = date(2026, 3, 2)
USUAL = np.array([0.45, 0.35, 0.2, 0.0])


def drawn(rng: np.random.Generator, total: int, shares: np.ndarray) -> np.ndarray:
    return np.array([rng.multinomial(total, row / row.sum()) for row in shares], dtype=float)


def mix(ring: np.ndarray, everybody: np.ndarray) -> Mix:
    days = tuple(START + timedelta(days=n) for n in range(len(ring)))
    return Mix("model", days, ("a", "b", "c", "new")[: ring.shape[1]], ring, everybody)


def surge(days: int, at: int, kept: float) -> np.ndarray:
    """Everybody's shares: a new model from a day on, twice as common on the first day."""
    since = np.arange(days) - at
    share = np.where(since >= 0, kept * (1 + 0.5 ** (np.maximum(since, 0) / 2)), 0.0)[:, None]
    return USUAL * (1 - share) + np.array([0, 0, 0, 1.0]) * share


shares = st.lists(st.floats(0.05, 1), min_size=3, max_size=5).map(np.array)


@given(st.integers(0, 10**6), shares, st.integers(6, 40), st.integers(1, 50))
def test_a_ring_that_does_as_everybody_does_has_no_change_point(seed: int, usual: np.ndarray, days: int, part: int):
    rng = np.random.default_rng(seed)
    wandering = usual * rng.uniform(0.2, 5, (days, len(usual)))  # everybody's mix is another one every day
    everybody = np.round(wandering * 10_000) + 1
    assert breaks(everybody * part, everybody) == []


@settings(max_examples=examples(60))
@given(st.integers(0, 10**6), st.integers(30, 40), st.integers(4, 8), st.booleans())
def test_a_planted_change_is_found_on_its_day_and_nothing_else_is(seed: int, days: int, edge: int, early: bool):
    """Also where everybody runs to a new model meanwhile and the ring does not."""
    at = edge if early else days - edge
    rng = np.random.default_rng(seed)
    own = np.where(np.arange(days)[:, None] < at, USUAL, np.array([0.1, 0.1, 0.8, 0.0]))
    everybody = drawn(rng, 20_000, surge(days, days // 2, 0.2))
    assert breaks(drawn(rng, 600, own), everybody) == [at]
    found = changes(mix(drawn(rng, 600, own), drawn(rng, 20_000, np.tile(USUAL, (days, 1)))))
    (one,) = found
    assert one.day == START + timedelta(days=at) and one.moved[0].value == "c" and one.effect > EFFECT
    assert one.after[0] == one.day > one.before[1] and f"{one.day}" in change_text(one)


@settings(max_examples=examples(60))
@given(st.integers(0, 10**6), st.integers(10, 40), st.floats(0.05, 0.3))
def test_a_launch_surge_that_the_ring_shares_is_no_shift(seed: int, days: int, kept: float):
    rng = np.random.default_rng(seed)
    shape = surge(days, days // 2, kept)
    found = mix(drawn(rng, 600, shape), drawn(rng, 20_000, shape))
    assert changes(found) == ()
    released = START + timedelta(days=days // 2)
    moved = int(rng.binomial(40, 2 * kept))
    counted = [Movers("new", released, True, 40, moved), Movers("new", released, False, 2_000, int(2_000 * 2 * kept))]
    (one,) = releases(found, counted)
    assert one.verdict != "pivot" and abs(one.ahead) < 0.2


@given(st.integers(0, 10**6), st.floats(0.05, 0.25), st.floats(0.8, 1.0))
def test_a_ring_that_moves_within_a_day_is_told_from_the_surge(seed: int, kept: float, moves: float):
    rng = np.random.default_rng(seed)
    days, at = 20, 10
    everybody = surge(days, at, kept)
    own = everybody.copy()
    own[at + 1 :] = USUAL * (1 - moves) + np.array([0, 0, 0, moves])
    found = mix(drawn(rng, 600, own), drawn(rng, 20_000, everybody))
    released = START + timedelta(days=at)
    counted = [Movers("new", released, True, 40, 36), Movers("new", released, False, 2_000, int(2_000 * kept))]
    (one,) = releases(found, counted)
    assert one.verdict == "pivot" and one.days_ahead is None and len(one.curve) == 7
    assert one.bits > 1 and "moved to it within a day" in release_text(one)
    assert [change.day for change in changes(found)] in ([released], [released + timedelta(days=1)])


def test_few_accounts_or_nobody_to_compare_with_is_no_pivot():
    everything = np.tile([0.0, 0, 0, 600], (4, 1))
    found = mix(everything, np.tile(USUAL * 1000, (4, 1)))
    for ours, theirs in ((4, 1000), (40, 0)):
        counted = [Movers("new", START, True, ours, ours), Movers("new", START, False, theirs, 0)]
        assert releases(found, counted)[0].verdict != "pivot"


def test_days_that_tell_nothing_are_left_out():
    ring = np.tile(USUAL * 1000, (20, 1))
    ring[7] = [0, 0, 0, FEWEST - 1]
    assert changes(mix(ring, np.tile(USUAL * 9000, (20, 1)))) == ()


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 9), st.text("abcdefghijklm", max_size=1), st.integers(1, 9))))
def test_a_mix_counts_every_exchange_once(rows: list[tuple[bool, int, str, int]]):
    found = mix_of("model", [(inside, START + timedelta(days=day), value, n) for inside, day, value, n in rows])
    assert found.ring.sum() == sum(n for inside, _, _, n in rows if inside)
    assert found.everybody.sum() == sum(n for inside, _, _, n in rows if not inside)
    assert list(found.days) == sorted(set(found.days)) and len(found.values) <= 9
    assert (OTHER in found.values) is (len({value for _, _, value, _ in rows}) > 8)


@pytest.mark.parametrize(("movers", "accounts", "rate", "chance"), [(0, 5, 0.1, 1.0), (5, 5, 0.5, 2**-5), (1, 1, 2, 1)])
def test_the_chance_is_a_binomial_tail(movers: int, accounts: int, rate: float, chance: float):
    assert chance_of(movers, accounts, rate) == pytest.approx(chance)
