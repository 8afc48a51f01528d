"""POST /graphql: one operation in, one answer out. Strict about size, type and shape before anything is parsed."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from strawberry.exceptions import MissingQueryError
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types.graphql import OperationType

from app.api.audit import AuditLog
from app.api.budget import Budgets
from app.api.changes import Changes
from app.api.context import Context
from app.api.jobs import Jobs
from app.api.limits import MAX_ANSWER, MAX_BODY, QUERY_SECONDS
from app.api.loaders import Loaders
from app.api.member_order import Orders
from app.api.operations import Operations
from app.api.paging import CursorSigner
from app.api.principals import Principal
from app.api.problems import Problem, of_exception, of_graphql, problem
from app.api.schema import QuietSchema
from app.api.sign_in import SignIn
from app.api.tokens import TokenFile
from app.api.web import Metrics
from app.errors import DataError, Forbidden, GraphUnavailable, NotFoundError, Unauthenticated, UnrecordedError
from app.graph.store import AsyncGraphStore
from app.pipeline.traffic import UsageReader
from app.settings import Settings

_ALLOWED: Final = frozenset({OperationType.QUERY, OperationType.MUTATION})
_BODY_SECONDS: Final = 10.0
MAX_ERRORS: Final = 20
"""Errors told of one query; the first ones explain the rest."""


MAX_OBJECTS: Final = 100
"""Node ids in one audit event; their number is always told."""


@dataclass(slots=True)
class Services:
    """What the endpoint needs; `store` is set while the server runs."""

    schema: QuietSchema
    tokens: TokenFile
    audit: AuditLog
    metrics: Metrics
    key: bytes
    cursors: CursorSigner
    budgets: Budgets
    usage: UsageReader
    watch: Changes
    jobs: Jobs
    sign_in: SignIn | None
    """None where no OpenID provider is set."""
    open_as: Principal | None
    """Who asks without a token; None where one is needed."""
    store: AsyncGraphStore | None = None
    warm: bool = True
    """False from the start until every statement was planned once: then the first answers would be slow."""
    seconds: float = QUERY_SECONDS
    settings: Settings | None = None
    """Where the facts are."""
    orders: Orders = field(default_factory=Orders)
    """Of the members of rings that were asked for."""
    operations: Operations = field(default_factory=Operations)
    """What is answered by name."""
    walks: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(max((os.cpu_count() or 2) // 2, 1)))
    """Half of the cores walk; the rest answers what is asked more often."""

    def deciders(self) -> set[str]:
        """Names of those who may change something: tokens' and signed-in people's."""
        return self.tokens.deciders() | (self.sign_in.sessions.deciders() if self.sign_in else set())

    def bearer(self, header: str | None) -> Principal:
        """Whom an Authorization header names; whoever sits at an open server without one. Raises Unauthenticated."""
        if header is None:
            if self.open_as is None:
                raise Unauthenticated(
                    "a token is needed", do="Send `Authorization: Bearer rlt_...`: `ringleader token create` makes one"
                )
            return self.open_as
        scheme, _, token = header.partition(" ")
        if scheme.lower() != "bearer":
            raise Unauthenticated("the Authorization header is not `Bearer rlt_...`")
        return self.tokens.principal(token.strip())

    def context(self, principal: Principal, request_id: str, operation: str | None = None) -> Context:
        """A context for one operation, named where it is a persisted one. Raises GraphUnavailable during the start."""
        if self.store is None:
            raise GraphUnavailable("the server is starting")
        return Context(
            principal=principal,
            store=self.store,
            loaders=Loaders(self.store, self.usage, self.orders),
            cursors=self.cursors,
            key=self.key,
            request_id=request_id,
            audit=self.audit,
            assignable=self.deciders,
            budgets=self.budgets,
            watch=self.watch,
            jobs=self.jobs,
            walks=self.walks,
            settings=self.settings,
            operation=operation,
        )


class Refused(Exception):
    """A request that is no GraphQL operation: status, message, code."""

    def __init__(self, status: int, message: str, code: str = "BAD_REQUEST") -> None:
        super().__init__(message)
        self.status, self.message, self.code = status, message, code


def authenticate(services: Services, request: Request) -> Principal:
    """Who asks. Raises Unauthenticated for a bad token, and for none where one is needed."""
    header = request.headers.get("authorization")
    if header is None and services.sign_in and (signed_in := services.sign_in.principal(request)):
        return signed_in
    return services.bearer(header)


async def answer(services: Services, request: Request) -> Response:
    """Serve one POST."""
    request_id: str = request.state.request_id
    try:
        principal = authenticate(services, request)
        request.state.audit = {"who": principal.name}
        asked = _parsed(await _body(request), services.operations, principal)
        request.state.audit |= {"operation": asked.persisted} if asked.persisted else {}
    except Refused as refused:
        return _response([problem(refused.message, refused.code, request_id)], refused.status)
    except Forbidden as error:
        return _response([of_exception(error, request_id)], 403)
    except Unauthenticated as error:
        response = _response([of_exception(error, request_id)], 401)
        response.headers["WWW-Authenticate"] = 'Bearer realm="ringleader"'
        return response
    return await _execute(services, principal, asked, request_id)


async def _body(request: Request) -> bytes:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise Refused(415, "Send the query as `Content-Type: application/json`")
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise Refused(415, "Compressed bodies are refused")
    chunks: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(_BODY_SECONDS):
            async for chunk in request.stream():
                size += len(chunk)
                if size > MAX_BODY:
                    raise Refused(413, f"The body has more than {MAX_BODY} bytes. Ask in several queries", "LIMIT")
                chunks.append(chunk)
    except TimeoutError:
        raise Refused(408, "The body took longer than 10 seconds to arrive") from None
    except ClientDisconnect:
        raise Refused(400, "The body did not arrive whole") from None
    return b"".join(chunks)


@dataclass(frozen=True, slots=True)
class Asked:
    """One operation as it was sent."""

    query: str
    variables: dict[str, Any] | None
    operation_name: str | None
    persisted: str | None = None
    """Name of the persisted operation; None of a query of one's own."""


def _parsed(body: bytes, operations: Operations, principal: Principal) -> Asked:
    try:
        document = json.loads(body, parse_constant=_no_constant)
        json.dumps(document, ensure_ascii=False).encode()  # half a surrogate pair is no text
    except (ValueError, RecursionError):
        raise Refused(400, "The body is no JSON document") from None
    if isinstance(document, list):
        raise Refused(400, "Batches are refused: send one operation a request")
    return shaped(document, operations, principal)


def _no_constant(name: str) -> None:
    """NaN and Infinity are no JSON (RFC 8259, section 6), though Python reads them."""
    raise ValueError(name)


def shaped(document: Any, operations: Operations, principal: Principal) -> Asked:
    """An operation out of a JSON document. Raises Refused, and Forbidden where only persisted ones are answered."""
    if not isinstance(document, dict) or not isinstance(document.get("query", document.get("documentId")), str):
        raise Refused(400, 'The body must be {"query": "...", "variables": {...}, "operationName": "..."}')
    variables, name = document.get("variables"), document.get("operationName")
    if not isinstance(variables, dict | None) or not isinstance(name, str | None):
        raise Refused(400, "`variables` must be an object and `operationName` a string")
    if "documentId" in document:
        return _persisted(document, operations)
    operations.allow_text(principal)
    return Asked(document["query"], variables, name or None)


def _persisted(document: dict[str, Any], operations: Operations) -> Asked:
    if "query" in document:
        raise Refused(400, "Send `query` or `documentId`, not both")
    try:
        found = operations.find(document["documentId"])
    except NotFoundError as error:
        raise Refused(400, str(error), error.code) from error
    return Asked(found.text, document.get("variables"), document.get("operationName") or found.name, found.name)


async def _execute(services: Services, principal: Principal, asked: Asked, request_id: str) -> Response:
    try:
        context = services.context(principal, request_id, asked.persisted)
    except GraphUnavailable:
        return _response([problem("The server is starting", "UNAVAILABLE", request_id, retryable=True)], 503)
    data, errors, extensions = await _run(services, asked, context)
    if problem_of_audit := await record(services, context, errors):
        data, errors = None, [problem_of_audit]
    services.metrics.cost.inc(context.cost)
    document: dict[str, Any] = {"data": data}
    if errors:
        document["errors"] = errors
    document["extensions"] = extensions or {}
    document["extensions"]["requestId"] = request_id
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    if len(text) > MAX_ANSWER:
        message = f"The answer has {len(text)} bytes, allowed are {MAX_ANSWER}. Lower `first`, or ask for fewer fields"
        return _response([problem(message, "LIMIT", request_id)], 200)
    return Response(text, media_type="application/json")


async def _run(services: Services, asked: Asked, context: Context) -> tuple[Any, list[Problem], dict[str, Any] | None]:
    request_id = context.request_id
    try:
        async with asyncio.timeout(services.seconds):
            result = await services.schema.execute(
                asked.query,
                variable_values=asked.variables,
                context_value=context,
                operation_name=asked.operation_name,
                allowed_operation_types=_ALLOWED,
            )
    except InvalidOperationTypeError:
        message = "Subscriptions are answered over WebSocket (graphql-transport-ws) only, at this address"
        return None, [problem(message, "BAD_QUERY", request_id)], None
    except (MissingQueryError, CannotGetOperationTypeError):
        message = (
            "There is no such operation in the query: it has to hold one, and `operationName` to name one of several"
        )
        return None, [problem(message, "BAD_QUERY", request_id)], None
    except Exception as error:
        return None, [of_exception(error, request_id)], None
    finally:
        context.loaders.end()
    errors = [of_graphql(error, request_id) for error in (result.errors or ())[:MAX_ERRORS]]
    return result.data, errors, result.extensions


async def record(services: Services, context: Context, errors: list[Problem]) -> Problem | None:
    """Record changes and readings of personal data; without a record there is no answer."""
    changed = sorted(field for kind, field in context.fields if kind == "Mutation")
    services.metrics.operations.labels(_kind(context), "error" if errors else "ok").inc()
    if not changed and not context.accessed:
        return None
    result = errors[0]["extensions"]["code"] if errors else "ok"
    try:
        await asyncio.to_thread(_append, services.audit, context, list(_events(context, changed, result)))
    except (UnrecordedError, DataError) as error:
        return of_exception(error, context.request_id)
    return None


def _kind(context: Context) -> str:
    kinds = {kind for kind, _ in context.fields}
    return next((kind.lower() for kind in ("Mutation", "Subscription") if kind in kinds), "query")


def _append(audit: AuditLog, context: Context, events: list[dict[str, Any]]) -> None:
    who = context.principal
    for event in events:
        more = {"cost": context.cost, **context.told_operation, **event}
        audit.append(who.name, who.role.value, request_id=context.request_id, **more)


def _events(context: Context, changed: list[str], result: str) -> Iterator[dict[str, Any]]:
    """One for each change that began, else one for all that did not get so far; one for what was read."""
    for one in context.changes:
        change = {"objects": one.objects, "reason": one.reason, "client": one.client_mutation_id}
        yield {"did": one.did, **change, "result": one.result or result}
    if changed and not context.changes:
        yield {"did": ", ".join(changed), "result": result}
    if context.accessed:
        objects = sorted(context.loaders.touched)
        told: dict[str, Any] = {
            "kinds": sorted(context.accessed),
            "objects": objects[:MAX_OBJECTS],
            "object_count": len(objects),
        }
        yield {"did": "read personal data", **told, "result": result}


def _response(errors: list[Problem], status: int) -> JSONResponse:
    return JSONResponse({"errors": errors}, status_code=status)
