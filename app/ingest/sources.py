"""Finds feed files in a drop directory, in a total order, and knows each by name and content."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
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


def is_remote(place: str) -> bool:
    """True for an address (app/ingest/remote.py), False for a path."""
    return place.lower().startswith(("http://", "https://", "s3://"))


def find_sources(directory: Path) -> list[Source]:
    """All feed files below `directory`, sorted by (kind, name). Raises UsageError if it is no directory."""
    if not directory.is_dir():
        what = "is not a directory" if directory.exists() else "there is no such directory"
        raise UsageError(what, where=str(directory), do="Give the drop directory that holds the feed files")
    found = []
    for folder, folders, files in os.walk(directory):
        folders[:] = sorted(name for name in folders if not ignored(name) and name != "truth")
        found += [_source(directory, Path(folder) / name) for name in files if not ignored(name)]
    return sorted(found)


@dataclass(frozen=True, slots=True)
class Selection:
    """Which of the files that are there a run looks at, and how much of what is new it takes."""

    since: date | None = None
    """Only files last changed on or after this day (UTC)."""
    max_rows: int | None = None
    """Whole files, in order, until they have so many rows; at least one."""
    names: frozenset[str] | None = None

    def takes(self, source: Source) -> bool:
        """Whether the run looks at this file."""
        day = datetime.fromtimestamp(source.modified_ns / 1e9, UTC).date()
        return (self.names is None or source.name in self.names) and (self.since is None or day >= self.since)


EVERYTHING: Final = Selection()


def waiting_sources(settings: Settings) -> list[Source]:
    """Files that were fetched from elsewhere and lie in the home: the open batch of a killed run may need them."""
    folders = sorted(path for path in (settings.home / "incoming").glob("*/files") if path.is_dir())
    return [source for folder in folders for source in find_sources(folder)]


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


def ignored(name: str) -> bool:
    """True for names of files and folders that are no feeds."""
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
