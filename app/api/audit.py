"""The API's audit log: one hash-chained line for every change and every reading of personal data."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from filelock import FileLock

from app.errors import DataError

_START: Final = "0" * 64


class AuditLog:
    """Append-only JSON lines below `home`; each line holds the SHA-256 of the one before it."""

    def __init__(self, home: Path) -> None:
        self.path = home / "audit" / "api.jsonl"

    def append(self, who: str, role: str, did: str, request_id: str, **more: Any) -> None:
        """Add an event and flush it to disk. Raises OSError when it cannot: then the request must fail too."""
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with FileLock(self.path.with_suffix(".lock")):
            event = {
                "at": datetime.now(UTC).isoformat(),
                "who": who,
                "role": role,
                "did": did,
                "request": request_id,
                **more,
            }
            line = json.dumps({**event, "before": self._last_hash()}, sort_keys=True, ensure_ascii=False, default=str)
            descriptor = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            with os.fdopen(descriptor, "a", encoding="utf-8") as handle:
                handle.write(line + "\n")
                handle.flush()
                os.fsync(handle.fileno())

    def verify(self) -> int:
        """Number of events of an unbroken chain. Raises DataError naming the first line that does not fit."""
        before = _START
        number = 0
        for number, line in enumerate(self._lines(), 1):
            if json.loads(line).get("before") != before:
                raise DataError("the audit log was changed", where=f"{self.path}:{number}")
            before = _hash(line)
        return number

    def _lines(self) -> Iterable[str]:
        if self.path.exists():
            with self.path.open(encoding="utf-8") as handle:
                yield from (line.rstrip("\n") for line in handle)

    def _last_hash(self) -> str:
        if not self.path.exists() or self.path.stat().st_size == 0:
            return _START
        with self.path.open("rb") as handle:
            handle.seek(max(0, self.path.stat().st_size - 65_536))
            return _hash(handle.read().rstrip(b"\n").rsplit(b"\n", 1)[-1].decode())


def _hash(line: str) -> str:
    return hashlib.sha256(line.encode()).hexdigest()
