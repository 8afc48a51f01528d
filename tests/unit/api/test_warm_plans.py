"""Before anybody asks, each read statement was planned for each length of list that the database plans apart."""

from __future__ import annotations

import asyncio
from typing import Any

from app.api import warm
from app.graph.catalogue import Query


class Recorded:
    """Answers nothing and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, Any]]] = []

    async def read(self, query: Query, /, **params: Any) -> list[Any]:
        self.asked.append((query.name, params))
        return []


def lengths(asked: list[tuple[str, dict[str, Any]]]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for name, params in asked:
        found.setdefault(name, set()).update(len(value) for value in params.values() if isinstance(value, list))
    return found


def test_statements_that_take_lists_are_planned_for_each_length():
    first, later = Recorded(), Recorded()
    asyncio.run(warm.plan_statements(first))  # type: ignore[arg-type]
    asyncio.run(warm.plan_longer_lists(later))  # type: ignore[arg-type]
    once, more = lengths(first.asked), lengths(later.asked)
    with_lists = {name for name, sizes in once.items() if 1 in sizes}
    assert more.keys() == with_lists < once.keys()
    assert {"rings/read_sharers", "rings/read_holders", "api/read_accounts"} <= with_lists
    assert all(sizes - {0} == {2, 11, 101} for sizes in more.values())
