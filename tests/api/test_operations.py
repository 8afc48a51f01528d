"""Persisted operations: what a file must be, how it is run, who may send a query of their own, what the audit tells."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.api import policy
from app.api.audit import AuditLog
from app.api.operations import Operations, read_operations
from app.api.principals import Principal, Role
from app.api.schema import make_schema
from app.api.server import operations_of
from app.api.socket import PROTOCOL
from app.errors import Forbidden, NotFoundError, UsageError
from app.settings import Settings
from tests.api.conftest import BIG
from tests.examples import examples
from tests.shell import Shell

SCHEMA = make_schema()._schema
FILES = {
    "RingCards": "query RingCards($id: ID!, $first: Int = 5) {\n  ring(id: $id) {\n    id\n"
    "    sharedIdentifiers(first: $first) { ...one }\n  }\n}\nfragment one on SharedIdentifier {"
    " members identifier { kind value redacted } }\n",
    "NoteRing": "mutation NoteRing($input: AddRingNoteInput!) {\n"
    "  addRingNote(input: $input) { problems { code } note { id } }\n}\n",
    "Changed": "subscription Changed { ringChanged { reason ring { id } } }\n",
    "Whoever": "query Whoever { viewer { name } }",
}


def written(directory: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (directory / f"{name}.graphql").write_text(text, encoding="utf-8")
    return directory


def test_a_good_directory_is_read(tmp_path: Path):
    (tmp_path / "README.md").write_text("no operation")
    found = read_operations(written(tmp_path, FILES), SCHEMA)
    assert set(found.by_name) == set(FILES)
    cards = found.find("RingCards")
    assert cards is found.find("sha256:" + hashlib.sha256(FILES["RingCards"].encode()).hexdigest())
    assert cards.cost == 11 and [one.variable.name.value for one in cards.variables] == ["id", "first"]
    assert found.find("NoteRing").roles == (Role.INVESTIGATOR, Role.ADMIN) and set(cards.roles) == set(Role)


BAD = {
    "syntax": ("query Bad {\n  rings {\n", 3, "Syntax Error", "Correct"),
    "unknown field": ("query Bad {\n  rings {\n    nodes { colour }\n  }\n}", 3, "colour", "schema.graphql"),
    "unknown argument": ("query Bad {\n  rings(last: 3) { totalCount }\n}", 2, "last", "schema.graphql"),
    "unused variable": ("query Bad(\n  $id: ID) { viewer { name } }", 2, "$id", "schema.graphql"),
    "fragment cycle": ("query Bad { rings { nodes { ...a } } }\nfragment a on Ring { ...a }", 2, "itself", "schema."),
    "two operations": ("query Bad { viewer { name } }\nquery More { viewer { role } }", 2, "2 operations", "One file"),
    "none": ("fragment a on Ring { id }", 1, "0 operations", "One file"),
    "anonymous": ("{ viewer { name } }", 1, "no name", "query Bad"),
    "another name": ("\n\nquery Good { viewer { name } }", 3, "'Good'", "query Bad"),
    "cost": ("# dear\nquery Bad($n: Int) { rings(first: $n) { nodes { members(first: $n) "
             "{ nodes { evidence { bits } } } } } }", 2, "cost", "$n"),
    "depth": (f"query Bad {{ ring(id: 1) {'{ members { nodes { account { rings { nodes { ring ' * 3}"
              f"{{ id }}{' }' * 18} }}", 1, "depth", "second query"),
    "tokens": ("query Bad { viewer {" + " name" * 2100 + " } }", 1, "tokens", "Correct"),
    "size": ("query Bad { viewer { name } } #" + "x" * 70_000, 1, "65536 bytes", "several"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_refused_with_its_line_and_what_to_do(tmp_path: Path, case: str):
    text, line, what, do = BAD[case]
    written(tmp_path, {**FILES, "Bad": text})
    with pytest.raises(UsageError) as told:
        read_operations(tmp_path, SCHEMA)
    assert told.value.where == f"{tmp_path / 'Bad.graphql'}:{line}"
    assert what in told.value.what and do in told.value.do


def test_a_field_that_nobody_may_ask_for_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delitem(policy.RULES, ("Viewer", "name"))
    with pytest.raises(UsageError, match=r"Whoever\.graphql:1: no role may run it: Viewer\.name"):
        read_operations(written(tmp_path, FILES), SCHEMA)


@given(st.one_of(st.binary(max_size=60), st.text(max_size=60).map(str.encode)))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(200))
def test_no_file_breaks_the_start_otherwise(tmp_path: Path, content: bytes):
    (tmp_path / "Bad.graphql").write_bytes(content)
    with pytest.raises(UsageError, match=r"Bad\.graphql:\d+: .+"):
        read_operations(tmp_path, SCHEMA)


def test_an_empty_or_missing_directory_and_a_server_for_nobody_are_refused(tmp_path: Path):
    for directory, only, told in (
        (tmp_path, False, "no .graphql"),
        (tmp_path / "x", True, "no such"),
        (None, True, "--"),
    ):
        with pytest.raises(UsageError, match=told):
            operations_of(directory, only)
    assert operations_of(None, False) == Operations()


def test_the_start_stops_at_a_bad_file(shell: Shell, tmp_path: Path):
    written(tmp_path, {"Bad": "query Bad {\n  nothing\n}"})
    code, out, err = shell.told("serve", "--open", "--operations", str(tmp_path))
    assert code == 2 and "Bad.graphql:2: " in err and "nothing" in err and out is None


@given(st.text(max_size=90))
def test_only_names_and_hashes_are_found(document_id: str):
    with pytest.raises(NotFoundError):
        Operations().find(document_id)


@pytest.mark.parametrize("role", list(Role))
def test_only_an_admin_may_send_a_query_of_their_own(role: Role):
    Operations(only=False).allow_text(Principal("ann", role))
    if role is Role.ADMIN:
        Operations(only=True).allow_text(Principal("ann", role))
        return
    with pytest.raises(Forbidden, match="persisted operations only"):
        Operations(only=True).allow_text(Principal("ann", role))


@pytest.fixture
def persisted(closed: TestClient, tmp_path: Path) -> Iterator[TestClient]:
    """The closed server with the operations above, and no others for anybody but admins."""
    services = closed.app.state.services  # type: ignore[attr-defined]
    services.operations = read_operations(written(tmp_path, FILES), SCHEMA, only=True)
    yield closed
    services.operations = Operations()


def post(client: TestClient, token: str, **body: Any) -> Any:
    return client.post("/graphql", json=body, headers={"authorization": f"Bearer {token}"})


@pytest.mark.graph
def test_an_operation_runs_by_name_and_by_hash(persisted: TestClient, tokens: dict[str, str]):
    by_hash = persisted.app.state.services.operations.find("RingCards").document_id  # type: ignore[attr-defined]
    for document_id in ("RingCards", by_hash):
        for more in ({}, {"operationName": "RingCards"}, {"operationName": ""}):
            answer = post(persisted, tokens["viewer"], documentId=document_id, variables={"id": BIG}, **more).json()
            assert answer["data"]["ring"]["id"] == BIG and answer["data"]["ring"]["sharedIdentifiers"]
            assert answer["extensions"]["cost"]["requested"] == 11


@pytest.mark.graph
def test_what_is_no_persisted_operation_is_refused(persisted: TestClient, tokens: dict[str, str], seen: Any):
    seen.names.clear()
    asked: list[tuple[dict[str, Any], int, str]] = [
        ({"documentId": "Nothing"}, 400, "NOT_FOUND"),
        ({"documentId": "sha256:" + "0" * 64}, 400, "NOT_FOUND"),
        ({"documentId": "../RingCards"}, 400, "NOT_FOUND"),
        ({"documentId": 5}, 400, "BAD_REQUEST"),
        ({"documentId": "RingCards", "query": "{ viewer { name } }"}, 400, "BAD_REQUEST"),
        ({"documentId": "RingCards", "variables": [1]}, 400, "BAD_REQUEST"),
        ({"documentId": "RingCards", "operationName": "Other"}, 200, "BAD_QUERY"),
        ({"documentId": "RingCards"}, 200, "BAD_QUERY"),
        ({"documentId": "RingCards", "variables": {"id": BIG, "first": 10**6}}, 200, "LIMIT"),
        ({"documentId": "Changed"}, 200, "BAD_QUERY"),
        ({"documentId": "NoteRing", "variables": {"input": {"ringId": BIG, "text": "x"}}}, 200, "FORBIDDEN"),
    ]
    for body, status, code in asked:
        answer = post(persisted, tokens["viewer"], **body)
        (error, *_) = answer.json()["errors"]
        assert (answer.status_code, error["extensions"]["code"]) == (status, code), body
    assert seen.names == []


@pytest.mark.graph
def test_queries_of_ones_own_are_for_admins(persisted: TestClient, tokens: dict[str, str], seen: Any):
    seen.names.clear()
    for query in (
        "{ rings { totalCount } }",
        "{ __typename }",
        "{ __schema { types { name } } }",
        "",
        FILES["Whoever"],
    ):
        for role in ("viewer", "exporter", "investigator"):
            answer = post(persisted, tokens[role], query=query)
            (error,) = answer.json()["errors"]
            assert answer.status_code == 403 and error["extensions"]["code"] == "FORBIDDEN"
            assert "documentId" in error["message"]
    assert seen.names == []
    assert post(persisted, tokens["admin"], query="{ viewer { role } }").json()["data"]["viewer"]["role"] == "admin"
    assert post(persisted, tokens["viewer"], documentId="Whoever").json()["data"]["viewer"]["name"] == "test viewer"


@pytest.mark.graph
def test_sockets_are_bound_likewise(persisted: TestClient, tokens: dict[str, str]):
    def told(role: str, payload: dict[str, Any]) -> dict[str, Any]:
        with persisted.websocket_connect("/graphql", subprotocols=[PROTOCOL]) as socket:
            socket.send_json({"type": "connection_init", "payload": {"authorization": f"Bearer {tokens[role]}"}})
            assert socket.receive_json()["type"] == "connection_ack"
            socket.send_json({"id": "1", "type": "subscribe", "payload": payload})
            socket.send_json({"type": "ping"})  # answered first where the subscription waits for something to tell
            found: dict[str, Any] = socket.receive_json()
            return found

    (error,) = told("viewer", {"query": FILES["Changed"]})["payload"]
    assert error["extensions"]["code"] == "FORBIDDEN"
    (error,) = told("viewer", {"documentId": "Nothing"})["payload"]
    assert error["extensions"]["code"] == "NOT_FOUND"
    assert told("viewer", {"documentId": "Changed"})["type"] == "pong"
    assert told("admin", {"query": FILES["Changed"]})["type"] == "pong"


@pytest.mark.graph
def test_the_audit_names_the_operation(persisted: TestClient, tokens: dict[str, str], session_settings: Settings):
    log = AuditLog(session_settings)
    post(persisted, tokens["exporter"], documentId="RingCards", variables={"id": BIG})
    post(persisted, tokens["investigator"], documentId="NoteRing", variables={"input": {"ringId": BIG, "text": "x"}})
    post(persisted, tokens["admin"], query=FILES["RingCards"], variables={"id": BIG})
    read, started, done, own = log.tail(4)
    assert (read["did"], read["operation"]) == ("read personal data", "RingCards")
    assert (started["result"], started["operation"]) == ("started", "NoteRing")
    assert (done["result"], done["operation"]) == ("ok", "NoteRing")
    assert own["did"] == "read personal data" and "operation" not in own
    log.verify()
