"""Tables as text: harmless in a spreadsheet, plain values untouched, and read back as they were."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exports.text import csv_header, csv_lines, json_lines

SCHEMA = pa.schema(
    [
        ("name", pa.string()),
        ("many", pa.list_(pa.string())),
        ("count", pa.int64()),
        ("score", pa.float64()),
        ("day", pa.date32()),
    ]
)
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
TEXT = st.text(st.characters(codec="utf-8"), max_size=12)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "name": st.none()
            | TEXT
            | st.builds("".join, st.tuples(st.sampled_from([*DANGEROUS, '"', ",", "\n"]), TEXT)),
            "many": st.none() | st.lists(st.sampled_from(["email", "=payment", "time,x"]), max_size=3),
            "count": st.none() | st.integers(-(2**63), 2**63 - 1),
            "score": st.none() | st.floats(allow_nan=False, allow_infinity=False),
            "day": st.none() | st.dates(date(1970, 1, 1)),
        }
    ),
    max_size=8,
)


def batch(rows: list[dict[str, Any]]) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist(rows, schema=SCHEMA)


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(), newline=""), strict=True))


def neutral(text: str) -> str:
    return f"'{text}" if text.startswith(DANGEROUS) else text


@given(ROWS)
def test_csv_reads_back(rows: list[dict[str, Any]]):
    found = read(csv_header(SCHEMA) + csv_lines(batch(rows)))
    assert found[0] == SCHEMA.names
    assert len(found) == len(rows) + 1
    for row, cells in zip(rows, found[1:], strict=True):
        assert cells[0] == neutral(row["name"] or "")
        assert cells[1] == neutral(" ".join(row["many"] or []))
        assert cells[2] == ("" if row["count"] is None else str(row["count"]))
        assert cells[3] == "" if row["score"] is None else float(cells[3]) == row["score"]
        assert cells[4] == (row["day"].isoformat() if row["day"] else "")


@given(ROWS)
def test_json_lines_read_back(rows: list[dict[str, Any]]):
    found = [json.loads(line) for line in json_lines(batch(rows)).decode().split("\n")[:-1]]
    assert found == [{**row, "day": row["day"].isoformat() if row["day"] else None} for row in rows]


@pytest.mark.parametrize("first", DANGEROUS)
def test_formulas_are_neutralised_and_numbers_are_not(first: str):
    (cells,) = read(csv_lines(batch([{"name": f"{first}1+1", "many": [f"{first}x"], "count": -3, "score": -0.5}])))
    assert cells == [f"'{first}1+1", f"'{first}x", "-3", "-0.5", ""]
