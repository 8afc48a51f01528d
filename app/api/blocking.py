"""Runs what the command line runs, in a worker thread, on the API's async store."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from app.graph.catalogue import Query
from app.graph.store import AsyncGraphStore, GraphStore, Row, Step

P = ParamSpec("P")
T = TypeVar("T")


class _Blocking:
    """The async store as the blocking one that the command line's functions use, for use in a worker thread."""

    def __init__(self, store: AsyncGraphStore) -> None:
        self._store, self._loop = store, asyncio.get_running_loop()

    def read(self, query: Query, /, **params: Any) -> list[Row]:
        return asyncio.run_coroutine_threadsafe(self._store.read(query, **params), self._loop).result()

    def write(self, *steps: Step) -> list[list[Row]]:
        return asyncio.run_coroutine_threadsafe(self._store.write(*steps), self._loop).result()


async def blocking(
    store: AsyncGraphStore, function: Callable[Concatenate[GraphStore, P], T], *args: P.args, **options: P.kwargs
) -> T:
    """Call a function that uses a blocking store; the event loop stays free."""
    return await asyncio.to_thread(function, cast(GraphStore, _Blocking(store)), *args, **options)
