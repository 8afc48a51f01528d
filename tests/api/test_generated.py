"""Valid queries generated from the schema, asked by every role: no server error, no internal text, no reading unseen.

A slice in `make test`, 1,000 for each role in `make test-full`. Ids, sizes and texts are replaced by ones that exist,
so that queries reach data instead of ending at the first unknown id.
"""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from graphql import REMOVE, ArgumentNode, StringValueNode, Visitor, parse, print_ast, visit
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis_graphql import nodes
from hypothesis_graphql import queries as generated_queries
from starlette.testclient import TestClient

from app.api.audit import AuditLog
from app.settings import Settings
from tests.api.conftest import BIG
from tests.api.leaks import leaks
from tests.examples import examples

pytestmark = pytest.mark.graph

ROLES = ("viewer", "exporter", "investigator", "admin")
SECRETS = ("198.51.100.7", "pi-1", "name-1")
"""Personal values of the world."""
CODES = {"LIMIT", "BAD_INPUT", "NOT_FOUND", "FORBIDDEN", "BAD_QUERY", "TIMEOUT", "LOCKED", "UNAVAILABLE"}
KNOWN = [BIG, BIG, BIG, "acct-00000", "acct-00001", f"Ring:{BIG}", "Account:acct-00000", "198.51.100.7", "pi-1"]
BOUNDS = {
    "first": (1, 4),
    "topN": (1, 9),
    "maxNodes": (10, 20),
    "depth": (1, 2),
    "maxLength": (1, 3),
    "maxDegree": (2, 99),
}
NAMES = {"id", "a", "b", "account", "accountId", "value", "text"}
LEFT_OUT = {"after", "filter", "params"}
"""Cursors cannot be guessed; filters and parameters of finders would leave little to find."""


def string(*texts: str) -> st.SearchStrategy[StringValueNode]:
    return st.sampled_from(texts).map(nodes.String)


QUERIES = generated_queries(
    (Path(__file__).parents[2] / "schema.graphql").read_text("utf-8"),
    custom_scalars={
        "Long": st.integers(0, 2**40).map(nodes.Int),
        "Date": string("2026-03-01", "2026-03-08"),
        "DateTime": string("2026-03-01T00:00:00Z"),
    },
    allow_x00=False,
)


class Grounding(Visitor):
    """Puts what exists in the place of made-up arguments."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self.chance = random.Random(seed)

    def enter_argument(self, node: ArgumentNode, *_: Any) -> Any:
        name = node.name.value
        if name in LEFT_OUT:
            return REMOVE
        if name in BOUNDS:
            return ArgumentNode(name=node.name, value=nodes.Int(self.chance.randint(*BOUNDS[name])))
        if name in NAMES:
            return ArgumentNode(name=node.name, value=nodes.String(self.chance.choice(KNOWN)))
        return None


def grounded(query: str, seed: int) -> str:
    """The same query, of things that exist."""
    return print_ast(visit(parse(query), Grounding(seed)))


def check(client: TestClient, log: AuditLog, role: str, token: str, query: str) -> str:
    """Ask, and fail on what may never be. Returns what came of it."""
    answer = client.post("/graphql", json={"query": query}, headers={"authorization": f"Bearer {token}"})
    assert answer.status_code == 200, answer.text
    document = answer.json()
    codes = {error["extensions"]["code"] for error in document.get("errors", ())}
    assert codes <= CODES, (codes, query)
    found = set(leaks(answer.text)) - set(leaks(query))
    # finders show their Cypher: it is meant to be pasted into Neo4j Browser
    assert not found or (all(one.startswith("Cypher") for one in found) and "cypher" in query), (found, query)
    data = json.dumps(document.get("data"))
    personal = [secret for secret in SECRETS if f'"{secret}' in data]
    if role == "viewer":
        assert not personal, query
    elif personal:
        asked_by = [line for line in log.tail(3) if line["request"] == document["extensions"]["requestId"]]
        assert [line["did"] for line in asked_by] == ["read personal data"], query
    return "personal" if personal else ",".join(sorted(codes)) or "ok"


def run(client: TestClient, session_settings: Settings, role: str, token: str, count: int) -> dict[str, int]:
    log = AuditLog(session_settings)
    told: dict[str, int] = {}

    @settings(max_examples=count, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(query=QUERIES, seed=st.integers(0, 2**32))
    def ask(query: str, seed: int) -> None:
        outcome = check(client, log, role, token, grounded(query, seed))
        told[outcome] = told.get(outcome, 0) + 1

    ask()
    return told


@pytest.mark.parametrize("role", ROLES)
def test_generated_queries(closed: TestClient, tokens: dict[str, str], session_settings: Settings, role: str):
    told = run(closed, session_settings, role, tokens[role], examples(60))
    assert told.get("ok", 0) + told.get("personal", 0) > 0, told


@pytest.mark.full
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("role", ROLES)
def test_a_thousand_generated_queries(
    closed: TestClient, tokens: dict[str, str], session_settings: Settings, role: str
):
    told = run(closed, session_settings, role, tokens[role], 1000)
    assert told.get("ok", 0) + told.get("personal", 0) >= 50, told


PERSONAL: dict[str, Any] = {
    "ring": f'{{ ring(id: "{BIG}") {{ sharedIdentifiers(first: 3) {{ identifier {{ value }} }} }} }}',
    "search": '{ search(text: "198.51.100.7") { hits { ... on Identifier { value } } } }',
}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", sorted(PERSONAL))
def test_the_check_sees_personal_data(
    closed: TestClient, tokens: dict[str, str], session_settings: Settings, role: str, name: str
):
    outcome = check(closed, AuditLog(session_settings), role, tokens[role], PERSONAL[name])
    assert outcome == ("ok" if role == "viewer" else "personal")
