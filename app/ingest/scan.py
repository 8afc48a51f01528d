"""One pass over a file's bytes: its hash, whether it is whole, and what its reader needs to know of its lines."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import zstandard

from app.ingest.sources import Source

BLOCK: Final = 1 << 20
LONGEST_LINE: Final = 1 << 20
MOST_UNPACKED: Final = 256 << 30
MOST_TIMES: Final = 200
UNSUSPICIOUS: Final = 256 << 20
"""A file may unpack to MOST_UNPACKED bytes, and beyond UNSUSPICIOUS to MOST_TIMES its size: logs pack some 10 times."""
_SIP: Final = 4096
"""Packed bytes that are unpacked at once: one zstd block of 4 bytes may tell of 128 KiB."""
_NEWLINE: Final = 10
_QUOTE: Final = 34
_WHITE: Final = np.isin(np.arange(256), list(b" \t\n\r\x0b\x0c"))
"""What bytes.isspace() takes for white space."""


class FileProblem(Exception):
    """The file as a whole cannot be read; the message says why, without control characters of the file."""

    def __init__(self, why: str) -> None:
        super().__init__("".join(letter if letter.isprintable() else "?" for letter in why))


@dataclass(slots=True)
class Scan:
    """What one pass told. Line numbers start at 1."""

    sha256: str = ""
    csv: bool = True
    """Whether quotes are paired as in CSV: in JSON they are not looked at."""
    lines: int = 0
    quotes: bool = False
    """There is a quote below the header."""
    odd_quotes: bool = False
    """A line below the header has an odd number of quotes: a record over several lines, or one never closed."""
    bare_returns: bool = False
    """There is a carriage return that no newline follows."""
    spaced_quotes: bool = False
    """A space is next to a quote: readers differ in whether it belongs to the cell."""
    spaces: bool = False
    """There is a space below the header, or a character beyond ASCII, which may be one: cells may need trimming."""
    controls: bool = False
    """A control character other than a newline, or a backslash, which may write one in JSON, is there."""
    longest: int = 0
    blank: list[int] = field(default_factory=list)
    header: bytes = b""
    _column: int = 0
    _parity: int = 0
    _before: bytes = b""
    _after_return: bool = False
    _white: bool = True
    """The line so far has nothing but white space."""

    def feed(self, block: bytes) -> None:
        """Take the next block of decompressed bytes."""
        body = block
        if len(self.header) < LONGEST_LINE and not (self.lines and self.header.endswith(b"\n")):
            begun = len(self.header)
            self.header = (self.header + block)[: LONGEST_LINE + 1]
            end = self.header.find(b"\n")
            self.header, body = (self.header[: end + 1], block[end + 1 - begun :]) if end >= 0 else (self.header, b"")
        self.quotes = self.quotes or b'"' in body
        if block and (b"\r" in block or self._after_return):
            last = block.endswith(b"\r")
            lost = self._after_return and not block.startswith(b"\n")
            self.bare_returns |= lost or block.count(b"\r") - last != block.count(b"\r\n")
            self._after_return = last
        self.spaces = self.spaces or b" " in body or not body.isascii()
        if self.csv and self.quotes and not self.odd_quotes:
            self._pair(body)
        self._before = body[-1:] or self._before
        self._count(block)

    def _pair(self, body: bytes) -> None:
        joined = self._before + body
        self.spaced_quotes = self.spaced_quotes or b' "' in joined or b'" ' in joined
        cells = np.frombuffer(body, np.uint8)
        quotes, ends = np.flatnonzero(cells == _QUOTE), np.flatnonzero(cells == _NEWLINE)
        before = self._parity + np.searchsorted(quotes, ends)  # quotes up to each end of line
        self.odd_quotes = bool((before % 2).any())
        self._parity = (self._parity + len(quotes)) % 2

    def _count(self, block: bytes) -> None:
        cells = np.frombuffer(block, np.uint8)
        ends = np.flatnonzero(cells == _NEWLINE)
        self.controls = self.controls or b"\\" in block or _controls(cells) > len(ends)
        if not len(ends):
            self._begin(block)
            return
        first, last = int(ends[0]), int(ends[-1])
        self._begin(block[:first])
        self._end()
        begins, widths = ends[:-1] + 1, np.diff(ends) - 1
        self.longest = max(self.longest, int(widths.max(initial=0)))
        for at in np.flatnonzero(_WHITE[cells[begins]]):  # a blank line begins with white space or its own end
            if not block[begins[at] : ends[at + 1]].strip():
                self.blank.append(self.lines + int(at) + 1)
        self.lines += len(widths)
        self._begin(block[last + 1 :])

    def _begin(self, piece: bytes) -> None:
        """Go on with a line that does not end here."""
        self._column += len(piece)
        self._white = self._white and not piece.strip()

    def _end(self) -> None:
        self.lines += 1
        self.longest = max(self.longest, self._column)
        if self._white:
            self.blank.append(self.lines)
        self._column, self._white = 0, True

    def finish(self) -> None:
        """Count a last line without a newline."""
        self.odd_quotes = self.odd_quotes or self._parity == 1
        self.bare_returns = self.bare_returns or self._after_return
        if self._column:
            self._end()


def _controls(cells: np.typing.NDArray[np.uint8]) -> int:
    """ASCII control characters, newlines among them."""
    return int(np.count_nonzero(cells < 32) + np.count_nonzero(cells == 127))


def scan(source: Source) -> Scan:
    """Hash and, for text, decompress and count. Raises FileProblem for a truncated or corrupt stream."""
    digest, result = hashlib.sha256(), Scan(csv=source.format == "csv")
    with source.path.open("rb") as handle:
        raw = _hashed(handle, digest)
        if source.format in ("csv", "jsonl"):
            most = min(MOST_UNPACKED, max(UNSUSPICIOUS, MOST_TIMES * source.size))
            for block in _bounded(_decompressed(raw, source.compression), most if source.compression else None):
                result.feed(block)
            result.finish()
        for _ in raw:
            pass
    if source.format == "parquet":
        _check_parquet(source)
    result.sha256 = digest.hexdigest()
    return result


def _check_parquet(source: Source) -> None:
    """Raise FileProblem where the footer tells of more than such a file can hold; a bad footer is found when read."""
    try:
        told = pq.read_metadata(source.path)
    except (OSError, pa.ArrowException):
        return
    unpacked = sum(told.row_group(at).total_byte_size for at in range(told.num_row_groups))
    most = min(MOST_UNPACKED, max(UNSUSPICIOUS, MOST_TIMES * source.size))
    if unpacked > most or told.num_rows > max(UNSUSPICIOUS // 4, MOST_TIMES * source.size):
        raise FileProblem(f"unpacks to {told.num_rows:,} rows and {unpacked:,} bytes: too many for its size")


def unpacked(source: Source) -> Iterator[bytes]:
    """The file's bytes, decompressed, in blocks. Raises FileProblem for a truncated or corrupt stream."""
    with source.path.open("rb") as handle:
        yield from _decompressed(iter(lambda: handle.read(BLOCK), b""), source.compression)


def hash_only(source: Source) -> str:
    """SHA-256 of the file's bytes."""
    with source.path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _hashed(handle: BinaryIO, digest: hashlib._Hash) -> Iterator[bytes]:
    while block := handle.read(BLOCK):
        digest.update(block)
        yield block


def _bounded(blocks: Iterator[bytes], most: int | None) -> Iterator[bytes]:
    """The same blocks. Raises FileProblem beyond so many bytes: no log packs so well, a bomb does."""
    count = 0
    for block in blocks:
        count += len(block)
        if most is not None and count > most:
            raise FileProblem(
                f"unpacks to more than {most:,} bytes: more than {MOST_TIMES} times its size, or too many"
            )
        yield block


def _sips(block: bytes) -> Iterator[bytes]:
    yield from (block[at : at + _SIP] for at in range(0, len(block), _SIP))


def _decompressed(blocks: Iterator[bytes], compression: str) -> Iterator[bytes]:
    """Unpacked blocks, each bounded whatever the packed bytes say."""
    if not compression:
        yield from blocks
        return
    fresh = _gzip if compression == "gz" else _zstd
    machine, begun = fresh(), False
    try:
        for packed in blocks:
            held = list[bytes]()
            for block in _sips(packed):
                begun = True
                while block:
                    if machine.eof:
                        machine = fresh()
                    held.append(machine.decompress(block))
                    block = machine.unused_data if machine.eof else b""
                if sum(map(len, held)) >= BLOCK:
                    yield b"".join(held)
                    held = []
            yield b"".join(held)
    except (zlib.error, zstandard.ZstdError) as error:
        raise FileProblem(f"corrupt {compression} data: {error}") from error
    if not begun or not machine.eof:
        raise FileProblem(f"truncated {compression} data: the stream ends before its end mark")


def _gzip() -> zlib._Decompress:
    return zlib.decompressobj(31)


def _zstd() -> zstandard.ZstdDecompressionObj:
    return zstandard.ZstdDecompressor().decompressobj()
