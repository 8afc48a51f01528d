"""The verbs db, query and doctor as a user types them, against the session's server."""

import json
from pathlib import Path

import pytest

from app.graph import Neo4jStore
from app.graph.engine import Engine
from app.settings import Settings
from tests.shell import Shell

pytestmark = [pytest.mark.graph, pytest.mark.usefixtures("store")]


def test_digest_names_its_parts(shell: Shell, store: Neo4jStore, inline) -> None:
    store.write((inline("CREATE (:Client {client: 'c1'}), (:Client {client: 'c2'})", "write"), {}))
    code, document, _ = shell.told("db", "digest", "--json")
    assert code == 0
    assert len(document["digest"]) == 64
    assert {name: part["count"] for name, part in document["parts"].items()} == {"Client": 2}
    assert shell.told("db", "digest", "--json")[1] == document


def test_queries_by_name(shell: Shell, store: Neo4jStore, inline) -> None:
    text = """
    CREATE (p:PaymentInstrument {instrument_id: 'pi-1'})
    WITH p UNWIND range(1, 4) AS n
    CREATE (:Account {account_id: 'a' + n})-[:PAID_WITH {rank: ''}]->(p)"""
    store.write((inline(text, "write"), {}))
    code, document, _ = shell.told("query", "find_same_instrument", "-p", "min_size=2", "--json")
    assert code == 0
    assert document["name"] == "rings/find_same_instrument"
    assert len(document["rows"]) == 1
    assert "pi-1" in json.dumps(document["rows"])
    assert shell.told("query", "find_same_instrument", "-p", "min_size=5", "--json")[1]["rows"] == []


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
def test_wrong_use_is_told_and_exits_with_2(shell: Shell, words: tuple[str, ...], told: str) -> None:
    code, document, errors = shell.told(*words)
    assert (code, document) == (2, None)
    assert told in errors


def test_doctor_looks_deep(shell: Shell, store: Neo4jStore, inline) -> None:
    code, document, _ = shell.told("doctor", "--deep", "--json")
    assert code == 0
    assert {check["name"] for check in document["checks"] if check["ok"]} >= {
        "server",
        "schema",
        "key of graph",
        "contents",
    }
    store.write((inline("CREATE (:LoadUnit {key: 'orphan'})", "write"), {}))
    code, document, _ = shell.told("doctor", "--deep", "--json")
    assert code == 1
    [failed] = [check for check in document["checks"] if not check["ok"]]
    assert failed["name"] == "contents"
    assert "orphan" in failed["found"]


def test_doctor_tells_a_wrong_key(shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_bytes(bytes(32))
    other.chmod(0o600)
    monkeypatch.setenv("RINGLEADER_KEY_FILE", str(other))
    code, document, _ = shell.told("doctor", "--json")
    assert code == 1
    assert [check["name"] for check in document["checks"] if not check["ok"]] == ["key of graph"]
    code, _, errors = shell.told("db", "digest")
    assert code == 1
    assert "another key" in errors


def test_start_status_and_stop(shell: Shell, settings: Settings) -> None:
    if not settings.embedded:
        assert shell.told("db", "status", "--json")[1]["running"] is True
        assert shell.told("db", "stop")[0] == 2
        return
    server = Engine(settings).running()
    assert server
    code, document, _ = shell.told("db", "status", "--json")
    assert code == 0
    assert (document["pid"], document["running"], document["in_use"], document["kept"]) == (
        server.pid,
        True,
        True,
        False,
    )
    code, _, errors = shell.told("db", "stop")
    assert code == 1
    assert "in use" in errors
    assert server.alive
