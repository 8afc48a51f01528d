"""Tells subscribers which rings changed: one task asks the graph every few seconds, however many listen."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import structlog

from app.api import queries as q
from app.errors import LimitError, RingleaderError
from app.graph.store import AsyncGraphStore

log = structlog.get_logger("ringleader.api")

POLL_SECONDS: Final = 2.0
WINDOW: Final = timedelta(hours=1)
"""How far back each look goes: clocks of hosts that write may differ by as much without a change being missed."""
MAX_WAITING: Final = 1_000
"""Changes that may wait for one subscriber."""


@dataclass(frozen=True, slots=True)
class RingEvent:
    """What changed a ring: a run of detection, or what a person wrote."""

    reason: str
    cause: str
    ring_id: str
    state: str


class Listener:
    """One subscriber's queue. A subscriber who reads too slowly is told so instead of missing changes unseen."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[RingEvent] = asyncio.Queue(MAX_WAITING)
        self._late = False

    def put(self, event: RingEvent) -> None:
        """Never waits."""
        try:
            self._queue.put_nowait(event)
        except asyncio.QueueFull:
            self._late = True

    async def events(self) -> AsyncIterator[RingEvent]:
        """Changes as they come. Raises LimitError where more than 1,000 waited."""
        while True:
            if self._late:
                raise LimitError(
                    f"more than {MAX_WAITING} changes waited to be read", do="Ask for the rings anew, then subscribe"
                )
            yield await self._queue.get()


class Changes:
    """The one task that watches; it runs while somebody listens."""

    def __init__(self, store: Callable[[], AsyncGraphStore | None], seconds: float = POLL_SECONDS) -> None:
        self._store, self._seconds = store, seconds
        self._listeners: set[Listener] = set()
        self._task: asyncio.Task[None] | None = None
        self._runs: set[str] = set()
        self._seen: dict[tuple[str, str, str], datetime] = {}
        self._looked: datetime | None = None

    @property
    def listening(self) -> int:
        """How many listen to a watch that has had its first look: from then on no change is missed."""
        return len(self._listeners)

    @contextlib.asynccontextmanager
    async def listen(self) -> AsyncIterator[Listener]:
        """Listen from now on. Raises GraphUnavailable where the graph cannot be reached."""
        listener = Listener()
        if self._task is None:
            self._runs, self._seen, self._looked = set(), {}, None
            await self.look()  # what is there already is no change
        self._listeners.add(listener)
        self._task = self._task or asyncio.create_task(self._watch())
        try:
            yield listener
        finally:
            self._listeners.discard(listener)
            if not self._listeners and self._task:
                self._task.cancel()
                self._task = None

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(self._seconds)
            try:
                events = await self.look()
            except RingleaderError as error:
                log.warning("changes not seen yet", error=error.code)
                continue
            for event in events:
                for listener in self._listeners:
                    listener.put(event)

    async def look(self) -> list[RingEvent]:
        """Changes since the last look."""
        store, now = self._store(), datetime.now(UTC)
        if store is None:
            return []
        since = min(now, self._looked or now) - WINDOW  # a clock that was set forward skips nothing
        rows = await store.read(q.READ_RING_CHANGES, known_runs=sorted(self._runs), since=since)
        self._looked = now
        self._runs |= {row["cause"] for row in rows if row["reason"] == "detection"}
        events = [RingEvent(**row) for row in rows if row["ring_id"]]
        new = [one for one in events if (one.reason, one.cause, one.ring_id) not in self._seen]
        self._seen = {key: at for key, at in self._seen.items() if now - at < 2 * WINDOW}
        self._seen |= {(one.reason, one.cause, one.ring_id): now for one in events}
        return new
