"""The embedded database made anew, saved and put back, in a home of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import app.graph.backup as saving
import app.graph.rebuild as rebuilding
from app.errors import DataError, GraphRefused, UsageError
from app.facts import open_facts
from app.graph import Neo4jStore, open_store
from app.graph.digest import digest
from app.graph.engine import Engine
from app.graph.queries import LIST_DONE_BATCHES
from app.ingest import ingest
from app.ingest.retention import erase
from app.settings import Settings
from tests.conftest import OwnHome

pytestmark = [pytest.mark.graph, pytest.mark.timeout(900)]  # several starts of a server each
Told = tuple[str, list[str]]
Fill = Callable[[], Told]
ACCOUNT, DEVICE, ADDRESS = "acct-very-unusual-77", "device-of-77", "198.51.100.177"
GRAPH = """
    CREATE (:Operator {operator_id: 'o1', name: 'a "b", c', kind: 'actor', aliases: [], traits: ['x,y', 'u\\nv'],
                       author: 'me', made_at: datetime('2026-03-01T10:00:00.123456789Z')})
    CREATE (r:Ring {ring_id: 'R-1', state: 'flagged', score: 0.1, size: 1, current: true,
                    exchanges: 9007199254740993, first_seen: date('2026-03-01')})
    CREATE (r)-[:HAS_TRAFFIC]->(:TrafficDay {ring_id: 'R-1', day: date('2026-03-01'), capability: '', model: '',
                                             exchanges: 1})"""


@pytest.fixture
def home(own_home: OwnHome, tmp_path: Path) -> Iterator[Settings]:
    with own_home(tmp_path / "home") as settings:
        yield settings


@pytest.fixture
def other(own_home: OwnHome, tmp_path: Path) -> Iterator[Settings]:
    with own_home(tmp_path / "other") as settings:
        yield settings


@pytest.fixture
def fill(home: Settings, tmp_path: Path, inline: Any) -> Fill:
    """A graph with every type of property, of which an account was erased; what is told of it."""

    def make() -> Told:
        drop = tmp_path / "drop"
        drop.mkdir()
        exchanges = "".join(f"a{n % 7},2026-03-01T00:0{n % 9}:00Z,192.0.2.{n},d{n % 5},\n" for n in range(60))
        text = f"account_id,occurred_at,ip,device_id,input_tokens\n{exchanges}"
        text += f"{ACCOUNT},2026-03-01T00:00:00Z,{ADDRESS},{DEVICE},5\n{ACCOUNT},nonsense,{ADDRESS},,\n"
        (drop / "exchanges-1.csv").write_text(text)
        day = "2026-01-05T00:00:00Z"
        (drop / "accounts.csv").write_text(
            "account_id,created_at,known_at,updated_at,email\n"
            f"{ACCOUNT},2026-01-01T00:00:00Z,,,older.77@seldom.example\n"
            f"{ACCOUNT},2026-01-01T00:00:00Z,{day},{day},odd.name.77@rare.example\n"
            f"a1,2026-01-01T00:00:00Z,,,one@private.example\na1,2026-01-01T00:00:00Z,{day},{day},\n"
        )
        with open_store(home) as store:
            ingest(store, home, drop)
            store.write((inline(GRAPH, "write"), {}))
            erase(store, home, ACCOUNT)
            shutil.rmtree(drop)
            return told(store, home)

    return make


def look(home: Settings) -> Told:
    with open_store(home) as store:
        return told(store, home)


def told(store: Neo4jStore, home: Settings) -> Told:
    """The digest, and the batches that are done."""
    done = [row["batch_id"] for row in store.read(LIST_DONE_BATCHES)]
    with open_facts(home, done) as view:
        return digest(store, view.connection).digest, done


def traces(home: Settings) -> list[str]:
    """Files of the home that still have bytes of the account: Neo4j stores texts as Latin-1 or UTF-16."""
    words = [ACCOUNT, DEVICE, ADDRESS, "odd.name", "rare.example", "seldom.example"]
    needles = [word.encode(code) for word in words for code in ("latin-1", "utf-16-le", "utf-16-be")]
    needles += [bytes(map(int, ADDRESS.split(".")))]
    files = [path for path in home.home.rglob("*") if path.is_file()]
    return [str(path) for path in files if any(needle in path.read_bytes() for needle in needles)]


def rebuild(home: Settings) -> None:
    with open_store(home) as store:
        tables = rebuilding.export(store, home)
    rebuilding.rebuild(home, tables)


@pytest.mark.full
def test_after_a_rebuild_no_file_has_a_byte_of_an_erased_account(home: Settings, fill: Fill) -> None:
    before = fill()
    assert traces(home), "deleted values were expected in the store"
    program = "from app.cli import main; main()"
    environment = {**os.environ, "RINGLEADER_HOME": str(home.home), "RINGLEADER_ENGINE_CACHE": str(home.engine_cache)}
    command = [sys.executable, "-c", program, "db", "rebuild", "--json"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert traces(home) == []  # nor any log of the start that followed
    assert look(home) == before


@pytest.mark.full
@pytest.mark.parametrize("moment", ["import_beside", "swap", "finish_swap"])
def test_a_killed_rebuild_leaves_the_old_or_the_new(
    home: Settings, fill: Fill, moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = fill()

    class Killed(BaseException):
        pass

    def die(*words: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr("app.graph.swap.finish_swap" if moment == "finish_swap" else f"app.graph.rebuild.{moment}", die)
        with pytest.raises(Killed):
            rebuild(home)
    if moment == "finish_swap":  # the first folder was in its place, the second not yet
        shutil.rmtree(home.home / "neo4j" / "data/databases/neo4j")
        (home.home / "rebuild/neo4j/data/databases/neo4j").rename(home.home / "neo4j" / "data/databases/neo4j")
    assert look(home) == before
    rebuild(home)
    assert look(home) == before
    assert traces(home) == []


def test_a_restored_graph_is_the_one_that_was_saved(
    home: Settings, other: Settings, fill: Fill, tmp_path: Path
) -> None:
    file = tmp_path / "saved.tar.zst"
    before, done = fill()
    assert not Engine(home).running(), "the last verb stops the server"
    assert saving.backup(home, file, done, {"events": 0})["files"] > 10
    with pytest.raises(UsageError, match="already"):
        saving.backup(home, file, done, {})

    with pytest.raises(UsageError, match="key"):
        saving.restore(other, file)
    other.home.mkdir(exist_ok=True)  # locking it may have made it
    (other.home / "key").write_bytes(bytes(32))
    (other.home / "key").chmod(0o600)
    with pytest.raises(GraphRefused, match="another key"):
        saving.restore(other, file)
    shutil.copy(home.home / "key", other.home / "key")
    good = file.read_bytes()
    for number, bad in enumerate((good[:-1], good[: len(good) // 2], b"", flipped(good), flipped(good, 40))):
        (tmp_path / f"bad-{number}").write_bytes(bad)
        with pytest.raises(DataError, match="cut or altered"):
            saving.restore(other, tmp_path / f"bad-{number}")
    assert {path.name for path in other.home.iterdir()} <= {"key", "neo4j"}
    assert not (other.home / "neo4j" / "data" / "databases" / "neo4j").exists()

    saving.restore(other, file)
    (tmp_path / "drop").mkdir()
    (tmp_path / "drop" / "exchanges-2.csv").write_text("account_id,occurred_at\nlater,2026-03-02T00:00:00Z\n")
    with open_store(other) as store:
        assert told(store, other) == (before, done)
        ingest(store, other, tmp_path / "drop")
        assert told(store, other)[0] != before
    assert (other.home / "audit" / "restored-head.json").read_text() == '{"events": 0}'
    with pytest.raises(UsageError, match="--replace"):
        saving.restore(other, file)


@pytest.mark.full
def test_a_graph_is_replaced_by_one_that_was_saved(home: Settings, fill: Fill, tmp_path: Path) -> None:
    file, drop = tmp_path / "saved.tar.zst", tmp_path / "drop"
    before, done = fill()
    saving.backup(home, file, done, {"events": 0})
    drop.mkdir()
    (drop / "exchanges-2.csv").write_text("account_id,occurred_at\nlater,2026-03-02T00:00:00Z\n")
    with open_store(home) as store:
        ingest(store, home, drop)
        assert told(store, home)[0] != before
    saving.restore(home, file, replace=True)
    assert look(home) == (before, done)


def flipped(content: bytes, at: int | None = None) -> bytes:
    """One bit differs, in the middle unless told where."""
    at = len(content) // 2 if at is None else at
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
