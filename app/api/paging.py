"""Keyset paging: signed cursors that name the list they belong to, and the one rule for `first`."""

from __future__ import annotations

import binascii
import hashlib
import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import Any, Final

from app.errors import UsageError

DEFAULT_FIRST: Final = 25
MAX_FIRST: Final = 100
_SIGNATURE_BYTES: Final = 16
MAX_CURSOR: Final = 2_000

Position = list[Any]
"""Sort key of a row, as its Cypher statement returns it: numbers and strings."""


def checked_first(first: int) -> int:
    """Return `first`, or raise UsageError: it is refused outside 1..100, never clamped."""
    if not 1 <= first <= MAX_FIRST:
        raise UsageError(f"`first` is {first}, allowed are 1 to {MAX_FIRST}", do="Page with `after` to get more")
    return first


def list_name(*parts: Any) -> str:
    """12 hex digits that name a list: its field, owner, filter and order."""
    text = json.dumps(parts, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class CursorSigner:
    """Writes and reads cursors under one secret; hosts that share the key file understand each other's cursors."""

    secret: bytes

    def encode(self, name: str, position: Position) -> str:
        """A cursor for the row at `position` of the list `name`."""
        payload = json.dumps([name, position], separators=(",", ":"), ensure_ascii=False).encode()
        return urlsafe_b64encode(self._sign(payload) + payload).decode().rstrip("=")

    def decode(self, name: str, cursor: str | None) -> Position | None:
        """The position that a cursor holds. Raises UsageError if it was changed or belongs to another list."""
        if cursor is None:
            return None
        try:
            raw = urlsafe_b64decode(cursor[:MAX_CURSOR] + "=" * (-len(cursor) % 4))
        except (binascii.Error, ValueError):
            raw = b""
        signature, payload = raw[:_SIGNATURE_BYTES], raw[_SIGNATURE_BYTES:]
        if not hmac.compare_digest(signature, self._sign(payload)):
            raise UsageError("`after` is not a cursor of this API", do="Give an `endCursor` unchanged")
        listed, position = json.loads(payload)
        if listed != name:
            raise UsageError(
                "`after` belongs to another list: its owner, filter or order differ",
                do="Keep the other arguments as they were, or leave `after` out",
            )
        return list(position)

    def _sign(self, payload: bytes) -> bytes:
        return hmac.new(self.secret, b"cursor v1\0" + payload, hashlib.sha256).digest()[:_SIGNATURE_BYTES]
