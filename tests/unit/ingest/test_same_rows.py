"""The same rows give the same checked rows in every format, and lines are counted as they stand in the file."""

from __future__ import annotations

import csv
import gzip
import io
import json
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from app.ingest.run import inspect
from app.ingest.scan import Scan
from app.ingest.sources import Source, find_sources
from app.ingest.staging import stage
from tests.examples import examples

COLUMNS = ["account_id", "occurred_at", "ip", "model", "input_tokens", "exchange_id"]
STORED = ["account_id", "us_occurred_at", "ip", "model", "input_tokens", "exchange_id", "id_hash", "content_hash"]
_WORD = st.text(st.characters(categories=("L", "N", "P", "S"), exclude_characters='",'), min_size=1, max_size=8)
_ROW = st.tuples(
    st.one_of(_WORD, st.sampled_from(["001", "NA", "null", "1e5", "a b", "-"]), st.just("")),
    st.sampled_from(["2026-03-01T10:00:00Z", "2026-03-01T23:59:59.999999+02:00", "2026-03-01T10:00:00", "x", ""]),
    st.sampled_from(["203.0.113.7", "2001:db8::1", "h:00ff00ff", "10.0.0.0/8", "999.1.1.1", ""]),
    _WORD | st.just(""),
    st.sampled_from(["0", "7", "1234567890", "-1", "1.5", ""]),
    _WORD | st.just(""),
)


def _csv(rows: list[tuple[str, ...]], quoting: int) -> bytes:
    sink = io.StringIO()
    writer = csv.writer(sink, quoting=quoting, lineterminator="\n")  # type: ignore[arg-type]
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return sink.getvalue().encode()


def _jsonl(rows: list[tuple[str, ...]]) -> bytes:
    return "".join(json.dumps(dict(zip(COLUMNS, row, strict=True))) + "\n" for row in rows).encode()


def _parquet(rows: list[tuple[str, ...]]) -> bytes:
    sink = io.BytesIO()
    cells = zip(*rows, strict=True)
    arrays = [pa.array([cell or None for cell in column], pa.string()) for column in cells]
    pq.write_table(pa.Table.from_arrays(arrays, names=COLUMNS), sink)
    return sink.getvalue()


@settings(max_examples=examples(15), deadline=None)
@given(st.lists(_ROW, min_size=1, max_size=12))
def test_every_format_tells_the_same(take_file: Callable[[Path], Any], rows: list[tuple[str, ...]]) -> None:
    contents = {
        "exchanges-plain.csv": _csv(rows, csv.QUOTE_MINIMAL),
        "exchanges-quoted.csv.gz": gzip.compress(_csv(rows, csv.QUOTE_ALL)),
        "exchanges.jsonl.zst": zstandard.compress(_jsonl(rows)),
        "exchanges.parquet": _parquet(rows),
    }
    told = {}
    for name, content in contents.items():
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            path.write_bytes(content)
            took = take_file(path)
        header = 1 if ".csv" in name else 0
        bad = [(line - header, column, reason) for line, column, reason in took.bad]
        told[name] = (took.good(*STORED), bad, took.counts)
        took.connection.close()
    first = told.pop("exchanges-plain.csv")
    assert first[2].rows == len(rows)
    assert first[2].good + first[2].bad == len(rows)
    assert told == dict.fromkeys(told, first)


_BYTES = (
    st.lists(st.sampled_from([b"\n", b"\r", b" ", b"\t", b'"', b"a", b"\\", b"\xa0"]), max_size=60).map(b"".join)
    | st.binary()
)


@given(_BYTES, st.lists(st.integers(1, 9), max_size=30))
def test_lines_are_counted_whatever_the_blocks(content: bytes, cuts: list[int]) -> None:
    scan, rest = Scan(), content
    for cut in cuts:
        scan.feed(rest[:cut])
        rest = rest[cut:]
    scan.feed(rest)
    scan.finish()
    lines = content.split(b"\n")
    if not lines[-1]:
        lines.pop()
    assert scan.lines == len(lines)
    assert scan.longest == max(map(len, lines), default=0)
    body = content[len(scan.header) :]
    assert scan.quotes == (b'"' in body)
    assert scan.spaces == any(cell == 32 or cell > 127 for cell in body)
    assert scan.controls == any((cell < 32 and cell != 10) or cell in b"\x7f\\" for cell in content)
    assert scan.odd_quotes == any(line.count(b'"') % 2 for line in body.split(b"\n"))
    assert scan.odd_quotes or scan.spaced_quotes == (b' "' in body or b'" ' in body)
    assert scan.bare_returns == (b"\r" in content.replace(b"\r\n", b"").replace(b"\n", b" "))
    assert scan.header == content[: content.find(b"\n") + 1 or len(content)]
    assert scan.blank == [number for number, line in enumerate(lines, 1) if not line.strip()]


_QUOTED = st.lists(
    st.sampled_from(['"', '""', ",", "\n", "\r\n", "\r", " ", "a", "é", '"b,c"', '"",', "\n1,2\n"]), max_size=25
)


@settings(max_examples=examples(60), deadline=None)
@given(_QUOTED.map("".join).filter(lambda body: '"' in body))
def test_quotes_mean_the_same_to_both_readers_of_csv(body: str) -> None:
    """What DuckDB reads by itself is what the careful reader would have read; it forgives an empty cell too many."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "logins.csv"
        path.write_bytes(f"account_id,at\n{body}".encode())
        [source] = find_sources(Path(folder))
        found = inspect(source)
        fast, refused_fast = _read(source, found.scan)
        careful, refused = _read(source, replace(found.scan, odd_quotes=True))
    forgiven = {line: cells for line, cells in fast.items() if refused.get(line) == "expected 2 cells, found 3"}
    assert fast == careful | forgiven
    assert refused_fast.keys() == refused.keys() - forgiven.keys()


def _read(source: Source, scan: Scan) -> tuple[dict[int, tuple[str, str]], dict[int, str]]:
    """Line -> cells, and line -> why it was refused."""
    with duckdb.connect() as connection:
        staged = stage(connection, source, scan)
        rows = connection.execute('SELECT rowid, account_id, "at" FROM raw ORDER BY rowid').fetchall()
    cells = {staged.line_of(rowid): (one or "", two or "") for rowid, one, two in rows}
    return cells, {reject.line: reject.reason for reject in staged.rejects}
