"""Fixtures of the whole suite.

One real Neo4j serves the session (of each process of `-n`): the embedded one in a temporary home (its jars are
fetched once into a cache), or the server that NEO4J_URI names (which is emptied: never point it at data you want). A
Neo4j that cannot start fails the suite; it never skips.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from platformdirs import user_cache_path

from app.graph import Neo4jStore, Query, open_store, server
from app.graph.catalogue import Statement, parse
from app.graph.engine import Engine
from app.graph.queries import EMPTY_LINKS, EMPTY_NODES
from app.graph.server import stop_server
from app.settings import Settings, load_settings
from tests.shell import Shell

OwnHome = Callable[..., contextlib.AbstractContextManager[Settings]]

# The same examples in every run, and no deadline: a busy machine is no failure.
hypothesis.settings.register_profile("full", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.register_profile("few", hypothesis.settings.get_profile("full"), max_examples=30)

# A server of the tests lives for minutes: optimizing its code takes longer than running it as it is, and verifying its
# bytecode (the jars were checked by SHA-256) is a sixth of each start.
os.environ.setdefault(
    "JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UnlockDiagnosticVMOptions -XX:-BytecodeVerificationRemote"
)


def pytest_configure(config: pytest.Config) -> None:
    """Before any test is read: `make test` draws a part of the examples (tests/examples.py), any other run all."""
    hypothesis.settings.load_profile("few" if config.option.markexpr == "not full" else "full")


def pytest_xdist_auto_num_workers() -> int:
    """Processes of `-n auto`: each starts a Neo4j of its own, and a server that is given is not shared."""
    return 0 if os.environ.get("NEO4J_URI") else min(os.cpu_count() or 1, 4)


@pytest.fixture(scope="session")
def engine_cache() -> Path:
    """Where the embedded Neo4j's jars are shared between test homes and runs."""
    return Path(os.environ.get("RINGLEADER_ENGINE_CACHE") or user_cache_path("ringleader"))


@pytest.fixture(scope="session")
def session_settings(tmp_path_factory: pytest.TempPathFactory, engine_cache: Path) -> Settings:
    """Settings of the one home that the session's server lives in."""
    home = tmp_path_factory.mktemp("ringleader-home")
    base = load_settings()
    return base.model_copy(update={"home": home, "engine_cache": engine_cache, "facts_url": None})


# Tests fill and empty the graph all the time: a server that plans each statement anew whenever the counts have changed
# spends a third of its work on that. Ours keeps what it planned.
KEEP_PLANS = "dbms.cypher.min_replan_interval=1d\n"


@pytest.fixture(scope="session")
def session_store(session_settings: Settings) -> Iterator[Neo4jStore]:
    """The session's graph, started once."""
    with contextlib.ExitStack() as stack:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(server, "_CONFIGURATION", server._CONFIGURATION + KEEP_PLANS)
            store = stack.enter_context(open_store(session_settings))
        yield store


@pytest.fixture(scope="session")
def own_home(engine_cache: Path) -> OwnHome:
    """`with own_home(folder, **more)`: an embedded home beside the session's; no server of it outlives the block."""

    @contextlib.contextmanager
    def make(folder: Path, **more: Any) -> Iterator[Settings]:
        settings = Settings(home=folder, engine_cache=engine_cache, neo4j_uri=None, **more)
        try:
            yield settings
        finally:
            server = Engine(settings).running()
            if server:
                stop_server(server)

    return make


@pytest.fixture
def store(session_store: Neo4jStore) -> Neo4jStore:
    """The graph, emptied; constraints and indexes stay."""
    session_store.auto(EMPTY_LINKS)
    session_store.auto(EMPTY_NODES)
    return session_store


@pytest.fixture
def settings(session_settings: Settings, tmp_path: Path) -> Settings:
    """The session's server, with facts, spool and quarantine of this test's own."""
    return session_settings.model_copy(update={"facts_url": str(tmp_path / "facts")})


@pytest.fixture
def environment(session_settings: Settings, tmp_path: Path) -> dict[str, str]:
    """Environment for a subprocess that speaks to the session's server."""
    return {
        **os.environ,
        "RINGLEADER_HOME": str(session_settings.home),
        "RINGLEADER_ENGINE_CACHE": str(session_settings.engine_cache),
        "RINGLEADER_FACTS": str(tmp_path / "facts"),
    }


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], environment: dict[str, str]) -> Shell:
    """The command line on the session's server, as the graph is."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return Shell(monkeypatch, capsys, environment["RINGLEADER_HOME"])


class Inline(Query):
    """A statement that is in no file."""

    def __init__(self, statement: Statement) -> None:
        super().__init__(statement.name)
        object.__setattr__(self, "_statement", statement)

    @property
    def statement(self) -> Statement:
        """The statement itself."""
        found: Statement = self.__dict__["_statement"]
        return found


@pytest.fixture(scope="session")
def inline() -> Callable[..., Query]:
    """Makes a query from text, for arranging and looking; the program's own statements are in files."""

    def make(text: str, mode: str = "read") -> Query:
        return Inline(parse("test/inline", f"// purpose: a test's own\n// mode: {mode}\n{text}"))

    return make
