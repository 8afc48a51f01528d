"""States that are not looked at are states in which no ring passes."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.api.enums import State
from app.api.filters import RingFilter, compile_filter, possible_states

LEAVES = st.builds(
    RingFilter,
    states=st.none() | st.lists(st.sampled_from(State), max_size=3),
    min_size=st.none() | st.integers(0, 3),
)


def nested(inner: st.SearchStrategy[RingFilter]) -> st.SearchStrategy[RingFilter]:
    some = st.none() | st.lists(inner, max_size=2)
    states = st.none() | st.lists(st.sampled_from(State), max_size=3)
    return st.builds(RingFilter, states=states, and_=some, or_=some, not_=st.none() | inner)


def passes(given: RingFilter, state: State, size: int) -> bool:
    """What the schema says of a filter."""
    return all(
        [
            given.states is None or state in given.states,
            given.min_size is None or size >= given.min_size,
            given.and_ is None or all(passes(one, state, size) for one in given.and_),
            given.or_ is None or any(passes(one, state, size) for one in given.or_),
            given.not_ is None or not passes(given.not_, state, size),
        ]
    )


@given(asked=nested(nested(LEAVES)), size=st.integers(0, 3))
def test_no_ring_that_passes_is_left_out(asked: RingFilter, size: int):
    possible = possible_states(compile_filter(asked))
    assert {state.value for state in State if passes(asked, state, size)} <= possible


@given(states=st.lists(st.sampled_from(State), max_size=3), negated=st.booleans())
def test_states_that_are_named_are_all(states: list[State], negated: bool):
    asked: Any = RingFilter(states=states)
    named = {state.value for state in states}
    expected = {state.value for state in State} - named if negated else named
    assert possible_states(compile_filter(RingFilter(not_=asked) if negated else asked)) == expected
    assert possible_states(compile_filter(None)) == {state.value for state in State}
