"""The verbs db, query and doctor as a user types them, against the session's server."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.graph import Neo4jStore
from app.graph.engine import Engine
from app.settings import Settings

pytestmark = pytest.mark.graph


@pytest.fixture
def ringleader(environment: dict[str, str], store: Neo4jStore, tmp_path: Path):
    """Runs a verb; gives exit code, stdout's JSON document (None without one) and stderr."""

    def run(*words: str) -> tuple[int, Any, str]:
        program = "from app.cli import main; main()"
        command = [sys.executable, "-c", program, *words]
        done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
        return done.returncode, json.loads(done.stdout) if done.stdout.startswith("{") else None, done.stderr

    return run


def test_digest_names_its_parts(ringleader, store: Neo4jStore, inline) -> None:
    store.write((inline("CREATE (:Client {client: 'c1'}), (:Client {client: 'c2'})", "write"), {}))
    code, document, _ = ringleader("db", "digest", "--json")
    assert code == 0
    assert len(document["digest"]) == 64
    assert {name: part["count"] for name, part in document["parts"].items()} == {"Client": 2}
    assert ringleader("db", "digest", "--json")[1] == document


def test_queries_by_name(ringleader, store: Neo4jStore, inline) -> None:
    text = """
    CREATE (p:PaymentInstrument {instrument_id: 'pi-1'})
    WITH p UNWIND range(1, 4) AS n
    CREATE (:Account {account_id: 'a' + n})-[:PAID_WITH {rank: ''}]->(p)"""
    store.write((inline(text, "write"), {}))
    code, document, _ = ringleader("query", "find_same_instrument", "-p", "min_size=2", "--json")
    assert code == 0
    assert document["name"] == "rings/find_same_instrument"
    assert len(document["rows"]) == 1
    assert "pi-1" in json.dumps(document["rows"])
    assert ringleader("query", "find_same_instrument", "-p", "min_size=5", "--json")[1]["rows"] == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("query", "find_nothing"), "find_nothing"),
        (("query", "find_same_instrument", "-p", "min_size=many"), "min_size"),
        (("query", "find_same_instrument", "-p", "min_size"), "KEY=VALUE"),
        (("query", "graph/merge_load_unit", "-p", "key=x"), "does not only read"),
        (("query",), "NAME"),
    ],
)
def test_wrong_use_is_told_and_exits_with_2(ringleader, words: tuple[str, ...], told: str) -> None:
    code, document, errors = ringleader(*words)
    assert (code, document) == (2, None)
    assert told in errors


def test_doctor_looks_deep(ringleader, store: Neo4jStore, inline) -> None:
    code, document, _ = ringleader("doctor", "--deep", "--json")
    assert code == 0
    assert {check["name"] for check in document["checks"] if check["ok"]} >= {
        "server",
        "schema",
        "key of graph",
        "contents",
    }
    store.write((inline("CREATE (:LoadUnit {key: 'orphan'})", "write"), {}))
    code, document, _ = ringleader("doctor", "--deep", "--json")
    assert code == 1
    [failed] = [check for check in document["checks"] if not check["ok"]]
    assert failed["name"] == "contents"
    assert "orphan" in failed["found"]


def test_doctor_tells_a_wrong_key(ringleader, environment: dict[str, str], tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_bytes(bytes(32))
    other.chmod(0o600)
    environment["RINGLEADER_KEY_FILE"] = str(other)
    code, document, _ = ringleader("doctor", "--json")
    assert code == 1
    assert [check["name"] for check in document["checks"] if not check["ok"]] == ["key of graph"]
    code, _, errors = ringleader("db", "digest")
    assert code == 1
    assert "another key" in errors


def test_start_status_and_stop(ringleader, settings: Settings) -> None:
    if not settings.embedded:
        assert ringleader("db", "status", "--json")[1]["running"] is True
        assert ringleader("db", "stop")[0] == 2
        return
    server = Engine(settings).running()
    assert server
    code, document, _ = ringleader("db", "status", "--json")
    assert code == 0
    assert (document["pid"], document["running"], document["in_use"], document["kept"]) == (
        server.pid,
        True,
        True,
        False,
    )
    code, _, errors = ringleader("db", "stop")
    assert code == 1
    assert "in use" in errors
    assert server.alive
