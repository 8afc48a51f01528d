"""Exports as files: written beside their place, checked, moved into it whole, with FILE.meta.json beside them."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pyarrow as pa

from app.errors import RingleaderError, UsageError
from app.exports.formats import Format
from app.exports.sinks import open_sink


def check_place(path: Path) -> None:
    """Raise UsageError where a file cannot be put at `path`, before any work is done for it."""
    if not path.parent.is_dir():
        raise UsageError("no such directory", where=str(path.parent), do="make it first, or choose another --out")
    if path.is_dir():
        raise UsageError("is a directory", where=str(path), do="give --out the name of a file")


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A binary handle whose content is at `path` once the block has ended well; else what was there before stays.

    Raises UsageError where `path` is no place for a file, RingleaderError where the disk refuses.
    """
    check_place(path)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as handle:
            yield handle
            handle.flush()
            os.fsync(handle.fileno())
        part.replace(path)
    except OSError as error:
        raise RingleaderError(f"cannot write: {error.strerror}", where=str(path)) from error
    finally:
        part.unlink(missing_ok=True)


def write_whole(path: Path, content: bytes) -> None:
    """Write bytes, whole or not at all."""
    with whole_file(path) as handle:
        handle.write(content)


def write_table(
    path: Path,
    form: Format,
    schema: pa.Schema,
    batches: Iterable[pa.RecordBatch],
    check: Callable[[], None] = lambda: None,
) -> int:
    """Write a table; returns its rows. `check` is asked after the last row: what it raises leaves no file."""
    count = 0
    with whole_file(path) as handle:
        sink = open_sink(form, handle, schema)
        try:
            for batch in batches:
                sink.write(batch)
                count += batch.num_rows
        finally:
            sink.close()  # while its handle is open, whatever happened; a file that failed is not kept anyway
        check()
    return count


def meta_path(path: Path) -> Path:
    """Where a file's sidecar is."""
    return path.with_name(f"{path.name}.meta.json")


def write_meta(path: Path, document: dict[str, Any]) -> None:
    """Write the sidecar of a finished file, with its size and SHA-256."""
    digest = hashlib.sha256()
    with path.open("rb") as handle:
        while block := handle.read(1 << 20):
            digest.update(block)
    told = {**document, "bytes": path.stat().st_size, "sha256": digest.hexdigest()}
    write_whole(meta_path(path), (json.dumps(told, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode())
