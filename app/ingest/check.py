"""A dry run over a drop directory: what would be read and refused, and which evidence the columns allow."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from app.facts import open_duckdb
from app.ingest.columnar import read_file
from app.ingest.contracts import EVIDENCE, KINDS
from app.ingest.plan import settle_exchanges
from app.ingest.progress import Report, silent
from app.ingest.rows import Checker
from app.ingest.run import inspect
from app.ingest.scan import FileProblem
from app.ingest.sources import find_sources
from app.model.clock import SLOTS_OF_HOUR, rounded
from app.model.facts import TABLES

EXAMPLES = 3
FIVE_MINUTES = 300_000_000
"""Microseconds."""


@dataclass(slots=True)
class CheckReport:
    """What a dry run found."""

    files: int = 0
    rows: dict[str, int] = field(default_factory=dict)
    """Rows by kind of feed, refused ones included."""
    refused_files: list[dict[str, str]] = field(default_factory=list)
    reasons: list[dict[str, Any]] = field(default_factory=list)
    """{kind, column, reason, rows, examples: [file:line]}, most rows first."""
    columns: dict[str, float] = field(default_factory=dict)
    """Share of good exchanges with each optional column."""
    evidence: dict[str, list[str]] = field(default_factory=dict)
    """Family -> the kind.column that makes it possible; empty: the family is lost."""
    rounded: bool = False
    """Exchanges are timed to ten minutes or more coarsely: no common clock can show."""
    unknown_columns: dict[str, int] = field(default_factory=dict)
    duplicates: int = 0

    @property
    def lost(self) -> list[str]:
        """Evidence families for which there is nothing."""
        return sorted(family for family, columns in self.evidence.items() if not columns)


def check(directory: Path, report: Report = silent) -> CheckReport:
    """Read everything below `directory` as ingest would, and write nothing.

    Raises UsageError for a missing directory.
    """
    result = CheckReport()
    sources = find_sources(directory)
    with tempfile.TemporaryDirectory(prefix="ringleader-check-") as folder, _work(Path(folder)) as connection:
        checker = Checker(connection, bytes(32))  # the hashes are thrown away: any key will do
        names: dict[int, tuple[str, str]] = {}
        for number, source in enumerate(sources):
            names[number] = (source.name, source.kind)
            each = inspect(source)
            result.files += 1
            try:
                if each.problem:
                    raise FileProblem(each.problem)
                took = read_file(checker, source, each.scan, number, folder=Path(folder))
            except FileProblem as problem:
                result.refused_files.append({"file": source.name, "reason": str(problem)})
            else:
                result.rows[source.kind] = result.rows.get(source.kind, 0) + took.counts.rows
                for column in took.unknown:
                    name = f"{source.kind}.{column}"
                    result.unknown_columns[name] = result.unknown_columns.get(name, 0) + took.counts.rows
            report("checking", number + 1, len(sources))
        _tell(connection, result, names)
    return result


def _work(folder: Path) -> duckdb.DuckDBPyConnection:
    connection = open_duckdb(folder / "check.duckdb")
    connection.execute("SET memory_limit = '2GB'")
    return connection


def _tell(connection: duckdb.DuckDBPyConnection, result: CheckReport, names: dict[int, tuple[str, str]]) -> None:
    bad = connection.execute(
        'SELECT file_no, "column", reason, count(*), list(line ORDER BY line)[1:3] FROM bad_rows '
        "GROUP BY ALL ORDER BY 1"
    ).fetchall()
    grouped: dict[tuple[str, str, str], dict[str, Any]] = {}
    for file_no, column, reason, count, lines in bad:
        file, kind = names[file_no]
        entry = grouped.setdefault(
            (kind, column, reason), {"kind": kind, "column": column, "reason": reason, "rows": 0, "examples": []}
        )
        entry["rows"] += count
        entry["examples"] = (entry["examples"] + [f"{file}:{line}" for line in lines])[:EXAMPLES]
    result.reasons = sorted(grouped.values(), key=lambda entry: (-entry["rows"], entry["kind"], entry["reason"]))
    have = {row[0] for row in connection.execute("SELECT table_name FROM information_schema.tables").fetchall()}
    if "coded_exchanges" in have:
        have.add("rows_exchanges")
        _tell_columns(connection, result)
        result.rounded = rounded(_slots(connection))
    for family, columns in EVIDENCE.items():
        result.evidence[family] = [
            f"{kind}.{column}" for kind, column in columns if _has(connection, have, kind, column)
        ]


def _tell_columns(connection: duckdb.DuckDBPyConnection, result: CheckReport) -> None:
    ids = ", ".join(f'CAST(NULL AS {kind}) AS "{name}"' for name, kind in TABLES["ids"].items())
    connection.execute(f"CREATE TEMP VIEW ids AS SELECT {ids} WHERE false")
    settle_exchanges(connection)
    [(result.duplicates,)] = connection.execute("SELECT count(*) FROM dropped WHERE verdict = 'duplicate'").fetchall()
    optional = [name for name in KINDS["exchanges"].columns if name not in ("occurred_at", "account_id", "updated_at")]
    sums = ", ".join(f"count({_stored(name)})" for name in optional)
    [(total, *present)] = connection.execute(f"SELECT count(*), {sums} FROM coded_exchanges").fetchall()
    result.columns = {
        name: round(count / total, 4) if total else 0.0 for name, count in zip(optional, present, strict=True)
    }


def _slots(connection: duckdb.DuckDBPyConnection) -> list[int]:
    """Good exchanges by five-minute slot of the hour."""
    slot = f"(us_occurred_at // {FIVE_MINUTES}) % {SLOTS_OF_HOUR}"
    counts = dict(connection.execute(f"SELECT {slot}, count(*) FROM coded_exchanges GROUP BY ALL").fetchall())
    return [counts.get(slot, 0) for slot in range(SLOTS_OF_HOUR)]


def _stored(column: str) -> str:
    return f"us_{column}" if column in ("known_at", "occurred_at") else f'"{column}"'


def _has(connection: duckdb.DuckDBPyConnection, have: set[str], kind: str, column: str) -> bool:
    column = "email_hash" if column == "email" else column
    if f"rows_{kind}" not in have:
        return False
    table = "coded_exchanges" if kind == "exchanges" else f"rows_{kind}"
    [(count,)] = connection.execute(f"SELECT count({_stored(column)}) FROM {table}").fetchall()
    return bool(count)
