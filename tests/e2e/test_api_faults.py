"""`ringleader serve` under load while its Neo4j is killed, hangs or is slow: clear errors, and then answers again."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import pytest
from starlette.testclient import TestClient

from app.api import queries
from app.api.application import create_app
from app.graph import Query, open_async_store, open_store
from app.graph.catalogue import parse
from app.graph.engine import Engine
from app.graph.server import Server
from app.settings import Settings
from tests.conftest import OwnHome

pytestmark = [pytest.mark.graph, pytest.mark.full, pytest.mark.timeout(900)]

SERVE = [sys.executable, "-c", "from app.cli import main; main()", "serve", "--open", "--port", "0", "--json"]
RING = "R-AAAAAAAAAA"
WORLD = """
CREATE (r:Ring {ring_id: $ring, state: 'flagged', score: 0.9, size: 40, current: true, exchanges: 40, bits: 9.0,
                families: ['payment'], first_seen: date('2026-03-01'), last_seen: date('2026-03-02')})
WITH r UNWIND range(1, 40) AS n
CREATE (r)<-[:MEMBER_OF {score: 0.9, bits: 9.0, evidence: [], from_run: 'run-1'}]-(:Account {account_id: 'a' + n})
"""
ASKED = [
    "{ rings { totalCount nodes { id size } } }",
    f'{{ ring(id: "{RING}") {{ id members(first: 40) {{ nodes {{ account {{ id }} }} }} }} }}',
    '{ search(text: "a1") { hits { __typename } } }',
    '{ account(id: "a1") { id rings { nodes { ring { id } } } } }',
]
ADD_NOTE = """mutation N($input: AddRingNoteInput!) { addRingNote(input: $input) { problems { code } note { id } } }"""
RETRYABLE = {"UNAVAILABLE": True, "TIMEOUT": False}
"""What a client may be told while the database is away, and whether trying again is the advice."""


def post(url: str, query: str, variables: dict[str, Any] | None = None) -> tuple[int, dict[str, Any]]:
    body = json.dumps({"query": query, "variables": variables or {}}).encode()
    request = urllib.request.Request(f"{url}/graphql", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return answer.status, json.load(answer)


def status(url: str, path: str) -> int:
    try:
        with urllib.request.urlopen(f"{url}{path}", timeout=60) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def until(true: Callable[[], bool], seconds: float = 240) -> None:
    """Wait for a state of the world; fails where it never comes."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.2)


@dataclass
class Load:
    """Clients that ask and note until told to stop; each note is repeated under its id until it is answered."""

    url: str
    clients: int = 6
    answers: int = 0
    codes: list[str] = field(default_factory=list)
    wrong: list[Any] = field(default_factory=list)
    noted: list[str] = field(default_factory=list)
    done: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Load:
        self.threads = [threading.Thread(target=self.run, args=(n,), daemon=True) for n in range(self.clients)]
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.done.set()
        for thread in self.threads:
            thread.join(120)
            assert not thread.is_alive()

    def run(self, client: int) -> None:
        number = 0
        while not self.done.is_set():
            number += 1
            if client == 0:
                self.note(f"note-{number}")
            else:
                self.ask(ASKED[(client + number) % len(ASKED)])

    def ask(self, query: str, variables: dict[str, Any] | None = None) -> bool:
        """Whether it was answered; what is neither an answer nor a clear error goes to `wrong`."""
        try:
            code, document = post(self.url, query, variables)
        except OSError as error:  # also HTTP errors
            self.wrong.append((query, repr(error)))
            return False
        told = [error["extensions"] for error in document.get("errors", ())]
        self.codes += [one["code"] for one in told]
        if any(one["retryable"] is not RETRYABLE.get(one["code"]) or not one["requestId"] for one in told):
            self.wrong.append((query, document["errors"]))
        self.answers += not told and code == 200
        return not told

    def note(self, key: str) -> None:
        given = {"input": {"ringId": RING, "text": key, "clientMutationId": key}}
        while not self.ask(ADD_NOTE, given):
            if self.done.is_set():
                return
            self.done.wait(0.2)
        self.noted.append(key)

    def more(self, count: int = 60) -> Callable[[], bool]:
        """True once so many more requests were answered."""
        wanted = self.answers + count
        return lambda: self.answers >= wanted


@pytest.fixture
def home(tmp_path: Path, own_home: OwnHome) -> Iterator[Settings]:
    """A home of this test's own with a ring of forty."""
    with own_home(tmp_path / "home") as settings:
        with open_store(settings) as store:
            store.driver.execute_query(WORLD, ring=RING)
        yield settings


@contextlib.contextmanager
def serving(settings: Settings, **more: str) -> Iterator[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("NEO4J_")}
    environment |= {"RINGLEADER_HOME": str(settings.home), "RINGLEADER_ENGINE_CACHE": str(settings.engine_cache)}
    with subprocess.Popen(SERVE, env=environment | more, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            yield json.loads(process.stdout.readline())["url"]
            process.send_signal(signal.SIGTERM)
            assert process.wait(60) == 0
        finally:
            process.kill()


def neo4j_of(settings: Settings) -> Server:
    server = Engine(settings).running()
    assert server
    return server


def kill(server: Server) -> None:
    psutil.Process(server.pid).kill()
    until(lambda: not server.alive)


def notes(settings: Settings) -> list[str]:
    with open_store(settings) as store:
        found = store.driver.execute_query("MATCH (n:Note) RETURN n.text AS text").records
        return sorted(row["text"] for row in found)


def test_the_embedded_database_killed_twice_under_load(home: Settings) -> None:
    with serving(home) as url:
        until(lambda: status(url, "/readyz") == 200)
        with Load(url) as load:
            for _ in range(2):
                until(load.more())
                old = neo4j_of(home)
                kill(old)
                until(lambda: status(url, "/readyz") == 503)
                assert status(url, "/healthz") == 200
                until(lambda: status(url, "/readyz") == 200)
                assert neo4j_of(home).pid != old.pid
                until(load.more())
    assert load.wrong == []
    assert "UNAVAILABLE" in load.codes
    assert sorted(load.noted) == notes(home), "each note once, also those whose COMMIT was cut off"


def test_a_database_elsewhere_killed_and_restarted_under_load(home: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Engine(home)
    server = engine.acquire()
    try:
        with open_store(home):  # changes the first password
            password = engine.password_file.read_text()
        port = server.port
        monkeypatch.setattr("app.graph.server.free_port", lambda: port)
        with serving(home, NEO4J_URI=server.uri, NEO4J_USER="neo4j", NEO4J_PASSWORD=password) as url, Load(url) as load:
            until(load.more())
            kill(server)
            until(lambda: status(url, "/readyz") == 503)
            assert engine.revive().port == port
            until(lambda: status(url, "/readyz") == 200)
            until(load.more())
        assert load.wrong == [] and "UNAVAILABLE" in load.codes
        assert sorted(load.noted) == notes(home)
    finally:
        engine.release()


def test_a_database_that_hangs(home: Settings) -> None:
    with serving(home) as url:
        until(lambda: status(url, "/readyz") == 200)
        with Load(url, clients=3) as load:
            until(load.more(20))
            process = psutil.Process(neo4j_of(home).pid)
            process.suspend()
            try:
                until(lambda: bool(load.codes))
                assert status(url, "/healthz") == 200 and status(url, "/readyz") == 503
            finally:
                process.resume()
            until(lambda: status(url, "/readyz") == 200)
            until(load.more(20))
    assert load.wrong == []
    assert sorted(load.noted) == notes(home)


SLOW = "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b WITH a * b AS c RETURN max(c) AS total"


@pytest.mark.parametrize(
    ("name", "query"), [("LIST_RINGS", ASKED[0]), ("READ_RINGS", f'{{ node(id: "Ring:{RING}") {{ nodeId }} }}')]
)
def test_a_slow_query_ends_in_the_database_too(
    home: Settings, inline: Any, monkeypatch: pytest.MonkeyPatch, name: str, query: str
) -> None:
    """The client's clock runs out first: the database would let the statement go on. By itself, and from a loader."""
    slow = parse(f"api/{name.lower()}", f"// purpose: slow\n// mode: read\n{SLOW}")

    class Slow(Query):
        statement = slow  # type: ignore[assignment]

    monkeypatch.setattr(queries, name, Slow(slow.name))
    running = inline(
        "SHOW TRANSACTIONS YIELD currentQuery, metaData WHERE currentQuery CONTAINS '100000' AND "
        "NOT currentQuery CONTAINS 'SHOW' RETURN metaData.request AS request"
    )

    @contextlib.asynccontextmanager
    async def patient(settings: Settings) -> Any:
        async with open_async_store(settings) as store:
            store.timeout = 600.0
            yield store

    app = create_app(home, open_mode=True, open_store=patient)
    app.state.services.seconds = 20.0
    with open_store(home) as store, TestClient(app, base_url="http://localhost") as client:
        asked: list[Any] = []
        asking = threading.Thread(target=lambda: asked.append(client.post("/graphql", json={"query": query})))
        asking.start()
        until(lambda: len(store.read(running)) == 1, 20.0)
        asking.join(60)
        (told,) = asked[0].json()["errors"]
        assert (told["extensions"]["code"], told["extensions"]["retryable"]) == ("TIMEOUT", False)
        until(lambda: store.read(running) == [], 60.0)
        assert client.get("/readyz").status_code == 200
