"""What may not come in again: rows of erased accounts, and rows of days whose facts were pruned."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import duckdb
import pyarrow as pa

from app.ingest.contracts import KINDS
from app.model.secrets import keyed_hash

_TIMES: Final = {"exchanges": "us_occurred_at", "logins": "us_at"}
TOMBSTONE: Final = "erased:"


@dataclass(frozen=True, slots=True)
class Bars:
    """Tombstones of erased accounts, and the day before which everything was pruned."""

    tombstones: frozenset[str] = frozenset()
    pruned_before: date | None = None


@dataclass(slots=True)
class TurnedAway:
    """Rows of one file that are left out."""

    erased: int = 0
    erased_bad: int = 0
    """Of these, rows that would have gone to quarantine."""
    pruned: int = 0
    refused: list[tuple[int, str, str]] = field(default_factory=list)
    """(line, reason, what is kept of it) of pruned ones."""


def tombstone_of(key: bytes, account_id: str) -> str:
    """The id that takes an erased account's place: it tells the account again, and nothing to those without the key."""
    return TOMBSTONE + keyed_hash(key, f"erased v1 {account_id}")[:24]


def turn_away(
    connection: duckdb.DuckDBPyConnection, bars: Bars, key: bytes, lines: Sequence[Callable[[int], int]]
) -> list[TurnedAway]:
    """Take barred rows out of the tables of checked rows and of bad rows; what was taken out of each file."""
    result = [TurnedAway() for _ in lines]
    have = {row[0] for row in connection.execute("SELECT table_name FROM information_schema.tables").fetchall()}
    tables = [kind for kind in KINDS if f"rows_{kind}" in have]
    if bars.tombstones:
        _fill_erased(connection, bars.tombstones, key, tables)
        for kind in tables:
            if "account_id" in KINDS[kind].columns:
                for file_no, rows in _taken(connection, *_accounts_of(kind)):
                    result[file_no].erased += rows
        for file_no, rows in _taken(connection, "bad_rows", _ACCOUNT_OF_BAD, _ERASED):
            result[file_no].erased_bad += rows
        _rename_named(connection, tables)
    if bars.pruned_before:
        for kind in set(tables) & set(_TIMES):
            _take_pruned(connection, kind, bars.pruned_before, lines, result)
    return result


_ACCOUNT_OF_BAD: Final = "CASE WHEN json_valid(content) THEN json_extract_string(content, '$.account_id') END"


def _fill_erased(
    connection: duckdb.DuckDBPyConnection, tombstones: frozenset[str], key: bytes, tables: list[str]
) -> None:
    """Table `erased` (account_id, tombstone): accounts of this batch, named in whatever way, that were erased."""
    named = [f"SELECT {_ACCOUNT_OF_BAD} FROM bad_rows"]
    for kind in tables:
        columns = {"account_id", "parent_account_id", "referrer_id"} & KINDS[kind].columns.keys()
        named += [f"SELECT {column} FROM rows_{kind}" for column in sorted(columns) if kind != "exchanges"]
        named += ["SELECT value FROM names_account_id"] * (kind == "exchanges")
    ids = [row[0] for row in connection.execute(" UNION ".join(named)).fetchall() if row[0] is not None]
    pairs = [(name, tomb) for name in ids if (tomb := tombstone_of(key, name)) in tombstones]
    cells = {"account_id": [name for name, _ in pairs], "tombstone": [tomb for _, tomb in pairs]}
    found = pa.table({name: pa.array(values, pa.string()) for name, values in cells.items()})  # noqa: F841
    connection.execute("CREATE OR REPLACE TEMP TABLE erased AS SELECT * FROM found")


_ERASED: Final = "SELECT account_id FROM erased"


def _accounts_of(kind: str) -> tuple[str, str, str]:
    """Table, column of accounts, and query for the erased ones as they stand there."""
    if kind != "exchanges":
        return f"rows_{kind}", "account_id", _ERASED
    return "coded_exchanges", "account_id", f"SELECT code FROM names_account_id WHERE value IN ({_ERASED})"


def _taken(connection: duckdb.DuckDBPyConnection, table: str, account: str, erased: str) -> list[tuple[int, int]]:
    where = f"WHERE {account} IN ({erased})"
    counts = connection.execute(f"SELECT file_no, count(*) FROM {table} {where} GROUP BY ALL").fetchall()
    connection.execute(f"DELETE FROM {table} {where}")
    return [(int(file_no), int(rows)) for file_no, rows in counts]


def _rename_named(connection: duckdb.DuckDBPyConnection, tables: list[str]) -> None:
    """Rows of others that name an erased parent or referrer name its tombstone instead."""
    for column in ("parent_account_id", "referrer_id") if "accounts" in tables else ():
        connection.execute(
            f"UPDATE rows_accounts SET {column} = tombstone, rank = replace(rank, to_json(e.account_id)::VARCHAR, "
            f"to_json(tombstone)::VARCHAR) FROM erased e WHERE rows_accounts.{column} = e.account_id"
        )


def _take_pruned(
    connection: duckdb.DuckDBPyConnection,
    kind: str,
    before: date,
    lines: Sequence[Callable[[int], int]],
    result: list[TurnedAway],
) -> None:
    where = f"WHERE CAST(make_timestamp({_TIMES[kind]}) AS DATE) < DATE '{before.isoformat()}'"
    content = "to_json(struct_pack(account_id := account_id))::VARCHAR"
    found = connection.execute(f"SELECT file_no, row_no, {content} FROM rows_{kind} {where} ORDER BY 1, 2").fetchall()
    connection.execute(f"DELETE FROM {'coded' if kind == 'exchanges' else 'rows'}_{kind} {where}")
    for file_no, row_no, text in found:
        result[file_no].pruned += 1
        result[file_no].refused.append((lines[file_no](row_no), f"before {before}: that time was pruned", text))
