"""What a cut download left: bytes safe on the disk, and of which version of a file, so that the rest is enough."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection
from pathlib import Path
from typing import IO, Final

from app.durable import write_durably

KEEP_EACH: Final = 64 << 20
"""Bytes after which what came is made safe: so many at most come again after a kill."""


class Part:
    """The beginning of one file in `folder`; of a file whose version is not told ("") nothing is kept."""

    def __init__(self, folder: Path, name: str, version: str) -> None:
        stem = hashlib.sha256(name.encode()).hexdigest()[:20]
        self.path, self.note, self.version = folder / f"{stem}.bytes", folder / f"{stem}.json", version

    def held(self) -> int:
        """Bytes that are safe and of this version."""
        try:
            told = json.loads(self.note.read_text(encoding="utf-8"))
            same = told["version"] == self.version and self.path.stat().st_size >= told["size"]
            return int(told["size"]) if same and self.version else 0
        except (OSError, ValueError, KeyError, TypeError):
            return 0

    def keep(self, handle: IO[bytes]) -> None:
        """Make safe what was written so far."""
        handle.flush()
        os.fsync(handle.fileno())
        if self.version:
            told = {"version": self.version, "size": handle.tell()}
            write_durably(self.note, json.dumps(told).encode())

    def drop(self) -> None:
        """Forget it, or what is left of it once it was taken away whole."""
        self.note.unlink(missing_ok=True)
        self.path.unlink(missing_ok=True)


def drop_others(folder: Path, wanted: Collection[Part]) -> None:
    """Forget what was begun of files that are there no longer, or in another version."""
    kept = {path for part in wanted if part.held() for path in (part.path, part.note)}
    for path in folder.iterdir():
        if path not in kept:
            path.unlink()
