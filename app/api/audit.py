"""The audit log: hash-chained, signed lines for every change, every export and every reading of personal data.

    home/audit/events.jsonl   one JSON object a line; `before` is the `hash` of the line before it
    home/audit/head.json      the signed end of the chain (audit_head)
    home/audit.key            the Ed25519 key, or RINGLEADER_AUDIT_KEY_FILE

The order is head, then line. So a log that ends within the head's own line is a crash (or somebody who cut that line:
the head still holds it), is told apart as torn, and the next writer completes it. Any other end is damage.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from filelock import FileLock

from app.api.audit_head import Head, read_head, signed, write_head
from app.errors import DataError, RingleaderError, UnrecordedError
from app.graph.signing import audit_key_path, load_signing_key, save_signing_key
from app.settings import Settings

_START: Final = "0" * 64
_LONGEST: Final = 2**20
"""Bytes that no event has."""


@dataclass(frozen=True, slots=True)
class Verified:
    """A log that is as it was written. `torn`: its last line is not whole, and the head holds it."""

    events: int
    torn: bool
    last: str
    """Hash of the last event, 64 hex digits."""


class AuditLog:
    """Append-only JSON lines below the home; writers of all processes hold one kernel lock."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.path = settings.home / "audit" / "events.jsonl"
        self.head_path = self.path.with_name("head.json")

    def append(self, who: str, role: str, did: str, request_id: str, **more: Any) -> None:
        """Add an event and flush it to disk.

        Raises UnrecordedError (no room, no rights) or DataError (a damaged log) when it cannot: then what it tells of
        must not happen or not be answered.
        """
        try:
            self._append(who, role, did, request_id, more)
        except OSError as error:
            raise UnrecordedError(
                f"the audit log cannot be written ({error.strerror or 'unknown'}), so nothing was changed or shown",
                do="Whoever runs this has to make room or give back its rights; then ask again",
            ) from error

    def _append(self, who: str, role: str, did: str, request_id: str, more: dict[str, Any]) -> None:
        with self._locked():
            key = self._key() or self._new_key()
            head = self._continued()
            stamp = datetime.now(UTC).isoformat()
            event = {"at": stamp, "who": who, "role": role, "did": did, "request": request_id, **more}
            before = json.loads(head.line)["hash"] if head.events else _START
            line = _sealed({**event, "n": head.events + 1, "before": before})
            write_head(self.head_path, signed(key, head.events + 1, head.size + len(line.encode()) + 1, line))
            self._write(f"{line}\n".encode())

    @contextlib.contextmanager
    def change(self, who: str, role: str, did: str, **more: Any) -> Iterator[None]:
        """Record a change around the block that makes it: `started` before, `ok` or the error's code after."""
        request_id = f"c-{secrets.token_hex(8)}"
        self.append(who, role, did, request_id, result="started", **more)
        try:
            yield
        except BaseException as error:
            code = error.code if isinstance(error, RingleaderError) else RingleaderError.code
            self.append(who, role, did, request_id, result=code, **more)
            raise
        self.append(who, role, did, request_id, result="ok", **more)

    def verify(self, saved: Path | None = None) -> Verified:
        """Check every line, the chain and the signed head; `saved` is a head kept elsewhere that must be in the chain.

        Raises DataError naming the first line that does not fit.
        """
        with self._locked():
            key = self._key()
            head = self.head()
            kept = read_head(saved, key) if saved and key else None
            if saved and kept is None:
                raise DataError("there is no such head, or no key to check it with", where=str(saved))
            before, number, last = _START, 0, ""
            for number, last in self._whole_lines(head):
                before = self._checked(number, last, before)
                if kept and kept.events == number and kept.line != last:
                    raise self._bad(number, "is not the one that the saved head holds")
            torn = self._check_end(head, number, last, before)
            if kept and kept.events > number + torn:
                raise self._bad(number + torn + 1, "is missing: the saved head holds a later one")
            return Verified(head.events, torn, json.loads(head.line)["hash"] if head.events else _START)

    def head(self) -> Head:
        """The signed head. Raises DataError where it is gone or not ours."""
        key = self._key()
        found = read_head(self.head_path, key) if key else None
        if found is None and self._size():
            raise DataError("the head of the audit log is gone", where=f"{self.path}:1", do="Restore it")
        if found is None and key and not self._settings.audit_key_file:
            raise DataError("the audit log and its head are gone", where=str(self.head_path), do="Restore them")
        return found or Head(0, 0, "", "")

    def tail(self, count: int) -> list[dict[str, Any]]:
        """The last events, oldest first; nothing is checked."""
        if not self.path.exists():
            return []
        with self.path.open("rb") as handle:
            lines = [line for line in handle if line.endswith(b"\n")][-count:]
        return [json.loads(line) for line in lines]

    def _locked(self) -> FileLock:
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return FileLock(self.path.with_suffix(".lock"))

    def _key(self) -> Ed25519PrivateKey | None:
        """The signing key; None before the first event."""
        path = audit_key_path(self._settings)
        if path.exists() or self._settings.audit_key_file:
            return load_signing_key(path)
        begun = self.head_path.exists() and json.loads(self.head_path.read_text(encoding="utf-8")).get("events")
        if self._size() or begun:
            raise DataError("the key of the audit log is gone", where=str(path), do="Restore it")
        return None

    def _new_key(self) -> Ed25519PrivateKey:
        """Made after an empty head: from then on a log and a head that are both gone give themselves away."""
        key = Ed25519PrivateKey.generate()
        write_head(self.head_path, signed(key, 0, 0, ""))
        save_signing_key(audit_key_path(self._settings), key)
        return key

    def _continued(self) -> Head:
        """The head, once the log ends as it says; completes a torn line. Raises DataError for any other end."""
        head = self.head()
        rest = self._rest(head)
        if rest is None or (rest and self._hash_before(head) != head.before):
            raise DataError(
                "the audit log does not end where its signed head says",
                where=str(self.path),
                do="`ringleader audit verify` names the first bad line; nothing that must be recorded runs until then",
            )
        if rest:
            self._write(rest)
        return head

    def _rest(self, head: Head) -> bytes | None:
        """What is missing of the head's last line; None where the log ends otherwise."""
        if not head.start <= self._size() <= head.size:
            return None
        with contextlib.suppress(FileNotFoundError), self.path.open("rb") as handle:
            handle.seek(head.start)
            end = handle.read()
            return head.ending[len(end) :] if head.ending.startswith(end) else None
        return head.ending

    def _hash_before(self, head: Head) -> str:
        """Hash of the line before the head's; empty where there is none in its place."""
        if not head.start:
            return _START
        with self.path.open("rb") as handle:
            handle.seek(max(0, head.start - _LONGEST))
            line = handle.read(head.start - handle.tell()).rstrip(b"\n").rpartition(b"\n")[2]
        try:
            return str(json.loads(line)["hash"])
        except (ValueError, TypeError, KeyError):
            return ""

    def _whole_lines(self, head: Head) -> Iterator[tuple[int, str]]:
        """Numbered lines; a torn one at the end is left to `_check_end`."""
        if not self.path.exists():
            return
        with self.path.open("rb") as handle:
            for number, line in enumerate(handle, 1):
                if not line.endswith(b"\n"):
                    if number == head.events and head.ending.startswith(line):
                        return
                    raise self._bad(number, "is not whole")
                yield number, line[:-1].decode(errors="replace")

    def _checked(self, number: int, line: str, before: str) -> str:
        """The hash of a line that is in order."""
        try:
            event = json.loads(line)
            claimed = event.pop("hash")
        except (ValueError, TypeError, KeyError, AttributeError):
            raise self._bad(number, "is no event") from None
        if _sealed(event) != line:
            raise self._bad(number, "was changed")
        if event.get("before") != before or event.get("n") != number:
            raise self._bad(number, "does not follow the line before it")
        return str(claimed)

    def _check_end(self, head: Head, number: int, last: str, before: str) -> bool:
        """Whether the last line is torn. Raises DataError where the log ends otherwise than the head says."""
        if number > head.events:
            raise self._bad(head.events + 1, "is not in the signed head")
        if number == head.events and last != head.line:
            raise self._bad(max(number, 1), "is not the one that the signed head holds")
        if number < head.events and not (self._rest(head) and head.before == before):
            raise self._bad(number + 1, f"is missing: the signed head counts {head.events}")
        return number < head.events

    def _bad(self, number: int, what: str) -> DataError:
        return DataError(f"line {number} {what}", where=f"{self.path}:{number}")

    def _size(self) -> int:
        return self.path.stat().st_size if self.path.exists() else 0

    def _write(self, text: bytes) -> None:
        descriptor = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "ab") as handle:
            handle.write(text)
            handle.flush()
            os.fsync(handle.fileno())


def _sealed(event: dict[str, Any]) -> str:
    """The line of an event: with the SHA-256 of itself, keys sorted, one way to write it."""
    text = _text(event)
    return _text({**json.loads(text), "hash": hashlib.sha256(text.encode()).hexdigest()})


def _text(event: dict[str, Any]) -> str:
    return json.dumps(event, sort_keys=True, ensure_ascii=True, default=str)
