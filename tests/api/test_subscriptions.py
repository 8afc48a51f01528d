"""Subscriptions over graphql-transport-ws: what they tell, who may listen, and every bound of a socket."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient, WebSocketTestSession
from starlette.websockets import WebSocketDisconnect

from app.api import socket
from app.api.budget import Budgets
from app.api.changes import MAX_WAITING, Changes, Listener, RingEvent
from app.api.limits import MAX_BODY
from app.api.tokens import TokenFile
from app.errors import LimitError
from app.graph import Neo4jStore
from app.settings import Settings
from tests.api.conftest import BIG, Seen, make_client, ring_id

pytestmark = pytest.mark.graph

PROTOCOL = ["graphql-transport-ws"]
URL = "ws://localhost/graphql"
DEEP = "members(first: 100) { nodes { account { rings(first: 100) { nodes { ring { id } } } } } }"
LISTEN = """subscription L($ids: [ID!], $states: [RingState!]) { ringChanged(ids: $ids, states: $states) {
  reason cause ring { id state triage { state } sharedIdentifiers(first: 1) { identifier { value redacted } } } } }"""
TRIAGE = """mutation T($input: SetRingTriageInput!) { setRingTriage(input: $input) { triage { state } } }"""
NOTE = """mutation N($input: AddRingNoteInput!) { addRingNote(input: $input) { note { id } } }"""


@pytest.fixture(autouse=True)
def quick(client: TestClient, closed: TestClient) -> None:
    for one in (client, closed):
        one.app.state.services.watch._seconds = 0.05  # type: ignore[attr-defined]


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


def opened(ws: WebSocketTestSession, **payload: Any) -> None:
    ws.send_json({"type": "connection_init", "payload": payload})
    assert ws.receive_json() == {"type": "connection_ack"}


def subscribe(ws: WebSocketTestSession, name: str, query: str = LISTEN, **variables: Any) -> None:
    ws.send_json({"id": name, "type": "subscribe", "payload": {"query": query, "variables": variables}})


def until(condition: Any) -> None:
    for _ in range(3000):
        if condition():
            return
        time.sleep(0.01)
    raise AssertionError("it did not come to pass")


def listening(client: TestClient, count: int) -> None:
    until(lambda: client.app.state.services.watch.listening == count)  # type: ignore[attr-defined]


def post(client: TestClient, query: str, **given: Any) -> Any:
    return client.post("/graphql", json={"query": query, "variables": {"input": given}}).json()["data"]


@pytest.fixture
def ws(client: TestClient) -> Iterator[WebSocketTestSession]:
    with client.websocket_connect(URL, subprotocols=PROTOCOL) as session:
        opened(session)
        yield session
    listening(client, 0)


def test_a_change_is_told_to_whoever_asked_for_it(client: TestClient, ws: WebSocketTestSession):
    subscribe(ws, "one", ids=[BIG])
    subscribe(ws, "all", states=["FLAGGED"])
    listening(client, 2)
    post(client, TRIAGE, ringId=ring_id(1), state="INVESTIGATING", reason="other ring")
    post(client, TRIAGE, ringId=BIG, state="INVESTIGATING")
    told = [ws.receive_json() for _ in range(3)]
    by_name = {
        name: [one["payload"]["data"]["ringChanged"] for one in told if one["id"] == name] for name in ("one", "all")
    }
    assert [one["ring"]["id"] for one in by_name["one"]] == [BIG]
    assert {one["ring"]["id"] for one in by_name["all"]} == {BIG, ring_id(1)}
    assert {one["reason"] for one in by_name["all"]} == {"TRIAGE"}
    assert by_name["one"][0]["ring"]["triage"] == {"state": "INVESTIGATING"}
    post(client, TRIAGE, ringId=BIG, state="ESCALATED")
    again = ws.receive_json()["payload"]
    assert again["data"]["ringChanged"]["ring"]["triage"] == {"state": "ESCALATED"}, "nothing is remembered"
    assert again["extensions"]["requestId"].startswith("q-")


def test_a_run_of_detection_is_told_with_every_ring_it_changed(
    client: TestClient, ws: WebSocketTestSession, world: Neo4jStore
):
    subscribe(ws, "a", ids=[ring_id(3)])
    listening(client, 1)
    run = world.driver.execute_query
    run(
        "MATCH (r:Ring {ring_id: $id}) SET r.last_run = 'D-000003' CREATE (:DetectionRun {run_id: 'D-000003', "
        "started_at: datetime('2026-03-06T00:00Z'), parameters: '{}', rings: 1})",
        id=ring_id(3),
    )
    try:
        change = ws.receive_json()["payload"]["data"]["ringChanged"]
        assert (change["reason"], change["cause"], change["ring"]["id"]) == ("DETECTION", "D-000003", ring_id(3))
    finally:
        run("MATCH (d:DetectionRun {run_id: 'D-000003'}) DETACH DELETE d")


def test_one_task_asks_however_many_listen(client: TestClient, ws: WebSocketTestSession, seen: Seen):
    for name in "abcdef":
        subscribe(ws, name)
    listening(client, 6)
    post(client, NOTE, ringId=BIG, text="seen")
    seen.names.clear()
    assert {ws.receive_json()["id"] for _ in range(6)} == set("abcdef")
    until(lambda: seen.names.count("api/read_ring_changes") >= 3)
    watch = client.app.state.services.watch  # type: ignore[attr-defined]
    assert watch._task is not None
    for name in "abcdef":
        ws.send_json({"id": name, "type": "complete"})
    listening(client, 0)
    assert watch._task is None


def test_identifiers_are_masked_and_unmasked_reading_is_audited(
    closed: TestClient, client: TestClient, tokens: dict[str, str]
):
    for role, shown in (("viewer", False), ("investigator", True)):
        with closed.websocket_connect(URL, subprotocols=PROTOCOL) as ws:
            opened(ws, **bearer(tokens[role]))
            subscribe(ws, "1", ids=[BIG])
            listening(closed, 1)
            post(client, NOTE, ringId=BIG, text="look")
            answer = ws.receive_json()["payload"]["data"]["ringChanged"]
        (one,) = answer["ring"]["sharedIdentifiers"]
        assert (one["identifier"]["value"] == "pi-1") is shown is not one["identifier"]["redacted"]
        log = closed.app.state.services.audit.tail(5)  # type: ignore[attr-defined]
        assert (("read personal data", f"test {role}") in [(one["did"], one["who"]) for one in log]) is shown
        listening(closed, 0)


@pytest.mark.parametrize(
    "given", [{}, {"authorization": "Bearer rlt_wrong"}, {"authorization": 5}, {"authorization": "x"}]
)
def test_nobody_gets_in_without_a_token(closed: TestClient, tokens: dict[str, str], given: dict[str, Any]):
    with closed.websocket_connect(URL, subprotocols=PROTOCOL) as ws:
        ws.send_json({"type": "connection_init", "payload": given})
        assert ws.receive()["code"] == 4403


def test_a_revoked_token_hears_nothing_more(closed: TestClient, client: TestClient, session_settings: Settings):
    file = TokenFile(session_settings.home)
    token = file.create("viewer", "short-lived", 1)[0]
    with closed.websocket_connect(URL, subprotocols=PROTOCOL, headers=bearer(token)) as ws:
        opened(ws)
        subscribe(ws, "1", ids=[BIG])
        listening(closed, 1)
        file.revoke("short-lived")
        post(client, NOTE, ringId=BIG, text="secret")
        assert ws.receive()["code"] == 4403
    listening(closed, 0)


@pytest.mark.parametrize("protocols", [["graphql-ws"], [], ["soap"]])
def test_other_protocols_are_refused(client: TestClient, protocols: list[str]):
    with pytest.raises(WebSocketDisconnect) as refused, client.websocket_connect(URL, subprotocols=protocols):
        pass
    assert refused.value.code == 4406


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/graphql", {"origin": "https://evil.example"}),
        ("/graphql", {"origin": "null"}),
        ("/graphql", {"host": "evil.example"}),
        ("/", {}),
        ("/export/rings", {}),
    ],
)
def test_other_origins_hosts_and_addresses_are_refused(client: TestClient, path: str, headers: dict[str, str]):
    with (
        pytest.raises(WebSocketDisconnect) as refused,
        client.websocket_connect(f"ws://localhost{path}", subprotocols=PROTOCOL, headers=headers),
    ):
        pass
    assert refused.value.code == 1008


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{ viewer { name } }", "BAD_QUERY"),
        (TRIAGE, "BAD_QUERY"),
        ("subscription { nothing }", "BAD_QUERY"),
        ("subscription { ringChanged { ring { id } }", "BAD_QUERY"),
        ("subscription { ringChanged { ring { " + DEEP + " } } }", "LIMIT"),
        ("subscription { " + " ".join(f"a{n}: ringChanged {{ cause }}" for n in range(40)) + " }", "LIMIT"),
        ("subscription { ringChanged { cause " + "cause " * 2000 + "} }", "LIMIT"),
        ("", "BAD_QUERY"),
        ("subscription { ringChanged(ids: [" + ",".join(['"R-1"'] * 101) + "]) { cause } }", "BAD_INPUT"),
        ("subscription { ringChanged(ids: " + "[" * 900 + "]" * 900 + ") { cause } }", "BAD_QUERY"),
    ],
)  # fmt: skip
def test_a_bad_operation_is_an_error_and_leaves_the_socket_open(ws: WebSocketTestSession, query: str, code: str):
    subscribe(ws, "bad", query)
    answer = ws.receive_json()
    errors = answer["payload"] if answer["type"] == "error" else answer["payload"]["errors"]
    assert errors[0]["extensions"]["code"] == code and answer["id"] == "bad"
    ws.send_json({"type": "ping"})
    while (answer := ws.receive_json())["type"] != "pong":
        assert answer == {"id": "bad", "type": "complete"}


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ("no json", 4400),
        ("[]", 4400),
        ('{"type": 1}', 4400),
        ("[" * 50_000, 4400),
        ('{"type": "connection_init"}', 4429),
        ('{"type": "start", "id": "1"}', 4400),
        ('{"type": "subscribe", "payload": {"query": "x"}}', 4400),
        (json.dumps({"type": "complete", "id": "x" * 65}), 4400),
        (json.dumps({"type": "ping", "payload": "x" * MAX_BODY}), 1009),
    ],
)
def test_a_message_out_of_shape_closes_the_socket(client: TestClient, sent: str, code: int):
    with client.websocket_connect(URL, subprotocols=PROTOCOL) as ws:
        opened(ws)
        ws.send_text(sent)
        assert ws.receive()["code"] == code


def test_the_first_message_is_connection_init_and_in_time(client: TestClient):
    with client.websocket_connect(URL, subprotocols=PROTOCOL) as ws:
        subscribe(ws, "1")
        assert ws.receive()["code"] == 4401
    sockets = client.app.state.sockets  # type: ignore[attr-defined]
    sockets.init_seconds = 0.01
    try:
        with client.websocket_connect(URL, subprotocols=PROTOCOL) as ws:
            assert ws.receive()["code"] == 4408
    finally:
        sockets.init_seconds = socket.INIT_SECONDS


def test_a_socket_has_so_many_subscriptions_and_ids_are_its_own(client: TestClient, ws: WebSocketTestSession):
    for n in range(socket.MAX_OPERATIONS):
        subscribe(ws, f"s{n}")
    listening(client, socket.MAX_OPERATIONS)
    subscribe(ws, "more")
    refused = ws.receive_json()
    assert (refused["type"], refused["payload"][0]["extensions"]["code"]) == ("error", "LIMIT")
    subscribe(ws, "s1")
    assert ws.receive()["code"] == 4409


def test_a_principal_has_so_many_sockets(client: TestClient):
    with contextlib.ExitStack() as stack:
        for _ in range(socket.MAX_SOCKETS_EACH):
            opened(stack.enter_context(client.websocket_connect(URL, subprotocols=PROTOCOL)))
        with client.websocket_connect(URL, subprotocols=PROTOCOL) as ws:
            ws.send_json({"type": "connection_init"})
            assert ws.receive()["code"] == 4429
    sockets = client.app.state.sockets  # type: ignore[attr-defined]
    until(lambda: sockets.open == 0)
    assert not sockets.by_name


def test_a_server_has_so_many_sockets(client: TestClient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(socket, "MAX_SOCKETS", 0)
    with pytest.raises(WebSocketDisconnect) as refused, client.websocket_connect(URL, subprotocols=PROTOCOL):
        pass
    assert refused.value.code == 1013


def test_each_change_is_charged(session_settings: Settings, world: Neo4jStore, client: TestClient):
    with make_client(session_settings, Seen(), open_mode=True) as poor:
        services = poor.app.state.services  # type: ignore[attr-defined]
        services.watch._seconds, services.budgets = 0.05, Budgets(70)
        with poor.websocket_connect(URL, subprotocols=PROTOCOL) as ws:
            opened(ws)
            subscribe(ws, "1", "subscription { ringChanged { cause ring { id } } }")
            listening(poor, 1)
            for _ in range(4):
                post(client, NOTE, ringId=BIG, text="again")
            told = [ws.receive_json() for _ in range(4)]
        assert [one["type"] for one in told] == ["next", "next", "next", "error"]
        assert told[-1]["payload"][0]["extensions"]["code"] == "RATE_LIMITED"


async def test_a_slow_listener_is_told_instead_of_missing_changes():
    listener = Listener()
    for n in range(MAX_WAITING + 1):
        listener.put(RingEvent("note", str(n), BIG, "flagged"))
    with pytest.raises(LimitError):
        await anext(listener.events())


async def test_who_never_reads_holds_up_nobody():
    rows: list[dict[str, Any]] = []

    class Store:
        async def read(self, query: Any, /, **params: Any) -> list[dict[str, Any]]:
            return rows

    changes = Changes(lambda: Store(), seconds=0)  # type: ignore[arg-type, return-value]
    async with changes.listen() as quick, changes.listen() as slow:
        rows += [{"reason": "note", "cause": f"N-{n}", "ring_id": BIG, "state": "flagged"} for n in range(MAX_WAITING)]
        heard = quick.events()
        first = [(await anext(heard)).cause for _ in range(MAX_WAITING)]
        rows.append({**rows[0], "cause": "N-last"})
        assert (await anext(heard)).cause == "N-last" and len(set(first)) == MAX_WAITING
        with pytest.raises(LimitError):
            await anext(slow.events())


async def test_a_change_is_told_once():
    rows = [{"reason": "note", "cause": "N-1", "ring_id": BIG, "state": "flagged"}]

    class Store:
        async def read(self, query: Any, /, **params: Any) -> list[dict[str, Any]]:
            return rows

    changes = Changes(lambda: Store())  # type: ignore[arg-type, return-value]
    assert [one.cause for one in await changes.look()] == ["N-1"]
    assert await changes.look() == []
    rows.append({"reason": "detection", "cause": "D-1", "ring_id": None, "state": None})
    rows.append({"reason": "withdrawal", "cause": "N-1", "ring_id": BIG, "state": "flagged"})
    assert [one.reason for one in await changes.look()] == ["withdrawal"]
