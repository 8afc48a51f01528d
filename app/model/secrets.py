"""The key that keeps identifiers out of the graph: keyed hashes and the key's fingerprint."""

from __future__ import annotations

import hashlib
import hmac

KEY_BYTES = 32


def keyed_hash(key: bytes, text: str) -> str:
    """Hex HMAC-SHA-256 (RFC 2104) of the text, cut to 128 bits; stable for one key."""
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:32]


def fingerprint(key: bytes) -> str:
    """16 hex digits that name a key without telling it."""
    return keyed_hash(key, "ringleader key fingerprint v1")[:16]
