"""Reads a log of exchanges by columns: each distinct value is checked once, and rows become codes.

What is plainly good goes in at once. Every other line is written down beside its like and goes through the reader that
takes any file (staging.py, rows.py), which alone says what is wrong with it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, Literal

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.csv

from app.ingest.contracts import Kind
from app.ingest.distinct import Judge
from app.ingest.rows import Checker, Counts
from app.ingest.scan import LONGEST_LINE, FileProblem, Scan, unpacked
from app.ingest.sources import Source
from app.ingest.staging import Head, head_of, stage
from app.ingest.verdicts import Verdicts

SEGMENT: Final = 24 << 20
"""Bytes that are read at once."""
_AT_ONCE: Final = 4 << 20
"""Bytes that Arrow splits at once, more than a line has: larger blocks would be fresh memory each time."""
_NEWLINE: Final = 10


@dataclass(slots=True)
class Segment:
    """Whole lines of a file. `lines` are the numbers of those that are in `content`, which has no blank one."""

    content: memoryview
    lines: np.typing.NDArray[np.int64]
    doubtful: list[int] = field(default_factory=list)
    """Places in `lines` of what is not plainly good."""

    def begins(self) -> np.typing.NDArray[np.int64]:
        """Where each line begins, and where the last one ends."""
        ends = np.flatnonzero(np.frombuffer(self.content, np.uint8) == _NEWLINE) + 1
        begins = np.concatenate([[0], ends])
        return begins if begins[-1] == len(self.content) else np.append(begins, len(self.content))

    def texts(self, places: list[int]) -> Iterator[bytes]:
        """These lines, each with its newline."""
        begins = self.begins()
        for place in places:
            yield bytes(self.content[begins[place] : begins[place + 1]]).removesuffix(b"\n") + b"\n"


def fits(source: Source, scan: Scan) -> bool:
    """Whether every line of the file is a record, so that each can be judged by itself."""
    if source.kind != "exchanges" or scan.longest >= LONGEST_LINE:
        return False
    return source.format == "jsonl" or (source.format == "csv" and not scan.quotes and not scan.bare_returns)


@dataclass(frozen=True, slots=True)
class Took:
    """What became of a file. `line_of` turns the number of one of its rows into a line."""

    counts: Counts
    line_of: Callable[[int], int]
    unknown: tuple[str, ...]


def read_file(
    checker: Checker,
    source: Source,
    scan: Scan,
    file_no: int,
    *,
    rotten_too: bool = False,
    folder: Path | None = None,
) -> Took:
    """Read and check one file into the tables of its kind; its doubtful lines lie in `folder` meanwhile.

    Raises FileProblem when nothing of it can be read, or it is mostly rotten and not `rotten_too`: none is left then.
    """
    if not fits(source, scan):
        staged = stage(checker.connection, source, scan)
        return Took(checker.take(staged, file_no, rotten_too=rotten_too), staged.line_of, staged.unknown)
    reader = LogReader(checker, source, scan, file_no, folder)
    try:
        return Took(reader.read(rotten_too=rotten_too), lambda line: line, reader.head.unknown)
    except FileProblem:
        checker.forget(file_no)
        raise


class LogReader:
    """Reads one file that fits into the tables of `checker`, under the number `file_no`."""

    def __init__(self, checker: Checker, source: Source, scan: Scan, file_no: int, folder: Path | None) -> None:
        self.checker, self.source, self.scan, self.file_no, self.folder = checker, source, scan, file_no, folder
        self.head: Head = head_of(checker.connection, source, scan)
        self.judge = Judge(checker, self.head.kind)
        self.verdicts = Verdicts()

    def read(self, *, rotten_too: bool) -> Counts:
        """Add all rows. Raises FileProblem for a file that is mostly rotten, unless `rotten_too`: none is left then."""
        counts = Counts(0, 0, 0)
        for segment in segments(self.source, self.scan):
            if not len(segment.lines):
                continue
            some = self._take(segment)
            counts = Counts(counts.rows + some.rows, counts.good + some.good, counts.bad + some.bad)
        self.checker.coder.flush()
        if not rotten_too:
            self.verdicts.stop_rotten()
        return counts

    def _take(self, segment: Segment) -> Counts:
        try:
            cells, places = self._cells(segment)
        except (pa.ArrowInvalid, duckdb.InvalidInputException, duckdb.ConversionException):
            cells, places = None, np.arange(0)
            segment.doubtful = list(range(len(segment.lines)))
        good = 0
        if cells is not None:
            rows, doubtful = self.judge.rows(cells, segment.lines[places])
            segment.doubtful += places[doubtful].tolist()
            good = rows.num_rows
            self.checker.coder.add(self.file_no, rows)
            self.verdicts.rows += good
        careful = self._take_carefully(segment)
        return Counts(good + careful.rows, good + careful.good, careful.bad)

    def _cells(self, segment: Segment) -> tuple[pa.Table, np.typing.NDArray[np.int64]]:
        """Cells of the lines that have as many as they should, and the places of those lines."""
        if self.source.format == "csv":
            return _csv_cells(segment, self.head)
        return _json_cells(self.checker.connection, segment, self.head.kind)

    def _take_carefully(self, segment: Segment) -> Counts:
        """The doubtful lines as a file of their own."""
        if not segment.doubtful:
            return Counts(0, 0, 0)
        places = sorted(segment.doubtful)
        csv = self.source.format == "csv"
        with tempfile.TemporaryDirectory(prefix="doubtful-", dir=self.folder) as folder:
            path = Path(folder) / f"lines.{self.source.format}"
            content = (self.scan.header if csv else b"") + b"".join(segment.texts(places))
            path.write_bytes(content)
            scan = Scan(csv=csv)
            scan.feed(content)
            scan.finish()
            source = replace(self.source, path=path, compression="")
            staged = stage(self.checker.connection, source, scan, self.head)
        lines, line_of = segment.lines[places].tolist(), staged.line_of
        staged.line_of = lambda row: lines[line_of(row) - 1 - csv]
        staged.rejects = [replace(each, line=lines[each.line - 1 - csv]) for each in staged.rejects]
        return self.checker.take(staged, self.file_no, rotten_too=True, verdicts=self.verdicts, by_line=True)


def segments(source: Source, scan: Scan) -> Iterator[Segment]:
    """The file in pieces of some SEGMENT bytes, without its header and blank lines; each is good until the next.

    All lie in one buffer: fresh memory would cost a third of reading.
    """
    skip = len(scan.header) if source.format == "csv" else 0
    number, blank = 1 + bool(skip), np.array(scan.blank, np.int64)
    for content, count in _pieces(unpacked(source), skip):
        yield _segment(content, np.arange(number, number + count), blank)
        number += count


def _pieces(blocks: Iterator[bytes], skip: int) -> Iterator[tuple[memoryview, int]]:
    """Whole lines behind the first `skip` bytes, and how many they are."""
    buffer, begin, end = bytearray(SEGMENT), skip, 0
    for block in blocks:
        if end + len(block) > len(buffer):
            cut = buffer.rfind(b"\n", begin, end) + 1
            if cut > begin:
                yield memoryview(buffer)[begin:cut], buffer.count(b"\n", begin, cut)
            rest = bytes(memoryview(buffer)[max(cut, begin) : end])
            if len(rest) + len(block) > len(buffer):
                buffer = bytearray(2 * (len(rest) + len(block)))
            buffer[: len(rest)] = rest
            begin, end = max(begin - end, 0), len(rest)
        buffer[end : end + len(block)] = block
        end += len(block)
    if end > begin:
        yield memoryview(buffer)[begin:end], buffer.count(b"\n", begin, end) + (buffer[end - 1] != _NEWLINE)


def _segment(content: memoryview, lines: np.typing.NDArray[np.int64], blank: np.typing.NDArray[np.int64]) -> Segment:
    """These lines without the blank ones."""
    segment = Segment(content, lines)
    if not len(blank) or not (dropped := np.isin(lines, blank)).any():
        return segment
    left = b"".join(segment.texts(np.flatnonzero(~dropped).tolist()))
    return Segment(memoryview(left), lines[~dropped])


def _csv_cells(segment: Segment, head: Head) -> tuple[pa.Table, np.typing.NDArray[np.int64]]:
    split = list[int]()

    def note(row: Any) -> Literal["skip"]:
        split.append(row.number - 1)
        return "skip"

    source: Any = pa.BufferReader(segment.content)
    table = pyarrow.csv.read_csv(
        source,
        pyarrow.csv.ReadOptions(column_names=head.names, use_threads=False, block_size=_AT_ONCE),
        pyarrow.csv.ParseOptions(invalid_row_handler=note),  # that quotes are allowed makes it no slower: none is there
        pyarrow.csv.ConvertOptions(
            column_types=dict.fromkeys(head.known, pa.string()),
            include_columns=list(head.known),
            strings_can_be_null=False,
        ),
    )
    segment.doubtful += split
    places = np.delete(np.arange(len(segment.lines)), split)
    if len(places) != table.num_rows:
        raise pa.ArrowInvalid("rows and lines differ")
    return table, places


def _json_cells(
    connection: duckdb.DuckDBPyConnection, segment: Segment, kind: Kind
) -> tuple[pa.Table, np.typing.NDArray[np.int64]]:
    begins = segment.begins()
    offsets: Any = begins
    content = [None, pa.py_buffer(offsets), pa.py_buffer(segment.content)]
    array = pa.Array.from_buffers(pa.large_string(), len(begins) - 1, content)
    array.validate(full=True)  # UTF-8
    lines = pa.table({"line": array})
    shape = ", ".join(f'"{name}": "VARCHAR"' for name in kind.columns)
    cells = ", ".join(f'cells."{name}"' for name in kind.columns)
    read = f"SELECT {cells} FROM (SELECT from_json(line, '{{{shape}}}') AS cells FROM lines)"
    try:
        return connection.sql(read).to_arrow_table(), np.arange(len(segment.lines))
    except duckdb.InvalidInputException:  # some line is no JSON
        valid = connection.sql("SELECT json_valid(line) AS valid FROM lines").to_arrow_table()["valid"].to_numpy()
        segment.doubtful += np.flatnonzero(~valid).tolist()
        lines = lines.filter(pa.array(valid))
        return connection.sql(read).to_arrow_table(), np.flatnonzero(valid)
