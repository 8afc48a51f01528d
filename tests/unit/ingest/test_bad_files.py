"""Files that cannot be read are refused whole, with a reason that says what is wrong."""

from __future__ import annotations

import gzip
import io
import re
from collections.abc import Callable
from functools import partial
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from app.ingest.scan import FileProblem

GOOD = b"account_id,created_at\na1,2026-01-01T00:00:00Z\n"
Take = Callable[[str, bytes | str], Any]
packed = partial(gzip.compress, mtime=0)
"""Without the time of day: each process that collects these tests has to call them the same."""


def _parquet(table: pa.Table) -> bytes:
    sink = io.BytesIO()
    pq.write_table(table, sink)
    return sink.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("people-1.csv", GOOD, "no known kind of feed"),
        ("accounts.txt", GOOD, "no known format"),
        ("accounts.parquet.gz", GOOD, "no known format"),
        ("accounts.csv.gz", packed(GOOD * 500)[:-9], "truncated gz data"),
        ("accounts.csv.gz", b"", "truncated gz data"),
        ("accounts.csv.gz", GOOD, "corrupt gz data"),
        ("accounts.csv.zst", zstandard.compress(GOOD * 500)[:-9], "truncated zst data"),
        ("accounts.csv.zst", GOOD, "corrupt zst data"),
        ("accounts.csv.gz", packed(GOOD) + b"rest", "corrupt gz data"),
        ("accounts.parquet", GOOD, "(?i)magic bytes"),
        ("accounts.parquet", b"", "(?i)too small|empty|magic"),
        ("accounts.csv", b"", "the file is empty"),
        ("accounts.csv", b"account_id,email\na1,\n", "required column 'created_at' is missing"),
        ("accounts.csv", b"account_id,created_at,account_id\n", "column 'account_id' stands twice"),
        ("accounts.csv", b"account_id,\xff\xfe\n", "the header cannot be read"),
        ("accounts.csv", b'account_id,"created_at\na1,\n', "the header cannot be read"),
        ("accounts.jsonl", b'{"account_id": "a1"}\n', "required column 'created_at' is missing"),
        ("accounts.parquet", _parquet(pa.table({"account_id": ["a1"]})), "required column 'created_at' is missing"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(name: str, content: bytes, reason: str, take: Take) -> None:
    with pytest.raises(FileProblem) as caught:
        take(name, content)
    assert re.search(reason, str(caught.value)), str(caught.value)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("accounts-2026.csv.gz", packed(GOOD[:30]) + packed(GOOD[30:])),
        ("accounts-2026.csv.zst", zstandard.compress(GOOD[:30]) + zstandard.compress(GOOD[30:])),
        ("accounts.CSV", GOOD),
        ("accounts.csv", GOOD[:-1]),
        ("accounts.csv", GOOD.replace(b"\n", b"\r\n")),
        ("accounts.csv", b"\xef\xbb\xbf" + GOOD),
    ],
)
def test_spellings_of_a_whole_file_are_read(name: str, content: bytes, take: Take) -> None:
    took = take(name, content)
    assert took.good("account_id") == [("a1",)]
    assert took.bad == []


def test_a_file_that_is_mostly_rotten_is_stopped(take: Take) -> None:
    good, bad = "a,2026-03-01T00:00:00Z\n", "a,yesterday\n"
    with pytest.raises(FileProblem, match=r"501 of 1,000 rows are bad.*line 501: occurred_at: not an RFC 3339 time"):
        take("exchanges-1.csv", "account_id,occurred_at\n" + good * 499 + bad * 501)
    with pytest.raises(FileProblem, match=r"600 of 1,000 rows are bad.*line 2: "):
        take("exchanges-2.csv", "account_id,occurred_at\n" + "a\n" * 600 + good * 400)
    assert take("exchanges-3.csv", "account_id,occurred_at\n" + bad * 500 + good * 500).counts.bad == 500
    assert take("exchanges-4.csv", "account_id,occurred_at\n" + bad * 999).counts.bad == 999
