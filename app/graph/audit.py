"""Holds the graph to what the Community edition cannot enforce: types, required properties, sums, the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from app.graph import catalogue
from app.graph.catalogue import Query
from app.graph.store import GraphStore
from app.model.schema import LINKS, NODES

_VALUE_TYPES: Final[dict[str, list[str]]] = {
    "STRING": ["STRING NOT NULL"],
    "INTEGER": ["INTEGER NOT NULL"],
    "FLOAT": ["FLOAT NOT NULL"],
    "BOOLEAN": ["BOOLEAN NOT NULL"],
    "DATE": ["DATE NOT NULL"],
    "DATETIME": ["ZONED DATETIME NOT NULL"],
    "LIST<STRING>": ["LIST<STRING NOT NULL> NOT NULL", "LIST<NOTHING> NOT NULL"],
}
"""Declared type -> what Neo4j's valueType() says of a value of it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A check that did not hold: what is wrong, how often, one example."""

    check: str
    problem: str
    times: int
    example: str


def run_checks(store: GraphStore) -> list[Finding]:
    """Run every statement under cypher/checks; none may return a row. Scans the whole graph."""
    findings = []
    for name in catalogue.names("checks"):
        query = Query(name)
        params = {key: _PARAMS[name][key] for key in query.statement.params}
        rows = store.read(query, **params)
        findings += [Finding(name, row["problem"], row["times"], str(row["example"])) for row in rows]
    return findings


def _types(properties: dict[str, str]) -> dict[str, list[str]]:
    return {name: _VALUE_TYPES[kind] for name, kind in properties.items()}


_PARAMS: Final[dict[str, dict[str, Any]]] = {
    "checks/nodes_as_declared": {
        "types": {label: _types(node.properties) for label, node in NODES.items()},
        "required": {label: sorted(node.required) for label, node in NODES.items()},
    },
    "checks/links_as_declared": {
        "types": {name: _types(link.properties) for name, link in LINKS.items()},
        "required": {name: sorted(link.required) for name, link in LINKS.items()},
        "starts": {name: link.start for name, link in LINKS.items()},
        "ends": {name: list(link.ends) for name, link in LINKS.items()},
    },
}
"""What the checks take: the declared schema."""
