"""A CSV file: quoted as RFC 4180 says, UTF-8, whole or not at all, and harmless in a spreadsheet."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from app.errors import RingleaderError, UsageError

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Write rows beside `path` and move them into place; returns their number.

    Raises UsageError where the directory is missing or `path` is one; a failure leaves what was there before.
    """
    check_place(path)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    count = 0
    try:
        with part.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.writer(handle, lineterminator="\n")
            writer.writerow(columns)
            for row in rows:
                writer.writerow([cell(value) for value in row])
                count += 1
            handle.flush()
            os.fsync(handle.fileno())
        part.replace(path)
    except OSError as error:
        raise RingleaderError(f"cannot write: {error.strerror}", where=str(path)) from error
    finally:
        part.unlink(missing_ok=True)
    return count


def check_place(path: Path) -> None:
    """Raise UsageError where a file cannot be put at `path`, before any work is done for it."""
    if not path.parent.is_dir():
        raise UsageError("no such directory", where=str(path.parent), do="make it first, or choose another --out")
    if path.is_dir():
        raise UsageError("is a directory", where=str(path), do="give --out the name of a file")


def cell(value: Any) -> str:
    """One value as text. Text that a spreadsheet would run as a formula gets a leading apostrophe; numbers do not."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return " ".join(map(str, value))
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    return str(value)
