"""The layer around every request: request id, host and origin checks, security headers, metrics, access log."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Mapping
from typing import Any, Final

import structlog
from prometheus_client import CollectorRegistry, Counter, Histogram
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.problems import problem
from app.graph.driver import request_id as request_id_of_graph

log = structlog.get_logger("ringleader.api")

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'"
)
HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_LOOPBACK: Final = re.compile(r"(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(:\d{1,5})?", re.IGNORECASE)
_DEFAULT_PORTS: Final = {"http": ":80", "https": ":443"}
_ROUTES: Final = frozenset({"/", "/graphql", "/healthz", "/readyz", "/metrics"})
_BELOW: Final = ("/static", "/export", "/taxii2")


class Metrics:
    """Counters of one server; route names only, nothing that a client chooses."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter("ringleader_requests", "HTTP requests", ["route", "status"], registry=self.registry)
        self.seconds = Histogram("ringleader_request_seconds", "Time to answer", ["route"], registry=self.registry)
        self.operations = Counter(
            "ringleader_graphql_operations", "GraphQL operations", ["kind", "outcome"], registry=self.registry
        )
        self.cost = Counter("ringleader_graphql_cost", "Cost points of GraphQL operations", registry=self.registry)


def same_host(origin: str, host: str) -> bool:
    """Whether an Origin header names the host that was asked; the scheme may differ behind a TLS proxy."""
    scheme, separator, authority = origin.partition("://")
    if not separator:
        return False
    default = _DEFAULT_PORTS.get(scheme.lower(), "")
    return authority.lower().removesuffix(default) == host.lower().removesuffix(default)


class Edge:
    """Outermost ASGI layer. `loopback_only`: refuse other Host headers, as a rebound DNS name would send them."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics, loopback_only: bool) -> None:
        self.app, self.metrics, self.loopback_only = app, metrics, loopback_only

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "websocket" and (scope["path"] != "/graphql" or self.refusal(scope, "")):
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        await _Request(self, scope).serve(receive, send)

    def refusal(self, scope: Scope, request_id: str) -> JSONResponse | None:
        """An answer for a request that no route may see."""
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if self.loopback_only and not _LOOPBACK.fullmatch(host):
            message = "This open server answers to localhost only. Ask http://localhost, or start it with tokens"
            return _refused(421, message, "WRONG_HOST", request_id)
        origin = headers.get("origin")
        if origin is not None and scope.get("method") not in ("GET", "HEAD") and not same_host(origin, host):
            return _refused(403, "Requests from pages of other origins are refused", "WRONG_ORIGIN", request_id)
        return None


class _Request:
    """One request on its way through Edge."""

    def __init__(self, edge: Edge, scope: Scope) -> None:
        self.edge, self.scope = edge, scope
        self.request_id = f"q-{secrets.token_hex(8)}"
        self.status = 500
        path: str = scope["path"]
        self.route = path if path in _ROUTES else next((one for one in _BELOW if path.startswith(f"{one}/")), "other")

    async def serve(self, receive: Receive, send: Send) -> None:
        self.scope.setdefault("state", {})["request_id"] = self.request_id
        token = request_id_of_graph.set(self.request_id)
        started = time.perf_counter()
        answer = self.edge.refusal(self.scope, self.request_id) or self.edge.app
        try:
            await answer(self.scope, receive, self._sender(send))
        finally:
            request_id_of_graph.reset(token)
            self._record(time.perf_counter() - started)

    def _sender(self, send: Send) -> Send:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.status = message["status"]
                headers = MutableHeaders(scope=message)
                for name, text in HEADERS.items():
                    headers[name] = text
                headers["X-Request-Id"] = self.request_id
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        return with_headers

    def _record(self, seconds: float) -> None:
        metrics = self.edge.metrics
        metrics.requests.labels(self.route, str(self.status)).inc()
        metrics.seconds.labels(self.route).observe(seconds)
        facts: dict[str, Any] = self.scope["state"].get("audit", {})
        log.info(
            "request",
            request_id=self.request_id,
            method=self.scope["method"],
            route=self.route,
            status=self.status,
            milliseconds=round(seconds * 1000, 1),
            **facts,
        )


def _refused(status: int, message: str, code: str, request_id: str) -> JSONResponse:
    return JSONResponse({"errors": [problem(message, code, request_id)]}, status_code=status)
