"""A batch's plan on disk: ordered Parquet parts and their hash, so that a killed run goes on exactly where it was."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

import duckdb
import pyarrow.parquet as pq

from app.facts import attach_facts, write_table
from app.ingest.plan import FACT_SELECTS, PARTS, UNIT_ROWS, settle_exchanges
from app.ingest.progress import Report
from app.ingest.rows import Checker, providers
from app.ingest.scan import FileProblem, Scan
from app.ingest.sources import Source
from app.ingest.staging import stage


@dataclass(slots=True)
class FileCount:
    """What became of one file of the batch."""

    sha256: str
    name: str
    kind: str
    status: str = "done"
    rows: int = 0
    exchanges: int = 0
    duplicates: int = 0
    quarantined: int = 0
    reason: str = ""
    unknown: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Input:
    """A file of the batch with what one pass told of it, or why it cannot be read."""

    source: Source
    scan: Scan
    problem: str = ""


LineOf = Callable[[int], int]
"""rowid of a staged file -> its line."""
CONFLICT: Final = "another exchange of this day has this exchange_id and differs in account, ip, model or tokens"


def _no_line(rowid: int) -> int:
    return 0


class FileChanged(Exception):
    """A file changed while it was read: it has to wait for the next run."""


@dataclass(frozen=True, slots=True)
class Spool:
    """A complete plan."""

    folder: Path
    plan_hash: str
    files: list[FileCount]

    def parts(self) -> list[tuple[str, int]]:
        """(part, rows) of the non-empty parts in the order of loading."""
        sizes = [(part.name, _rows(self.folder / f"{part.name}.parquet")) for part in PARTS]
        return [(name, rows) for name, rows in sizes if rows]

    def units(self, part: str) -> Iterator[list[dict[str, Any]]]:
        """The rows of each load unit of one part: always the same UNIT_ROWS."""
        for batch in pq.ParquetFile(self.folder / f"{part}.parquet").iter_batches(UNIT_ROWS):
            yield batch.to_pylist()

    def remove(self) -> None:
        """Delete it, when the batch is done."""
        shutil.rmtree(self.folder, ignore_errors=True)


def load_spool(folder: Path) -> Spool | None:
    """The complete plan in `folder`, its hash checked; None if there is none or a byte differs."""
    try:
        told = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if _hash_of(folder, told["files"]) != told["plan_hash"]:
        return None
    return Spool(folder, told["plan_hash"], [FileCount(**count) for count in told["files"]])


def make_spool(
    folder: Path, batch_id: str, inputs: list[Input], key: bytes, facts: Path, done: list[str], report: Report
) -> Spool:
    """Read the files, decide what counts, write facts and parts, and last the plan's hash."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with duckdb.connect(str(folder / "work.duckdb")) as connection:
        _configure(connection, folder)
        files, lines = _read_files(connection, inputs, key, report)
        attach_facts(connection, facts, done)
        settle_exchanges(connection)
        _count_dropped(connection, inputs, files, lines)
        _write_facts(connection, facts, batch_id, files)
        _write_parts(connection, folder, {count.kind for count in files if count.status == "done"}, report)
    (folder / "work.duckdb").unlink()
    plan_hash = _hash_of(folder, [asdict(count) for count in files])
    _write_synced(folder / "plan.json", json.dumps({"plan_hash": plan_hash, "files": [asdict(c) for c in files]}))
    return Spool(folder, plan_hash, files)


def _configure(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("SET memory_limit = '2GB'")
    connection.execute("SET preserve_insertion_order = true")
    connection.execute(f"SET temp_directory = '{str(folder / 'tmp').replace(chr(39), chr(39) * 2)}'")


def _read_files(
    connection: duckdb.DuckDBPyConnection, inputs: list[Input], key: bytes, report: Report
) -> tuple[list[FileCount], list[LineOf]]:
    checker, counts, lines = Checker(connection, key), list[FileCount](), list[LineOf]()
    total = sum(each.source.size for each in inputs)
    seen = 0
    for number, each in enumerate(inputs):
        count, line_of = _read_file(checker, each, number)
        counts.append(count)
        lines.append(line_of)
        seen += each.source.size
        report("reading", seen, total)
    return counts, lines


def _read_file(checker: Checker, each: Input, number: int) -> tuple[FileCount, LineOf]:
    source = each.source
    count = FileCount(each.scan.sha256, source.name, source.kind)
    line_of: LineOf = _no_line
    try:
        if each.problem:
            raise FileProblem(each.problem)
        staged = stage(checker.connection, source, each.scan)
        if not source.unchanged():
            raise FileChanged(source.name)
        took = checker.take(staged, number)
        line_of = staged.line_of
        count.rows, count.exchanges, count.quarantined = took.rows, took.good, took.bad
        count.unknown = list(staged.unknown)
        if source.kind != "exchanges":
            count.exchanges = 0
    except FileProblem as problem:
        count.status, count.reason = "quarantined", str(problem)
        checker.note(number, str(problem))
    return count, line_of


def _count_dropped(
    connection: duckdb.DuckDBPyConnection, inputs: list[Input], files: list[FileCount], lines: list[LineOf]
) -> None:
    """Duplicates and conflicts leave the count of their file; conflicts are kept in quarantine."""
    verdicts = connection.execute("SELECT file_no, verdict, count(*) FROM dropped GROUP BY ALL").fetchall()
    for file_no, verdict, number in verdicts:
        files[file_no].exchanges -= number
        if verdict == "duplicate":
            files[file_no].duplicates += number
        else:
            files[file_no].quarantined += number
    if any(verdict == "conflict" for _, verdict, _ in verdicts):
        conflicts = connection.execute(
            "SELECT file_no, row_no, "
            "to_json(struct_pack(exchange_id := exchange_id, account_id := account_id))::VARCHAR "
            "FROM rows_exchanges JOIN dropped USING (file_no, row_no) WHERE verdict = 'conflict'"
        ).fetchall()
        rows = [(file_no, lines[file_no](row_no), CONFLICT, content) for file_no, row_no, content in conflicts]
        connection.executemany("INSERT INTO bad_rows VALUES (?, ?, 'exchange_id', ?, ?)", rows)
    names = [(number, each.source.name) for number, each in enumerate(inputs)]
    connection.execute("CREATE TABLE file_names (file_no INTEGER, file VARCHAR)")
    connection.executemany("INSERT INTO file_names VALUES (?, ?)", names)


def _write_facts(connection: duckdb.DuckDBPyConnection, facts: Path, batch_id: str, files: list[FileCount]) -> None:
    kinds = {count.kind for count in files if count.status == "done"}
    for table, (kind, select) in FACT_SELECTS.items():
        if kind in kinds:
            write_table(connection, facts, table, batch_id, select)
    select = (
        'SELECT current_date AS day, file, line, "column", reason, content FROM bad_rows '
        'JOIN file_names USING (file_no) ORDER BY file_no, line, "column"'
    )
    write_table(connection, facts, "quarantine", batch_id, select)


def _write_parts(connection: duckdb.DuckDBPyConnection, folder: Path, kinds: set[str], report: Report) -> None:
    for number, part in enumerate(PARTS):
        if kinds & set(part.needs):
            target = str(folder / f"{part.name}.parquet").replace("'", "''")
            connection.execute(f"COPY ({part.select}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
            if part.name == "domains":
                _add_providers(folder / "domains.parquet")
        report("planning", number + 1, len(PARTS))


def _add_providers(path: Path) -> None:
    table = pq.read_table(path)
    table = table.append_column("provider", [providers([str(name) for name in table.column("value").to_pylist()])])
    pq.write_table(table, path)


def _rows(path: Path) -> int:
    return int(pq.ParquetFile(path).metadata.num_rows) if path.exists() else 0


def _hash_of(folder: Path, files: list[dict[str, Any]]) -> str:
    """SHA-256 over every part's bytes and the counts."""
    digest = hashlib.sha256(json.dumps(files, sort_keys=True).encode())
    for part in PARTS:
        path = folder / f"{part.name}.parquet"
        if path.exists():
            digest.update(part.name.encode())
            with path.open("rb") as handle:
                digest.update(hashlib.file_digest(handle, "sha256").digest())
    return digest.hexdigest()


def _write_synced(path: Path, text: str) -> None:
    part = path.with_suffix(".part")
    with part.open("w", encoding="utf-8") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())
    part.replace(path)
