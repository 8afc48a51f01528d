"""Opens the graph for one verb: the embedded server or the one NEO4J_URI names, schema and key checked."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import neo4j
import structlog
from neo4j import exceptions as errors

from app.errors import GraphRefused, RingleaderError
from app.graph.async_store import AsyncNeo4jStore
from app.graph.driver import bad_address, connect, options, translated
from app.graph.engine import Engine
from app.graph.keys import load_key, write_secret
from app.graph.migrate import check_server, migrate
from app.graph.neo4j_store import Neo4jStore
from app.graph.progress import Progress
from app.graph.queries import CHANGE_PASSWORD
from app.graph.rebuild import restore_empty
from app.graph.server import Server
from app.model.secrets import fingerprint
from app.settings import Settings

WATCH_SECONDS: Final = 1.0
"""How often the API looks whether the embedded server still lives."""
log = structlog.get_logger("ringleader.graph")


@dataclass(frozen=True, slots=True)
class Address:
    """Where the graph is and how to sign in; `alive` is False once a server of ours has died."""

    uri: str
    user: str
    password: str
    database: str
    alive: Callable[[], bool] = lambda: True


@contextlib.contextmanager
def open_store(settings: Settings, progress: Progress | None = None) -> Iterator[Neo4jStore]:
    """The graph, ready to use, for the length of the block; started first if it is ours and does not run.

    Raises EngineError, UsageError (address, key file), GraphUnavailable or GraphRefused when it cannot be had.
    """
    with open_address(settings, progress) as address, store_at(address) as store:
        yield store


@contextlib.asynccontextmanager
async def open_async_store(settings: Settings) -> AsyncIterator[AsyncNeo4jStore]:
    """The same for the API. Starting an embedded server blocks: open it before requests are served.

    An embedded server that dies is started again, and the store goes on with the new one.
    """
    with open_address(settings) as address:
        store = AsyncNeo4jStore(_async_driver(address), address.database)
        watching = asyncio.create_task(_keep_alive(settings, store, address)) if settings.embedded else None
        try:
            yield store
        finally:
            if watching:
                watching.cancel()
                await asyncio.gather(watching, return_exceptions=True)
            await store.driver.close()


def _async_driver(address: Address) -> neo4j.AsyncDriver:
    more = {"max_connection_pool_size": 32, "max_transaction_retry_time": 3.0}
    return neo4j.AsyncGraphDatabase.driver(**options(address.uri, address.user, address.password, **more))


async def _keep_alive(settings: Settings, store: AsyncNeo4jStore, address: Address) -> None:
    """Put a new server in the place of a dead one, until cancelled."""
    while True:
        await asyncio.sleep(WATCH_SECONDS)
        if await asyncio.to_thread(address.alive):
            continue
        log.error("the embedded Neo4j has died and is started again")
        try:
            address = await asyncio.to_thread(_revived, settings)
        except RingleaderError as error:
            log.error("the embedded Neo4j could not be started", error=error.code)
            continue
        dead, store.driver = store.driver, _async_driver(address)
        with contextlib.suppress(errors.DriverError, OSError):
            await dead.close()


def _revived(settings: Settings) -> Address:
    engine = Engine(settings)
    return sign_in(engine, engine.revive())


@contextlib.contextmanager
def open_address(settings: Settings, progress: Progress | None = None, *, keep: bool = False) -> Iterator[Address]:
    """Start or find the server, check and migrate the graph, and hold the server until the block ends.

    With `keep` an embedded server stays after the last verb has left.
    """
    key = load_key(settings)
    with contextlib.ExitStack() as stack:
        if settings.embedded:
            engine = Engine(settings)
            address = sign_in(engine, stack.enter_context(engine.use(progress)))
        else:
            address = given(settings)
        with store_at(address) as store:
            check_server(store)
            migrate(store, fingerprint(key))
            if settings.embedded:
                restore_empty(store, engine.home)
        if keep and settings.embedded:
            engine.pin()
        yield address


@contextlib.contextmanager
def resting(settings: Settings) -> Iterator[None]:
    """The block stops the embedded server; one that was to stay (`db start`) runs again after it."""
    server = Engine(settings).running() if settings.embedded else None
    try:
        yield
    finally:
        if server and server.pinned:
            with open_address(settings, keep=True):
                pass


def status(settings: Settings) -> dict[str, Any]:
    """Whether the server runs, where, and what it takes; starts nothing."""
    if not settings.embedded:
        return {"embedded": False, "uri": settings.neo4j_uri, "database": settings.neo4j_database, **_reached(settings)}
    engine = Engine(settings)
    server = engine.running()
    process = server.process if server else None
    if server is None or process is None:
        return {"embedded": True, "running": False, "home": str(engine.home)}
    return {
        "embedded": True,
        "running": True,
        "home": str(engine.home),
        "uri": server.uri,
        "pid": server.pid,
        "kept": server.pinned,
        "in_use": engine.in_use(),
        "since": datetime.fromtimestamp(server.created, UTC).isoformat(timespec="seconds"),
        "memory_mb": process.memory_info().rss // 2**20,
    }


def _reached(settings: Settings) -> dict[str, Any]:
    try:
        with store_at(given(settings)) as store:
            return {"running": True, "version": check_server(store)}
    except RingleaderError as error:
        return {"running": False, "error": str(error)}


def given(settings: Settings) -> Address:
    """The server that NEO4J_URI names."""
    uri = settings.neo4j_uri or ""
    return Address(uri, settings.neo4j_user, settings.neo4j_password.get_secret_value(), settings.neo4j_database)


@contextlib.contextmanager
def store_at(address: Address) -> Iterator[Neo4jStore]:
    """A store whose server has answered once. Nothing is checked but the way to it and the password."""
    with connect(address.uri, address.user, address.password) as driver:
        try:
            with translated():
                driver.verify_connectivity()
        except (errors.ConfigurationError, ValueError) as error:
            raise bad_address(address.uri) from error
        yield Neo4jStore(driver, address.database, alive=address.alive)


def sign_in(engine: Engine, server: Server) -> Address:
    """The embedded server's address; on the first start the password that was visible in the process list goes."""
    password = engine.password_file.read_text(encoding="utf-8")
    if engine.next_password_file.exists():
        password = _change_password(engine, server, password)
    return Address(server.uri, "neo4j", password, "neo4j", lambda: server.alive)


def _change_password(engine: Engine, server: Server, old: str) -> str:
    """Old to new. A kill between the change and the renaming of its file leaves the new one in force: not an error."""
    new = engine.next_password_file.read_text(encoding="utf-8")
    with contextlib.suppress(GraphRefused), store_at(Address(server.uri, "neo4j", old, "system")) as store:
        store.auto(CHANGE_PASSWORD, old=old, new=new)
    write_secret(engine.password_file, new)
    engine.next_password_file.unlink()
    return new
