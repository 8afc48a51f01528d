"""The one narrow port to the graph. Stages see only this; `neo4j_store` implements it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from app.graph.catalogue import Query

Row = dict[str, Any]
Step = tuple[Query, Mapping[str, Any]]


class GraphStore(Protocol):
    """Blocking access for jobs. Values are plain Python (dates as date/datetime, nodes as dict)."""

    def read(self, query: Query, /, **params: Any) -> list[Row]:
        """All rows of a read statement, with retries on transient errors."""
        ...

    def stream(self, query: Query, /, **params: Any) -> Iterator[Row]:
        """Rows one by one, for results larger than memory; no retry after the first row."""
        ...

    def write(self, *steps: Step) -> list[list[Row]]:
        """Several statements in one managed transaction, retried whole; rows of each step."""
        ...

    def apply_unit(self, key: str, steps: Sequence[Step]) -> bool:
        """One LoadUnit: its first statement creates the key. False if it was applied before.

        A lost COMMIT answer is resolved here by running the unit again.
        """
        ...

    def auto(self, query: Query, /, **params: Any) -> list[Row]:
        """An auto-commit statement (mode auto or schema)."""
        ...


class AsyncGraphStore(Protocol):
    """Async access for the API; same semantics as GraphStore."""

    async def read(self, query: Query, /, **params: Any) -> list[Row]:
        """All rows of a read statement."""
        ...

    async def write(self, *steps: Step) -> list[list[Row]]:
        """Several statements in one managed transaction."""
        ...

    async def write_whole(self, *steps: Step) -> list[list[Row]]:
        """The same, but where a step has no row nothing is written: the answer then ends with that empty step."""
        ...
