"""simhash64-v1: the sketch of a prompt that a gateway sends in its place (defined in docs/feeds.md)."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import Final

import numpy as np

SCHEME: Final = "simhash64-v1"
NEAR: Final = 3
"""Signatures that differ in at most so many of 64 bits are near (Manku, Jain, Das Sarma, WWW 2007)."""
RUN_WORDS: Final = 3
_BLOCK: Final = 64
_WORDS: Final = re.compile(r"\w+")
_FORM: Final = re.compile(rf"{SCHEME}:([0-9a-f]{{16}})")


class Sketcher:
    """Makes signatures with one key. HMAC-SHA256 (RFC 2104) with its two keyed states made once: twice as fast."""

    def __init__(self, key: bytes) -> None:
        block = (hashlib.sha256(key).digest() if len(key) > _BLOCK else key).ljust(_BLOCK, b"\0")
        self._inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in block))
        self._outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in block))

    def bits(self, text: str) -> int | None:
        """The 64 bits of a text (Charikar, STOC 2002) over keyed hashes of its runs of words; None without a word."""
        folded = text if text.isascii() else unicodedata.normalize("NFKC", text)
        words = _WORDS.findall(folded.casefold())
        if not words:
            return None
        runs = {" ".join(words[at : at + RUN_WORDS]) for at in range(max(1, len(words) - RUN_WORDS + 1))}
        hashes = b"".join([self._hash(run.encode()) for run in runs])
        votes = np.unpackbits(np.frombuffer(hashes, dtype=np.uint8).reshape(-1, 8), axis=1).sum(axis=0)
        return int.from_bytes(np.packbits(2 * votes > len(runs)).tobytes(), "big")

    def _hash(self, run: bytes) -> bytes:
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(run)
        outer.update(inner.digest())
        return outer.digest()[:8]


def signature_text(bits: int) -> str:
    """As feeds carry it: scheme, colon, 16 hex digits."""
    return f"{SCHEME}:{bits:016x}"


def signature_bits(text: str) -> int | None:
    """The bits of a signature as feeds carry it; None for another scheme or another form."""
    match = _FORM.fullmatch(text)
    return int(match[1], 16) if match else None
