"""DuckDB views over the fact files of done batches: the only way the program reads facts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import duckdb

from app.facts.connection import open_duckdb
from app.facts.store import batch_of, facts_root
from app.model.facts import TABLES
from app.settings import Settings


@dataclass(frozen=True)
class FactsView:
    """A DuckDB connection with the views usage, presence, ids, logins, settled and quarantine."""

    connection: duckdb.DuckDBPyConnection

    def __enter__(self) -> FactsView:
        """Use as a context manager."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connection."""
        self.connection.close()


def open_facts(settings: Settings, batch_ids: Iterable[str]) -> FactsView:
    """Open views over exactly these batches; a table without files is empty."""
    connection = open_duckdb()
    attach_facts(connection, facts_root(settings), batch_ids)
    return FactsView(connection)


def attach_facts(connection: duckdb.DuckDBPyConnection, root: Path, batch_ids: Iterable[str] | None) -> None:
    """Make the views on an existing connection; `quarantine` is what was refused and neither retried nor dropped.

    With None for the batches: of every file, as only what looks for leftovers may.
    """
    wanted = None if batch_ids is None else set(batch_ids)
    for table, columns in TABLES.items():
        files = sorted(
            str(path) for path in (root / table).glob("day=*/*.parquet") if wanted is None or batch_of(path) in wanted
        )
        name = "refused" if table == "quarantine" else table
        connection.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {_select(columns, files)}")
    connection.execute(
        "CREATE OR REPLACE TEMP VIEW quarantine AS SELECT * FROM refused ANTI JOIN settled USING (entry)"
    )


def _select(columns: dict[str, str], files: list[str]) -> str:
    typed = ", ".join(f"CAST({quoted(name)} AS {kind}) AS {quoted(name)}" for name, kind in columns.items())
    # files of an earlier version lack columns: by name, they are null. Without types, as 64 bits would become a float
    empty = f"SELECT {', '.join(f'NULL AS {quoted(name)}' for name in columns)} WHERE false"
    if not files:
        return f"SELECT {typed} FROM ({empty})"
    listed = ", ".join("'" + path.replace("'", "''") + "'" for path in files)
    stored = f"SELECT * FROM read_parquet([{listed}], union_by_name=true, hive_partitioning=false)"
    return f"SELECT {typed} FROM ({empty} UNION ALL BY NAME {stored})"


def quoted(name: str) -> str:
    """A column name as a quoted SQL identifier."""
    return f'"{name}"'
