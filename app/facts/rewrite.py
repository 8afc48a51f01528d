"""Rewrites fact files without some of their rows, each whole or not at all: run again it completes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from app.durable import sync
from app.facts.connection import open_duckdb
from app.facts.store import batch_of
from app.model.facts import TABLES


def remove_rows(root: Path, table: str, where: str, params: Sequence[Any]) -> int:
    """Delete rows for which `where` holds from every file of the table; how many there were."""
    with open_duckdb() as connection:
        return sum(_rewrite(connection, path, where, params) for path in _files(root, table))


def prune_days(root: Path, before: date, held: Sequence[str]) -> int:
    """Delete all facts of days before `before`, except those of the accounts in `held`; how many files went."""
    gone = 0
    with open_duckdb() as connection:
        for table, columns in TABLES.items():
            for path in list(_files(root, table)):
                if date.fromisoformat(path.parent.name.removeprefix("day=")) >= before:
                    continue
                if held and "account_id" in columns:
                    _rewrite(connection, path, "NOT list_contains(?::VARCHAR[], account_id)", [list(held)])
                else:
                    path.unlink()
                gone += not path.exists()
                _drop_empty(path.parent)
    return gone


def drop_unknown(root: Path, batch_ids: Sequence[str]) -> int:
    """Delete what no done batch owns: leftovers of killed runs. Only while no batch is open."""
    known, gone = set(batch_ids), 0
    for table in TABLES:
        for path in list((root / table).glob("day=*/*")):
            if path.suffix != ".parquet" or batch_of(path) not in known:
                path.unlink()
                gone += 1
                _drop_empty(path.parent)
    return gone


def _files(root: Path, table: str) -> Iterator[Path]:
    yield from sorted((root / table).glob("day=*/*.parquet"))


def _rewrite(connection: duckdb.DuckDBPyConnection, path: Path, where: str, params: Sequence[Any]) -> int:
    name = str(path).replace("'", "''")
    source = f"read_parquet('{name}', hive_partitioning=false)"
    [(matching, total)] = connection.execute(
        f"SELECT count(*) FILTER (WHERE {where}), count(*) FROM {source}", list(params)
    ).fetchall()
    if matching == total:
        path.unlink()
    elif matching:
        part = path.with_suffix(".part")
        target = str(part).replace("'", "''")
        connection.execute(
            f"COPY (SELECT * FROM {source} WHERE ({where}) IS NOT TRUE) TO '{target}' "
            "(FORMAT parquet, COMPRESSION zstd)",
            list(params),
        )
        sync(part)
        part.replace(path)
    if matching:
        sync(path.parent)
    return int(matching)


def _drop_empty(folder: Path) -> None:
    if not any(folder.iterdir()):
        folder.rmdir()
