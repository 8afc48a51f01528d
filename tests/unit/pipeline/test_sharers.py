"""Who has what, read within a bound: the rarest first, nothing that is known without reading, nothing passed over."""

from __future__ import annotations

import asyncio
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.graph.catalogue import Query
from app.pipeline.sharers import fetcher
from app.rings.store.queries import READ_HOLDERS, READ_SHARERS

IDENTIFIERS = st.lists(st.tuples(st.sampled_from(["ip", "client"]), st.integers(1, 9), st.integers(0, 4)), max_size=9)
"""(kind, accounts that have it, how many of them also have a second link to it); the first account is asked about."""


class Store:
    """Answers from a list of identifiers, and remembers what was read of whom."""

    def __init__(self, identifiers: list[tuple[str, int, int]]) -> None:
        self.identifiers = identifiers
        self.read_of: list[int] = []

    async def read(self, query: Query, /, **params: Any) -> list[dict[str, Any]]:
        if query == READ_SHARERS:
            return [
                {
                    "kind": kind,
                    "value": f"v{at}",
                    "sources": ["a0"],
                    "own": 1 + (twice > 0),
                    "counts": [n, min(twice, n)],
                }
                for at, (kind, n, twice) in enumerate(self.identifiers)
            ]
        assert query == READ_HOLDERS
        self.read_of += [int(row["value"][1:]) for row in params["rows"]]
        return [
            {"index": row["index"], "holders": self.holders(int(row["value"][1:]))[: params["max_degree"] + 1]}
            for row in params["rows"]
        ]

    def holders(self, at: int) -> list[str]:
        return [f"a{n}" for n in range(self.identifiers[at][1])]

    def links(self, at: int) -> int:
        _, accounts, twice = self.identifiers[at]
        return accounts + min(twice, accounts)


@given(IDENTIFIERS, st.integers(2, 9), st.integers(0, 40))
def test_the_rarest_are_read_and_the_rest_is_told(identifiers: Any, max_degree: int, max_links: int):
    store = Store(identifiers)
    found = asyncio.run(fetcher(store, max_degree, max_links)(["a0"]))  # type: ignore[arg-type]
    told = {int(one.value[1:]): one for one in found}
    read = store.read_of
    assert len(read) == len(set(read)) and (sum(map(store.links, read)) <= max_links or len(read) == 1)
    for at, (_, accounts, _) in enumerate(identifiers):
        if accounts == 1:
            assert at not in told and at not in read, "its links are all the source's"
            continue
        one = told[at]
        assert one.crowd == (accounts > max_degree)
        if one.unread:
            assert read and one.holders == () and all(store.links(other) <= store.links(at) for other in read)
        else:
            assert list(one.holders) == ([] if one.crowd else store.holders(at))
        assert at not in read or not one.crowd


def test_a_subnet_is_read_for_nobody_knows_its_accounts_without():
    class Subnet(Store):
        async def read(self, query: Query, /, **params: Any) -> list[dict[str, Any]]:
            rows = await super().read(query, **params)
            return [{**row, "kind": "subnet", "counts": [1]} for row in rows] if query == READ_SHARERS else rows

    store = Subnet([("subnet", 1, 0), ("subnet", 6, 0), ("subnet", 3, 0)])
    found = asyncio.run(fetcher(store, 4, 100)(["a0"]))  # type: ignore[arg-type]
    assert store.read_of == [0, 1, 2]
    assert [(one.value, one.crowd, len(one.holders)) for one in found] == [("v1", True, 0), ("v2", False, 3)]
