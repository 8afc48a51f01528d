"""Paths and neighbourhoods over invented worlds, against a plain search that knows no shortcuts."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.pipeline.graph_views import around, find_path, ring_view
from app.pipeline.sharers import Fetch, Shared, in_turn

World = dict[str, set[str]]
"""Identifier -> accounts that have it."""

ACCOUNTS = [f"a{n}" for n in range(9)]
WORLDS = st.dictionaries(
    st.sampled_from([f"x{n}" for n in range(8)]), st.sets(st.sampled_from(ACCOUNTS), min_size=1, max_size=6), max_size=8
)


def fetching(world: World, max_degree: int, max_links: int = 1_000) -> Fetch:
    async def fetch(asked: Sequence[str]) -> list[Shared]:
        rows, left = [], max_links
        for name, holders in sorted(world.items(), key=lambda one: (len(one[1]), one[0])):
            sources, crowd = tuple(sorted(holders & set(asked))), len(holders) > max_degree
            if sources and len(holders) > 1:
                left -= len(holders) if not crowd else 0
                unread = left < 0 and not crowd
                known = () if crowd or unread else tuple(sorted(holders))
                rows.append(Shared("ip", name, sources, known, crowd, unread))
        return sorted(rows, key=lambda row: row.identifier)

    return fetch


def worth(kind: str, degree: int) -> float:
    return 10.0 - degree


def ways(world: World, a: str, b: str, max_degree: int, most: int) -> list[list[str]]:
    """All shortest ways, by trying."""
    linked = {one: set[str]() for one in ACCOUNTS}
    for holders in world.values():
        if len(holders) <= max_degree:
            for one in holders:
                linked[one] |= holders - {one}
    found = [[a]]
    for _ in range(most + 1):
        if there := [way for way in found if way[-1] == b]:
            return there
        found = [[*way, one] for way in found for one in sorted(linked[way[-1]] - set(way))]
    return []


def strength(world: World, way: list[str], max_degree: int) -> float:
    def step(a: str, b: str) -> float:
        return max(worth("ip", len(h)) for h in world.values() if {a, b} <= h and len(h) <= max_degree)

    return min((step(a, b) for a, b in pairwise(way)), default=float("inf"))


@given(WORLDS, st.sampled_from(ACCOUNTS), st.sampled_from(ACCOUNTS), st.integers(2, 6), st.integers(1, 5))
def test_a_path_is_the_shortest_and_of_those_the_strongest(world: World, a: str, b: str, max_degree: int, most: int):
    found = asyncio.run(find_path(fetching(world, max_degree), (a, b), worth, most, 100))
    expected = ways(world, a, b, max_degree, most)
    assert found.complete
    if a == b or not expected:
        assert found.steps == ()
        return
    told = [found.steps[0].a, *(step.b for step in found.steps)]
    assert told in expected
    best = max(strength(world, way, max_degree) for way in expected)
    assert strength(world, told, max_degree) == best == min(step.shared[0][1] for step in found.steps)
    for step in found.steps:
        assert all({step.a, step.b} <= world[name] and len(world[name]) == n for (_, name), _, n in step.shared)


@given(WORLDS, st.sampled_from(ACCOUNTS), st.sampled_from(ACCOUNTS), st.integers(2, 4))
def test_crowds_that_both_have_are_told_and_never_walked(world: World, a: str, b: str, max_degree: int):
    found = asyncio.run(find_path(fetching(world, max_degree), (a, b), worth, 6, 100))
    crowds = {name for name, holders in world.items() if len(holders) > max_degree and {a, b} <= holders}
    assert a == b or {name for _, name in found.crowds} == crowds
    assert not {name for step in found.steps for (_, name), _, _ in step.shared} & crowds


def test_a_step_that_was_cut_says_so():
    world = {f"x{n}": {"a0", f"a{n}"} for n in range(1, 8)} | {"y": {"a7", "a8"}}
    found = asyncio.run(find_path(fetching(world, 9), ("a0", "nobody"), worth, 6, 100))
    assert not found.steps and found.complete
    both = {f"x{n}": {"a0", f"a{n}"} for n in range(1, 5)} | {f"y{n}": {"b", f"b{n}"} for n in range(1, 5)}
    assert not asyncio.run(find_path(fetching(both, 9), ("a0", "b"), worth, 6, 2)).complete
    assert asyncio.run(find_path(fetching(both, 9), ("a0", "b"), worth, 6, 4)).complete


@given(WORLDS, st.sampled_from(ACCOUNTS), st.integers(1, 3), st.integers(1, 20), st.integers(2, 6))
def test_a_neighbourhood_is_bounded_and_counts_what_it_leaves_out(
    world: World, start: str, depth: int, most: int, max_degree: int
):
    view = asyncio.run(around(fetching(world, max_degree), start, depth, most))
    whole = asyncio.run(around(fetching(world, max_degree), start, depth, 1_000))
    assert view.size <= most and not whole.omitted and not whole.unwalked
    for account, distance in view.accounts.items():
        (way, *_) = ways(world, start, account, max_degree, 4)
        assert whole.accounts[account] == len(way) - 1 <= distance
    for view_ in (view, whole):
        held = {(a, ("ip", name)) for name, holders in world.items() for a in holders}
        shown = {(a, x) for a, x in held if a in view_.accounts and x in view_.identifiers}
        assert set(view_.links) == shown and len(view_.links) == len(shown)
        assert all(sum(x == name for _, x in shown) > 1 for name in view_.identifiers)
    reached = {one for one in ACCOUNTS if ways(world, start, one, max_degree, depth)}
    assert whole.accounts.keys() == reached
    if not view.omitted and not view.unwalked:
        assert (view.accounts, view.identifiers) == (whole.accounts, whole.identifiers)


@given(WORLDS, st.sampled_from(ACCOUNTS), st.integers(1, 3), st.integers(2, 20), st.integers(1, 12))
def test_what_is_not_read_is_counted_and_told(world: World, start: str, depth: int, most: int, links: int):
    view = asyncio.run(around(fetching(world, 6, links), start, depth, most))
    whole = asyncio.run(around(fetching(world, 6), start, depth, 1_000))
    assert view.accounts.keys() <= whole.accounts.keys() and view.identifiers.keys() <= whole.identifiers.keys()
    assert view.omitted <= len(whole.accounts) + len(whole.identifiers) - view.size
    assert view.unwalked or view.omitted or (view.accounts, view.identifiers) == (whole.accounts, whole.identifiers)
    if depth == 1:
        met = {("ip", name) for name, holders in world.items() if start in holders and len(holders) > 1}
        assert whole.identifiers.keys() == met
        assert view.omitted >= len(met - view.identifiers.keys()), "each identifier that was met and not shown"


def test_a_path_over_what_was_not_read_is_not_denied():
    world = {"x": {"a0", "a1"}, "y": {"a0", "a2", "a3", "a4"}}
    cut = asyncio.run(find_path(fetching(world, 9, 2), ("a0", "a4"), worth, 6, 100))
    assert not cut.steps and not cut.complete and not cut.skipped
    assert asyncio.run(find_path(fetching(world, 9), ("a0", "a4"), worth, 6, 100)).steps


@given(WORLDS, st.integers(0, 12))
def test_a_rings_view_adds_up(world: World, most: int):
    members = ACCOUNTS[: max(most - 3, 0)]
    shared = [s for s in asyncio.run(fetching(world, 0)(members)) if len(s.sources) > 1]
    view = ring_view(members, len(ACCOUNTS), shared, {("ip", "x3"): 5.0}, most)
    assert view.size + view.omitted == len(ACCOUNTS) + len(shared)
    assert view.size <= max(most, len(members))
    if ("ip", "x3") in {one.identifier for one in shared} and view.identifiers:
        assert next(iter(view.identifiers)) == ("ip", "x3")


CHAIN: World = {"x": {"a0", "a1"}, "y": {"a1", "a2"}, "z": {"a2", "a3"}}


def stuck(world: World, answers: int) -> Fetch:
    """Answers so often and then never again."""
    fetch, left = fetching(world, 9), iter(range(answers))

    async def one(account_ids: Sequence[str]) -> list[Shared]:
        if next(left, None) is None:
            await asyncio.Event().wait()
        return await fetch(account_ids)

    return one


def test_a_neighbourhood_that_is_late_tells_what_it_has():
    view = asyncio.run(around(stuck(CHAIN, 1), "a0", 3, 100, seconds=0))
    assert view.accounts == {"a0": 0, "a1": 1} and view.late == 2
    assert asyncio.run(around(stuck(CHAIN, 3), "a0", 3, 100)).late == 0


def test_a_path_that_is_late_is_not_denied():
    late = asyncio.run(find_path(stuck(CHAIN, 1), ("a0", "a3"), worth, 6, 100, seconds=0))
    assert not late.steps and not late.complete
    assert asyncio.run(find_path(stuck(CHAIN, 9), ("a0", "a3"), worth, 6, 100)).complete


def test_wide_steps_wait_for_each_other_and_narrow_ones_for_nobody():
    running, most, asked = set[str](), [], list[int]()

    async def fetch(account_ids: Sequence[str]) -> list[Shared]:
        running.add(account_ids[0])
        most.append(len(running))
        asked.append(len(account_ids))
        await asyncio.sleep(0)
        running.discard(account_ids[0])
        return []

    async def ask() -> None:
        turns = asyncio.Semaphore(1)
        await asyncio.gather(*(in_turn(fetch, turns)([f"{name}{i}" for i in range(5)]) for name in "abc"))
        assert max(most) == 1
        await turns.acquire()
        await in_turn(fetch, turns)(["a", "b"])

    asyncio.run(ask())
    assert asked == [5, 5, 5, 2]
