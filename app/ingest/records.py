"""Splits CSV into records where quotes make lines and records differ (RFC 4180); a stray quote costs its line only."""

from __future__ import annotations

import csv
import gzip
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
        yield from _records(lines)


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


def _records(lines: Iterator[bytes]) -> Iterator[Record]:
    number, waiting = 1, list[bytes]()
    while True:
        if waiting:
            line = waiting.pop(0)
        else:
            got = next(lines, None)
            if got is None:
                return
            line = got
        number += 1
        if not line.strip():
            continue
        taken = [line]
        while _open(taken) and len(taken) < MOST_LINES and sum(map(len, taken)) < LONGEST_RECORD:
            more = waiting.pop(0) if waiting else next(lines, None)
            if more is None:
                break
            taken.append(more)
        if _open(taken):  # the quote never closes: only its own line is bad
            waiting = taken[1:] + waiting
            yield _bad(number, line, "a quote is opened and never closed")
            continue
        yield _parsed(number, b"\n".join(taken))
        number += len(taken) - 1


def _open(taken: list[bytes]) -> bool:
    return sum(line.count(b'"') for line in taken) % 2 == 1


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
