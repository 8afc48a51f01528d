"""Reads without a transaction of their own are retried, limited and chained to writes as managed transactions are."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import neo4j
import pytest
from hypothesis import given
from hypothesis import strategies as st
from neo4j import exceptions as errors

from app.api.queries import READ_STATUS
from app.errors import GraphError, GraphUnavailable
from app.graph import AsyncNeo4jStore
from app.graph.driver import request_id

AWAY = [errors.ServiceUnavailable("restarting"), errors.SessionExpired("dead"), errors.TransientError("leader")]
ROWS = [{"n": 1}, {"n": 2}, {"n": 3}]


class Driver:
    """A driver whose reads fail after some rows, once for each number of `after`."""

    def __init__(self, after: list[int], error: Exception) -> None:
        self.after, self.error = after, error
        self.sent: list[neo4j.Query] = []
        self.options: list[dict[str, Any]] = []

    def session(self, **options: Any) -> Driver:
        self.options.append(options)
        return self

    async def __aenter__(self) -> Driver:
        return self

    async def __aexit__(self, *_: object) -> None:
        return None

    async def run(self, sent: neo4j.Query, params: dict[str, Any]) -> AsyncIterator[neo4j.Record]:
        self.sent.append(sent)
        return self.records(self.after.pop() if self.after else len(ROWS))

    async def records(self, count: int) -> AsyncIterator[neo4j.Record]:
        for row in ROWS[:count]:
            yield neo4j.Record(row)
        if count < len(ROWS):
            raise self.error


def opened(driver: Driver) -> AsyncNeo4jStore:
    return AsyncNeo4jStore(driver, timeout=7.0)  # type: ignore[arg-type]


@given(after=st.lists(st.integers(0, 2), max_size=2), error=st.sampled_from(AWAY))
async def test_a_connection_that_is_lost_is_not_told_and_no_row_comes_twice(after: list[int], error: Exception):
    driver, tries = Driver([*after], error), len(after) + 1
    assert await opened(driver).read(READ_STATUS) == ROWS
    assert len(driver.sent) == tries


async def test_who_stays_away_is_told(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("app.graph.async_store.RETRY_SECONDS", 0.1)
    with pytest.raises(GraphUnavailable):
        await opened(Driver([0] * 99, AWAY[0])).read(READ_STATUS)


async def test_a_statement_that_is_refused_is_not_sent_again():
    driver = Driver([0, 0], errors.ClientError("bad"))
    with pytest.raises(GraphError):
        await opened(driver).read(READ_STATUS)
    assert len(driver.sent) == 1


async def test_a_read_carries_its_limit_its_request_and_what_was_written():
    driver = Driver([], AWAY[0])
    store = opened(driver)
    given_id = request_id.set("q-1")
    try:
        await store.read(READ_STATUS)
        await store.read(READ_STATUS)
    finally:
        request_id.reset(given_id)
    [sent, _] = driver.sent
    assert (sent.timeout, (sent.metadata or {})["request"]) == (7.0, "q-1")
    first, second = driver.options
    assert first["bookmark_manager"] is second["bookmark_manager"] is not None
    assert first["default_access_mode"] == neo4j.READ_ACCESS
