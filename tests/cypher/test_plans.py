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


def operators(plan: dict[str, Any]) -> Iterator[str]:
    yield str(plan["operatorType"]).partition("@")[0]
    for child in plan.get("children", ()):
        yield from operators(child)


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
