"""Injection and faults: whatever is typed, the statements are the catalogue's, and no internal text leaves."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient
from structlog.testing import capture_logs

from app.api import endpoint
from app.errors import GraphError, GraphTimeout, GraphUnavailable
from app.graph import Neo4jStore, async_store, catalogue
from tests.examples import examples

pytestmark = pytest.mark.graph

EVIL = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [
            "' OR 1=1 //",
            '"}) DETACH DELETE n //',
            "`) MATCH (n) DETACH DELETE n //",
            "$after",
            "{after}",
            "\\u0027 RETURN 1",
            "\\",
            "x' UNION MATCH (m:Meta) RETURN m //",
            "*:*",
            "a\x00b",
            "\ud83d",
            "{{7*7}}",
            "%s%n",
            "R-AAAAAAAAAA\n",
            "Ring:Ring:R-AAAAAAAAAA",
            "9" * 400,
        ]
    ),
)
ASKED = [
    "query Q($t: ID!) { ring(id: $t) { id } }",
    "query Q($t: ID!) { account(id: $t) { id identifiers { nodes { exchanges } } } }",
    "query Q($t: ID!) { node(id: $t) { nodeId } }",
    "query Q($t: ID!) { explain(a: $t, b: $t) { bits } }",
    "query Q($t: String!) { search(text: $t) { understoodAs hits { __typename } } }",
    "query Q($t: String!) { rings(after: $t) { nodes { id } } }",
    "query Q($t: ID!) { rings(filter: {ids: [$t]}) { nodes { id } } }",
    *(
        f"""query Q($t: String!) {{ identifier(kind: {kind}, value: $t) {{
          degree accounts {{ nodes {{ exchanges }} }} rings {{ nodes {{ members }} }} }} }}"""
        for kind in ("IP", "SUBNET", "EMAIL", "INSTRUMENT", "BILLING_NAME", "QUERY_CLUSTER")
    ),
    """mutation Q($t: String!) { judgeAccounts(input: {verdict: UNSURE, reason: $t, accountIds: ["nobody-1"],
      clientMutationId: $t}) { problems { code } } }""",
    """mutation Q($t: ID!) { judgeAccounts(input: {verdict: SAME, reason: "r", accountIds: [$t, "acct-00001"]}) {
      problems { code } } }""",
    'mutation Q($t: ID!) { judgeRing(input: {verdict: UNSURE, reason: "r", ringId: $t}) { problems { code } } }',
    'mutation Q($t: ID!) { addRingNote(input: {text: "t", ringId: $t}) { problems { code } } }',
    "mutation Q($t: ID!) { setRingTriage(input: {state: CLOSED, ringId: $t}) { problems { code } } }",
    """mutation Q($t: String!) { setRingTriage(input: {assignee: $t, ringId: "R-AAAAAAAAAA"}) {
      problems { code } } }""",
    """mutation Q($t: String!) { judgeIdentifier(input: {kind: INSTRUMENT, value: $t, reason: $t,
      verdict: ALLOWED_INSTRUMENT}) { problems { code } } }""",
    'mutation Q($t: ID!) { withdrawJudgement(input: {judgementId: $t, reason: "r"}) { problems { code } } }',
]
CLEAR = ("BAD_INPUT", "NOT_FOUND", "BAD_QUERY", "BAD_REQUEST")
COUNT = "MATCH (n) RETURN count(n) AS nodes, COUNT { ()-[]->() } AS links"


@settings(max_examples=examples(120), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.sampled_from(ASKED), text=EVIL)
def test_injection_runs_catalogue_statements_only(
    client: TestClient, seen: Any, world: Neo4jStore, query: str, text: str
):
    seen.names.clear()
    before = world.driver.execute_query(COUNT).records[0].values()
    body = json.dumps({"query": query, "variables": {"t": text}})
    answer = client.post("/graphql", content=body, headers={"content-type": "application/json"}).json()
    assert set(seen.names) <= set(catalogue.names())
    assert world.driver.execute_query(COUNT).records[0].values() == before
    for error in answer.get("errors", ()):
        assert error["extensions"]["code"] in CLEAR, (text, error)


class Broken:
    """A store that fails."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    async def read(self, *args: Any, **params: Any) -> Any:
        raise self.error

    write = write_whole = read


SECRET = "bolt://10.0.0.5:7687 password=hunter2 MATCH (n)"


@pytest.mark.parametrize(
    ("error", "code", "retryable"),
    [
        (GraphUnavailable(SECRET), "UNAVAILABLE", True),
        (GraphTimeout(SECRET), "TIMEOUT", False),
        (GraphError(SECRET), "INTERNAL", False),
        (RuntimeError(SECRET), "INTERNAL", False),
        (KeyError(SECRET), "INTERNAL", False),
        (ValueError(SECRET), "INTERNAL", False),
        (TypeError(SECRET), "INTERNAL", False),
    ],
)
def test_no_internal_text_leaves(client: TestClient, capsys: Any, error: Exception, code: str, retryable: bool):
    services = client.app.state.services  # type: ignore[attr-defined]
    store, services.store = services.store, Broken(error)
    try:
        for query in (
            "{ rings { nodes { id } } }",
            '{ account(id: "a") { id } }',
            '{ search(text: "a") { understoodAs } }',
        ):
            answer = client.post("/graphql", json={"query": query})
            (told,) = answer.json()["errors"]
            assert told["extensions"]["code"] == code and told["extensions"]["retryable"] is retryable
            assert told["extensions"]["requestId"] == answer.headers["x-request-id"]
            assert "hunter2" not in answer.text and "MATCH" not in answer.text and "10.0.0.5" not in answer.text
        ready = client.get("/readyz")
        assert ready.status_code in (500, 503) and "hunter2" not in ready.text
    finally:
        services.store = store
    assert client.get("/readyz").status_code == 200


def test_a_query_that_takes_too_long_is_cancelled(client: TestClient, monkeypatch: pytest.MonkeyPatch):
    services = client.app.state.services  # type: ignore[attr-defined]
    monkeypatch.setattr(services, "seconds", 0.0)
    (told,) = client.post("/graphql", json={"query": "{ rings { nodes { id } } }"}).json()["errors"]
    assert told["extensions"]["code"] == "TIMEOUT" and "Ask for less" in told["message"]


def test_a_server_without_its_graph_says_so(client: TestClient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(client.app.state.services, "store", None)  # type: ignore[attr-defined]
    answer = client.post("/graphql", json={"query": "{ viewer { name } }"})
    assert answer.status_code == 503 and answer.json()["errors"][0]["extensions"]["retryable"] is True
    assert client.get("/readyz").status_code == 503 and client.get("/healthz").status_code == 200


def test_an_answer_that_is_too_large_is_refused(client: TestClient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(endpoint, "MAX_ANSWER", 500)
    (told,) = client.post("/graphql", json={"query": "{ rings { nodes { id } } }"}).json()["errors"]
    assert told["extensions"]["code"] == "LIMIT" and "allowed are 500" in told["message"]


def test_a_change_that_cannot_be_audited_is_not_answered(client: TestClient, monkeypatch: pytest.MonkeyPatch):
    def full(*args: Any, **more: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(client.app.state.services.audit, "_write", full)  # type: ignore[attr-defined]
    answer = client.post("/graphql", json={"query": '{ identifier(kind: IP, value: "198.51.100.7") { value } }'}).json()
    (told,) = answer["errors"]
    assert answer["data"] is None and told["extensions"]["code"] == "UNRECORDED"
    assert told["extensions"]["retryable"] is True and "make room" in told["message"]


def test_slow_statements_are_logged_with_their_request_and_without_values(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(async_store, "SLOW_SECONDS", -1.0)
    with capture_logs() as logs:
        answer = client.post("/graphql", json={"query": '{ search(text: "ann@example.com") { understoodAs } }'})
    slow = [line for line in logs if line["event"] == "slow statement"]
    assert slow[0]["statement"] == "api/search_text" and slow[0]["milliseconds"] >= 0
    assert {line["request_id"] for line in slow} == {answer.headers["x-request-id"]} and "ann@" not in str(logs)
