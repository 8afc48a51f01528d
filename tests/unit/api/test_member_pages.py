"""Pages of members out of a kept order: exact whatever a detection does meanwhile, and bounded in memory."""

from __future__ import annotations

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


class Graph:
    """One ring; before each statement the next of `states` becomes the current one."""

    def __init__(self, states: list[Members]) -> None:
        self.states, self.now, self.revision = states, {}, -1
        self.asked: list[str] = []
        self.step()

    def step(self) -> None:
        if self.states:
            self.now, self.revision = self.states.pop(0), self.revision + 1

    async def read(self, query: Query, /, **params: Any) -> list[dict[str, Any]]:
        self.asked.append(query.name)
        if query == q.READ_MEMBER_ORDER:
            ids, scores = list(self.now), list(self.now.values())
            answer = [{"ring_id": RING, "revision": [self.revision], "account_ids": ids, "scores": scores}]
        else:
            assert params["properties"] == ["exchanges"] and not params["with_evidence"]
            answer = [self._members(row) for row in params["rows"]]
            self.told = dict(self.now)
        self.step()
        return answer

    def _members(self, row: dict[str, Any]) -> dict[str, Any]:
        told = [[one, self.now[one], 2.0, None, [3], []] for one in reversed(row["account_ids"]) if one in self.now]
        return {"index": row["index"], "revision": [self.revision], "members": told}


def expected(members: Members, first: int, after: list[Any] | None) -> list[list[Any]]:
    places = sorted([-score, account] for account, score in members.items())
    start = bisect_right(places, after) if after else 0
    return places[start : start + first + 1]


def pages(graph: Graph, orders: Orders) -> MemberPages:
    fields = frozenset({("Account", "exchanges"), ("Member", "account")})
    return MemberPages(graph, orders, fields)  # type: ignore[arg-type]


@given(members=MEMBERS, first=st.integers(1, 7))
async def test_all_pages_are_all_members_in_order(members: Members, first: int):
    graph, orders, after = Graph([members]), Orders(), None
    seen: list[list[Any]] = []
    while True:
        [page] = await pages(graph, orders).load([PageKey(RING, first, tuple(after) if after else None)])
        seen += [row["position"] for row in page[:first]]
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
    assert [row["position"] for row in page] == expected(graph.told, first, list(after) if after else None)
    assert all(row["account"] == {"account_id": row["position"][1], "exchanges": 3} for row in page)


async def test_who_left_or_moved_is_noticed_without_a_revision():
    for gone in ({"a": 0.9}, {"a": 0.9, "b": 0.4}):
        orders, graph = Orders(), Graph([gone])
        old = {"revision": [0], "account_ids": ["a", "b"], "scores": [0.9, 0.5]}
        orders.keep(RING, Order.of(old))
        [page] = await pages(graph, orders).load([PageKey(RING, 5)])
        assert [row["position"] for row in page] == expected(gone, 5, None)


async def test_a_ring_that_never_rests_is_told():
    graph = Graph([{"a": score / 100} for score in range(4 * TRIES)])
    with pytest.raises(GraphUnavailable):
        await pages(graph, Orders()).load([PageKey(RING, 5)])


async def test_an_unknown_ring_has_no_members():
    class Empty(Graph):
        async def read(self, query: Query, /, **params: Any) -> list[dict[str, Any]]:
            return []

    assert await pages(Empty([{}]), Orders()).load([PageKey("R-NONE", 5)]) == [[]]


@given(sizes=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 60)), max_size=30))
def test_what_is_kept_is_bounded(sizes: list[tuple[int, int]]):
    orders, last = Orders(most=100), None
    for ring, size in sizes:
        names = [str(n) for n in range(size)]
        last = Order.of({"revision": [size], "account_ids": names, "scores": [0.5] * size})
        orders.keep(f"R-{ring}", last)
        assert orders.get(f"R-{ring}") is last, "the newest is always kept"
        kept = [order for n in range(6) if (order := orders.get(f"R-{n}"))]
        assert len(kept) == len(orders) and sum(len(order.account_ids) + 10 for order in kept) <= 100
