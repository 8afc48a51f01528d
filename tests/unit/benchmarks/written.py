"""What a generator wrote, to compare."""

from __future__ import annotations

import csv
import gzip
import hashlib
from pathlib import Path


def truth_of(folder: Path) -> list[dict[str, str]]:
    """The rows of truth/truth.csv."""
    with (folder / "truth" / "truth.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def contents(folder: Path) -> dict[str, str]:
    """File -> SHA-256 of what it holds, uncompressed."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(_plain(path)).hexdigest() for path in files}


def _plain(path: Path) -> bytes:
    """A gzip header tells when it was written."""
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
