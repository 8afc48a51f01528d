"""What several accounts share, and who else has it, without reading more of the graph than a bound.

Everybody asks the popular topics, so that a few accounts are met by hundreds of identifiers of thousands of links each.
First only degrees are read, which Neo4j keeps beside each node; then who has the rarest, as far as the bound allows.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final

from app.graph.store import AsyncGraphStore
from app.rings.store import queries as q

Identifier = tuple[str, str]
"""(kind, value)."""

MAX_LINKS: Final = 5_000
"""Links to accounts that a step of a neighbourhood reads."""
MAX_PATH_LINKS: Final = 20_000
"""The same of a path, which looks for one account and not for something to draw."""
NARROW: Final = 2
"""Accounts of a step that waits for no other: the ends of a path."""
LINKS_OF_ADDRESS: Final = 3
"""What an address of a subnet is taken for: its links are counted only by walking to each."""


@dataclass(frozen=True, slots=True)
class Shared:
    """An identifier with the accounts that have it; `holders` are not known of a crowd, nor of what was not read."""

    kind: str
    value: str
    sources: tuple[str, ...]
    """Those of the accounts that were asked about."""
    holders: tuple[str, ...]
    crowd: bool = False
    """More accounts have it than may be walked."""
    unread: bool = False
    """There was no room to read who has it, as it is not among the rarest."""

    @property
    def identifier(self) -> Identifier:
        """(kind, value)."""
        return self.kind, self.value


Fetch = Callable[[Sequence[str]], Awaitable[list[Shared]]]
"""Asks what several accounts share, with everybody who has it."""


async def shared_among(store: AsyncGraphStore, account_ids: Sequence[str]) -> list[Shared]:
    """Identifiers that at least two of the accounts have; who else has them is not read."""
    rows = await store.read(q.READ_SHARERS, account_ids=list(account_ids), least=2, max_degree=1)
    return [Shared(row["kind"], row["value"], tuple(row["sources"]), tuple(row["sources"])) for row in rows]


def fetcher(store: AsyncGraphStore, max_degree: int, max_links: int = MAX_LINKS) -> Fetch:
    """Asks the graph for what the accounts have, by kind and value; `max_links` are read of it, the rarest first."""

    async def fetch(account_ids: Sequence[str]) -> list[Shared]:
        asked = await store.read(q.READ_SHARERS, account_ids=list(account_ids), least=1, max_degree=max_degree)
        met = [_Met(**row) for row in asked]
        open_ones = [one for one in met if not one.is_crowd(max_degree) and not one.only_sources]
        chosen = _rarest(open_ones, max_links)
        rows = [{"index": index, "kind": one.kind, "value": one.value} for index, one in enumerate(chosen)]
        told = await store.read(q.READ_HOLDERS, rows=rows, max_degree=max_degree) if rows else []
        holders = {chosen[row["index"]].identifier: row["holders"] for row in told}
        found = [one.shared(max_degree, holders.get(one.identifier)) for one in met]
        return [one for one in found if one.crowd or one.unread or len(one.holders) > 1]

    return fetch


def in_turn(fetch: Fetch, turns: asyncio.Semaphore) -> Fetch:
    """The same, but steps of several accounts wait for each other, so that short questions need not wait for them."""

    async def wide(account_ids: Sequence[str]) -> list[Shared]:
        if len(account_ids) <= NARROW:
            return await fetch(account_ids)
        async with turns:
            return await fetch(account_ids)

    return wide


@dataclass(frozen=True, slots=True)
class _Met:
    """What is known of an identifier before anybody else who has it was read."""

    kind: str
    value: str
    sources: list[str]
    own: int
    """Links from the sources."""
    counts: list[int]
    """Links of each type: at most one from an account; of a subnet its addresses."""

    @property
    def identifier(self) -> Identifier:
        return self.kind, self.value

    @property
    def links(self) -> int:
        """Links that are read to know who has it; of a subnet a guess."""
        return sum(self.counts) * (LINKS_OF_ADDRESS if self.kind == "subnet" else 1)

    @property
    def only_sources(self) -> bool:
        """Whether surely nobody but the sources has it."""
        return self.kind != "subnet" and self.own == self.links

    def is_crowd(self, max_degree: int) -> bool:
        """Whether surely more accounts have it than may be walked."""
        return self.kind != "subnet" and max(self.counts) > max_degree

    def shared(self, max_degree: int, holders: Sequence[str] | None) -> Shared:
        """With what was read of it, if anything was."""
        sources, known = tuple(self.sources), self.sources if self.only_sources else holders
        if self.is_crowd(max_degree) or len(known or ()) > max_degree:
            return Shared(self.kind, self.value, sources, (), crowd=True)
        return Shared(self.kind, self.value, sources, tuple(known or ()), unread=known is None)


def _rarest(met: Sequence[_Met], max_links: int) -> list[_Met]:
    """Those of the fewest links, as many as there is room for; the first in any case."""
    chosen: list[_Met] = []
    left = max_links
    for one in sorted(met, key=lambda each: (each.links, each.identifier)):
        if chosen and one.links > left:
            break
        chosen.append(one)
        left -= one.links
    return chosen


def surely_shared(one: Shared) -> bool:
    """Whether two accounts or more have what was not read: a subnet may have all its addresses from one."""
    return len(one.sources) > 1 or one.kind != "subnet"
