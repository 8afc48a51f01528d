"""Keys that keep identifiers and texts out of the graph: key files, keyed hashes, a key's fingerprint."""

from __future__ import annotations

import hashlib
import hmac
import os
import stat
from pathlib import Path

from app.errors import UsageError

KEY_BYTES = 32


def keyed_hash(key: bytes, text: str) -> str:
    """Hex HMAC-SHA-256 (RFC 2104) of the text, cut to 128 bits; stable for one key."""
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:32]


def fingerprint(key: bytes) -> str:
    """16 hex digits that name a key without telling it."""
    return keyed_hash(key, "ringleader key fingerprint v1")[:16]


def read_key_file(path: Path) -> bytes:
    """The bytes of a key file. Raises UsageError for a missing, short or readable-by-others one."""
    try:
        key = path.read_bytes()
    except OSError as error:
        raise UsageError(f"the key file cannot be read ({error.strerror})", where=str(path)) from error
    if len(key) != KEY_BYTES:
        raise UsageError(
            f"a key file has {KEY_BYTES} bytes, this one {len(key)}",
            where=str(path),
            do=f"Make one with: head -c {KEY_BYTES} /dev/urandom > FILE; chmod 600 FILE",
        )
    status = path.stat()
    # A secret mounted read-only by an orchestrator belongs to another user, who set its mode.
    if os.name == "posix" and status.st_uid == os.getuid() and status.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise UsageError("the key file may be read by others", where=str(path), do=f"chmod 600 {path}")
    return key
