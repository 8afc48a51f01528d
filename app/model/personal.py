"""Which identifiers point at a person, and how they are masked for those who may not see them."""

from __future__ import annotations

from typing import Final

from app.model.secrets import keyed_hash

PERSONAL_KINDS: Final = frozenset({"ip", "email", "phone", "device", "instrument", "billing_name", "billing_address"})
"""Identifier kinds that point at a person; the others describe crowds."""


def is_personal(kind: str) -> bool:
    """True for a personal kind and for a composite `a*b` with one in it."""
    return not PERSONAL_KINDS.isdisjoint(kind.split("*"))


def masked(key: bytes, kind: str, value: str) -> str:
    """A stable stand-in: equal values look equal, and nothing leads back without the key."""
    return f"{kind}#{keyed_hash(key, f'mask v1 {kind} {value}')[:10]}"
