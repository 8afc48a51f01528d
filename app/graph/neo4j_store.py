"""The port to Neo4j for jobs: blocking, managed transactions with retries, load units that apply once."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import neo4j
from neo4j import exceptions as errors

from app.errors import GraphUnavailable, UnitApplied
from app.graph.catalogue import PREFIX, Query
from app.graph.driver import metadata, translated
from app.graph.queries import MERGE_LOAD_UNIT
from app.graph.store import Row, Step
from app.graph.values import row

T = TypeVar("T")
Work = Callable[[neo4j.Transaction], T]
RETRY_SECONDS: Final = 30.0
LOST_COMMIT_TRIES: Final = 10


@dataclass(frozen=True, slots=True)
class Fence:
    """What a writing transaction does first, and how long it may take: who lost the lease writes nothing."""

    check: Callable[[neo4j.Transaction], None]
    seconds: float


@dataclass(frozen=True, slots=True)
class Plan:
    """A statement's plan: r, w, rw or s; the names it returns; the driver's tree of operators."""

    kind: str
    columns: list[str]
    tree: dict[str, Any]


class Neo4jStore:
    """GraphStore on a real Neo4j. Each call opens a session of its own, so threads may share a store.

    `alive` tells whether the server can still come back: a dead child of ours is not waited for. `fence` is set by the
    lease while it is held.
    """

    def __init__(
        self,
        driver: neo4j.Driver,
        database: str = "neo4j",
        *,
        timeout: float | None = None,
        alive: Callable[[], bool] = lambda: True,
    ) -> None:
        self.driver, self.database, self.timeout, self.alive = driver, database, timeout, alive
        self.fence: Fence | None = None
        # A cluster's followers answer reads only once they have what this store wrote.
        self._bookmarks = neo4j.GraphDatabase.bookmark_manager()

    def read(self, query: Query, /, **params: Any) -> list[Row]:
        """All rows of a read statement, with retries on transient errors."""
        return self._managed(neo4j.READ_ACCESS, lambda tx: rows(tx, query, params))

    def stream(self, query: Query, /, **params: Any) -> Iterator[Row]:
        """Rows one by one, for results larger than memory; no retry after the first row."""
        with translated(), self._session(neo4j.READ_ACCESS) as session:
            for record in session.run(neo4j.Query(query.statement.sent, metadata=metadata()), params):
                yield row(record)

    def write(self, *steps: Step) -> list[list[Row]]:
        """Several statements in one managed transaction, retried whole; rows of each step."""
        return self._managed(neo4j.WRITE_ACCESS, self._fenced(steps))

    def apply_unit(self, key: str, steps: Sequence[Step]) -> bool:
        """One LoadUnit in one transaction whose first statement creates the key; False if it was applied before."""
        fenced = self._fenced(steps)

        def work(tx: neo4j.Transaction) -> None:
            made = tx.run(MERGE_LOAD_UNIT.statement.sent, {"key": key}).consume()
            if not made.counters.nodes_created:
                raise UnitApplied(f"load unit {key} was applied before")
            fenced(tx)

        for attempt in range(LOST_COMMIT_TRIES):
            try:
                self._managed(neo4j.WRITE_ACCESS, work, bookmarks=False)  # units are independent of each other
                return True
            except UnitApplied:
                return attempt > 0  # our own, whose answer was lost
            except GraphUnavailable as error:
                # The answer to COMMIT was lost: the key tells on the next try whether it happened.
                if not isinstance(error.__cause__, errors.IncompleteCommit):
                    raise
        raise GraphUnavailable("the answer to COMMIT was lost again and again", do="Run it again: nothing counts twice")

    def auto(self, query: Query, /, **params: Any) -> list[Row]:
        """An auto-commit statement (mode auto or schema)."""
        with translated(), self._session(neo4j.WRITE_ACCESS) as session:
            return [row(record) for record in session.run(query.statement.sent, params)]

    def explain(self, query: Query, params: Mapping[str, Any]) -> Plan:
        """How the server would run a statement; nothing is run."""
        with translated(), self._session(neo4j.WRITE_ACCESS) as session:
            result = session.run(f"{PREFIX}EXPLAIN {query.statement.text}", dict(params))
            columns = list(result.keys())
            summary = result.consume()
            return Plan(summary.query_type or "", columns, dict(summary.plan or {}))

    def _session(self, mode: str, *, bookmarks: bool = True) -> neo4j.Session:
        manager = self._bookmarks if bookmarks else None
        return self.driver.session(database=self.database, default_access_mode=mode, bookmark_manager=manager)

    def _managed(self, mode: str, work: Work[T], *, bookmarks: bool = True) -> T:
        writes = mode == neo4j.WRITE_ACCESS
        timeout = self.fence.seconds if self.fence and writes else self.timeout

        def attempt() -> T:
            with self._session(mode, bookmarks=bookmarks) as session:
                return transact(session, work, timeout)

        with translated():
            return retried(attempt, self.alive)

    def _fenced(self, steps: Sequence[Step]) -> Work[list[list[Row]]]:
        def work(tx: neo4j.Transaction) -> list[list[Row]]:
            if self.fence:
                self.fence.check(tx)
            return [rows(tx, query, params) for query, params in steps]

        return work


def transact(session: neo4j.Session, work: Work[T], timeout: float | None) -> T:
    """Run work in one transaction; `timeout` in seconds.

    Not `execute_write`: where a statement fails, the driver gives the connection back and closes the transaction only
    then (6.4, `_run_transaction`). Another thread may have taken the connection by then; each would read the other's
    answers. What the server or driver raised has ended the transaction already, so it is not closed again.
    """
    tx = session.begin_transaction(metadata=metadata(), timeout=timeout)
    try:
        done = work(tx)
        tx.commit()
    except (errors.DriverError, errors.Neo4jError):
        raise
    except BaseException:
        tx.rollback()
        raise
    return done


def retried(attempt: Callable[[], T], alive: Callable[[], bool], seconds: float = RETRY_SECONDS) -> T:
    """Call until it succeeds, the error is final, the server is dead or the time is up; waits grow from 50 ms to 5 s.

    The driver's own loop starts with a second, far too long for a deadlock on a hub, and cannot be told of a dead
    server; it is switched off (`max_transaction_retry_time`) and its verdict on each error is kept.
    """
    until, wait = time.monotonic() + seconds, 0.05
    while True:
        try:
            return attempt()
        except (errors.DriverError, errors.Neo4jError) as error:
            if not error.is_retryable() or time.monotonic() > until or not alive():
                raise
        time.sleep(wait * random.uniform(0.5, 1.5))  # noqa: S311 - spreads retries, guards nothing
        wait = min(wait * 2, 5.0)


def rows(tx: neo4j.Transaction, query: Query, params: Mapping[str, Any]) -> list[Row]:
    """All rows of one statement of a transaction."""
    return [row(record) for record in tx.run(query.statement.sent, dict(params))]
