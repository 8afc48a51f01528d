"""Relay connections: generic edges and pages, made from rows that carry their position."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Hashable, Sequence
from typing import Any, Generic, TypeVar

import strawberry
from strawberry.dataloader import DataLoader

from app.api.context import Info
from app.api.described import attr, listed, resolved
from app.api.loaders import PageKey
from app.api.paging import Position, checked_first, list_name
from app.api.scalars import Long
from app.api.values import PageInfo
from app.graph.store import Row

T = TypeVar("T")
Counter = Callable[[], Awaitable[int | None]]


def _cursor(self: Any, info: Info) -> str:
    """Signed when it is asked for: most pages ask for the last one only."""
    return info.context.cursors.encode(self.name, self.position)


@strawberry.type(description="A row of a page, with the cursor that asks for what follows it.")
class Edge(Generic[T]):
    """Relay edge."""

    cursor: str = attr(
        "Position of this row; give it as `after`. Holds for the same filter and order only.", resolver=_cursor
    )
    node: T = attr("The row itself.")
    name: strawberry.Private[str]
    position: strawberry.Private[Position]


@strawberry.type(description="A page of a list (Relay connection).")
class Connection(Generic[T]):
    """Rows after a position, in a stable order."""

    edges: list[Edge[T]] = listed("The rows with their cursors.", size=1)
    nodes: list[T] = listed("The rows without cursors.", size=1)
    page_info: PageInfo = attr("Whether more follows, and from where.")
    count: strawberry.Private[Counter]

    @resolved("Rows in the whole list; null where counting would cost too much.", cost=2)
    async def total_count(self) -> Long | None:
        """Count on demand."""
        total = await self.count()
        return None if total is None else Long(total)


async def not_counted() -> int | None:
    """For lists whose length is told elsewhere."""
    return None


def make_page(
    info: Info, name: str, rows: Sequence[Row], first: int, after: str | None, make: Callable[[Row], T], count: Counter
) -> Connection[T]:
    """A connection from up to `first` + 1 rows."""
    edges = [Edge(node=make(row), name=name, position=row["position"]) for row in rows[:first]]
    info.context.loaders.touched.update(name for edge in edges for name in _node_ids(edge.node))
    page_info = PageInfo(
        has_next_page=len(rows) > first,
        has_previous_page=after is not None,
        start_cursor=_cursor(edges[0], info) if edges else None,
        end_cursor=_cursor(edges[-1], info) if edges else None,
    )
    return Connection(edges=edges, nodes=[edge.node for edge in edges], page_info=page_info, count=count)


def _node_ids(node: Any) -> list[str]:
    """Of a ring or account, or of the account that a row is about."""
    return [node_id for one in (node, getattr(node, "account", None)) if (node_id := getattr(one, "node_id", None))]


async def load_page(
    info: Info,
    loader: DataLoader[PageKey, list[Row]],
    owner: Hashable,
    first: int,
    after: str | None,
    make: Callable[[Row], T],
    count: Counter = not_counted,
    **options: Any,
) -> Connection[T]:
    """A page of an owner's list through a loader: pages of many owners are one statement."""
    name = list_name(info.field_name, owner, options)
    position = info.context.cursors.decode(name, after)
    key = PageKey(owner, checked_first(first), tuple(position) if position else None, tuple(sorted(options.items())))
    return make_page(info, name, await loader.load(key), first, after, make, count)
