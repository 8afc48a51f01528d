"""The embedded server's life: shared, kept, found again after a kill, started anew after its death."""

import contextlib
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from app.errors import EngineError, GraphRefused, GraphUnavailable
from app.graph import Neo4jStore, catalogue, load_key, open_store
from app.graph.engine import Engine
from app.graph.migrate import migrate
from app.graph.queries import READ_META
from app.graph.server import Server, find_server, stop_server
from app.graph.session import open_address, status
from app.model.secrets import fingerprint
from app.settings import Settings
from tests.conftest import OwnHome

pytestmark = pytest.mark.graph

HOLDER = """
import sys, time
from app.graph import open_store
from app.settings import load_settings
with open_store(load_settings()):
    print("holding", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def own(own_home: OwnHome, tmp_path: Path) -> Iterator[Settings]:
    """A home whose server is started, killed and stopped here."""
    with own_home(tmp_path / "home") as settings:
        yield settings


@contextlib.contextmanager
def holder(settings: Settings) -> Iterator[subprocess.Popen[str]]:
    """Another process that uses the server until it is told or killed."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("NEO4J_")} | {
        "RINGLEADER_HOME": str(settings.home),
        "RINGLEADER_ENGINE_CACHE": str(settings.engine_cache),
    }
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER], env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "holding\n"
        try:
            yield process
        finally:
            process.kill()


def test_the_server_is_shared_and_kept(own: Settings) -> None:
    engine = Engine(own)
    assert status(own) == {"embedded": True, "running": False, "home": str(engine.home)}
    assert engine.stop() is False

    # The first start: secrets for the owner only, a password that nobody saw, loopback.
    with open_store(own) as store:
        first = engine.running()
        assert first
        assert store.read(READ_META)[0]["graph_version"] >= 1
        for path in (own.home / "key", engine.password_file, engine.home):
            assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0
        assert not engine.next_password_file.exists()
        password = engine.password_file.read_text()
        assert not any(password in word for word in psutil.Process(first.pid).cmdline())
        listening = {
            (c.laddr.ip, c.laddr.port) for c in psutil.Process(first.pid).net_connections() if c.status == "LISTEN"
        }
        assert {ip.removeprefix("::ffff:") for ip, _ in listening} == {"127.0.0.1"}
        assert os.getsid(first.pid) == first.pid, "a Ctrl-C at our terminal must not reach it"

        # A second verb joins; it is the last one out that stops the server.
        with holder(own) as other:
            assert engine.running() == first
            with pytest.raises(EngineError, match="in use"):
                engine.stop()
            other.send_signal(signal.SIGKILL)
            other.wait()
        assert first.alive
        with open_address(own, keep=True):
            pass

    # Kept by `db start`: it stays when the last verb has left, until `db stop`.
    assert first.alive
    assert status(own)["kept"] is True
    with open_store(own) as store:
        assert store.read(READ_META)
    assert first.alive
    assert engine.stop() is True
    assert not first.alive
    assert status(own)["running"] is False


@pytest.mark.full
def test_a_killed_verb_leaves_its_server_and_the_next_uses_and_stops_it(own: Settings) -> None:
    engine = Engine(own)
    with holder(own) as other:
        left = engine.running()
        other.kill()
        other.wait()
    assert left
    assert left.alive
    assert not engine.in_use()
    (engine.run / "server.json").unlink()  # as if killed before it was recorded
    assert find_server(engine.home) is not None
    with open_store(own):
        found = engine.running()
        assert found
        assert (found.pid, found.port) == (left.pid, left.port)
    assert not left.alive
    assert status(own)["running"] is False


@pytest.mark.full
def test_a_dead_server_is_told_at_once_and_replaced(own: Settings) -> None:
    engine = Engine(own)
    with open_store(own) as store:
        server = engine.running()
        assert server
        process = psutil.Process(server.pid)
        process.kill()
        process.wait(20)
        with pytest.raises(GraphUnavailable):
            store.read(READ_META)
        assert engine.running() is None
    engine.run.joinpath("server.json").write_text(
        '{"pid": 1, "created": 0.0, "port": 1}'
    )  # a pid that is another's now
    assert engine.running() is None
    with open_store(own) as store:
        assert store.read(READ_META)


def test_a_start_that_fails_shows_its_log(own: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "java"
    broken.write_text("#!/bin/sh\necho Could not reserve enough space for object heap\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setattr("app.graph.server.java", lambda: str(broken))
    settings = own.model_copy(update={"home": tmp_path / "home"})
    with pytest.raises(EngineError, match="first password"), open_store(settings):
        pass
    (tmp_path / "home" / "neo4j" / "password").write_text("x")
    with pytest.raises(EngineError, match="Could not reserve enough space"), open_store(settings):
        pass
    assert not Engine(settings).in_use(), "a failed start holds nothing"


def test_a_dead_process_is_not_a_server() -> None:
    with subprocess.Popen([sys.executable, "-c", "pass"]) as process:
        process.wait()
    assert not Server(process.pid, 0.0, 1).alive
    stop_server(Server(process.pid, 0.0, 1))


class TestGivenServer:
    """NEO4J_URI: the session's server plays the one that is not ours."""

    @pytest.fixture
    def given(self, session_settings: Settings, session_store: object) -> Iterator[Settings]:
        with open_address(session_settings) as address:
            yield session_settings.model_copy(
                update={
                    "neo4j_uri": address.uri,
                    "neo4j_password": type(session_settings.neo4j_password)(address.password),
                    "key_file": session_settings.key_file or session_settings.home / "key",
                }
            )

    def test_it_is_used_and_not_stopped(self, given: Settings) -> None:
        with open_store(given) as store:
            assert store.read(READ_META)
        with open_store(given) as store:
            assert store.read(READ_META)
        assert status(given)["running"] is True

    def test_a_wrong_password_is_refused(self, given: Settings) -> None:
        wrong = given.model_copy(update={"neo4j_password": type(given.neo4j_password)("wrong")})
        with pytest.raises(GraphRefused, match="NEO4J_PASSWORD"), open_store(wrong):
            pass

    def test_a_wrong_database_is_refused(self, given: Settings) -> None:
        with (
            pytest.raises(GraphRefused, match="NEO4J_DATABASE"),
            open_store(given.model_copy(update={"neo4j_database": "nowhere"})),
        ):
            pass

    def test_another_key_is_refused(self, given: Settings, tmp_path: Path) -> None:
        other = tmp_path / "other"
        other.write_bytes(bytes(32))
        other.chmod(0o600)
        with pytest.raises(GraphRefused, match="another key"), open_store(given.model_copy(update={"key_file": other})):
            pass

    def test_nobody_there_is_unavailable(self, given: Settings) -> None:
        with (
            pytest.raises(GraphUnavailable, match="cannot be reached"),
            open_store(given.model_copy(update={"neo4j_uri": "bolt://127.0.0.1:1"})),
        ):
            pass

    def test_a_newer_graph_is_refused(self, given: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("app.graph.migrate.GRAPH_VERSION", 0)
        with pytest.raises(GraphRefused, match="Upgrade"), open_store(given):
            pass


def test_schema_files_apply_once(session_store: Neo4jStore, session_settings: Settings, inline) -> None:
    applied = session_store.read(READ_META)[0]["applied"]
    assert sorted(applied) == catalogue.names("schema")
    assert migrate(session_store, fingerprint(load_key(session_settings))) == []
    shown = {row["name"] for row in session_store.auto(inline("SHOW CONSTRAINTS YIELD name RETURN name"))}
    assert {"key_account", "key_traffic_day", "key_load_unit"} <= shown
