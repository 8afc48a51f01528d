"""Driver values as plain Python: native dates in UTC, nodes and links as dicts."""

from __future__ import annotations

from datetime import UTC
from typing import Any, Final

from neo4j import Record
from neo4j import time as neo4j_time
from neo4j.graph import Entity

from app.graph.store import Row

_SIMPLE: Final = frozenset({str, int, float, bool, type(None), bytes})


def row(record: Record) -> Row:
    """One record as a dict of plain values."""
    # Iterating a record gives its values; most columns need no call.
    return {
        key: value if type(value) in _SIMPLE else plain(value) for key, value in zip(record.keys(), record, strict=True)
    }


def plain(value: Any) -> Any:
    """Convert one value, lists and maps included. Times lose what is finer than a microsecond, as Python's do."""
    kind = type(value)
    if kind is list:
        return value if _SIMPLE.issuperset(map(type, value)) else [plain(item) for item in value]
    if kind is neo4j_time.DateTime:
        native = value.to_native()
        return native.astimezone(UTC) if native.tzinfo else native
    if kind is neo4j_time.Date or kind is neo4j_time.Time:
        return value.to_native()
    if kind is dict or isinstance(value, Entity):
        return {key: plain(item) for key, item in value.items()}
    return value
