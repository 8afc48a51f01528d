"""DataLoaders: whatever a query asks of many objects is one Cypher statement, however many they are."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeVar

from strawberry.dataloader import DataLoader

from app.api import queries as q
from app.api.account_rows import AccountFields
from app.api.asked import Fields, dated, whole
from app.api.blocking import blocking
from app.api.member_order import Orders
from app.api.member_pages import MemberPages
from app.api.stored_traffic import usage_rows
from app.graph.catalogue import Query
from app.graph.store import AsyncGraphStore, Row
from app.pipeline.traffic import Span, Subject, Usage, UsageReader, UsageRow
from app.rings.store.look_alike import MOST_GROUPS, POOL, Judged, judged
from app.rings.store.queries import LIST_JUDGED_GROUPS, LIST_NOTES, READ_LAST_RUN, READ_TRIAGE

K = TypeVar("K")
V = TypeVar("V")
MAX_LINKS: Final = 5_000
"""Identifiers with more links are counted, not walked."""

IdentifierKey = tuple[str, str]
"""(kind, value)."""


@dataclass(frozen=True, slots=True)
class PageKey:
    """A page of some owner's list. `options` are statement parameters that requests of one batch share."""

    owner: Hashable
    first: int
    after: tuple[Any, ...] | None = None
    options: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class RangeKey:
    """A ring's traffic in a half-open range of days."""

    ring_id: str
    from_day: date | None
    until_day: date | None


@dataclass(frozen=True, slots=True)
class UsageKey:
    """Traffic of a subject in a range of time, out of the facts."""

    subject: Subject
    span: Span


class Loader(DataLoader[K, V]):
    """Strawberry's, whose futures outlive whoever waits for them, and whose reading can be ended.

    Where a field fails, graphql-core cancels its siblings; the future that one of them waits for would be cancelled
    too, and with it the answer of every other field that asked for the same key, up to the whole request.
    """

    def __init__(self, load_fn: Callable[[list[K]], Awaitable[Sequence[V]]], reading: set[asyncio.Task[Any]]) -> None:
        async def tracked(keys: list[K]) -> Sequence[V | BaseException]:
            task = asyncio.current_task()
            assert task is not None  # noqa: S101 - coroutines run in tasks
            reading.add(task)
            try:
                return await load_fn(keys)
            finally:
                reading.discard(task)

        super().__init__(load_fn=tracked)

    def load(self, key: K) -> Awaitable[V]:
        """The value of a key."""
        future = asyncio.ensure_future(super().load(key))
        future.add_done_callback(_noticed)
        return asyncio.shield(future)


def _noticed(future: asyncio.Future[Any]) -> None:
    """Nobody may be left to be told of an error; asyncio would log it with its text."""
    if not future.cancelled():
        future.exception()


class Loaders:
    """One set a request: nothing is remembered beyond it, but the order of rings' members."""

    def __init__(self, store: AsyncGraphStore, usage: UsageReader, orders: Orders) -> None:
        self._store, self._reader, self._orders = store, usage, orders
        self.fields: Fields | None = None
        """What the operation asks for; None as long as it is not known."""
        self._reading: set[asyncio.Task[Any]] = set()
        self.touched: set[str] = set()
        """Node ids of what was read, for the audit log."""
        self.rings: Loader[str, Row | None] = Loader(self._rings, self._reading)
        self.accounts: Loader[str, Row | None] = Loader(self._accounts, self._reading)
        self.traffic: Loader[RangeKey, tuple[UsageRow, ...]] = Loader(self._traffic, self._reading)
        self.detected_through: Loader[str, date | None] = Loader(self._detected_through, self._reading)
        self.usage: Loader[UsageKey, Usage] = Loader(self._usage, self._reading)
        self.judgements: Loader[str, list[Row]] = Loader(self._judgements, self._reading)
        self.judgement: Loader[str, Row | None] = Loader(self._judgement, self._reading)
        self.triage: Loader[str, Row | None] = Loader(self._triage, self._reading)
        self.notes: Loader[str, list[Row]] = Loader(self._notes, self._reading)
        self.judged: Loader[str, list[Judged]] = Loader(self._judged, self._reading)
        self.identifiers: Loader[IdentifierKey, Row | None] = Loader(self._identifiers, self._reading)
        self.members: Loader[PageKey, list[Row]] = Loader(self._members, self._reading)
        self.account_rings = self._pages(q.LIST_ACCOUNT_RINGS, _owned)
        self.account_identifiers = self._pages(q.LIST_ACCOUNT_IDENTIFIERS, _owned)
        self.identifier_accounts = self._pages(q.LIST_IDENTIFIER_ACCOUNTS, _identified)
        self.identifier_rings = self._pages(q.LIST_IDENTIFIER_RINGS, _identified)

    def fresh(self) -> Loaders:
        """Another set, which remembers nothing."""
        fresh = Loaders(self._store, self._reader, self._orders)
        fresh.fields = self.fields
        return fresh

    def end(self) -> None:
        """End what is still being read, in the database too: the request is over, by its time or by an error."""
        for task in list(self._reading):
            task.cancel()

    def forget(self) -> None:
        """After a change everything that it may have touched is read again."""
        for loader in (self.rings, self.judgement, self.judgements, self.triage, self.notes):
            loader.clear_all()

    def _pages(self, query: Query, row: Callable[[PageKey], Row]) -> Loader[PageKey, list[Row]]:
        """A loader of pages; requests that differ only in owner and position share a statement."""

        async def load(keys: list[PageKey]) -> list[list[Row]]:
            answers: list[list[Row]] = [[] for _ in keys]
            groups: dict[tuple[int, tuple[tuple[str, Any], ...]], list[Row]] = defaultdict(list)
            for index, key in enumerate(keys):
                after = list(key.after) if key.after is not None else None
                groups[key.first, key.options].append({**row(key), "index": index, "after": after})
            for (first, options), rows in groups.items():
                params = {name: list(v) if isinstance(v, tuple) else v for name, v in options}
                for answer in await self._store.read(query, rows=rows, limit=first + 1, **params):
                    answers[answer["index"]] = answer["page"]
            return answers

        return Loader(load, self._reading)

    async def _members(self, keys: list[PageKey]) -> list[list[Row]]:
        return await MemberPages(self._store, self._orders, self.fields).load(keys)

    async def _rings(self, ring_ids: list[str]) -> list[Row | None]:
        rows = await self._store.read(q.READ_RINGS, ring_ids=ring_ids, whole=whole(self.fields, "Ring"))
        self.touched.update(f"Ring:{row['ring_id']}" for row in rows)
        return _aligned(ring_ids, {row["ring_id"]: row["ring"] for row in rows})

    async def _accounts(self, account_ids: list[str]) -> list[Row | None]:
        self.touched.update(f"Account:{account_id}" for account_id in account_ids)
        named = AccountFields.of(self.fields)
        options = {"properties": named.properties, "moments": named.moments}
        rows = await self._store.read(q.READ_ACCOUNTS, account_ids=account_ids, **options)
        return _aligned(account_ids, {row["account_id"]: named.told(**row) for row in rows})

    async def _traffic(self, keys: list[RangeKey]) -> list[tuple[UsageRow, ...]]:
        found: dict[RangeKey, tuple[UsageRow, ...]] = {}
        for from_day, until_day in {(key.from_day, key.until_day) for key in keys}:
            ids = [key.ring_id for key in keys if (key.from_day, key.until_day) == (from_day, until_day)]
            for row in await self._store.read(
                q.READ_RING_TRAFFIC, ring_ids=ids, from_day=from_day, until_day=until_day
            ):
                found[RangeKey(row["ring_id"], from_day, until_day)] = usage_rows(row["groups"])
        return [found.get(key, ()) for key in keys]

    async def _detected_through(self, keys: list[str]) -> list[date | None]:
        rows = await self._store.read(READ_LAST_RUN)
        return [rows[0]["as_of"] if rows else None for _ in keys]

    async def _usage(self, keys: list[UsageKey]) -> list[Usage]:
        """One pass over the facts a range of time, however many ask for it."""
        found: dict[UsageKey, Usage] = {}
        for span in dict.fromkeys(key.span for key in keys):
            subjects = [key.subject for key in keys if key.span == span]
            usages = await blocking(self._store, self._reader.read, subjects, span)
            found |= {UsageKey(subject, span): usage for subject, usage in zip(subjects, usages, strict=True)}
        return [found[key] for key in keys]

    async def _judgements(self, ring_ids: list[str]) -> list[list[Row]]:
        rows = await self._store.read(q.LIST_JUDGEMENTS, ring_ids=ring_ids)
        found = {row["ring_id"]: row["judgements"] for row in rows}
        return [found.get(ring_id, []) for ring_id in ring_ids]

    async def _judgement(self, judgement_ids: list[str]) -> list[Row | None]:
        rows = await self._store.read(q.READ_JUDGEMENTS, judgement_ids=judgement_ids)
        return _aligned(judgement_ids, {row["judgement_id"]: row["judgement"] for row in rows})

    async def _triage(self, ring_ids: list[str]) -> list[Row | None]:
        rows = await self._store.read(READ_TRIAGE, ring_ids=ring_ids)
        return _aligned(ring_ids, {row["ring_id"]: row["triage"] for row in rows})

    async def _notes(self, ring_ids: list[str]) -> list[list[Row]]:
        rows = await self._store.read(LIST_NOTES, ring_ids=ring_ids)
        found = {row["ring_id"]: row["notes"] for row in rows}
        return [found.get(ring_id, []) for ring_id in ring_ids]

    async def _judged(self, keys: list[str]) -> list[list[Judged]]:
        rows = await self._store.read(LIST_JUDGED_GROUPS, states=list(POOL), limit=MOST_GROUPS)
        groups = [judged(**row) for row in rows]
        return [groups for _ in keys]

    async def _identifiers(self, keys: list[IdentifierKey]) -> list[Row | None]:
        rows = [{"index": index, "kind": kind, "value": value} for index, (kind, value) in enumerate(keys)]
        answers = await self._store.read(q.READ_IDENTIFIERS, rows=rows, max_links=MAX_LINKS, dated=dated(self.fields))
        return _aligned(range(len(keys)), {row["index"]: row for row in answers})


def _owned(key: PageKey) -> Row:
    return {"owner": key.owner}


def _identified(key: PageKey) -> Row:
    owner: Any = key.owner
    return {"kind": owner[0], "value": owner[1]}


def _aligned(keys: Sequence[Any], found: dict[Any, Row]) -> list[Row | None]:
    return [found.get(key) for key in keys]
