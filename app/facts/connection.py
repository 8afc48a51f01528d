"""The one way to open DuckDB: UTC, and silent."""

from __future__ import annotations

from pathlib import Path

import duckdb


def open_duckdb(file: Path | None = None) -> duckdb.DuckDBPyConnection:
    """A connection to a file, or to memory. Its bar for long queries is off: it would go to stdout, into --json."""
    connection = duckdb.connect(str(file) if file else ":memory:")
    connection.execute("SET TimeZone = 'UTC'; SET enable_progress_bar = false")
    return connection
