"""Pages of members out of a kept order: exact whatever a detection does meanwhile, and bounded in memory."""

from __future__ import annotations

import asyncio
import sys
from bisect import bisect_right
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.api import queries as q
from app.api.loaders import PageKey
from app.api.member_order import Order, Orders
from app.api.member_pages import TRIES, MemberPages
from app.errors import GraphUnavailable
from app.graph.catalogue import Query

Members = dict[str, float]
RING = "R-AAAAAAAAAA"
MEMBERS = st.dictionaries(st.text(min_size=1, max_size=4), st.sampled_from([0.1, 0.5, 0.9, 0.99]), max_size=30)


def row(ring_id: str, revision: Any, account_ids: list[str], scores: list[float], settled: bool = True) -> Any:
    told = {"ring_id": ring_id, "revision": [revision], "settled": settled}
    return {**told, "account_ids": account_ids, "scores": scores}


class Graph:
    """One ring; before each statement the next of `states` becomes the current one."""

    def __init__(self, states: list[Members]) -> None:
        self.states, self.now, self.revision = states, {}, -1
        self.asked: list[str] = []
        self.settled = True
        self.step()

    def step(self) -> None:
        if self.states:
            self.now, self.revision = self.states.pop(0), self.revision + 1

    async def read(self, query: Query, /, **params: Any) -> list[dict[str, Any]]:
        self.asked.append(query.name)
        if query == q.READ_MEMBER_ORDER:
            ids, scores = list(self.now), list(self.now.values())
            answer = [row(RING, self.revision, ids, scores, self.settled)]
        else:
            assert params["properties"] == ["exchanges"] and not params["with_evidence"]
            answer = [self._members(one) for one in params["rows"]]
            self.told = dict(self.now)
        self.step()
        return answer

    def _members(self, asked: dict[str, Any]) -> dict[str, Any]:
        told = [[one, self.now[one], 2.0, None, [3], []] for one in reversed(asked["account_ids"]) if one in self.now]
        return {"index": asked["index"], "revision": [self.revision], "members": told}


def expected(members: Members, first: int, after: list[Any] | None) -> list[list[Any]]:
    places = sorted([-score, account] for account, score in members.items())
    start = bisect_right(places, after) if after else 0
    return places[start : start + first + 1]


def pages(graph: Any, orders: Orders) -> MemberPages:
    fields = frozenset({("Account", "exchanges"), ("Member", "account")})
    return MemberPages(graph, orders, fields)


@given(members=MEMBERS, first=st.integers(1, 7))
async def test_all_pages_are_all_members_in_order(members: Members, first: int):
    graph, orders, after = Graph([members]), Orders(), None
    seen: list[list[Any]] = []
    while True:
        [page] = await pages(graph, orders).load([PageKey(RING, first, tuple(after) if after else None)])
        seen += [one["position"] for one in page[:first]]
        if len(page) <= first:
            break
        after = page[first - 1]["position"]
    assert seen == expected(members, len(members), None)
    assert graph.asked.count(q.READ_MEMBER_ORDER.name) == 1, "sorted once"


@given(
    states=st.lists(MEMBERS, min_size=1, max_size=2 * TRIES - 2),
    first=st.integers(1, 40),
    after=st.none() | st.tuples(st.sampled_from([-0.9, -0.5]), st.text(max_size=3)),
    kept=MEMBERS,
)
async def test_a_page_is_that_of_one_moment(states: list[Members], first: int, after: Any, kept: Members):
    """Whatever happens between the statements, a page mixes no two versions of a ring."""
    orders, graph = Orders(), Graph([*states])
    orders.keep(RING, Order.of({"revision": ["old"], "account_ids": list(kept), "scores": list(kept.values())}))
    [page] = await pages(graph, orders).load([PageKey(RING, first, after)])
    assert [one["position"] for one in page] == expected(graph.told, first, list(after) if after else None)
    assert all(one["account"] == {"account_id": one["position"][1], "exchanges": 3} for one in page)


async def test_who_left_or_moved_is_noticed_without_a_revision():
    for gone in ({"a": 0.9}, {"a": 0.9, "b": 0.4}):
        orders, graph = Orders(), Graph([gone])
        old = {"revision": [0], "account_ids": ["a", "b"], "scores": [0.9, 0.5]}
        orders.keep(RING, Order.of(old))
        [page] = await pages(graph, orders).load([PageKey(RING, 5)])
        assert [one["position"] for one in page] == expected(gone, 5, None)


async def test_a_ring_that_never_rests_is_told():
    graph = Graph([{"a": score / 100} for score in range(4 * TRIES)])
    with pytest.raises(GraphUnavailable):
        await pages(graph, Orders()).load([PageKey(RING, 5)])


async def test_what_was_read_while_a_commit_became_visible_is_not_kept():
    graph, orders = Graph([{"a": 0.9}]), Orders()
    graph.settled = False
    for _ in range(2):
        [page] = await pages(graph, orders).load([PageKey(RING, 5)])
        assert [one["position"] for one in page] == [[-0.9, "a"]]
    assert len(orders) == 0 and graph.asked.count(q.READ_MEMBER_ORDER.name) == 2


class Many:
    """Rings that never change, more than there is room for."""

    async def read(self, query: Query, /, **params: Any) -> list[dict[str, Any]]:
        if query == q.READ_MEMBER_ORDER:
            return [row(ring, 0, [f"{ring}-{n}" for n in range(30)], [0.5] * 30) for ring in params["ring_ids"]]
        return [
            {
                "index": one["index"],
                "revision": [0],
                "members": [[a, 0.5, 2.0, None, [3], []] for a in one["account_ids"]],
            }
            for one in params["rows"]
        ]


@given(count=st.integers(1, 12), most=st.sampled_from([1, 3000, 10**6]))
async def test_pages_of_more_rings_than_are_kept_are_full(count: int, most: int):
    rings = [f"R-{n}" for n in range(count)]
    found = await pages(Many(), Orders(most)).load([PageKey(ring, 3) for ring in rings])
    assert [[one["account"]["account_id"] for one in page] for page in found] == [
        sorted(f"{ring}-{n}" for n in range(30))[:4] for ring in rings
    ]


async def test_later_pages_wait_for_each_other_and_first_ones_for_nobody():
    class Slow(Graph):
        running = most = 0

        async def read(self, query: Query, /, **params: Any) -> list[dict[str, Any]]:
            self.running += 1
            self.most = max(self.most, self.running)
            await asyncio.sleep(0)
            self.running -= 1
            return await super().read(query, **params)

    async def most_at_once(after: tuple[Any, ...] | None) -> int:
        graph, orders = Slow([{"a": 0.9, "b": 0.5}]), Orders()
        await asyncio.gather(*(pages(graph, orders).load([PageKey(RING, 1, after)]) for _ in range(4)))
        return graph.most

    assert await most_at_once((-0.9, "a")) == 1
    assert await most_at_once(None) == 4


async def test_an_unknown_ring_has_no_members():
    class Empty(Graph):
        async def read(self, query: Query, /, **params: Any) -> list[dict[str, Any]]:
            return []

    assert await pages(Empty([{}]), Orders()).load([PageKey("R-NONE", 5)]) == [[]]


@given(sizes=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 60), st.text(max_size=9)), max_size=30))
def test_what_is_kept_is_bounded_in_bytes(sizes: list[tuple[int, int, str]]):
    most = 10_000
    orders = Orders(most)
    for ring, size, name in sizes:
        last = Order.of(row(f"R-{ring}", size, [f"{name}{n}" for n in range(size)], [0.5] * size))
        orders.keep(f"R-{ring}", last)
        assert orders.get(f"R-{ring}") is last, "the newest is always kept"
        kept = [order for n in range(6) if (order := orders.get(f"R-{n}"))]
        taken = sum(8 * len(order.ranks) + sum(map(sys.getsizeof, order.account_ids)) for order in kept)
        assert len(kept) == len(orders) and taken <= most
