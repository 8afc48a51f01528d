"""Opens the graph for one verb: the embedded server or the one NEO4J_URI names, schema and key checked."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

import neo4j

from app.errors import GraphRefused
from app.graph.engine import Engine, Server, write_secret
from app.graph.fetch import Progress
from app.graph.keys import load_key
from app.graph.migrate import migrate
from app.graph.neo4j_store import DRIVER_OPTIONS, AsyncNeo4jStore, Neo4jStore, make_driver, translated
from app.graph.queries import CHANGE_PASSWORD
from app.model.secrets import fingerprint
from app.settings import Settings


@dataclass(frozen=True, slots=True)
class Address:
    """Where the graph is and how to sign in."""

    uri: str
    user: str
    password: str
    database: str


@contextlib.contextmanager
def open_store(settings: Settings, progress: Progress | None = None) -> Iterator[Neo4jStore]:
    """The graph, ready to use, for the length of the block.

    Raises EngineError, GraphUnavailable or GraphRefused when it cannot be had.
    """
    with (
        open_address(settings, progress) as address,
        make_driver(address.uri, address.user, address.password) as driver,
    ):
        yield Neo4jStore(driver, address.database)


@contextlib.asynccontextmanager
async def open_async_store(settings: Settings) -> AsyncIterator[AsyncNeo4jStore]:
    """The same for the API."""
    with open_address(settings) as address:
        driver = neo4j.AsyncGraphDatabase.driver(
            address.uri, auth=(address.user, address.password), max_connection_pool_size=32, **DRIVER_OPTIONS
        )
        try:
            yield AsyncNeo4jStore(driver, address.database)
        finally:
            await driver.close()


@contextlib.contextmanager
def open_address(settings: Settings, progress: Progress | None = None) -> Iterator[Address]:
    """Start or find the server, check and migrate the graph, and keep the server until the block ends."""
    key = load_key(settings)
    with contextlib.ExitStack() as stack:
        if settings.embedded:
            engine = Engine(settings)
            address = _embedded(engine, stack.enter_context(engine.use(progress)))
        else:
            password = settings.neo4j_password.get_secret_value()
            address = Address(settings.neo4j_uri or "", settings.neo4j_user, password, settings.neo4j_database)
        with make_driver(address.uri, address.user, address.password) as driver:
            with translated():
                driver.verify_connectivity()
            migrate(Neo4jStore(driver, address.database), fingerprint(key))
        yield address


def _embedded(engine: Engine, server: Server) -> Address:
    """Sign in; on the first start also replace the password that was visible in the process list."""
    password = engine.password_file.read_text(encoding="utf-8")
    if engine.next_password_file.exists():
        password = _change_password(engine, server, password)
    return Address(server.uri, "neo4j", password, "neo4j")


def _change_password(engine: Engine, server: Server, old: str) -> str:
    new = engine.next_password_file.read_text(encoding="utf-8")
    try:
        with make_driver(server.uri, "neo4j", old) as driver:
            Neo4jStore(driver, "system").auto(CHANGE_PASSWORD, old=old, new=new)
    except GraphRefused:
        pass  # changed before, and killed before the file was renamed
    write_secret(engine.password_file, new)
    engine.next_password_file.unlink()
    return new
