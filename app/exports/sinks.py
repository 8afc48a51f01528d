"""The formats of a table: each takes record batches and writes bytes in order, so that any size fits in memory."""

from __future__ import annotations

from collections.abc import Callable
from typing import IO, Any, Protocol, cast

import pyarrow as pa
import pyarrow.parquet as pq

from app.exports.formats import Format
from app.exports.text import csv_header, csv_lines, json_lines


class Sink(Protocol):
    """Takes batches of one schema; `close` writes what comes last and leaves the handle open."""

    def write(self, batch: pa.RecordBatch) -> None:
        """Append rows."""
        ...

    def close(self) -> None:
        """Write the end of the file."""
        ...


class _Text:
    """A header, and lines that need no end."""

    def __init__(self, handle: IO[bytes], header: bytes, lines: Callable[[pa.RecordBatch], bytes]) -> None:
        self._handle, self._lines = handle, lines
        handle.write(header)

    def write(self, batch: pa.RecordBatch) -> None:
        self._handle.write(self._lines(batch))

    def close(self) -> None:
        """Nothing comes last."""


class _Parquet:
    """One row group a batch."""

    def __init__(self, handle: IO[bytes], schema: pa.Schema) -> None:
        self._writer: Any = pq.ParquetWriter(handle, schema, compression="zstd")

    def write(self, batch: pa.RecordBatch) -> None:
        self._writer.write_batch(batch)

    def close(self) -> None:
        self._writer.close()


def open_sink(form: Format, handle: IO[bytes], schema: pa.Schema) -> Sink:
    """A sink on a binary handle. Parquet and Arrow carry the schema's metadata; text has no place for it."""
    if form is Format.CSV:
        return _Text(handle, csv_header(schema), csv_lines)
    if form is Format.JSONL:
        return _Text(handle, b"", json_lines)
    if form is Format.PARQUET:
        return _Parquet(handle, schema)
    arrow: Sink = pa.ipc.new_file(cast(Any, handle), schema)
    return arrow
