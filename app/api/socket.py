"""Subscriptions over graphql-transport-ws: one socket, its operations, and all their bounds.

https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md; the older protocol (`graphql-ws`) is refused.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any, Final

from graphql import GraphQLError
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState
from strawberry.exceptions import MissingQueryError
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types.execution import ExecutionResult, PreExecutionError

from app.api.context import Context
from app.api.endpoint import MAX_ERRORS, Asked, Refused, Services, record, shaped
from app.api.limits import MAX_ANSWER, MAX_BODY
from app.api.principals import Principal
from app.api.problems import Problem, of_exception, of_graphql, problem
from app.errors import Forbidden, Unauthenticated
from app.graph.driver import request_id as request_id_of_graph

PROTOCOL: Final = "graphql-transport-ws"
INIT_SECONDS: Final = 5.0
MAX_OPERATIONS: Final = 10
"""Subscriptions of one socket."""
MAX_SOCKETS_EACH: Final = 5
"""Sockets of one principal."""
MAX_SOCKETS: Final = 100
MAX_ID: Final = 64

_NO_SUBSCRIPTION: Final = (MissingQueryError, CannotGetOperationTypeError, InvalidOperationTypeError)


class Closed(Exception):
    """The socket must be closed: code of the protocol, reason."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code, self.reason = code, reason


class Sockets:
    """All sockets of one server, and what each principal may have of them."""

    def __init__(self, services: Services, init_seconds: float = INIT_SECONDS) -> None:
        self.services, self.init_seconds = services, init_seconds
        self.open = 0
        self.by_name: Counter[str] = Counter()

    async def serve(self, websocket: WebSocket) -> None:
        """Serve one socket to its end."""
        if PROTOCOL not in websocket.scope["subprotocols"]:
            await websocket.close(4406, "Subprotocol not acceptable")
            return
        if self.open >= MAX_SOCKETS:
            await websocket.close(1013, "Too many sockets")
            return
        self.open += 1
        try:
            await websocket.accept(PROTOCOL)
            await _Socket(self, websocket).serve()
        finally:
            self.open -= 1

    @contextlib.contextmanager
    def held(self, principal: Principal) -> Any:
        """A place among the principal's sockets."""
        if self.by_name[principal.name] >= MAX_SOCKETS_EACH:
            raise Closed(4429, f"Too many sockets: {MAX_SOCKETS_EACH} are allowed to one token")
        self.by_name[principal.name] += 1
        try:
            yield
        finally:
            self.by_name[principal.name] -= 1
            self.by_name += Counter()  # forget who has none


class _Socket:
    """One connection."""

    def __init__(self, sockets: Sockets, websocket: WebSocket) -> None:
        self.sockets, self.services, self.websocket = sockets, sockets.services, websocket
        self.tasks: dict[str, asyncio.Task[None]] = {}
        self.header: str | None = None

    async def serve(self) -> None:
        try:
            principal = await self._init()
            with self.sockets.held(principal):
                await self.websocket.send_json({"type": "connection_ack"})
                while True:
                    await self._handle(await self._received())
        except Closed as closed:
            await self._close(closed.code, closed.reason)
        except (WebSocketDisconnect, RuntimeError):  # gone; starlette's word for a send after that is RuntimeError
            pass
        finally:
            for task in (tasks := list(self.tasks.values())):
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _init(self) -> Principal:
        try:
            async with asyncio.timeout(self.sockets.init_seconds):
                message = await self._received()
        except TimeoutError:
            raise Closed(4408, "Connection initialisation timeout") from None
        if message["type"] != "connection_init":
            raise Closed(4401, "Unauthorized")
        payload = message.get("payload") or {}
        header = payload.get("authorization") if isinstance(payload, dict) else None
        self.header = header if isinstance(header, str) else self.websocket.headers.get("authorization")
        return self._principal()

    def _principal(self) -> Principal:
        """Who asks, at this moment: a token that was revoked or has expired hears nothing more."""
        try:
            sign_in = self.services.sign_in
            if self.header is None and sign_in and (session := sign_in.find(self.websocket)):
                return session.principal  # Edge refuses other origins, which is what the CSRF token is for
            return self.services.bearer(self.header)
        except (Unauthenticated, Forbidden):
            raise Closed(4403, "Forbidden: send a valid token as `authorization` of connection_init") from None

    async def _received(self) -> dict[str, Any]:
        message = await self.websocket.receive()
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message.get("code", 1000))
        text = message.get("text")
        if text is None:
            raise Closed(4400, "Messages are text")
        if len(text.encode(errors="replace")) > MAX_BODY:
            raise Closed(1009, f"A message has more than {MAX_BODY} bytes")
        try:
            document = json.loads(text)
        except (ValueError, RecursionError):
            document = None
        if not isinstance(document, dict) or not isinstance(document.get("type"), str):
            raise Closed(4400, "Messages are JSON objects with a type")
        return document

    async def _handle(self, message: dict[str, Any]) -> None:
        kind = message["type"]
        if kind == "ping":
            await self.websocket.send_json({"type": "pong"})
        elif kind == "subscribe":
            await self._subscribe(_id(message), message.get("payload"))
        elif kind == "complete":
            task = self.tasks.pop(_id(message), None)
            if task:
                task.cancel()
        elif kind == "connection_init":
            raise Closed(4429, "Too many initialisation requests")
        elif kind != "pong":
            raise Closed(4400, "Unknown message type")

    async def _subscribe(self, name: str, payload: Any) -> None:
        if name in self.tasks:
            raise Closed(4409, "Subscriber for this id already exists")
        request_id = f"q-{secrets.token_hex(8)}"
        if len(self.tasks) >= MAX_OPERATIONS:
            message = f"This socket has {MAX_OPERATIONS} subscriptions, more are refused. Complete one first"
            await self._send(name, "error", [problem(message, "LIMIT", request_id)])
            return
        try:
            asked = shaped(payload, self.services.operations, self._principal())
        except Forbidden as error:
            await self._send(name, "error", [of_exception(error, request_id)])
            return
        except Refused as refused:
            await self._send(name, "error", [problem(refused.message, refused.code, request_id)])
            return
        task = asyncio.create_task(self._run(name, asked, request_id))
        self.tasks[name] = task

    async def _run(self, name: str, asked: Asked, request_id: str) -> None:
        """One subscription to its end."""
        request_id_of_graph.set(request_id)
        try:
            async for result in self._results(asked, request_id):
                await self._send(name, *result)
                if result[0] == "error":
                    return
            await self._send(name, "complete", None)
        except Closed as closed:
            await self._close(closed.code, closed.reason)
        except (WebSocketDisconnect, RuntimeError):
            pass
        finally:
            if self.tasks.get(name) is asyncio.current_task():
                del self.tasks[name]

    async def _results(self, asked: Asked, request_id: str) -> AsyncIterator[tuple[str, Any]]:
        """`next` with an answer, as often as there is one; `error` with problems, and nothing after it."""
        try:
            context = self.services.context(self._principal(), request_id, asked.persisted)
            source = await self.services.schema.subscribe(
                asked.query,
                variable_values=asked.variables,
                context_value=context,
                operation_name=asked.operation_name,
            )
            first = True
            async with contextlib.aclosing(source):
                async for result in source:
                    problems = [_told(error, request_id) for error in (result.errors or ())[:MAX_ERRORS]]
                    if isinstance(result, PreExecutionError):
                        yield "error", problems
                        return
                    context.principal = self._principal()
                    if not first:
                        context.charge_again()
                    first = False
                    yield "next", await self._answer(context, result, problems)
        except Closed:
            raise
        except _NO_SUBSCRIPTION:
            yield "error", [_no_subscription(request_id)]
        except Exception as error:
            yield "error", [of_exception(error, request_id)]

    async def _answer(self, context: Context, result: ExecutionResult, problems: list[Problem]) -> dict[str, Any]:
        data = result.data
        if problem_of_audit := await record(self.services, context, problems):
            data, problems = None, [problem_of_audit]
        document: dict[str, Any] = {"data": data, **({"errors": problems} if problems else {})}
        extensions = {**(result.extensions or {}), "requestId": context.request_id}
        if len(json.dumps(document)) > MAX_ANSWER:
            message = f"The answer has more than {MAX_ANSWER} bytes. Ask for fewer fields"
            document = {"data": None, "errors": [problem(message, "LIMIT", context.request_id)]}
        return {**document, "extensions": extensions}

    async def _send(self, name: str, kind: str, payload: Any) -> None:
        message = {"id": name, "type": kind, **({"payload": payload} if payload is not None else {})}
        await self.websocket.send_text(json.dumps(message, ensure_ascii=False, separators=(",", ":")))

    async def _close(self, code: int, reason: str) -> None:
        if self.websocket.application_state is not WebSocketState.DISCONNECTED:
            with contextlib.suppress(RuntimeError, WebSocketDisconnect):
                await self.websocket.close(code, reason)


def _told(error: GraphQLError, request_id: str) -> Problem:
    if isinstance(error.original_error, _NO_SUBSCRIPTION):
        return _no_subscription(request_id)
    return of_graphql(error, request_id)


def _no_subscription(request_id: str) -> Problem:
    message = "There is no subscription in this. Queries and mutations are answered to POST"
    return problem(message, "BAD_QUERY", request_id)


def _id(message: dict[str, Any]) -> str:
    name = message.get("id")
    if not isinstance(name, str) or not 1 <= len(name) <= MAX_ID:
        raise Closed(4400, f"`id` must have 1 to {MAX_ID} characters")
    return name
