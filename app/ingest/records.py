"""Splits CSV into records where quotes make lines and records differ (RFC 4180); a stray quote costs its line only."""

from __future__ import annotations

import csv
import gzip
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import BinaryIO, Final, cast

import zstandard

from app.ingest.sources import Source

LONGEST_RECORD: Final = 1 << 20
MOST_LINES: Final = 1000
csv.field_size_limit(LONGEST_RECORD)


@dataclass(slots=True)
class Record:
    """One record: the line it begins on, and its cells or why it has none."""

    line: int
    cells: list[str] = field(default_factory=list)
    problem: str = ""
    text: str = ""


@contextmanager
def open_bytes(source: Source) -> Iterator[BinaryIO]:
    """The file's decompressed bytes."""
    with source.path.open("rb") as raw:
        if source.compression == "gz":
            yield cast(BinaryIO, gzip.GzipFile(fileobj=raw))
        elif source.compression == "zst":
            yield cast(BinaryIO, zstandard.ZstdDecompressor().stream_reader(raw, read_across_frames=True))
        else:
            yield raw


def read_records(source: Source) -> Iterator[Record]:
    """Every record after the header; blank lines give none."""
    with open_bytes(source) as stream:
        lines = _lines(stream)
        header = next(lines, b"")
        if header.count(b'"') % 2:  # a header over several lines was refused before
            return
        yield from _records(lines, len(_parsed(1, header).cells))


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """Lines of at most LONGEST_RECORD bytes; the rest of a longer one is dropped, its start tells the record is bad."""
    tail, skipping = b"", False
    while block := stream.read(1 << 20):
        pieces = (tail + block).split(b"\n")
        tail = pieces.pop()
        for piece in pieces:
            if not skipping:
                yield piece
            skipping = False
        if len(tail) > LONGEST_RECORD:
            if not skipping:
                yield tail
            tail, skipping = b"", True
    if tail and not skipping:
        yield tail


def _records(lines: Iterator[bytes], width: int) -> Iterator[Record]:
    number, waiting = 1, deque[bytes]()
    while True:
        if waiting:
            line = waiting.popleft()
        else:
            got = next(lines, None)
            if got is None:
                return
            line = got
        number += 1
        if not line.strip():
            continue
        if b'"' not in line and len(line) <= LONGEST_RECORD:
            yield _plain(number, line)
            continue
        taken, is_open, size = [line], _odd(line), len(line)
        while is_open and len(taken) < MOST_LINES and size < LONGEST_RECORD:
            more = waiting.popleft() if waiting else next(lines, None)
            if more is None:
                break
            taken.append(more)
            is_open, size = is_open != _odd(more), size + len(more)
        if is_open:  # the quote never closes: only its own line is bad
            waiting.extendleft(reversed(taken[1:]))
            yield _bad(number, line, "a quote is opened and never closed")
            continue
        record = _parsed(number, b"\n".join(taken))
        if len(taken) > 1 and (record.problem or len(record.cells) != width):
            # Two stray quotes with good lines between them: only the first line is known to be bad.
            waiting.extendleft(reversed(taken[1:]))
            yield _bad(number, line, "a quote is opened and closed in no cell of this record")
            continue
        yield record
        number += len(taken) - 1


def _plain(number: int, line: bytes) -> Record:
    """A line without a quote: every comma is a border."""
    try:
        text = line.decode("utf-8").removesuffix("\r")
    except UnicodeDecodeError:
        return _bad(number, line, "not UTF-8")
    if "\r" in text:
        return _parsed(number, line)
    return Record(number, text.split(","), text=text[:2000])


def _odd(line: bytes) -> bool:
    return line.count(b'"') % 2 == 1


def _parsed(number: int, raw: bytes) -> Record:
    if len(raw) > LONGEST_RECORD:
        return _bad(number, raw, f"the record has more than {LONGEST_RECORD} bytes")
    try:
        text = raw.decode("utf-8").removesuffix("\r")
        rows = (
            list(csv.reader([text], strict=True))
            if "\n" not in text
            else list(csv.reader(text.splitlines(True), strict=True))
        )
    except UnicodeDecodeError:
        return _bad(number, raw, "not UTF-8")
    except csv.Error as error:
        return _bad(number, raw, f"bad quoting: {error}")
    if len(rows) != 1:
        return _bad(number, raw, "bad quoting")
    return Record(number, rows[0], text=text[:2000])


def _bad(number: int, raw: bytes, reason: str) -> Record:
    return Record(number, problem=reason, text=raw[:2000].decode("utf-8", "replace"))
