"""The weakest cut: what it removes really splits the ring, and on small rings no smaller set does."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.rings.explanation import weakest_cut as module
from app.rings.explanation.ties import Tie, cut_of, enriched
from app.rings.explanation.weakest_cut import SMALLEST, weakest_cut
from tests.examples import examples

MEMBERS = st.integers(10, 16)


@st.composite
def rings(draw: st.DrawFn) -> tuple[int, list[list[int]]]:
    """10 to 16 members, two to eight identifiers, each shared by at least two."""
    members = draw(MEMBERS)
    fact = st.lists(st.integers(0, members - 1), min_size=2, max_size=members, unique=True)
    return members, draw(st.lists(fact, min_size=2, max_size=8))


def parts(members: int, facts: list[list[int]], removed: tuple[int, ...]) -> list[set[int]]:
    """Components of the members who share anything, by plain flooding."""
    left = {m for fact in facts for m in fact}
    found = []
    while left:
        part, edge = set(), {min(left)}
        while edge:
            part |= edge
            edge = {m for i, f in enumerate(facts) if i not in removed and edge & set(f) for m in f} - part
        found.append(part)
        left -= part
    return found


def splits(sizes: list[int], least: int) -> bool:
    """Whether the components make two sides of at least `least`."""
    sums = {0}
    for size in sizes:
        sums |= {one + size for one in sums}
    return any(least <= one <= sum(sizes) - least for one in sums)


def brute(members: int, facts: list[list[int]]) -> int:
    for number in range(len(facts) + 1):
        for removed in combinations(range(len(facts)), number):
            if splits([len(p) for p in parts(members, facts, removed)], SMALLEST):
                return number
    raise AssertionError("removing everything always splits")


@settings(max_examples=examples(120))
@given(ring=rings())
def test_no_smaller_cut_exists_on_small_rings(ring: tuple[int, list[list[int]]]):
    members, facts = ring
    found = weakest_cut(members, facts)
    if len({m for fact in facts for m in fact}) < 2 * SMALLEST:
        assert found is None
        return
    assert found is not None and not found.approximated
    sizes = [len(p) for p in parts(members, facts, found.facts)]
    assert splits(sizes, SMALLEST)
    assert sum(found.sizes) == sum(sizes) and min(found.sizes) >= SMALLEST
    assert len(found.facts) == brute(members, facts)


@settings(max_examples=examples(40))
@given(ring=rings(), order=st.randoms(use_true_random=False))
def test_flows_alone_split_too_and_say_that_they_are_a_bound(ring: tuple[int, list[list[int]]], order: object):
    members, facts = ring
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "PROOF_BUDGET", 0)
        found = weakest_cut(members, facts)
    if found is None or not found.facts:
        return
    assert splits([len(p) for p in parts(members, facts, found.facts)], SMALLEST)
    assert found.approximated is (len(found.facts) > 1)
    assert len(found.facts) >= brute(members, facts)


def bridged(bridges: int, blocks: int = 2, block: int = 40) -> tuple[int, list[list[int]]]:
    """Blocks whose members share cards of four and addresses of eight, tied by a few identifiers of both."""
    facts = []
    for b in range(blocks):
        own = range(b * block, (b + 1) * block)
        facts += [[own[(i * 4 + j) % block] for j in range(4)] for i in range(block // 4)]
        facts += [[own[(i * 8 + j * 5) % block] for j in range(8)] for i in range(block // 2)]
    facts += [[n, block + n, block + 2 * n + 1] for n in range(bridges)]
    return blocks * block, facts


@pytest.mark.parametrize("bridges", [1, 3, 7])
def test_flows_find_the_bridges_between_two_blocks(bridges: int):
    members, facts = bridged(bridges)
    found = weakest_cut(members, facts)
    assert found is not None
    assert found.facts == tuple(range(len(facts) - bridges, len(facts))) and found.sizes == (40, 40)


def test_parts_that_share_nothing_need_no_cut():
    members, facts = bridged(0)
    found = weakest_cut(members, facts)
    assert found is not None and (found.facts, found.sizes, found.approximated) == ((), (40, 40), False)


def test_too_few_who_share_cannot_be_split():
    assert weakest_cut(400, [list(range(30))]) is None
    assert weakest_cut(3, []) is None


def test_the_same_ring_always_gives_the_same_cut():
    members, facts = bridged(5, blocks=3)
    assert weakest_cut(members, facts) == weakest_cut(members, facts)


def tie(name: str, holders: list[str], degree: int) -> dict[str, object]:
    return {"kind": "device", "identifier": name, "degree": degree, "holders": holders, "population": 10_000}


def test_only_what_is_commoner_inside_ties_a_ring():
    ring = [f"a{i}" for i in range(20)]
    rows = [tie("own", ring[:4], 4), tie("crowd", ring, 6_000), tie("half a crowd", ring[:10], 500)]
    assert [one.identifier for one in enriched(rows, 20)] == ["own", "half a crowd"]


def test_a_cut_is_told_by_identifier_and_counts_the_loose():
    ring = [f"a{i:02d}" for i in range(12)]
    ties = [Tie("device", "x", 6, tuple(ring[:6])), Tie("device", "y", 6, tuple(ring[6:]))]
    joined = [*ties, Tie("instrument", "pi", 3, (ring[0], ring[7], ring[8]))]
    cut = cut_of(joined, 15, sampled=False)
    assert ([t.identifier for t in cut.ties], cut.sizes, cut.loose, cut.approximated) == (["pi"], (6, 6), 3, False)
    assert cut_of(joined, 15, sampled=True).approximated
    assert cut_of([], 15).sizes == ()
