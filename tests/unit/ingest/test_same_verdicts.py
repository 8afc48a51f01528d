"""What the bytes of a file rule out is not looked for: verdicts, lines and rows are those of a check of everything."""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.ingest import columnar, rows, staging
from app.ingest.coded import make_coded
from app.ingest.rows import Checker
from app.ingest.run import inspect
from app.ingest.sources import find_sources
from tests.examples import examples

COLUMNS = ["occurred_at", "account_id", "ip", "model", "input_tokens", "exchange_id", "signature", "known_at"]
_TIMES = st.sampled_from(
    ["2026-03-01T10:00:00Z"] * 4
    + ["2026-03-01t10:00:00.5+02:00", " 2026-03-01T10:00:00Z", "2026-03-01T24:00:00Z", "2026-03-01", "soon", ""]
    + ["2026-02-30T10:00:00Z", "1969-12-31T23:59:59Z", "9999-12-31T23:59:59-01:00", "2026-03-01T10:00:0 Z"]
)
_IPS = st.sampled_from(["203.0.113.7"] * 5 + ["2001:db8::1", "2001:DB8::2", "h:00FF00ff", "10.0.0.1/8", "1.2.3", ""])
_COUNTS = st.sampled_from(["7"] * 4 + ["", "0", "5.0", "-1", "1.5", "inf", "+3", " 4 ", "1e3", "9" * 16, "007", "-"])
_SIGNATURES = st.sampled_from(["simhash64-v1:0123456789abcdef", "simhash64-v2:0123456789abcdef", ""])
_TEXTS = st.sampled_from(
    ["a"] * 6 + ["a b", " a", "a ", "  ", "", "a\tb", "a\x7f", "a\x00", "é", "\u00a0a", "\u3000", "\u0085", "a\\"]
    + ["x" * 256, "x" * 257, "é" * 200, "y" * 4097, '"q"', 'a"', '"a,b"', "4111111111111111"]
)  # fmt: skip
_PLAIN = st.sampled_from(["a", "b", "001", "NA", ""])
_ROWS = st.sampled_from([_TEXTS, _PLAIN]).flatmap(
    lambda text: st.lists(
        st.tuples(_TIMES, text, _IPS, text, _COUNTS, text, _SIGNATURES, _TIMES), min_size=1, max_size=10
    )
)
_ENDS = st.sampled_from(["\n"] * 6 + ["\r\n", "\n\n", "\n  \n"])
_FORMS = st.sampled_from(["exchanges.csv", "exchanges.jsonl"])
_ODD_LINES = st.lists(
    st.sampled_from(["", "[1]", "null", "{}", "{broken", '{"account_id": 7}', "a,b", '"']), max_size=2
)


def _line(name: str, row: tuple[str, ...]) -> str:
    if name.endswith("csv"):
        return ",".join(row)
    return json.dumps(
        {column: cell or None for column, cell in zip(COLUMNS, row, strict=True)}, ensure_ascii="é" in row
    )


def _text(name: str, lines: list[str], end: str) -> bytes:
    head = [",".join(COLUMNS)] if name.endswith("csv") else [_line(name, ("2026-03-01T10:00:00Z", *"abcdefg"))]
    return end.join([*head, *lines, ""]).encode()


@settings(max_examples=examples(20), deadline=None)
@given(_FORMS, _ROWS, _ODD_LINES, _ENDS, st.sampled_from([columnar.SEGMENT, 200]))
def test_what_is_ruled_out_is_not_there(
    name: str, cells: list[tuple[str, ...]], odd: list[str], end: str, size: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(_text(name, [_line(name, row) for row in cells] + odd, end))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(columnar, "SEGMENT", size)
            patch.setattr("app.ingest.scan.BLOCK", min(size, 1 << 20))
            told = _told(path, careful=False)
        assert told == _told(path, careful=True)
    good, refused, counts = told
    assert len(good) == counts.good
    assert len(refused) == counts.bad


def _trimmed(staged: staging.Staged, column: str) -> str:
    return f"nullif(trim(\"{column}\"), '')" if column in staged.columns else "NULL::VARCHAR"


def _looked_at_whole(staged: staging.Staged) -> staging.Staged:
    return replace(staged, controls=True, longest=staging.LARGEST_OBJECT)


def _told(path: Path, *, careful: bool) -> tuple[Any, ...]:
    """Good rows with all that is kept of them, refused rows with all that is said of them, and the counts."""
    [source] = find_sources(path.parent)
    scan = inspect(source).scan
    with duckdb.connect() as connection, pytest.MonkeyPatch.context() as patch:
        connection.execute("SET TimeZone = 'UTC'")
        if careful:
            patch.setattr(staging, "_stage_objects", lambda *given: False)
            patch.setattr(Checker, "fill_maps", lambda *given, fill=Checker.fill_maps: (fill(*given), frozenset())[1])
            patch.setattr(rows, "_clean", _trimmed)
        checker = Checker(connection, bytes(32))
        if careful:
            patch.setattr(columnar, "fits", lambda *given: False)
            read = staging.stage
            patch.setattr(columnar, "stage", lambda *given: _looked_at_whole(read(*given)))
        took = columnar.read_file(checker, source, scan, 0)
        make_coded(connection)
        rows_ = connection.execute("SELECT * EXCLUDE row_no, row_no FROM rows_exchanges ORDER BY row_no").fetchall()
        good = [(*row[:-1], took.line_of(row[-1])) for row in rows_]
        refused = connection.execute("SELECT * FROM bad_rows ORDER BY ALL").fetchall()
    return good, refused, took.counts
