"""Pages of rings' members: their places out of the order that the server keeps, what they tell out of the graph."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import nullcontext
from typing import Any, Final, Protocol

from app.api import queries as q
from app.api.account_rows import AccountFields
from app.api.asked import Fields, whole
from app.api.member_order import Order, Orders
from app.errors import GraphUnavailable
from app.graph.store import AsyncGraphStore, Row

TRIES: Final = 4
"""How often a page is read while detections replace its ring."""


class Asking(Protocol):
    """A page of a ring's members."""

    @property
    def owner(self) -> Any:
        """The ring's id."""

    @property
    def first(self) -> int:
        """Rows of the page; one more is read."""

    @property
    def after(self) -> tuple[Any, ...] | None:
        """Position that the page follows."""


class MemberPages:
    """Reads pages for one request, whose operation asks for `fields`; None: for everything."""

    def __init__(self, store: AsyncGraphStore, orders: Orders, fields: Fields | None) -> None:
        self._store, self._orders = store, orders
        self._accounts = AccountFields.of(fields)
        self._evidence = whole(fields, "Member")

    async def load(self, keys: Sequence[Asking]) -> list[list[Row]]:
        """A page for each key. Raises GraphUnavailable where rings change faster than they can be read."""
        async with self._orders.walk if all(key.after for key in keys) else nullcontext():
            return await self._load(keys)

    async def _load(self, keys: Sequence[Asking]) -> list[list[Row]]:
        answers: list[list[Row]] = [[] for _ in keys]
        waiting = list(range(len(keys)))
        for _ in range(TRIES):
            asked = [(index, keys[index]) for index in waiting]
            pages = await self._read_pages(asked, await self._read_orders({key.owner for _, key in asked}))
            waiting = [index for index in waiting if pages.get(index, ()) is None]
            for index, page in pages.items():
                answers[index] = page or []
            if not waiting:
                return answers
            for index in waiting:
                self._orders.drop(keys[index].owner)
        raise GraphUnavailable("the members of this ring change right now", do="Try again")

    async def _read_orders(self, ring_ids: Collection[str]) -> dict[str, Order]:
        """By ring; held for the page whatever else comes to be kept, and goes, while it is read."""
        orders = {one: order for one in ring_ids if (order := self._orders.get(one))}
        missing = sorted(set(ring_ids) - orders.keys())
        for row in await self._store.read(q.READ_MEMBER_ORDER, ring_ids=missing) if missing else ():
            orders[row["ring_id"]] = order = Order.of(row)
            if row["settled"]:
                self._orders.keep(row["ring_id"], order)
        return orders

    async def _read_pages(
        self, asked: Iterable[tuple[int, Asking]], orders: Mapping[str, Order]
    ) -> dict[int, list[Row] | None]:
        """By index; None for a ring whose order is another one by now. Unknown rings have no page."""
        places = {
            index: (order, order.after(key.after, key.first + 1), key.owner)
            for index, key in asked
            if (order := orders.get(key.owner))
        }
        rows = [
            {"index": index, "owner": owner, "account_ids": [order.account_ids[place] for place in span]}
            for index, (order, span, owner) in places.items()
        ]
        named = self._accounts
        options = {"properties": named.properties, "moments": named.moments, "with_evidence": self._evidence}
        found: dict[int, list[Row] | None] = dict.fromkeys(places)
        for row in await self._store.read(q.READ_MEMBERS, rows=rows, **options) if rows else ():
            order, span, _ = places[row["index"]]
            page = order.rows(span, row["revision"], row["members"])
            found[row["index"]] = None if page is None else [self._told(one) for one in page]
        return found

    def _told(self, row: Row) -> Row:
        """A row as `Member.of` takes it."""
        account_id, score, bits, evidence, properties, moments = row["told"]
        account = self._accounts.told(account_id, properties, moments)
        return {"position": row["position"], "account": account, "score": score, "bits": bits, "evidence": evidence}
