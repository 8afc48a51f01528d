"""A batch's plan on disk: ordered Parquet parts and their hash, so that a killed run goes on exactly where it was."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from app.durable import write_durably
from app.errors import DataError
from app.facts import attach_facts, open_duckdb, write_table
from app.ingest.bars import Bars, turn_away
from app.ingest.coded import make_coded
from app.ingest.columnar import read_file
from app.ingest.forecast import ACCOUNT_ROWS
from app.ingest.part_files import write_parts
from app.ingest.plan import FACT_SELECTS, PARTS, SHARD_ROWS, SHARDS, place_texts, settle_exchanges
from app.ingest.progress import Report, Steps
from app.ingest.rows import Checker
from app.ingest.scan import FileProblem, Scan
from app.ingest.sources import Source


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
    erased: int = 0
    """Rows of accounts that were erased: left out, and not kept in quarantine."""
    settles: list[list[Any]] = field(default_factory=list)
    """Of a file of retried rows: [sha256 of the file that they were refused in, rows]."""


@dataclass(frozen=True, slots=True)
class Input:
    """A file of the batch with what one pass told of it, or why it cannot be read."""

    source: Source
    scan: Scan
    problem: str = ""


def rows_of(each: Input) -> int:
    """Data rows of a file, as one pass or its footer tells; 0 of one that cannot be read."""
    if each.problem:
        return 0
    if each.source.format == "parquet":
        try:
            return int(pq.read_metadata(each.source.path).num_rows)
        except (OSError, pa.ArrowException):
            return 0
    return max(0, each.scan.lines - len(each.scan.blank) - (each.source.format == "csv"))


NO_BARS: Final = Bars()
LineOf = Callable[[int], int]
"""rowid of a staged file -> its line."""
CONFLICT: Final = "another exchange of this day has this exchange_id and differs in account, ip, model or tokens"


def _no_line(rowid: int) -> int:
    return 0


class FileChanged(Exception):
    """A file changed while it was read: it has to wait for the next run."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One load unit: the `number`-th row group of a part. Units that touch one name are not written side by side."""

    part: str
    number: int
    rows: int
    phase: int
    touches: frozenset[str]


@dataclass(frozen=True, slots=True)
class Spool:
    """A complete plan."""

    folder: Path
    plan_hash: str
    files: list[FileCount]
    shards: int
    blocks: dict[str, list[list[int]]]
    """Of each part that has rows, (block, rows) of each of its load units: the row groups of its Parquet file."""

    def units(self) -> list[Unit]:
        """Every load unit, in the order of loading."""
        return [
            Unit(part.name, number, rows, part.phase, part.touched(block, self.shards))
            for part in PARTS
            for number, (block, rows) in enumerate(self.blocks.get(part.name, ()))
        ]

    def rows(self, part: str) -> int:
        """Rows of one part."""
        return sum(rows for _, rows in self.blocks.get(part, ()))

    def path(self, part: str) -> Path:
        """The part's Parquet file; it exists only where the part has rows."""
        return self.folder / f"{part}.parquet"

    def columns(self, unit: Unit) -> dict[str, list[Any]]:
        """The rows of one unit as lists, a column each; dates are numbers into the list `days`."""
        with pq.ParquetFile(self.path(unit.part)) as file:
            table = file.read_row_group(unit.number)
        columns: dict[str, list[Any]] = {}
        for name, column in zip(table.column_names, table.columns, strict=True):
            if pa.types.is_date(column.type):
                told = column.combine_chunks().dictionary_encode()
                columns["days"], columns[name] = told.dictionary.to_pylist(), told.indices.to_pylist()
            else:
                columns[name] = column.to_pylist()
        return columns

    def remove(self) -> None:
        """Delete it, when the batch is done."""
        shutil.rmtree(self.folder, ignore_errors=True)


def load_spool(folder: Path) -> Spool | None:
    """The complete plan in `folder`, its hash checked; None if there is none or a byte differs."""
    try:
        told = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if told.get("plan_hash") != _hash_of(folder, told):
        return None
    return Spool(
        folder, told["plan_hash"], [FileCount(**count) for count in told["files"]], told["shards"], told["blocks"]
    )


def planned_units(folder: Path) -> int | None:
    """Load units of the plan in `folder`, as it says; None where none is whole."""
    try:
        blocks = json.loads((folder / "plan.json").read_text(encoding="utf-8"))["blocks"]
        return sum(map(len, blocks.values()))
    except (OSError, ValueError, KeyError):
        return None


def make_spool(
    folder: Path,
    batch_id: str,
    inputs: list[Input],
    key: bytes,
    facts: Path,
    done: list[str],
    report: Report,
    bars: Bars = NO_BARS,
) -> Spool:
    """Read the files, decide what counts, write facts and parts, and last the plan's hash.

    Raises FileChanged, DataError when the disk does not hold it.
    """
    try:
        return _make_spool(folder, batch_id, inputs, key, facts, done, report, bars)
    except (duckdb.Error, OSError) as error:  # a full disk, above all
        why = str(error).splitlines()[0][:300]
        do = "Nothing was written to the graph: mend that and run ingest again"
        raise DataError(f"the batch could not be planned: {why}", where=str(folder), do=do) from error


def _make_spool(
    folder: Path,
    batch_id: str,
    inputs: list[Input],
    key: bytes,
    facts: Path,
    done: list[str],
    report: Report,
    bars: Bars,
) -> Spool:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with open_duckdb(folder / "work.duckdb") as connection:
        _configure(connection, folder)
        files, lines = _read_files(connection, folder, inputs, key, report)
        make_coded(connection)
        _turn_away(connection, bars, key, files, lines)
        attach_facts(connection, facts, done)
        with Steps(connection, report, "settling", {"exchanges": 1}).at("exchanges"):
            settle_exchanges(connection)
            place_texts(connection)
        _count_dropped(connection, inputs, files, lines)
        _write_facts(connection, facts, batch_id, files, report)
        write_settled(connection, facts, batch_id, _retries(inputs, files))
        kinds = {count.kind for count in files if count.status == "done"}
        shards = SHARDS if sum(count.rows for count in files) >= SHARD_ROWS else 1
        blocks = write_parts(connection, folder, kinds, shards, report)
    (folder / "work.duckdb").unlink()
    told: dict[str, Any] = {"files": [asdict(count) for count in files], "shards": shards, "blocks": blocks}
    told["plan_hash"] = _hash_of(folder, told)
    write_durably(folder / "plan.json", json.dumps(told).encode())
    return Spool(folder, told["plan_hash"], files, shards, blocks)


def _configure(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    connection.execute(
        "SET memory_limit = '2GB'; SET enable_progress_bar = true; SET enable_progress_bar_print = false"
    )
    connection.execute("SET preserve_insertion_order = true")
    connection.execute(f"SET temp_directory = '{str(folder / 'tmp').replace(chr(39), chr(39) * 2)}'")


def _read_files(
    connection: duckdb.DuckDBPyConnection, folder: Path, inputs: list[Input], key: bytes, report: Report
) -> tuple[list[FileCount], list[LineOf]]:
    checker, counts, lines = Checker(connection, key), list[FileCount](), list[LineOf]()
    total, seen = sum(map(_work, inputs)), 0
    report("reading", seen, total)
    for number, each in enumerate(inputs):
        count, line_of = _read_file(checker, each, number, folder)
        counts.append(count)
        lines.append(line_of)
        seen += _work(each)
        report("reading", seen, total)
    return counts, lines


def _work(each: Input) -> int:
    """What there is to read in a file, in rows of exchanges."""
    return rows_of(each) * (ACCOUNT_ROWS if each.source.kind == "accounts" else 1)


def _read_file(checker: Checker, each: Input, number: int, folder: Path) -> tuple[FileCount, LineOf]:
    source = each.source
    count = FileCount(each.scan.sha256, source.name, source.kind)
    line_of: LineOf = _no_line
    try:
        if each.problem:
            raise FileProblem(each.problem)
        took = read_file(checker, source, each.scan, number, rotten_too=source.retry, folder=folder)
        if not source.unchanged():
            raise FileChanged(source.name)
        line_of, counts = took.line_of, took.counts
        count.rows, count.exchanges, count.quarantined = counts.rows, counts.good, counts.bad
        count.unknown = list(took.unknown)
        if source.retry:
            count.settles = [list(row) for row in checker.connection.execute(_ORIGINS, [str(source.path)]).fetchall()]
        if source.kind != "exchanges":
            count.exchanges = 0
    except OSError as error:
        if not source.unchanged():
            raise FileChanged(source.name) from error
        raise
    except FileProblem as problem:
        if not each.problem and not source.unchanged():
            raise FileChanged(source.name) from problem
        count.status, count.reason = "quarantined", str(problem)
        checker.note(number, str(problem))
    return count, line_of


_FACT_WEIGHTS: Final = {"usage": 10, "presence": 5, "ids": 2, "logins": 1}
"""Of the time that writing the facts takes."""


def _turn_away(
    connection: duckdb.DuckDBPyConnection, bars: Bars, key: bytes, files: list[FileCount], lines: list[LineOf]
) -> None:
    """Rows of erased accounts are counted and forgotten; rows of pruned days go to quarantine."""
    if bars == NO_BARS:
        return
    for number, (count, away) in enumerate(zip(files, turn_away(connection, bars, key, lines), strict=True)):
        count.erased = away.erased + away.erased_bad
        count.quarantined += away.pruned - away.erased_bad
        count.exchanges -= away.erased + away.pruned if count.kind == "exchanges" else 0
        if away.refused:
            column = "occurred_at" if count.kind == "exchanges" else "at"
            rows = [(number, line, column, reason, content) for line, reason, content in away.refused]
            connection.executemany("INSERT INTO bad_rows VALUES (?, ?, ?, ?, ?)", rows)


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
            "to_json(struct_pack(exchange_id := exchange_id, account_id := value))::VARCHAR FROM coded_exchanges "
            "JOIN dropped USING (file_no, row_no) JOIN names_account_id ON code = account_id WHERE verdict = 'conflict'"
        ).fetchall()
        rows = [(file_no, lines[file_no](row_no), CONFLICT, content) for file_no, row_no, content in conflicts]
        connection.executemany("INSERT INTO bad_rows VALUES (?, ?, 'exchange_id', ?, ?)", rows)
    names = [(number, each.source.name, each.source.kind, each.scan.sha256) for number, each in enumerate(inputs)]
    connection.execute("CREATE TABLE file_names (file_no INTEGER, file VARCHAR, kind VARCHAR, sha256 VARCHAR)")
    connection.executemany("INSERT INTO file_names VALUES (?, ?, ?, ?)", names)


def _write_facts(
    connection: duckdb.DuckDBPyConnection, facts: Path, batch_id: str, files: list[FileCount], report: Report
) -> None:
    kinds = {count.kind for count in files if count.status == "done"}
    steps = Steps(connection, report, "facts", _FACT_WEIGHTS)
    for table, (kind, select) in FACT_SELECTS.items():
        with steps.at(table):
            if kind in kinds:
                write_table(connection, facts, table, batch_id, select)
    select = (
        'SELECT current_date AS day, file, line, "column", reason, content, '
        f"md5('{batch_id}|' || file || '|' || line)[:16] AS entry, kind, sha256 FROM bad_rows "
        'JOIN file_names USING (file_no) ORDER BY file_no, line, "column"'
    )
    write_table(connection, facts, "quarantine", batch_id, select)


def write_settled(connection: duckdb.DuckDBPyConnection, facts: Path, batch_id: str, retries: list[Path]) -> None:
    """The entries behind the rows of these files are settled once the batch is done."""
    if retries:
        listed = ", ".join("'" + str(path).replace("'", "''") + "'" for path in retries)
        select = f"SELECT current_date AS day, _entry AS entry, 'retried' AS outcome FROM {_retried(f'[{listed}]')}"
        write_table(connection, facts, "settled", batch_id, select)


def _retries(inputs: list[Input], files: list[FileCount]) -> list[Path]:
    """Files of retried rows that could be read; of others the entries stay in quarantine."""
    pairs = zip(inputs, files, strict=True)
    return [each.source.path for each, count in pairs if each.source.retry and count.status == "done"]


def _retried(paths: str) -> str:
    return f"read_ndjson({paths}, columns = {{_entry: 'VARCHAR', _origin: 'VARCHAR'}})"


_ORIGINS: Final = f"SELECT _origin, count(*) FROM {_retried('?')} GROUP BY ALL ORDER BY 1"


def _hash_of(folder: Path, told: dict[str, Any]) -> str:
    """SHA-256 over every part's bytes, the units and the counts."""
    rest = {name: value for name, value in told.items() if name != "plan_hash"}
    digest = hashlib.sha256(json.dumps(rest, sort_keys=True).encode())
    for part in PARTS:
        path = folder / f"{part.name}.parquet"
        if path.exists():
            digest.update(part.name.encode())
            with path.open("rb") as handle:
                digest.update(hashlib.file_digest(handle, "sha256").digest())
    return digest.hexdigest()
