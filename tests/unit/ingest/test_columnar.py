"""A log read by columns: codes and texts are one to one, and what is taken for plain is what the checks say it is."""

from __future__ import annotations

import gzip
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.ingest import columnar, rows
from app.ingest.addresses import canonical_address
from app.ingest.columnar import read_file, segments
from app.ingest.contracts import KINDS
from app.ingest.distinct import Judge, plain_counts, plain_times
from app.ingest.names import NONE, Names
from app.ingest.progress import silent
from app.ingest.rows import Checker
from app.ingest.run import inspect
from app.ingest.scan import FileProblem
from app.ingest.sources import find_sources
from app.ingest.spool import FileChanged, make_spool
from tests.examples import examples

_TEXTS = st.lists(st.none() | st.sampled_from("abcdefgh") | st.text(max_size=3), max_size=20)


@pytest.fixture(scope="module")
def duck() -> Iterator[duckdb.DuckDBPyConnection]:
    """One for all examples of a test that leaves nothing in it: to open one takes longer than to ask it."""
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        yield connection


class Weak(Names):
    """Most texts have the hash of another."""

    def _hashed(self, texts: pa.Array) -> np.typing.NDArray[np.uint64]:
        return np.array([len(text) % 3 for text in texts.to_pylist()], np.uint64)


@pytest.mark.parametrize("kind", [Names, Weak])
@given(st.lists(_TEXTS, max_size=4))
def test_a_text_has_one_code_and_a_code_one_text(
    duck: duckdb.DuckDBPyConnection, kind: type[Names], batches: list[list[str | None]]
) -> None:
    names, told = kind(duck), dict[str | None, int]({None: NONE})
    for batch in batches:
        codes = names.of(pa.array(batch, pa.string())).tolist()
        for text, code in zip(batch, codes, strict=True):
            assert told.setdefault(text, code) == code
    assert names.texts.to_pylist() == sorted(told.keys() - {None}, key=told.__getitem__)
    assert sorted(told.values()) == list(range(NONE, len(told) - 1))


_TIME = st.from_regex(
    r"20[0-9]{2}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9](\.5|\.123456)?Z", fullmatch=True
)
_ODD_TIME = st.sampled_from(
    ["2026-03-01 10:00:00Z", "2026-03-01T10:00:0xZ", "0000-01-01T00:00:00Z", "1969-12-31T23:59:59Z"]
)


@settings(deadline=None)
@given(st.lists(_TIME | _ODD_TIME, min_size=1, max_size=3))
def test_plain_times_are_those_of_the_checks(duck: duckdb.DuckDBPyConnection, times: list[str]) -> None:
    found = plain_times(pa.array(times))
    cells = pa.table({"moment": times})  # noqa: F841 - read by name below
    wanted = [row[0] for row in duck.sql(f"SELECT {rows._time('moment')} FROM cells").fetchall()]
    if found is not None:
        assert found.tolist() == wanted
    else:
        assert None in wanted or min(wanted) < 0 or len({len(text) for text in times}) > 1 or times[0][10] == " "


@settings(deadline=None, max_examples=examples(40))
@given(
    st.lists(
        st.from_regex(r"[0-9+. x-]{0,17}", fullmatch=True) | st.integers(0, 10**16).map(str), min_size=1, max_size=3
    )
)
def test_plain_counts_are_those_of_the_checks(texts: list[str]) -> None:
    cells = pa.array(texts)
    found = plain_counts(cells)
    with duckdb.connect() as connection:
        kept, bad = Judge(Checker(connection, bytes(32)), KINDS["exchanges"])._judged("input_tokens", cells)
    if found is None:
        assert bad.any() or not all(text.isdecimal() for text in texts)
    else:
        assert not bad.any()
        assert found.to_pylist() == kept.to_pylist()


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(st.sampled_from(["a,b", "", "  ", "c" * 30, "\r"]), max_size=30), st.integers(1, 60), st.booleans())
def test_pieces_are_the_lines_of_the_file(lines: list[str], size: int, ended: bool) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.ingest.columnar.SEGMENT", size)
        patch.setattr("app.ingest.scan.BLOCK", max(1, size // 3))
        path = Path(folder) / "exchanges.csv"
        path.write_text("\n".join(["account_id,occurred_at", *lines]) + "\n" * ended, newline="")
        [source] = find_sources(Path(folder))
        told = {}
        for segment in segments(source, inspect(source).scan):
            texts = segment.texts(list(range(len(segment.lines))))
            told |= dict(zip(segment.lines.tolist(), [text.decode() for text in texts], strict=True))
    assert told == {number: f"{line}\n" for number, line in enumerate(lines, 2) if line.strip()}


_ADDRESS = st.ip_addresses().map(str) | st.ip_addresses().flatmap(
    lambda ip: st.integers(0, ip.max_prefixlen).map(lambda size: f"{ip}/{size}")
)


@given(_ADDRESS | st.from_regex(r"[hH]:[0-9a-fA-F]{8,12}", fullmatch=True))
def test_an_address_that_was_kept_is_good_as_it_is(text: str) -> None:
    """So it is not checked again when it comes again."""
    found = canonical_address(text)
    assert found and canonical_address(found.text) == found


def test_of_a_rotten_file_nothing_is_left(tmp_path: Path) -> None:
    good, bad = "a1,2026-03-01T10:00:00Z\n", "a1,yesterday\n"
    (tmp_path / "exchanges.csv").write_text("account_id,occurred_at\n" + good * 600 + bad * 700)
    [source] = find_sources(tmp_path)
    with duckdb.connect() as connection:
        with pytest.raises(
            FileProblem, match=r"700 of 1,300 rows are bad.*line 602: occurred_at: not an RFC 3339 time"
        ):
            read_file(Checker(connection, bytes(32)), source, inspect(source).scan, 0)
        assert connection.execute(
            "SELECT (SELECT count(*) FROM coded_exchanges), (SELECT count(*) FROM bad_rows)"
        ).fetchall() == [(0, 0)]


def test_only_doubtful_lines_are_looked_at_twice(
    take: Callable[[str, str], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = []
    monkeypatch.setattr(
        columnar, "stage", lambda *given, stage=columnar.stage: (looked.append(given[2].lines), stage(*given))[1]
    )
    lines = ["a1,2026-03-01T10:00:00Z,203.0.113.7"] * 50
    lines[7], lines[30] = "a1,2026-03-01T10:00:00Z,999.1.1.1", "a1,2026-03-01T10:00:00Z"
    took = take("exchanges.csv", "\n".join(["account_id,occurred_at,ip", *lines, ""]))
    assert looked == [3]  # two, and the header
    assert [line for line, *_ in took.bad] == [9, 32]
    assert took.counts == rows.Counts(50, 48, 2)


@pytest.mark.parametrize("cut", [0, 30, None])
def test_a_log_that_is_cut_while_it_is_read_is_put_off(tmp_path: Path, cut: int | None) -> None:
    path = tmp_path / "drop" / "exchanges.csv.gz"
    path.parent.mkdir()
    path.write_bytes(gzip.compress(b"account_id,occurred_at\n" + b"a1,2026-03-01T10:00:00Z\n" * 50))
    inputs = [inspect(source) for source in find_sources(path.parent)]
    if cut is None:
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(FileChanged):
        make_spool(tmp_path / "spool", "b", inputs, bytes(32), tmp_path / "facts", [], silent)
