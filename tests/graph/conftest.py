"""Helpers for tests on a real Neo4j: statements of a test's own, the graph as sets of tuples."""

from collections.abc import Callable

import pytest

from app.graph import Query
from app.graph.catalogue import Statement, parse


class Inline(Query):
    """A statement that is in no file."""

    def __init__(self, statement: Statement) -> None:
        super().__init__(statement.name)
        object.__setattr__(self, "_statement", statement)

    @property
    def statement(self) -> Statement:
        """The statement itself."""
        found: Statement = self.__dict__["_statement"]
        return found


@pytest.fixture(scope="session")
def inline() -> Callable[..., Query]:
    """Makes a query from text, for arranging and looking; the program's own statements are in files."""

    def make(text: str, mode: str = "read") -> Query:
        return Inline(parse("test/inline", f"// purpose: a test's own\n// mode: {mode}\n{text}"))

    return make
