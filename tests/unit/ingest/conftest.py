"""Reads one file the way a batch does, over DuckDB in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from app.ingest.coded import make_coded
from app.ingest.columnar import read_file
from app.ingest.rows import Checker, Counts
from app.ingest.run import inspect
from app.ingest.scan import FileProblem
from app.ingest.sources import find_sources


@dataclass(frozen=True)
class Took:
    """What became of a file."""

    connection: duckdb.DuckDBPyConnection
    counts: Counts
    kind: str
    line_of: Callable[[int], int]
    unknown: tuple[str, ...]

    def good(self, *columns: str) -> list[tuple[Any, ...]]:
        """Cells of the good rows, in the file's order."""
        names = ", ".join(f'"{name}"' for name in columns)
        table = f"rows_{self.kind}"
        return self.connection.execute(f"SELECT {names} FROM {table} ORDER BY row_no").fetchall()

    @property
    def bad(self) -> list[tuple[int, str, str]]:
        """(line, column, reason) of what was refused."""
        select = 'SELECT line, "column", reason FROM bad_rows ORDER BY ALL'
        return self.connection.execute(select).fetchall()

    @property
    def content(self) -> str:
        """What was kept of refused rows."""
        return "\n".join(row[0] for row in self.connection.execute("SELECT content FROM bad_rows").fetchall())


def _take_file(path: Path) -> Took:
    """Inspect, stage and check one file. Raises FileProblem where the file is refused whole."""
    [source] = [source for source in find_sources(path.parent) if source.path == path]
    each = inspect(source)
    if each.problem:
        raise FileProblem(each.problem)
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    checker = Checker(connection, bytes(32))
    took = read_file(checker, source, each.scan, 0)
    make_coded(connection)
    return Took(connection, took.counts, source.kind, took.line_of, took.unknown)


@pytest.fixture(scope="session")
def take_file() -> Callable[[Path], Took]:
    """Reads one file; the caller closes its connection."""
    return _take_file


@pytest.fixture
def take(tmp_path: Path) -> Iterator[Callable[[str, bytes | str], Took]]:
    """Write a file of this name and content, and read it."""
    opened: list[Took] = []

    def make(name: str, content: bytes | str) -> Took:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        opened.append(_take_file(path))
        return opened[-1]

    yield make
    for took in opened:
        took.connection.close()
