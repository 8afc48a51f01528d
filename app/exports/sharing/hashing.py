"""Keyed hashes of identifiers: equal for two labs that hold one secret, nothing to anybody else."""

from __future__ import annotations

import hashlib
import hmac
from base64 import b32encode
from collections.abc import Iterable
from typing import Final, Literal, get_args

from app.model.identifiers import KINDS, Family

Kind = Literal["ip", "subnet", "instrument", "device", "client", "email_domain", "email_pattern"]
SHARED_KINDS: Final[tuple[str, ...]] = get_args(Kind)
"""Kinds that mean the same in two labs. Mail addresses do not: each graph has them under its own key."""
HASH_BYTES: Final = 20
ALONE: Final = {"asn": Family.NETWORK, "account": Family.DEVICE}
"""Kinds that only foreign documents (STIX, MISP) bring."""


class Hasher:
    """HMAC-SHA-256 (RFC 2104) under one secret, a domain for every kind, cut to 160 bits.

    Written in base32 (RFC 4648, lower case): hex would now and then look like a card number to a scanner.
    """

    def __init__(self, secret: bytes, domain: str = "ringleader share v1") -> None:
        self._states = {}
        for kind in (*KINDS, *ALONE, "ring", "fingerprint"):
            state = hmac.new(secret, digestmod=hashlib.sha256)
            state.update(f"{domain}\x1f{kind}\x1f".encode())
            self._states[kind] = state

    def digest(self, kind: str, value: str) -> str:
        """32 characters."""
        state = self._states[kind].copy()
        state.update(value.encode())
        return _text(state.digest()[:HASH_BYTES])

    def digests(self, kind: str, values: Iterable[str]) -> list[str]:
        """The same for many."""
        return [self.digest(kind, value) for value in values]

    def pseudonym(self, ring_id: str, reader: str) -> str:
        """16 characters that name a ring to `reader`, and lead back to its id only with the secret."""
        return self.digest("ring", f"{reader}\x1f{ring_id}")[:16]

    @property
    def fingerprint(self) -> str:
        """16 characters that name the secret."""
        return self.digest("fingerprint", "")[:16]


def content_id(prefix: str, content: bytes) -> str:
    """An id that follows from a document's content."""
    return f"{prefix}-{_text(hashlib.sha256(content).digest()[:10])}"


def family_of(kind: str) -> Family:
    """The evidence family of a kind."""
    return ALONE[kind] if kind in ALONE else KINDS[kind].family


def _text(digest: bytes) -> str:
    return b32encode(digest).decode().lower()
