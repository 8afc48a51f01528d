"""Exports made in the background: what was asked, how far it is, and the file until it expires.

home/exports/<id>.json     one job, rewritten whole at each change of its state
home/exports/<id>.data     its table, once it is whole; mode 0600 like everything here
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from app.api.principals import Principal, Role
from app.api.problems import of_exception
from app.errors import IncompleteError, LimitError
from app.exports.formats import Format
from app.exports.provenance import provenance
from app.exports.run import export_bytes
from app.exports.tables import Asked
from app.graph.store import GraphStore
from app.settings import Settings

KEPT: Final = timedelta(hours=24)
"""How long a finished job and its file are kept."""
MAX_EACH: Final = 3
"""Unfinished jobs of one principal."""
MAX_JOBS: Final = 100
"""Jobs that a server keeps, finished or not."""
MAX_BYTES: Final = 8 * 2**30
"""Of one file."""
_MEBI: Final = 2**20

OpenJobStore = Callable[[Settings], AbstractContextManager[GraphStore]]


class JobState(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"

    @property
    def over(self) -> bool:
        """Whether nothing more will happen."""
        return self in (JobState.DONE, JobState.FAILED)


@dataclass(frozen=True, slots=True)
class Job:
    """One export. Its owner and admins may see it and fetch its file."""

    job_id: str
    owner: str
    table: str
    format: str
    states: tuple[str, ...]
    since: str | None
    made_at: datetime
    state: JobState = JobState.QUEUED
    size: int = 0
    """Bytes written."""
    run: str | None = None
    """The detection run that the rows are of."""
    problem: str = ""
    expires_at: datetime | None = None

    def visible_to(self, principal: Principal) -> bool:
        """Whoever started it, or an admin."""
        return principal.name == self.owner or principal.role is Role.ADMIN


class _Stopped(Exception):
    """The server stops."""


@dataclass(slots=True)
class _Entry:
    job: Job
    changed: asyncio.Event = field(default_factory=asyncio.Event)


class Jobs:
    """All jobs of one server. One is made at a time; the others wait."""

    def __init__(self, settings: Settings, open_store: OpenJobStore) -> None:
        self._settings, self._open_store = settings, open_store
        self.folder = settings.home / "exports"
        self._entries: dict[str, _Entry] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._gate = asyncio.Semaphore(1)
        self._stopping = False

    def load(self) -> None:
        """Take up what an earlier run of the server left: whatever it was making has failed."""
        for path in sorted(self.folder.glob("*.json")):
            try:
                job = _job(json.loads(path.read_text(encoding="utf-8")))
            except (ValueError, KeyError, TypeError):
                path.unlink()
                continue
            self._entries[job.job_id] = _Entry(job)
            if not job.state.over:
                self._change(job, state=JobState.FAILED, problem="the server stopped meanwhile: start it again")
        known = {self.path(job_id).name for job_id in self._entries}
        for path in self.folder.glob("*.*"):
            if path.suffix != ".json" and path.name not in known:
                path.unlink()
        self.prune()

    def prepare(self, principal: Principal, asked: Asked, form: Format) -> Job:
        """A job that is not started yet. Raises LimitError where there are too many."""
        self.prune()
        mine = sum(e.job.owner == principal.name and not e.job.state.over for e in self._entries.values())
        if mine >= MAX_EACH:
            raise LimitError(
                f"you have {mine} exports that are not finished, allowed are {MAX_EACH}", do="Wait for one"
            )
        if len(self._entries) >= MAX_JOBS:
            raise LimitError(f"{MAX_JOBS} exports are kept, which is all", do="Try again when one has expired")
        job_id = f"E-{secrets.token_hex(10)}"
        return Job(job_id, principal.name, asked.table, form.value, asked.states, asked.since, datetime.now(UTC))

    def start(self, job: Job) -> None:
        """Make it, as soon as its turn has come."""
        self._entries[job.job_id] = _Entry(job)
        self._change(job)
        task = asyncio.create_task(self._make(job))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def find(self, job_id: str, principal: Principal) -> Job | None:
        """A job that the principal may see."""
        self.prune()
        entry = self._entries.get(job_id)
        return entry.job if entry and entry.job.visible_to(principal) else None

    def path(self, job_id: str) -> Path:
        """Where its table is, once it is done."""
        return self.folder / f"{job_id}.data"

    async def follow(self, job_id: str) -> AsyncIterator[Job]:
        """The job now and after each change, until it is over."""
        while entry := self._entries.get(job_id):
            job, changed = entry.job, entry.changed
            yield job
            if job.state.over:
                return
            await changed.wait()

    def prune(self) -> None:
        """Forget jobs that have expired, and their files."""
        now = datetime.now(UTC)
        for job_id, entry in list(self._entries.items()):
            if entry.job.expires_at and entry.job.expires_at <= now:
                self.path(job_id).unlink(missing_ok=True)
                (self.folder / f"{job_id}.json").unlink(missing_ok=True)
                del self._entries[job_id]

    async def stop(self) -> None:
        """Break off what is being made."""
        self._stopping = True
        for task in list(self._tasks):
            await asyncio.gather(task, return_exceptions=True)

    async def _make(self, job: Job) -> None:
        async with self._gate:
            if not self._stopping:
                self._change(job, state=JobState.RUNNING)
                loop = asyncio.get_running_loop()

                def tell(**values: Any) -> None:
                    loop.call_soon_threadsafe(lambda: self._change(job, **values))

                try:
                    await asyncio.to_thread(self._write, job, tell)
                    self._change(job, state=JobState.DONE)
                    return
                except _Stopped:
                    pass
                except Exception as error:
                    self._change(job, state=JobState.FAILED, problem=_told(error, job))
                    return
            self._change(job, state=JobState.FAILED, problem="the server stopped meanwhile: start it again")

    def _write(self, job: Job, tell: Callable[..., None]) -> None:
        """In a thread: the file is there whole, or not at all."""
        asked, form = Asked(job.table, job.states, job.since), Format(job.format)
        part = self.path(job.job_id).with_suffix(".part")
        try:
            with self._open_store(self._settings) as store, _private(part) as file:
                source = provenance(store, asked.table, asked.states, asked.since)
                size = told = 0
                for piece in export_bytes(self._settings, store, asked, form, source):
                    file.write(piece)
                    size += len(piece)
                    if self._stopping:
                        raise _Stopped
                    if size > MAX_BYTES:
                        raise LimitError(f"the file has more than {MAX_BYTES} bytes", do="Ask for fewer states")
                    if size - told > _MEBI:
                        tell(size=(told := size))
                file.flush()
                os.fsync(file.fileno())
            part.rename(self.path(job.job_id))
            tell(size=size, run=source.run)
        finally:
            part.unlink(missing_ok=True)

    def _change(self, job: Job, **values: Any) -> None:
        entry = self._entries[job.job_id]
        if values.get("state") in (JobState.DONE, JobState.FAILED):
            values["expires_at"] = datetime.now(UTC) + KEPT
        entry.job = replace(entry.job, **values)
        entry.changed.set()  # each change has an event of its own, so that a slow follower misses none
        entry.changed = asyncio.Event()
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self.folder / f"{job.job_id}.json"
        with _private(path.with_suffix(".new")) as file:
            file.write(json.dumps(asdict(entry.job), default=str).encode())
        path.with_suffix(".new").rename(path)


@contextlib.contextmanager
def _private(path: Path) -> Any:
    """A new file that only we read."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        yield file


def _job(told: dict[str, Any]) -> Job:
    times = {name: datetime.fromisoformat(told[name]) if told[name] else None for name in ("made_at", "expires_at")}
    return Job(**{**told, **times, "states": tuple(told["states"]), "state": JobState(told["state"])})


def _told(error: Exception, job: Job) -> str:
    if isinstance(error, IncompleteError):
        return str(error)
    return str(of_exception(error, job.job_id)["message"])
