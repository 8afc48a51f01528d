"""The port to Neo4j for the API: async, each transaction with a time limit at which the database cancels it too."""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeVar

import neo4j
import structlog
from neo4j import exceptions as errors

from app.errors import GraphUnavailable
from app.graph.catalogue import Query
from app.graph.driver import metadata, request_id, translated
from app.graph.store import Row, Step
from app.graph.values import row

T = TypeVar("T")
Work = Callable[[neo4j.AsyncSession], Awaitable[T]]
QUERY_SECONDS: Final = 10.0
SLOW_SECONDS: Final = 1.0
"""Statements of requests that take longer are logged."""
log = structlog.get_logger("ringleader.graph")
_GRACE: Final = 2.0
RETRY_SECONDS: Final = 2.0
"""How long a request waits for a database that restarts or a deadlock that clears, before its client is told."""


class _NothingError(Exception):
    """Takes back a transaction in which a step found nothing."""


class AsyncNeo4jStore:
    """AsyncGraphStore. Each call opens a session of its own: a session is never shared between tasks.

    `driver` may be exchanged while the store is in use: what runs ends on the one that it began with.
    """

    def __init__(self, driver: neo4j.AsyncDriver, database: str = "neo4j", timeout: float = QUERY_SECONDS) -> None:
        self.driver, self.database, self.timeout = driver, database, timeout
        self._bookmarks = neo4j.AsyncGraphDatabase.bookmark_manager()

    async def read(self, query: Query, /, **params: Any) -> list[Row]:
        """All rows of a read statement. Raises GraphUnavailable when it takes longer than the limit.

        One statement needs no transaction around it: without BEGIN and COMMIT it is one round trip for three.
        """

        async def work(session: neo4j.AsyncSession) -> list[Row]:
            return await _rows(session, self._limited(query), query, params)

        return await self._managed(neo4j.READ_ACCESS, work)

    async def write(self, *steps: Step) -> list[list[Row]]:
        """Several statements in one managed transaction, retried whole; rows of each step."""

        async def work(tx: neo4j.AsyncTransaction) -> list[list[Row]]:
            return [await _rows(tx, query.statement.sent, query, dict(params)) for query, params in steps]

        return await self._transacted(work)

    async def write_whole(self, *steps: Step) -> list[list[Row]]:
        """All steps or none: one without a row takes back the transaction, and the answer ends with it."""
        done: list[list[Row]] = []

        async def work(tx: neo4j.AsyncTransaction) -> None:
            done.clear()
            for query, params in steps:
                done.append(await _rows(tx, query.statement.sent, query, dict(params)))
                if not done[-1]:
                    raise _NothingError

        with contextlib.suppress(_NothingError):
            await self._transacted(work)
        return done

    async def _transacted(self, work: Callable[[neo4j.AsyncTransaction], Awaitable[T]]) -> T:
        async def whole(session: neo4j.AsyncSession) -> T:
            return await _transact(session, work, self.timeout)

        return await self._managed(neo4j.WRITE_ACCESS, whole)

    def _limited(self, query: Query) -> neo4j.Query:
        """A statement with the time at which the database cancels it."""
        return neo4j.Query(query.statement.sent, metadata=metadata(), timeout=self.timeout)

    async def _managed(self, mode: str, work: Work[T]) -> T:
        async def attempt() -> T:
            async with self.driver.session(
                database=self.database, default_access_mode=mode, bookmark_manager=self._bookmarks
            ) as session:
                return await work(session)

        try:
            # The second clock is for a server that no longer answers at all.
            async with asyncio.timeout(self.timeout + _GRACE):
                with translated():
                    return await _retried(attempt)
        except TimeoutError as error:
            raise GraphUnavailable("Neo4j did not answer in time", do="Try again") from error


async def _retried(attempt: Callable[[], Awaitable[T]]) -> T:
    """As `neo4j_store.retried`, for as long as a client waits; a COMMIT whose answer was lost is final here too."""
    until, wait = time.monotonic() + RETRY_SECONDS, 0.05
    while True:
        try:
            return await attempt()
        except (errors.DriverError, errors.Neo4jError) as error:
            if not error.is_retryable() or time.monotonic() + wait > until:
                raise
        await asyncio.sleep(wait * random.uniform(0.5, 1.5))  # noqa: S311 - spreads retries, guards nothing
        wait *= 2


async def _transact(
    session: neo4j.AsyncSession, work: Callable[[neo4j.AsyncTransaction], Awaitable[T]], timeout: float
) -> T:
    """Run work in one transaction, as `neo4j_store.transact` does and for the same reason."""
    tx = await session.begin_transaction(metadata=metadata(), timeout=timeout)
    try:
        done = await work(tx)
        await tx.commit()
    except (errors.DriverError, errors.Neo4jError):
        raise
    except asyncio.CancelledError:
        tx.cancel()
        raise
    except BaseException:
        await tx.rollback()
        raise
    return done


async def _rows(
    runs: neo4j.AsyncSession | neo4j.AsyncTransaction, sent: Any, query: Query, params: dict[str, Any]
) -> list[Row]:
    started = time.perf_counter()
    try:
        result = await runs.run(sent, params)
        return [row(record) async for record in result]
    finally:
        _tell_slow(query, time.perf_counter() - started)


def _tell_slow(query: Query, seconds: float) -> None:
    """Name slow statements and the request that asked; never their parameters, which may hold personal data."""
    asked_by = request_id.get()
    if asked_by and seconds > SLOW_SECONDS:
        log.warning("slow statement", statement=query.name, milliseconds=round(seconds * 1000), request_id=asked_by)
