"""Writes one batch's fact files. Nobody reads them before the graph calls the batch done."""

from __future__ import annotations

from pathlib import Path

import duckdb

from app.durable import sync
from app.facts.store import batch_files
from app.model.facts import TABLES


def write_table(connection: duckdb.DuckDBPyConnection, root: Path, table: str, batch_id: str, select: str) -> None:
    """Write `select` (the table's columns, sorted as it should be stored) under the batch's id, fsynced.

    Leftovers of a killed attempt under the same id are removed first.
    """
    for stale in batch_files(root, table, batch_id):
        stale.unlink()
    (root / table).mkdir(parents=True, exist_ok=True)
    # cast, because Parquet would silently store what DuckDB widened to 128 bits as a double
    names = ", ".join(f'CAST("{name}" AS {kind}) AS "{name}"' for name, kind in TABLES[table].items())
    connection.execute(
        f"COPY (SELECT {names} FROM ({select})) TO '{_quoted(root / table)}' (FORMAT parquet, COMPRESSION zstd, "
        f"PARTITION_BY (day), WRITE_PARTITION_COLUMNS true, FILENAME_PATTERN '{batch_id}_{{i}}', OVERWRITE_OR_IGNORE)"
    )
    written = batch_files(root, table, batch_id)
    for path in written:
        sync(path)
    for folder in {path.parent for path in written} | {root / table}:
        sync(folder)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
