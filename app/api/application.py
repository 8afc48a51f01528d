"""The FastAPI application: GraphQL and explorer, console, health and metrics, on one origin."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles
from starlette.websockets import WebSocket

from app import __version__
from app.api import queries as q
from app.api.audit import AuditLog
from app.api.budget import Budgets
from app.api.changes import Changes
from app.api.endpoint import Services, answer, authenticate
from app.api.exports import Exporter
from app.api.housekeeping import keep_house
from app.api.jobs import Jobs, OpenJobStore
from app.api.oidc import provider_of
from app.api.operations import Operations, with_console
from app.api.paging import CursorSigner
from app.api.principals import Principal, Role
from app.api.problems import of_exception, problem
from app.api.schema import make_schema
from app.api.sessions import Sessions
from app.api.sign_in import SignIn
from app.api.socket import Sockets
from app.api.taxii import Taxii
from app.api.tokens import TokenFile
from app.api.web import Edge, Metrics
from app.errors import Forbidden, RingleaderError, Unauthenticated
from app.graph import load_key, open_async_store
from app.graph import open_store as open_blocking_store
from app.graph.store import AsyncGraphStore
from app.ingest.metrics import ledger_figures
from app.ingest.queries import READ_FIGURES
from app.model.schema import GRAPH_VERSION
from app.model.secrets import keyed_hash
from app.pipeline.traffic import UsageReader
from app.settings import Settings

EXPLORER: Final = Path(__file__).with_name("static") / "explorer"
CONSOLE: Final = Path(__file__).parents[1] / "console" / "static"
_PAGE: Final = Path(__file__).with_name("static") / "explorer.html"

OpenStore = Callable[[Settings], AbstractAsyncContextManager[AsyncGraphStore]]


def create_app(
    settings: Settings,
    *,
    open_mode: bool = False,
    open_store: OpenStore = open_async_store,
    open_job_store: OpenJobStore = open_blocking_store,
    operations: Operations | None = None,
) -> FastAPI:
    """The application. `open_mode` answers without a token, to loopback hosts only; `operations` by name."""
    key = load_key(settings)
    audit, provider = AuditLog(settings), provider_of(settings)
    schema = make_schema()
    services = Services(
        schema=schema,
        tokens=TokenFile(settings.home),
        audit=audit,
        metrics=Metrics(),
        budgets=Budgets(),
        key=key,
        cursors=CursorSigner(keyed_hash(key, "cursors v1").encode()),
        usage=UsageReader(settings),
        watch=Changes(lambda: services.store),
        jobs=Jobs(settings, open_job_store),
        sign_in=SignIn(provider, Sessions(), audit) if provider else None,
        open_as=Principal("local", Role.ADMIN) if open_mode else None,
        settings=settings,
        operations=with_console(operations or Operations(), schema._schema),
    )

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with open_store(settings) as store:
            services.store = store
            services.jobs.load()
            keeping = asyncio.create_task(keep_house(store, services.jobs, services.orders))
            try:
                yield
            finally:
                keeping.cancel()
                await asyncio.gather(keeping, return_exceptions=True)
                await services.jobs.stop()
                services.store = None

    app = FastAPI(
        title="Ringleader", version=__version__, docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan
    )
    app.state.services = services
    _add_graphql(app, services)
    _add_sign_in(app, services.sign_in)
    _add_exports(app, Exporter(settings, services, open_job_store))
    _add_taxii(app, Taxii(settings, services, open_job_store))
    _add_operations(app, services)
    _add_pages(app)
    _add_errors(app)
    app.add_middleware(Edge, metrics=services.metrics, loopback_only=open_mode)
    return app


def _add_graphql(app: FastAPI, services: Services) -> None:
    @app.post("/graphql")
    async def graphql(request: Request) -> Response:
        return await answer(services, request)

    sockets = Sockets(services)
    app.state.sockets = sockets

    @app.websocket("/graphql")
    async def subscriptions(websocket: WebSocket) -> None:
        await sockets.serve(websocket)

    @app.get("/graphql")
    async def explorer(request: Request) -> Response:
        if "query" in request.query_params or "mutation" in request.query_params:
            message = "Queries and mutations are answered to POST only, so that they appear in no log and no history"
            return _refusal(405, message, request)
        return FileResponse(_PAGE, media_type="text/html")


def _add_sign_in(app: FastAPI, sign_in: SignIn | None) -> None:
    if sign_in is None:

        @app.get("/auth/session")
        async def no_sign_in() -> dict[str, bool]:
            """Tells the console that there are tokens only."""
            return {"signIn": False}

        return
    app.add_route("/auth/login", sign_in.login, methods=["GET"])
    app.add_route("/auth/callback", sign_in.callback, methods=["GET"])
    app.add_route("/auth/session", sign_in.session, methods=["GET"])
    app.add_route("/auth/logout", sign_in.logout, methods=["POST"])


def _add_exports(app: FastAPI, exporter: Exporter) -> None:
    @app.get("/export/jobs/{job_id}")
    async def exported(request: Request, job_id: str) -> Response:
        return await exporter.finished(request, job_id)

    @app.get("/export/{table}")
    async def export(request: Request, table: str) -> Response:
        return await exporter.answer(request, table)


def _add_taxii(app: FastAPI, taxii: Taxii) -> None:
    for path, endpoint in taxii.routes():
        app.add_route(path, endpoint, methods=["GET"])


def _add_operations(app: FastAPI, services: Services) -> None:
    @app.get("/healthz")
    async def healthz() -> dict[str, str]:
        """The process lives."""
        return {"status": "ok", "version": __version__}

    @app.get("/readyz")
    async def readyz(request: Request) -> JSONResponse:
        """The graph answers, its schema is right; and how old the data is."""
        try:
            facts = await _readiness(services)
        except RingleaderError as error:
            code = of_exception(error, request.state.request_id)["extensions"]["code"]
            return JSONResponse({"ready": False, "graph": code.lower()}, status_code=503)
        return JSONResponse(facts, status_code=200 if facts["ready"] else 503)

    @app.get("/metrics")
    async def metrics(request: Request) -> Response:
        """Prometheus text: of this server, and of all ingestion so far; needs a token unless the server is open."""
        authenticate(services, request)
        text = generate_latest(services.metrics.registry)
        with contextlib.suppress(RingleaderError):  # without a graph the server's own figures are all there is
            if services.store is not None:
                (row,) = await services.store.read(READ_FIGURES)
                text += generate_latest(ledger_figures(row))
        return Response(text, media_type=CONTENT_TYPE_LATEST)


async def _readiness(services: Services) -> dict[str, Any]:
    if services.store is None:
        return {"ready": False, "graph": "starting"}
    started = time.perf_counter()
    (row,) = await services.store.read(q.READ_STATUS)
    last: datetime | None = row["last_batch_at"]
    return {
        "ready": row["graph_version"] == GRAPH_VERSION and services.warm,
        "graph": "ok" if services.warm else "warming",
        "graph_version": row["graph_version"],
        "expected_version": GRAPH_VERSION,
        "milliseconds": round((time.perf_counter() - started) * 1000, 1),
        "data_age_seconds": max(round((datetime.now(UTC) - last).total_seconds()), 0) if last else None,
        "ingesting": row["open_batches"] > 0,
    }


def _add_pages(app: FastAPI) -> None:
    @app.get("/")
    async def console() -> Response:
        return FileResponse(CONSOLE / "index.html", media_type="text/html")

    app.mount("/static/explorer", StaticFiles(directory=EXPLORER))
    app.mount("/static/console", StaticFiles(directory=CONSOLE))


def _add_errors(app: FastAPI) -> None:
    """Every refusal is one JSON document of the same shape."""

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> Response:
        known = {
            404: "There is nothing at this address. GraphQL is at /graphql",
            405: "This address does not answer to this method. Queries go by POST to /graphql, all else by GET",
        }
        return _refusal(error.status_code, known.get(error.status_code, "The request was refused"), request)

    @app.exception_handler(Unauthenticated)
    async def unauthenticated(request: Request, error: Unauthenticated) -> Response:
        return JSONResponse({"errors": [of_exception(error, request.state.request_id)]}, status_code=401)

    @app.exception_handler(Forbidden)
    async def forbidden(request: Request, error: Forbidden) -> Response:
        return JSONResponse({"errors": [of_exception(error, request.state.request_id)]}, status_code=403)

    @app.exception_handler(Exception)
    async def failed(request: Request, error: Exception) -> Response:
        return JSONResponse({"errors": [of_exception(error, request.state.request_id)]}, status_code=500)


def _refusal(status: int, message: str, request: Request) -> Response:
    code = {404: "NOT_FOUND", 405: "METHOD"}.get(status, "BAD_REQUEST")
    response = JSONResponse({"errors": [problem(message, code, request.state.request_id)]}, status_code=status)
    if status == 405:
        response.headers["Allow"] = "GET, POST"
    return response
