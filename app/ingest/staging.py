"""Brings one file into the DuckDB table `raw`: every known column as text, one row a record, in the file's order."""

from __future__ import annotations

import csv
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

import duckdb
import pyarrow as pa

from app.ingest.contracts import KINDS, Kind
from app.ingest.records import Record, read_records
from app.ingest.scan import LONGEST_LINE, FileProblem, Scan, unpacked
from app.ingest.sources import Source

CHUNK: Final = 50_000
LARGEST_OBJECT: Final = 64 << 20
SAMPLE: Final = 10_000
"""Lines of JSON that are asked which columns there are."""
NO_OBJECT: Final = "not a JSON object"


@dataclass(frozen=True, slots=True)
class Reject:
    """A record that could not even be split into cells."""

    line: int
    column: str
    reason: str
    content: str


@dataclass(slots=True)
class Staged:
    """What is in `raw` now. `line_of` turns a rowid of `raw` into a line (or record) number of the file."""

    kind: Kind
    columns: tuple[str, ...]
    unknown: tuple[str, ...]
    json: bool = False
    """True where `raw` also has `_type`, the JSON type of the line."""
    empty: bool = True
    """A cell may be an empty text, which is to be null."""
    spaces: bool = True
    """A cell may begin or end with a space."""
    controls: bool = True
    """A cell may hold a control character."""
    longest: int = LARGEST_OBJECT
    """No cell has more characters."""
    rejects: list[Reject] = field(default_factory=list)
    line_of: Callable[[int], int] = lambda rowid: rowid + 1


@dataclass(frozen=True, slots=True)
class Head:
    """What a file says of its columns: all of them in order, those of the contract, and the others."""

    kind: Kind
    names: list[str]
    known: tuple[str, ...]
    unknown: tuple[str, ...]


def head_of(connection: duckdb.DuckDBPyConnection, source: Source, scan: Scan) -> Head:
    """Columns of a CSV file, or of the first JSON lines. Raises FileProblem for a doubled or missing one."""
    kind = KINDS[source.kind]
    with _blaming(source):
        names = _header(scan) if source.format == "csv" else _keys(connection, source, kind, scan)
    return Head(kind, names, *_known(kind, names))


@contextmanager
def _blaming(source: Source) -> Iterator[None]:
    """DuckDB's errors are FileProblem, but for those that are no fault of the file."""
    try:
        yield
    except duckdb.Error as error:
        if _ours(error, source):
            raise
        raise FileProblem(str(error).splitlines()[0][:200]) from error


def stage(connection: duckdb.DuckDBPyConnection, source: Source, scan: Scan, head: Head | None = None) -> Staged:
    """Read the file into `raw`; its `head`, where it is known. Raises FileProblem when nothing of it can be read,
    duckdb.Error for what is no fault of the file: a full disk must not cost it.
    """
    connection.execute("DROP TABLE IF EXISTS raw")
    with _blaming(source):
        if source.format == "parquet":
            return _stage_parquet(connection, source, KINDS[source.kind])
        head = head or head_of(connection, source, scan)
        read = _stage_jsonl if source.format == "jsonl" else _stage_csv
        return read(connection, source, head, scan)


_NEVER_THE_FILE: Final = (
    duckdb.OutOfMemoryException,
    duckdb.TransactionException,
    duckdb.FatalException,
    duckdb.InternalException,
)
_OURS: Final = re.compile(r"write|space|allocat|sync|truncat|creat|temporary", re.IGNORECASE)


def _ours(error: duckdb.Error, source: Source) -> bool:
    """Whether memory, disk or DuckDB itself failed; it has one class for a disk that is full and a file that is cut."""
    if isinstance(error, _NEVER_THE_FILE):
        return True
    return isinstance(error, duckdb.IOException) and bool(_OURS.search(str(error).replace(str(source.path), "")))


def _known(kind: Kind, names: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(known, unknown) columns. Raises FileProblem for a doubled name or a missing required one."""
    doubled = {name for name in names if names.count(name) > 1}
    if doubled:
        raise FileProblem(f"column {sorted(doubled)[0]!r} stands twice in the header")
    missing = [name for name in kind.required if name not in names]
    if missing:
        raise FileProblem(f"required column {missing[0]!r} is missing (found: {', '.join(names)[:120]})")
    known = tuple(name for name in names if name in kind.columns)
    return known, tuple(name for name in names if name not in kind.columns)


# CSV


def _stage_csv(connection: duckdb.DuckDBPyConnection, source: Source, head: Head, scan: Scan) -> Staged:
    names = head.names
    staged = Staged(
        head.kind, head.known, head.unknown, spaces=scan.spaces, controls=scan.controls, longest=scan.longest
    )
    if scan.odd_quotes:  # a cell may go over several lines
        staged.controls, staged.longest = True, LARGEST_OBJECT
    careful = scan.quotes and (scan.odd_quotes or scan.bare_returns or scan.spaced_quotes)
    if not careful and scan.longest < LONGEST_LINE and _stage_plain(connection, source, names, staged, scan):
        return staged
    staged.rejects.clear()
    staged.empty = True
    _stage_slowly(connection, source, names, staged)
    return staged


def _header(scan: Scan) -> list[str]:
    if not scan.lines:
        raise FileProblem("the file is empty: a CSV file begins with a header")
    try:
        text = scan.header.decode("utf-8-sig").rstrip("\r\n")
        return [name.strip() for name in next(csv.reader([text], strict=True))]
    except (UnicodeDecodeError, csv.Error, StopIteration) as error:
        raise FileProblem(f"the header cannot be read: {error}") from error


def _stage_plain(
    connection: duckdb.DuckDBPyConnection, source: Source, names: list[str], staged: Staged, scan: Scan
) -> bool:
    """A line is a record, its quotes are paired: DuckDB reads it. False if its count differs from the file's lines.

    With quotes also if DuckDB refuses a line: what is wrong with it is for our own reader to tell.
    """
    quote = "quote='\"', escape='\"'" if scan.quotes else "quote='', escape=''"
    connection.execute("DROP TABLE IF EXISTS reject_errors; DROP TABLE IF EXISTS reject_scans")
    try:
        connection.execute(
            f"CREATE TABLE raw AS SELECT {column_list(staged.columns)} FROM read_csv($path, columns=$columns, "
            f"auto_detect=false, header=true, delim=',', {quote}, ignore_errors=true, store_rejects=true, "
            "rejects_limit=0, null_padding=false, max_line_size=$longest)",
            {"path": str(source.path), "columns": dict.fromkeys(names, "VARCHAR"), "longest": 2 * LONGEST_LINE},
        )
    except duckdb.Error as error:
        if _ours(error, source):
            raise
        return False
    rejected = connection.execute(
        "SELECT line, any_value(column_name), min(error_type), any_value(csv_line) "
        "FROM reject_errors GROUP BY 1 ORDER BY 1"
    ).fetchall()
    blank = set(scan.blank)
    rejected = [row for row in rejected if row[0] not in blank]
    for number, column, reason, text in rejected:
        staged.rejects.append(Reject(number, column or "", reason.lower(), (text or "").strip("\r\n")))
    skipped = sorted({1, *blank, *(row[0] for row in rejected)})
    [(count,)] = connection.execute("SELECT count(*) FROM raw").fetchall()
    staged.line_of, staged.empty = _after(skipped), scan.quotes
    return bool(count + len(skipped) == scan.lines and not (scan.quotes and rejected))


def _after(skipped: list[int]) -> Callable[[int], int]:
    """rowid -> line, where the lines in `skipped` (sorted, from 1) gave no row."""
    passed = [line - index for index, line in enumerate(skipped)]  # rows before each skipped line, plus one
    return lambda rowid: rowid + 1 + bisect_right(passed, rowid + 1)


def _stage_slowly(connection: duckdb.DuckDBPyConnection, source: Source, names: list[str], staged: Staged) -> None:
    """Without pairs of quotes on every line records are split one by one: an open quote costs only its line."""
    columns = ", ".join(f'"{name}" VARCHAR' for name in staged.columns)
    connection.execute(f"CREATE OR REPLACE TABLE raw ({columns})")
    positions = [names.index(name) for name in staged.columns]
    lines: list[int] = []
    good = _split(read_records(source), len(names), staged.rejects)
    while chunk := list(islice(good, CHUNK)):
        lines += [record.line for record in chunk]
        arrays = [pa.array([record.cells[at] for record in chunk], pa.string()) for at in positions]
        chunk_table = pa.Table.from_arrays(arrays, names=list(staged.columns))  # noqa: F841 - read by name below
        connection.execute("INSERT INTO raw SELECT * FROM chunk_table")
    staged.line_of = lines.__getitem__


def _split(records: Iterator[Record], width: int, rejects: list[Reject]) -> Iterator[Record]:
    for record in records:
        if record.problem:
            rejects.append(Reject(record.line, "", record.problem, record.text))
        elif len(record.cells) != width:
            reason = f"expected {width} cells, found {len(record.cells)}"
            rejects.append(Reject(record.line, "", reason, record.text))
        else:
            yield record


# JSON lines and Parquet


def _stage_jsonl(connection: duckdb.DuckDBPyConnection, source: Source, head: Head, scan: Scan) -> Staged:
    kind = head.kind
    given = {"path": str(source.path), "largest": LARGEST_OBJECT + 1024}
    known = tuple(kind.columns)
    if not _stage_objects(connection, source, kind, scan):
        _stage_values(connection, known, given)
    counts = ", ".join(f'count("{name}")' for name in known)
    [told] = connection.execute(f"SELECT {counts} FROM raw").fetchall()
    known = tuple(name for name, cells in zip(known, told, strict=True) if cells)  # of the rest nothing is to check
    staged = Staged(kind, known, head.unknown, json=True, controls=scan.controls, longest=scan.longest)
    staged.line_of = _after(scan.blank)
    broken = connection.execute("SELECT rowid FROM raw WHERE _type IS DISTINCT FROM 'OBJECT'").fetchall()
    staged.rejects += [Reject(staged.line_of(row[0]), "", NO_OBJECT, "") for row in broken]
    return staged


def _keys(connection: duckdb.DuckDBPyConnection, source: Source, kind: Kind, scan: Scan) -> list[str]:
    if scan.longest > LARGEST_OBJECT:
        raise FileProblem(f"a line has {scan.longest} bytes, the limit is {LARGEST_OBJECT}")
    if scan.lines == len(scan.blank):
        return list(kind.required)
    texts = [line.decode("utf-8", "replace") for line in _first_lines(source)]
    lines = pa.table({"line": pa.array(texts, pa.large_string())})  # noqa: F841 - read by name below
    keys = (
        "SELECT DISTINCT unnest(json_keys(line)) FROM (SELECT CASE WHEN json_valid(line) THEN line END AS line "
        "FROM lines) WHERE json_type(line) = 'OBJECT'"
    )
    return sorted(row[0] for row in connection.execute(keys).fetchall())


def _first_lines(source: Source) -> list[bytes]:
    """At most SAMPLE lines, and at least one."""
    held, lines, size = list[bytes](), 0, 0
    for block in unpacked(source):
        held.append(block)
        lines, size = lines + block.count(b"\n"), size + len(block)
        if lines >= SAMPLE or (lines and size > LARGEST_OBJECT):
            break
    return b"".join(held).split(b"\n")[:SAMPLE]


def _stage_objects(connection: duckdb.DuckDBPyConnection, source: Source, kind: Kind, scan: Scan) -> bool:
    """Every line is an object that has the required cells: DuckDB reads it. False, and no `raw`, if one is not."""
    try:
        connection.execute(
            "CREATE TABLE raw AS SELECT *, 'OBJECT' AS _type FROM read_json($path, format='newline_delimited', "
            "columns=$columns, maximum_object_size=$largest)",
            {
                "path": str(source.path),
                "columns": dict.fromkeys(kind.columns, "VARCHAR"),
                "largest": LARGEST_OBJECT + 1024,
            },
        )
    except duckdb.Error as error:
        if _ours(error, source):
            raise
        connection.execute("DROP TABLE IF EXISTS raw")
        return False
    whole = " AND ".join(f'"{name}" IS NOT NULL' for name in kind.required)
    [(rows, good)] = connection.execute(f"SELECT count(*), count(*) FILTER ({whole}) FROM raw").fetchall()
    if rows == good == scan.lines - len(scan.blank):
        return True
    connection.execute("DROP TABLE raw")
    return False


def _stage_values(connection: duckdb.DuckDBPyConnection, known: tuple[str, ...], given: dict[str, object]) -> None:
    """Lines may be any JSON, or none: `_type` tells."""
    connection.execute(
        "CREATE TABLE raw_json AS SELECT json FROM "
        "read_ndjson_objects($path, ignore_errors=true, maximum_object_size=$largest)",
        given,
    )
    try:
        shape = ", ".join(f'"{name}": "VARCHAR"' for name in known)  # one parse a line, not one a column
        cells = ", ".join(f'cells."{name}"' for name in known)
        connection.execute(
            f"CREATE TABLE raw AS SELECT {cells}, _type FROM (SELECT from_json(json, '{{{shape}}}') AS cells, "
            "json_type(json) AS _type FROM raw_json)"
        )
    finally:
        connection.execute("DROP TABLE IF EXISTS raw_json")


def _stage_parquet(connection: duckdb.DuckDBPyConnection, source: Source, kind: Kind) -> Staged:
    described = connection.execute("DESCRIBE SELECT * FROM read_parquet($path)", {"path": str(source.path)}).fetchall()
    types = {row[0]: str(row[1]) for row in described}
    known, unknown = _known(kind, list(types))
    cells = ", ".join(f'{_as_text(name, types[name])} AS "{name}"' for name in known)
    connection.execute(f"CREATE TABLE raw AS SELECT {cells} FROM read_parquet($path)", {"path": str(source.path)})
    return Staged(kind, known, unknown)


def _as_text(name: str, kind: str) -> str:
    """Parquet's own times with a zone become RFC 3339; naive ones stay naive and are refused like any other."""
    if kind in ("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ_NS"):
        return f"strftime(CAST(\"{name}\" AS TIMESTAMPTZ), '%Y-%m-%dT%H:%M:%S.%fZ')"
    return f'CAST("{name}" AS VARCHAR)'


def column_list(names: tuple[str, ...]) -> str:
    """Names as quoted SQL identifiers; they come from our own contract."""
    return ", ".join(f'"{name}"' for name in names)
