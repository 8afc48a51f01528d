"""Who may ask what: tokens, roles, masking, the audit log, and which requests a route sees at all."""

from __future__ import annotations

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.api.audit import AuditLog
from app.api.budget import Budgets
from app.api.tokens import TokenFile
from app.graph import Neo4jStore
from app.settings import Settings
from tests.api.conftest import BIG, ring_id

pytestmark = pytest.mark.graph

VIEWER = {"query": "{ viewer { name role scope seesPersonalData } }"}
JUDGE = """mutation J($input: JudgeRingInput!) { judgeRing(input: $input) { problems { code }
  judgement { id verdict author reason accountCount } ring { id state judgements { id withdrawnAt } } } }"""
WITHDRAW = """mutation W($input: WithdrawJudgementInput!) { withdrawJudgement(input: $input) {
  problems { code } judgement { id withdrawnAt } ring { id state } } }"""


def ask(client: TestClient, token: str | None, query: str, **variables: Any) -> Any:
    headers = {"authorization": f"Bearer {token}"} if token else {}
    return client.post("/graphql", json={"query": query, "variables": variables}, headers=headers)


def test_without_a_token_nothing_is_answered(closed: TestClient, seen: Any):
    seen.names.clear()
    for path in ("/graphql", "/metrics"):
        answer = closed.post(path, json=VIEWER) if path == "/graphql" else closed.get(path)
        assert answer.status_code == 401
        assert answer.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    assert closed.post("/graphql", json={"query": "{ __schema { types { name } } }"}).status_code == 401
    assert seen.names == []


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer x", "Basic YTpi", "Bearer rlt_" + "A" * 50, "Bearer " + "é"])
def test_a_bad_token_is_refused(closed: TestClient, client: TestClient, header: str):
    for one in (closed, client):
        answer = one.post("/graphql", json=VIEWER, headers={"authorization": header.encode()})
        assert answer.status_code == 401 and answer.headers["www-authenticate"].startswith("Bearer")


def test_each_role_is_who_it_says(closed: TestClient, tokens: dict[str, str]):
    may = {"viewer": ["read"], "exporter": ["read", "personal"]}
    for role, token in tokens.items():
        viewer = ask(closed, token, VIEWER["query"]).json()["data"]["viewer"]
        scope = may.get(role, ["read", "personal", "decide"])
        told = {"name": f"test {role}", "role": role, "scope": scope, "seesPersonalData": role != "viewer"}
        assert viewer == told


def test_a_narrow_token_may_less_than_its_role(closed: TestClient, session_settings: Settings, seen: Any):
    token, _ = TokenFile(session_settings.home).create("admin", "narrow", 1, ["read"])
    answer = ask(closed, token, PERSONAL, id=BIG)
    assert "errors" not in answer.json() and "198.51.100.7" not in answer.text and "pi-1" not in answer.text
    seen.names.clear()
    given = {"ringId": BIG, "verdict": "BENIGN", "reason": "because"}
    (error,) = ask(closed, token, JUDGE, input=given).json()["errors"]
    assert error["extensions"]["code"] == "FORBIDDEN" and "scope" in error["message"] and seen.names == []
    TokenFile(session_settings.home).revoke("narrow")


def test_a_budget_is_spent_and_told(closed: TestClient, tokens: dict[str, str], monkeypatch: pytest.MonkeyPatch):
    query = "{ rateLimit { limit cost remaining resetAt } dataStatus { accounts } }"
    cost = ask(closed, tokens["viewer"], query).json()["extensions"]["cost"]["requested"]
    services = closed.app.state.services  # type: ignore[attr-defined]
    monkeypatch.setattr(services, "budgets", Budgets(2 * cost + 1))
    for left in (cost + 1, 1):
        answer = ask(closed, tokens["viewer"], query).json()
        told = answer["data"]["rateLimit"]
        assert (told["limit"], told["cost"], told["remaining"]) == (2 * cost + 1, cost, left)
        assert answer["extensions"]["cost"]["remaining"] == left
    (error,) = ask(closed, tokens["viewer"], query).json()["errors"]
    assert error["extensions"]["code"] == "RATE_LIMITED" and error["extensions"]["retryable"] is True
    assert "Ask again in" in error["message"]
    assert "errors" not in ask(closed, tokens["exporter"], query).json()


def test_a_revoked_token_is_refused_at_once(closed: TestClient, session_settings: Settings):
    file = TokenFile(session_settings.home)
    token, _ = file.create("viewer", "short-lived", 1)
    assert ask(closed, token, VIEWER["query"]).status_code == 200
    file.revoke("short-lived")
    answer = ask(closed, token, VIEWER["query"])
    assert answer.status_code == 401 and "revoked" in answer.json()["errors"][0]["message"]


@pytest.mark.parametrize("role", ["viewer", "exporter"])
def test_who_may_not_decide_changes_nothing(closed: TestClient, tokens: dict[str, str], seen: Any, role: str):
    seen.names.clear()
    given = {"ringId": BIG, "verdict": "BENIGN", "reason": "because"}
    for query, variables in ((JUDGE, given), (WITHDRAW, {"judgementId": "J-1", "reason": "because"})):
        (error,) = ask(closed, tokens[role], query, input=variables).json()["errors"]
        assert error["extensions"]["code"] == "FORBIDDEN" and "investigator" in error["message"]
    assert seen.names == []


PERSONAL = """query P($id: ID!) { ring(id: $id) {
  evidence { terms { kind value redacted } }
  sharedIdentifiers { identifier { kind value redacted redactionReason degree } }
  members(first: 2) { nodes { account { identifiers { nodes { identifier { kind value redacted } } } } } } }
  finder(name: SAME_INSTRUMENT) { rows { identifiers { value redacted } } }
  search(text: "198.51.100.7") { hits { ... on Identifier { kind value redacted } } } }"""


def test_viewers_see_stand_ins_for_personal_data(closed: TestClient, tokens: dict[str, str]):
    answers = {role: ask(closed, token, PERSONAL, id=BIG).text for role, token in tokens.items()}
    for secret in ("198.51.100.7", "pi-1", "name-1"):
        assert secret not in answers["viewer"]
        assert all(secret in answers[role] for role in ("exporter", "investigator", "admin"))
    shown = json.loads(answers["viewer"])["data"]["ring"]
    instrument = shown["sharedIdentifiers"][0]["identifier"]
    assert instrument["redacted"] and instrument["degree"] == 30 and "role" in instrument["redactionReason"]
    assert shown["evidence"][0]["terms"][0]["value"] == instrument["value"]
    crowds = {n["identifier"]["value"] for n in shown["members"]["nodes"][0]["account"]["identifiers"]["nodes"]}
    assert {"curl/8", "198.51.100.0/24", "v1:w4d2"} <= crowds


def test_judging_a_ring(closed: TestClient, tokens: dict[str, str], world: Neo4jStore):
    ring = ring_id(10)
    given = {"ringId": ring, "verdict": "CONFIRMED", "reason": "same hands ' OR 1=1"}
    made = ask(closed, tokens["investigator"], JUDGE, input=given).json()["data"]["judgeRing"]
    assert made["judgement"]["author"] == "test investigator" and made["judgement"]["accountCount"] == 4
    assert made["ring"]["state"] == "CONFIRMED"
    key = made["judgement"]["id"]
    rows = world.driver.execute_query(
        "MATCH (j:Judgement {judgement_id: $key})-[:ABOUT]->(r) RETURN r.ring_id AS r, j.reason AS why", key=key
    )
    assert {(row["r"], row["why"]) for row in rows.records} == {(ring, given["reason"])}
    back = ask(closed, tokens["admin"], WITHDRAW, input={"judgementId": key, "reason": "mistaken"}).json()["data"]
    assert back["withdrawJudgement"]["ring"] == {"id": ring, "state": "FLAGGED"}
    assert back["withdrawJudgement"]["judgement"]["withdrawnAt"]
    again = ask(closed, tokens["admin"], WITHDRAW, input={"judgementId": key, "reason": "mistaken"}).json()["data"]
    assert again["withdrawJudgement"] == {"problems": [{"code": "INVALID"}], "judgement": None, "ring": None}


def test_changes_and_personal_readings_are_in_the_audit_log(
    closed: TestClient, tokens: dict[str, str], session_settings: Settings
):
    log = AuditLog(session_settings)
    before = log.verify().events
    ask(closed, tokens["viewer"], PERSONAL, id=BIG)
    assert log.verify().events == before
    ask(closed, tokens["exporter"], PERSONAL, id=BIG)
    answer = ask(closed, tokens["admin"], JUDGE, input={"verdict": "UNSURE", "reason": "r", "ringId": BIG}).json()
    lines = [json.loads(line) for line in log.path.read_text().splitlines()[before:]]
    assert [(line["who"], line["did"], line["result"]) for line in lines] == [
        ("test exporter", "read personal data", "ok"),
        ("test admin", "judgeRing", "started"),
        ("test admin", "judgeRing", "ok"),
    ]
    assert lines[0]["kinds"] == ["billing_name", "email", "instrument", "ip"]
    assert {f"Ring:{BIG}", "Account:acct-00000"} <= set(lines[0]["objects"]) and lines[0]["object_count"] >= 3
    for line in lines[1:]:
        assert line["request"] == answer["extensions"]["requestId"]
        assert line["objects"] == [f"Ring:{BIG}"] and line["reason"] == "r"
    assert lines[2]["cost"] == answer["extensions"]["cost"]["requested"]
    assert log.path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", "/graphql?query=mutation{judge}", {}, 405),
        ("GET", "/graphql?query={viewer{name}}", {"accept": "application/json"}, 405),
        ("PUT", "/graphql", {}, 405),
        ("GET", "/nothing", {}, 404),
        ("GET", "/static/console/../../settings.py", {}, 404),
        ("GET", "/static/explorer/%2e%2e/%2e%2e/policy.py", {}, 404),
        ("POST", "/graphql", {"content-type": "text/plain"}, 415),
        ("POST", "/graphql", {"content-type": "application/x-www-form-urlencoded"}, 415),
        ("POST", "/graphql", {"content-type": "multipart/form-data; boundary=x"}, 415),
        ("POST", "/graphql", {"content-type": ""}, 415),
        ("POST", "/graphql", {"content-type": "application/json", "content-encoding": "gzip"}, 415),
        ("POST", "/graphql", {"content-type": "application/json", "origin": "https://evil.example"}, 403),
        ("POST", "/graphql", {"content-type": "application/json", "origin": "null"}, 403),
        ("POST", "/graphql", {"content-type": "application/json", "origin": "http://localhost.evil.example"}, 403),
        ("POST", "/graphql", {"content-type": "application/json", "host": "evil.example"}, 421),
        ("GET", "/", {"host": "rebound.example:8400"}, 421),
        ("POST", "/graphql", {"content-type": "application/json", "origin": "http://localhost"}, 200),
        ("POST", "/graphql", {"content-type": "application/json; charset=utf-8", "host": "[::1]:8400"}, 200),
    ],
)
def test_what_a_route_never_sees(client: TestClient, method: str, path: str, headers: dict[str, str], status: int):
    body = json.dumps(VIEWER).encode() if method != "GET" else None
    answer = client.request(method, path, headers=headers, content=body)
    assert answer.status_code == status
    assert answer.headers["x-request-id"].startswith("q-")
    if status != 200:
        assert answer.json()["errors"][0]["extensions"]["requestId"] == answer.headers["x-request-id"]


def test_websockets_are_refused(client: TestClient):
    for protocol in ("graphql-ws", "graphql-transport-ws"):
        with pytest.raises(Exception), client.websocket_connect("/graphql", subprotocols=[protocol]):  # noqa: B017
            pass


@pytest.mark.parametrize(
    "path", ["/", "/graphql", "/healthz", "/static/console/main.js", "/static/explorer/explorer.js"]
)
def test_pages_come_with_safe_headers_and_from_here_only(client: TestClient, path: str):
    answer = client.get(path)
    assert answer.status_code == 200
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "http" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff" and answer.headers["x-frame-options"] == "DENY"
    if path in ("/", "/graphql"):
        assert "://" not in answer.text and "<script>" not in answer.text and "style=" not in answer.text


def test_readiness_and_metrics(client: TestClient, closed: TestClient, tokens: dict[str, str]):
    ready = client.get("/readyz")
    assert ready.status_code == 200 and ready.json()["ready"] is True and ready.json()["data_age_seconds"] > 0
    assert closed.get("/readyz").status_code == 200
    text = closed.get("/metrics", headers={"authorization": f"Bearer {tokens['viewer']}"}).text
    assert 'ringleader_requests_total{route="/readyz",status="200"}' in text and "ringleader_graphql_cost_total" in text
    assert "ringleader_ingest_accounts " in text and "ringleader_ingest_open_batches 0.0" in text


def test_every_transaction_names_the_request(client: TestClient, seen: Any):
    client.app.state.services.orders.clear()  # type: ignore[attr-defined]
    query = (
        "{ rings(first: 2) { nodes { members(first: 1) { nodes { account { rings { nodes { ring { id } } } } } } } } }"
    )
    for statements in (5, 4):  # the order of members is kept
        seen.told.clear()
        answer = client.post("/graphql", json={"query": query})
        assert len(seen.told) == statements
        assert all(told["request"] == answer.headers["x-request-id"] for told in seen.told)
