"""Finds feed files in a drop directory, in a total order, and knows each by name and content."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from app.errors import UsageError
from app.ingest.contracts import KINDS
from app.settings import Settings

FORMATS: Final = ("csv", "jsonl", "parquet")
COMPRESSIONS: Final = ("gz", "zst")


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """One file as it was found. `kind` and `format` are empty where the name tells none."""

    kind: str
    name: str
    """Path relative to the drop directory, with forward slashes."""
    path: Path
    format: str
    compression: str
    size: int
    modified_ns: int
    retry: bool = False
    """Its rows come out of quarantine: each names its entry."""

    def unchanged(self) -> bool:
        """True while the file still has the size and time it was found with."""
        try:
            stat = self.path.stat()
        except OSError:
            return False
        return (stat.st_size, stat.st_mtime_ns) == (self.size, self.modified_ns)


def find_sources(directory: Path) -> list[Source]:
    """All feed files below `directory`, sorted by (kind, name). Raises UsageError if it is no directory."""
    if not directory.is_dir():
        what = "is not a directory" if directory.exists() else "there is no such directory"
        raise UsageError(what, where=str(directory), do="Give the drop directory that holds the feed files")
    found = []
    for folder, folders, files in os.walk(directory):
        folders[:] = sorted(name for name in folders if not _ignored(name) and name != "truth")
        found += [_source(directory, Path(folder) / name) for name in files if not _ignored(name)]
    return sorted(found)


def retry_sources(settings: Settings) -> list[Source]:
    """Files of rows that a retry took out of quarantine, until their batch is done."""
    folder = retry_folder(settings)
    found = find_sources(folder) if folder.is_dir() else []
    return [replace(source, name=f"quarantine:{source.name}", retry=True) for source in found]


def forget_retries(settings: Settings) -> None:
    """Delete their rows. Only under the lease, and while no batch is open."""
    shutil.rmtree(retry_folder(settings), ignore_errors=True)


def retry_folder(settings: Settings) -> Path:
    """Where a retry keeps its rows."""
    return settings.home / "retry"


def _ignored(name: str) -> bool:
    return name.startswith((".", "_")) or name.endswith((".tmp", ".part"))


def _source(directory: Path, path: Path) -> Source:
    kind = path.name.split(".", 1)[0].split("-", 1)[0]
    suffixes = path.name.lower().split(".")[1:]
    compression = suffixes[-1] if suffixes and suffixes[-1] in COMPRESSIONS else ""
    rest = suffixes[:-1] if compression else suffixes
    form = rest[-1] if rest and rest[-1] in FORMATS else ""
    stat = path.stat()
    return Source(
        kind if kind in KINDS else "",
        path.relative_to(directory).as_posix(),
        path,
        form if not (form == "parquet" and compression) else "",
        compression,
        stat.st_size,
        stat.st_mtime_ns,
    )
