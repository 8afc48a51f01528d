"""GET /export/<table>: the tables of `ringleader export`, streamed to whoever may have them."""

from __future__ import annotations

import asyncio
import contextlib
import functools
from collections.abc import AsyncIterator, Iterator
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse

from app.api.endpoint import Services, authenticate
from app.api.jobs import JobState, OpenJobStore
from app.api.policy import authorise_export
from app.api.principals import Principal
from app.api.problems import of_exception
from app.errors import Forbidden, GraphUnavailable, LockedError, NotFoundError, RingleaderError, UsageError
from app.exports.contracts import TABLES
from app.exports.formats import MEDIA_TYPES, Format
from app.exports.provenance import Provenance, provenance
from app.exports.run import export_bytes, states_of
from app.exports.tables import Asked
from app.settings import Settings

MOST_AT_ONCE: Final = 2
"""Exports that one server makes at a time: each takes a thread and up to a gigabyte."""


class Exporter:
    """The exports of one server."""

    def __init__(self, settings: Settings, services: Services, open_store: OpenJobStore) -> None:
        self._settings, self._services, self._open_store = settings, services, open_store
        self._running = 0

    async def answer(self, request: Request, table: str) -> Response:
        """Serve one export; every refusal is one JSON document."""
        request_id: str = request.state.request_id
        principal = authenticate(self._services, request)
        request.state.audit = {"who": principal.name}
        try:
            authorise_export(principal)
            asked, form = _asked(table, request)
            if self._running >= MOST_AT_ONCE:
                raise LockedError(f"{MOST_AT_ONCE} exports are running", do="Try again when one has finished")
            return await self._stream(principal, asked, form, request_id)
        except RingleaderError as error:
            return JSONResponse({"errors": [of_exception(error, request_id)]}, status_code=status_of(error))

    async def finished(self, request: Request, job_id: str) -> Response:
        """The file of a job that is done, for whoever may see the job and export; each fetch is written down."""
        request_id: str = request.state.request_id
        principal = authenticate(self._services, request)
        request.state.audit = {"who": principal.name}
        try:
            authorise_export(principal)
            job = self._services.jobs.find(job_id, principal)
            path = self._services.jobs.path(job_id)
            if job is None or job.state is not JobState.DONE or not path.exists():
                raise NotFoundError("no finished export has this id", do="`job(id)` tells where it stands")
            write = functools.partial(self._services.audit.append, principal.name, principal.role.value)
            objects = [f"Export:{job.job_id}", f"Table:{job.table}"]
            await asyncio.to_thread(write, "fetch export", request_id, objects=objects, run=job.run)
        except RingleaderError as error:
            return JSONResponse({"errors": [of_exception(error, request_id)]}, status_code=status_of(error))
        form = Format(job.format)
        return FileResponse(path, media_type=MEDIA_TYPES[form], filename=f"{job.table}.{form.value}")

    async def _stream(self, principal: Principal, asked: Asked, form: Format, request_id: str) -> Response:
        """Nothing is sent before the first piece is there, so that what fails early has its own answer."""
        self._running += 1
        stack = contextlib.ExitStack()
        try:
            store = await asyncio.to_thread(stack.enter_context, self._open_store(self._settings))
            source = await asyncio.to_thread(provenance, store, asked.table, asked.states, asked.since)
            told = {"table": asked.table, "states": list(asked.states), "since": asked.since, "run": source.run}
            write = functools.partial(self._services.audit.append, principal.name, principal.role.value, "export")
            await asyncio.to_thread(write, request_id, **told)
            pieces = export_bytes(self._settings, store, asked, form, source)
            first = await asyncio.to_thread(next, pieces, b"")
        except BaseException:
            self._end(stack)
            raise
        headers = _headers(source, asked.table, form)
        return StreamingResponse(self._rest(first, pieces, stack), headers=headers, media_type=MEDIA_TYPES[form])

    async def _rest(self, first: bytes, pieces: Iterator[bytes], stack: contextlib.ExitStack) -> AsyncIterator[bytes]:
        """What goes wrong from here on breaks the connection off: a client never takes half a table for a whole one."""
        try:
            yield first
            while (piece := await asyncio.to_thread(next, pieces, None)) is not None:
                yield piece
        finally:
            self._end(stack)

    def _end(self, stack: contextlib.ExitStack) -> None:
        self._running -= 1
        stack.close()


def _asked(table: str, request: Request) -> tuple[Asked, Format]:
    given = request.query_params
    unknown = sorted(set(given.keys()) - {"format", "state", "since"})
    if unknown:
        raise UsageError(f"no parameter {', '.join(unknown)}", do="Parameters: format, state (repeated), since")
    if table not in TABLES:
        raise NotFoundError(f"no table {table!r}", do=f"Tables: {', '.join(TABLES)}")
    form = given.get("format", Format.CSV.value)
    if form not in set(Format):
        raise UsageError(f"no format {form!r}", do=f"Formats: {', '.join(Format)}")
    return Asked(table, states_of(given.getlist("state")), given.get("since")), Format(form)


def _headers(source: Provenance, table: str, form: Format) -> dict[str, str]:
    told: dict[str, Any] = {
        "Run": source.run,
        "As-Of": source.as_of,
        "Configuration": source.configuration,
        "States": " ".join(source.states),
        "Schema-Version": source.schema_version,
    }
    headers = {f"X-Ringleader-{name}": str(value) for name, value in told.items() if value}
    return {**headers, "Content-Disposition": f'attachment; filename="{table}.{form.value}"'}


def status_of(error: RingleaderError) -> int:
    """The HTTP status of an error."""
    if isinstance(error, GraphUnavailable | LockedError):
        return 503
    if isinstance(error, Forbidden):
        return 403
    if isinstance(error, NotFoundError):
        return 404
    return 400 if isinstance(error, UsageError) else 500
