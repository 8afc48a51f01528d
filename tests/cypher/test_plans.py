"""Every statement is planned by the real Neo4j: it parses as Cypher 5, returns what it says, scans no whole graph."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from app.graph import Neo4jStore, Query, catalogue

NAMES = catalogue.names()
HOT = [name for name in NAMES if not name.startswith(("checks/", "schema/"))]
EXAMPLES: dict[str, Any] = {
    "STRING": "x",
    "INTEGER": 1,
    "FLOAT": 0.5,
    "BOOLEAN": True,
    "DATE": date(2026, 1, 1),
    "DATETIME": datetime(2026, 1, 1, tzinfo=UTC),
    "MAP": {},
}


def example(kind: str) -> Any:
    return [] if kind.startswith("LIST") else EXAMPLES[kind]


def steps(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("children", ()):
        yield from steps(child)


def operators(plan: dict[str, Any]) -> Iterator[str]:
    yield from (str(step["operatorType"]).partition("@")[0] for step in steps(plan))


@pytest.mark.graph
@pytest.mark.parametrize("name", NAMES)
def test_statement_is_planned(session_store: Neo4jStore, name: str) -> None:
    query = Query(name)
    statement = query.statement
    plan = session_store.explain(query, {key: example(kind) for key, kind in statement.params.items()})
    if statement.returns:
        assert plan.columns == list(statement.returns)
    expected = {"read": {"r", "s"}, "write": {"w", "rw"}, "schema": {"s", "r", "rw"}, "auto": {"w", "rw"}}
    assert plan.kind in expected[statement.mode]
    if name in HOT and statement.mode == "read" and plan.tree:
        whole = {operator for operator in operators(plan.tree) if "AllNodesScan" in operator or "AllRel" in operator}
        assert not whole


MEMBERS = ["api/read_members", "attribution/read_claim_rings", "rings/switch_members_out"]


@pytest.mark.graph
@pytest.mark.parametrize("name", MEMBERS)
def test_named_members_are_sought_in_a_graph_that_is_empty_yet(session_store: Neo4jStore, name: str) -> None:
    query = Query(name)
    tree = session_store.explain(query, {key: example(kind) for key, kind in query.statement.params.items()}).tree
    sought = [step["operatorType"] for step in steps(tree) if "Account(account_id)" in str(step["args"].get("Details"))]
    assert len(sought) == 1 and "UniqueIndexSeek" in sought[0]
