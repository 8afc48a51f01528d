"""GET /taxii2/...: read-only TAXII 2.1 (OASIS, June 2021): the STIX bundle as collections, one for each TLP level.

/taxii2/                                            discovery
/taxii2/rings/                                      the one API root
/taxii2/rings/collections/[ID/]                     collections, by id or by level
/taxii2/rings/collections/ID/manifest/
/taxii2/rings/collections/ID/objects/[OBJECT/[versions/]]
"""

from __future__ import annotations

import asyncio
import functools
import hashlib
import time
import uuid
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.api.endpoint import Services, authenticate
from app.api.exports import status_of
from app.api.jobs import OpenJobStore
from app.api.policy import TAXII_LEVELS, authorise_export
from app.api.principals import Principal
from app.api.problems import of_exception
from app.errors import NotFoundError, RingleaderError, Unauthenticated, UsageError
from app.exports.stix.collection import Asked, Entry, entries, moment_key, page
from app.exports.stix.run import read_bundle
from app.model.attribution import Tlp
from app.model.rings import RINGS
from app.settings import Settings

MEDIA: Final = "application/taxii+json;version=2.1"
STIX_MEDIA: Final = "application/stix+json;version=2.1"
MOST: Final = 1_000
"""Objects on a page, whatever a client asks for."""
MOST_ASKED: Final = 200
"""Values of one filter."""
FRESH_SECONDS: Final = 15.0
"""How long one reading of the rings serves: a client asks page by page."""
_ROOT: Final = "/taxii2/rings/"
_ACCEPTED: Final = frozenset({"*/*", "application/*", "application/taxii+json"})
_FILTERS: Final = ("match[id]", "match[type]", "match[version]", "match[spec_version]")

Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class _Reading:
    """The objects of one level, as they were read at one moment."""

    entries: list[Entry]
    run: str | None
    read_at: float


class Taxii:
    """The collections of one server."""

    def __init__(self, settings: Settings, services: Services, open_store: OpenJobStore) -> None:
        self._settings, self._services, self._open_store = settings, services, open_store
        self._readings: dict[Tlp, _Reading] = {}
        self._lock = asyncio.Lock()

    def routes(self) -> Iterator[tuple[str, Endpoint]]:
        """Paths and what answers to them."""
        collection = f"{_ROOT}collections/{{collection}}/"
        yield "/taxii2/", self._answers(self._discovery)
        yield _ROOT, self._answers(self._root)
        yield f"{_ROOT}collections/", self._answers(self._collections)
        yield collection, self._answers(self._collection)
        yield f"{collection}manifest/", self._answers(self._manifest)
        yield f"{collection}objects/", self._answers(self._objects)
        yield f"{collection}objects/{{object}}/", self._answers(self._objects)
        yield f"{collection}objects/{{object}}/versions/", self._answers(self._versions)

    def _answers(self, make: Callable[[Request, Principal], Awaitable[Response]]) -> Endpoint:
        """The same door for every endpoint: token, role, what the client accepts; errors as TAXII has them."""

        async def endpoint(request: Request) -> Response:
            request_id: str = request.state.request_id
            try:
                principal = authenticate(self._services, request)
                request.state.audit = {"who": principal.name}
                authorise_export(principal)
                if not _accepts(request):
                    return _refused(UsageError(f"only {MEDIA} is here", do=f"Send `Accept: {MEDIA}`"), request_id, 406)
                return await make(request, principal)
            except RingleaderError as error:
                return _refused(error, request_id)

        return endpoint

    async def _discovery(self, request: Request, principal: Principal) -> Response:
        return _told({"title": "Ringleader", "default": _ROOT, "api_roots": [_ROOT]})

    async def _root(self, request: Request, principal: Principal) -> Response:
        return _told({"title": "Rings of accounts", "versions": [MEDIA], "max_content_length": 0})

    async def _collections(self, request: Request, principal: Principal) -> Response:
        return _told({"collections": [_described(level) for level in TAXII_LEVELS[principal.role]]})

    async def _collection(self, request: Request, principal: Principal) -> Response:
        return _told(_described(_level(request, principal)))

    async def _manifest(self, request: Request, principal: Principal) -> Response:
        rows, told = await self._page(request, principal, "manifest")
        return _told({**told, "objects": [one.manifest(STIX_MEDIA) for one in rows]} if rows else {}, rows)

    async def _objects(self, request: Request, principal: Principal) -> Response:
        rows, told = await self._page(request, principal, "objects")
        return _told({**told, "objects": [one.object for one in rows]} if rows else {}, rows)

    async def _versions(self, request: Request, principal: Principal) -> Response:
        rows, told = await self._page(request, principal, "versions")
        return _told({**told, "versions": [one.version for one in rows]} if rows else {}, rows)

    async def _page(self, request: Request, principal: Principal, what: str) -> tuple[list[Entry], dict[str, Any]]:
        level = _level(request, principal)
        asked, limit = _asked(request), _limit(request)
        listed = f"taxii {level} {what} {sorted(_filters(request).items())}"
        try:
            after = self._services.cursors.decode(listed, request.query_params.get("next"))
        except UsageError as error:
            raise UsageError("`next` is not of this list", do="Keep the filters, and give `next` unchanged") from error
        reading = await self._reading(level)
        told = {"table": "stix", "states": list(RINGS), "tlp": level.value, "run": reading.run}
        write = functools.partial(self._services.audit.append, principal.name, principal.role.value, "export")
        await asyncio.to_thread(write, request.state.request_id, **told)
        place = (str(after[0]), str(after[1])) if after else None
        rows, more = await asyncio.to_thread(page, reading.entries, asked, place, limit)
        if (
            not rows
            and "object" in request.path_params
            and not any(one.object["id"] == request.path_params["object"] for one in reading.entries)
        ):
            raise NotFoundError("no such object", do="The manifest lists them all")
        following = {"next": self._services.cursors.encode(listed, list(rows[-1].position))} if more else {}
        return rows, {"more": more, **following}

    async def _reading(self, level: Tlp) -> _Reading:
        """Rings are read by one request at a time; the others wait and have the same."""
        async with self._lock:
            known = self._readings.get(level)
            if known is None or time.monotonic() - known.read_at > FRESH_SECONDS:
                known = self._readings[level] = await asyncio.to_thread(self._read, level)
            return known

    def _read(self, level: Tlp) -> _Reading:
        with self._open_store(self._settings) as store:
            bundle, _, source = read_bundle(store, self._services.key, RINGS, (), level)
        return _Reading(entries(bundle["objects"]), source.run, time.monotonic())


def collection_id(level: Tlp) -> str:
    """TAXII wants a UUID of version 4; the same on every server, so that clients can be set up once."""
    return str(uuid.UUID(bytes=hashlib.sha256(f"ringleader taxii {level}".encode()).digest()[:16], version=4))


def _described(level: Tlp) -> dict[str, Any]:
    return {
        "id": collection_id(level),
        "title": f"Rings, TLP:{level.value.upper()}",
        "description": "Flagged and confirmed rings as STIX 2.1; operators as far as this level allows.",
        "alias": level.value.replace("+", "-"),
        "can_read": True,
        "can_write": False,
        "media_types": [STIX_MEDIA],
    }


def _level(request: Request, principal: Principal) -> Tlp:
    """What the role may not read is as if it were not there."""
    wanted = request.path_params["collection"]
    for level in TAXII_LEVELS[principal.role]:
        if wanted in (collection_id(level), level.value.replace("+", "-")):
            return level
    raise NotFoundError(f"no collection {wanted[:60]!r}", do=f"{_ROOT}collections/ lists yours")


def _accepts(request: Request) -> bool:
    """Whether the client takes what we have."""
    for part in request.headers.get("accept", "*/*").split(","):
        kind, *parameters = (one.strip().lower() for one in part.split(";"))
        version = next((one.removeprefix("version=") for one in parameters if one.startswith("version=")), "2.1")
        if kind in _ACCEPTED and version == "2.1":
            return True
    return False


def _filters(request: Request) -> dict[str, list[str]]:
    """Filters by name, each with its values (a comma is `or`). Raises UsageError for what TAXII does not have."""
    known = {*_FILTERS, "added_after", "limit", "next"}
    if unknown := sorted(set(request.query_params.keys()) - known):
        raise UsageError(f"no parameter {unknown[0][:40]!r}", do=f"Parameters: {', '.join(sorted(known))}")
    found = {name: ",".join(request.query_params.getlist(name)) for name in (*_FILTERS, "added_after")}
    parts = {name: [one for one in text.split(",") if one] for name, text in found.items() if text}
    for name, values in parts.items():
        if len(values) > MOST_ASKED:
            raise UsageError(f"{name} has {len(values)} values; {MOST_ASKED} are read")
    return parts


def _asked(request: Request) -> Asked:
    found = _filters(request)
    added = found.get("added_after", [])
    versions = {one if one in ("first", "last", "all") else moment_key(one) for one in found.get("match[version]", [])}
    ids = set(found.get("match[id]", []))
    if "object" in request.path_params:
        ids = {request.path_params["object"]}
    return Asked(
        added_after=moment_key(added[0]) if added else "",
        ids=frozenset(ids),
        types=frozenset(found.get("match[type]", [])),
        versions=frozenset(versions),
        spec_versions=frozenset(found.get("match[spec_version]", [])),
    )


def _limit(request: Request) -> int:
    text = request.query_params.get("limit", str(MOST))
    if not (text.isascii() and text.isdecimal() and int(text[:9])):
        raise UsageError("`limit` has to be a positive whole number")
    return min(int(text[:9]), MOST)


def _told(document: dict[str, Any], rows: list[Entry] | None = None) -> Response:
    headers = {"X-TAXII-Date-Added-First": rows[0].added, "X-TAXII-Date-Added-Last": rows[-1].added} if rows else {}
    return JSONResponse(document, headers=headers, media_type=MEDIA)


def _refused(error: RingleaderError, request_id: str, status: int | None = None) -> Response:
    """TAXII's error message (3.6.1), with our texts."""
    told = of_exception(error, request_id)
    status = status or (401 if isinstance(error, Unauthenticated) else status_of(error))
    document = {
        "title": told["message"],
        "error_id": request_id,
        "error_code": told["extensions"]["code"],
        "http_status": str(status),
    }
    headers = {"WWW-Authenticate": 'Bearer realm="ringleader"'} if status == 401 else {}
    return JSONResponse(document, status_code=status, headers=headers, media_type=MEDIA)
