"""JSON documents signed with Ed25519 (RFC 8032): what leaves the building says who made it, and cannot be changed."""

from __future__ import annotations

import json
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from app.errors import DataError
from app.graph.signing import public_hex


def canonical(told: Any) -> bytes:
    """One text for one document: sorted names, no spaces, UTF-8."""
    return json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def signed(told: dict[str, Any], key: Ed25519PrivateKey) -> dict[str, Any]:
    """The document with `key` (the public half, 64 hex digits) and `signature` over all the rest."""
    whole = {**told, "key": public_hex(key)}
    return {**whole, "signature": key.sign(canonical(whole)).hex()}


def check_signature(told: dict[str, Any], trusted: str, *, where: str, what: str, do: str) -> dict[str, Any]:
    """The document without its signature, which is `trusted`'s. `what` names such documents in the errors.

    Raises DataError for a document that was changed, has no signature, or is signed with another key.
    """
    rest = {name: value for name, value in told.items() if name != "signature"}
    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(rest["key"]))
        public.verify(bytes.fromhex(told["signature"]), canonical(rest))
    except InvalidSignature as error:
        raise DataError(f"the {what} was changed after it was signed", where=where, do=do) from error
    except (KeyError, TypeError, ValueError) as error:
        raise DataError(f"the {what} has no signature", where=where, do=do) from error
    if rest["key"] != trusted.strip().lower():
        raise DataError(
            f"the {what} is signed with another key ({rest['key'][:16]}…) than the trusted one ({trusted[:16]}…)",
            where=where,
            do="If you trust its sender, give the sender's key with --key (64 hex digits, had by another way)",
        )
    return rest
