"""The port to Neo4j, blocking and async: retries, time-outs, conversion of values, one error tree."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from typing import Any, Final

import neo4j
from neo4j import exceptions as errors
from neo4j import time as neo4j_time

from app.errors import GraphError, GraphRefused, GraphUnavailable
from app.graph.catalogue import Query
from app.graph.queries import CREATE_LOAD_UNIT
from app.graph.store import Row, Step

DRIVER_OPTIONS: Final[dict[str, Any]] = {
    "connection_acquisition_timeout": 10.0,
    "connection_timeout": 5.0,
    "liveness_check_timeout": 60.0,
    "max_transaction_retry_time": 30.0,
    "telemetry_disabled": True,
    "notifications_min_severity": "OFF",
}
LOST_COMMIT_TRIES: Final = 10


class _UnitApplied(Exception):
    """The key of a load unit exists: its transaction was committed before."""


def plain(value: Any) -> Any:
    """Turn a driver value into plain Python: native dates, nodes and links as dicts."""
    if isinstance(value, neo4j_time.DateTime | neo4j_time.Date | neo4j_time.Time):
        return value.to_native()
    if isinstance(value, list):
        simple = not value or type(value[0]) in (int, str, float, bool)
        return value if simple else [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, neo4j.graph.Entity):
        return {key: plain(value[key]) for key in value}
    return value


def _row(record: neo4j.Record) -> Row:
    return {key: plain(record[key]) for key in record.keys()}  # noqa: SIM118 - iterating a record gives values


@contextlib.contextmanager
def translated() -> Iterator[None]:
    """Driver errors become ours; Cypher text and parameters never reach the message."""
    try:
        yield
    except (errors.AuthError, errors.ConfigurationError) as error:
        raise GraphRefused("Neo4j refused the user or password", do="Check NEO4J_USER and NEO4J_PASSWORD") from error
    except (errors.ServiceUnavailable, errors.SessionExpired, errors.TransientError, OSError) as error:
        raise GraphUnavailable(
            "Neo4j cannot be reached or is overloaded", do="Try again; `ringleader doctor` tells more"
        ) from error
    except errors.Neo4jError as error:
        if error.code and "TransactionTimedOut" in error.code:
            raise GraphUnavailable("the query took too long and was cancelled", do="Ask for less") from error
        raise GraphError(f"Neo4j refused a statement ({error.code})") from error
    except errors.DriverError as error:
        raise GraphUnavailable(f"the connection to Neo4j failed ({type(error).__name__})", do="Try again") from error


def make_driver(uri: str, user: str, password: str) -> neo4j.Driver:
    """A blocking driver with this project's options."""
    return neo4j.GraphDatabase.driver(uri, auth=(user, password), **DRIVER_OPTIONS)


class Neo4jStore:
    """GraphStore on a real Neo4j. Sessions are short; each call opens its own."""

    def __init__(self, driver: neo4j.Driver, database: str = "neo4j", timeout: float | None = None) -> None:
        self.driver, self.database, self.timeout = driver, database, timeout

    def _session(self, mode: str) -> neo4j.Session:
        return self.driver.session(database=self.database, default_access_mode=mode, bookmark_manager=None)

    def _work(self, function: Any) -> Any:
        return neo4j.unit_of_work(timeout=self.timeout)(function)

    def read(self, query: Query, /, **params: Any) -> list[Row]:
        """All rows of a read statement, with retries on transient errors."""

        def work(tx: neo4j.ManagedTransaction) -> list[Row]:
            return [_row(record) for record in tx.run(query.statement.sent, params)]

        with translated(), self._session(neo4j.READ_ACCESS) as session:
            rows: list[Row] = session.execute_read(self._work(work))
            return rows

    def stream(self, query: Query, /, **params: Any) -> Iterator[Row]:
        """Rows one by one, for results larger than memory; no retry after the first row."""
        with translated(), self._session(neo4j.READ_ACCESS) as session:
            for record in session.run(query.statement.sent, params):
                yield _row(record)

    def write(self, *steps: Step) -> list[list[Row]]:
        """Several statements in one managed transaction, retried whole; rows of each step."""
        with translated(), self._session(neo4j.WRITE_ACCESS) as session:
            rows: list[list[Row]] = session.execute_write(self._work(_steps_work(steps)))
            return rows

    def apply_unit(self, key: str, steps: Sequence[Step]) -> bool:
        """One LoadUnit in one transaction whose first statement creates the key; False if it was applied before."""

        def work(tx: neo4j.ManagedTransaction) -> None:
            try:
                tx.run(CREATE_LOAD_UNIT.statement.sent, {"key": key}).consume()
            except errors.ConstraintError as error:
                raise _UnitApplied from error
            _steps_work(steps)(tx)

        for attempt in range(LOST_COMMIT_TRIES):
            try:
                with translated(), self._session(neo4j.WRITE_ACCESS) as session:
                    session.execute_write(self._work(work))
                    return True
            except _UnitApplied:
                return attempt > 0
            except GraphUnavailable as error:
                # The answer to COMMIT was lost: the key tells on the next try whether it happened.
                if not isinstance(error.__cause__, errors.IncompleteCommit):
                    raise
        raise GraphUnavailable(
            "the answer to COMMIT was lost again and again", do="Run the verb again: nothing counts twice"
        )

    def auto(self, query: Query, /, **params: Any) -> list[Row]:
        """An auto-commit statement (mode auto or schema)."""
        with translated(), self._session(neo4j.WRITE_ACCESS) as session:
            return [_row(record) for record in session.run(query.statement.sent, params)]


def _steps_work(steps: Sequence[Step]) -> Any:
    def work(tx: neo4j.ManagedTransaction) -> list[list[Row]]:
        return [[_row(record) for record in tx.run(query.statement.sent, dict(params))] for query, params in steps]

    return work


class AsyncNeo4jStore:
    """AsyncGraphStore for the API: every statement has a time-out at which the database cancels it too."""

    def __init__(self, driver: neo4j.AsyncDriver, database: str = "neo4j", timeout: float = 10.0) -> None:
        self.driver, self.database, self.timeout = driver, database, timeout

    @contextlib.asynccontextmanager
    async def _session(self, mode: str) -> AsyncIterator[neo4j.AsyncSession]:
        with translated():
            async with self.driver.session(database=self.database, default_access_mode=mode) as session:
                yield session

    async def read(self, query: Query, /, **params: Any) -> list[Row]:
        """All rows of a read statement."""

        @neo4j.unit_of_work(timeout=self.timeout, metadata=_metadata(params))
        async def work(tx: neo4j.AsyncManagedTransaction) -> list[Row]:
            result = await tx.run(query.statement.sent, params)
            return [_row(record) async for record in result]

        async with self._session(neo4j.READ_ACCESS) as session:
            return await session.execute_read(work)

    async def write(self, *steps: Step) -> list[list[Row]]:
        """Several statements in one managed transaction."""

        @neo4j.unit_of_work(timeout=self.timeout)
        async def work(tx: neo4j.AsyncManagedTransaction) -> list[list[Row]]:
            answers = []
            for query, params in steps:
                result = await tx.run(query.statement.sent, dict(params))
                answers.append([_row(record) async for record in result])
            return answers

        async with self._session(neo4j.WRITE_ACCESS) as session:
            return await session.execute_write(work)


def _metadata(params: Mapping[str, Any]) -> dict[str, Any]:
    """Transaction metadata: the request id where the caller's context has one."""
    del params
    return {"app": "ringleader"}
