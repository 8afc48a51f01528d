"""CSV export: whole or not at all, harmless in a spreadsheet, plain ids untouched."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import UsageError
from app.exports.csv_file import cell, write_csv


def test_rows_with_header(tmp_path: Path):
    path = tmp_path / "out.csv"
    rows = [("R-A", "x,y", 0.5), ("R-A", 'q"', None), (["a", "b"], date(2026, 9, 1), -3)]
    assert write_csv(path, ("a", "b", "c"), rows) == 3
    assert path.read_bytes() == b'a,b,c\nR-A,"x,y",0.5\nR-A,"q""",\na b,2026-09-01,-3\n'
    assert [entry.name for entry in tmp_path.iterdir()] == ["out.csv"]


@pytest.mark.parametrize("text", ["=1+1", "+49", "-2", "@SUM(A1)", "\tx", "\rx"])
def test_formulas_are_neutralised(text: str):
    assert cell(text) == "'" + text


@given(st.text(min_size=1))
def test_other_text_is_untouched_and_reads_back(text: str):
    if not text.startswith(("=", "+", "-", "@", "\t", "\r")):
        assert cell(text) == text


def test_failure_keeps_the_old_file(tmp_path: Path):
    path = tmp_path / "out.csv"
    path.write_text("old")

    def rows() -> Iterator[tuple[str]]:
        yield ("new",)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_csv(path, ("a",), rows())
    assert path.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["out.csv"]


def test_missing_directory_and_directory_are_wrong_use(tmp_path: Path):
    with pytest.raises(UsageError, match="no such directory"):
        write_csv(tmp_path / "none" / "out.csv", ("a",), [])
    with pytest.raises(UsageError, match="is a directory"):
        write_csv(tmp_path, ("a",), [])


def test_reads_back_with_line_breaks(tmp_path: Path):
    path = tmp_path / "out.csv"
    write_csv(path, ("a",), [("x\ny",), ("ünï",)])
    with path.open(encoding="utf-8", newline="") as handle:
        assert list(csv.reader(handle)) == [["a"], ["x\ny"], ["ünï"]]
