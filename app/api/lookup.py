"""Turns what people type into what the graph holds: addresses canonical, e-mails as keyed hashes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from app.api.enums import Kind
from app.errors import UsageError
from app.ingest.addresses import canonical_address, canonical_prefix
from app.ingest.mail import canonical_mail
from app.model.secrets import keyed_hash

MAX_TEXT: Final = 256
_DOMAIN: Final = re.compile(r"(?=.{4,253}$)([a-z0-9-]{1,63}\.)+[a-z0-9-]{2,63}")


@dataclass(frozen=True, slots=True)
class Reading:
    """How a text was understood: parameters of `search_text`, and names of what it may be."""

    params: dict[str, Any]
    understood_as: list[str]


def read_text(key: bytes, text: str) -> Reading:
    """Understand a search text. Raises UsageError for an empty or very long one. The e-mail itself goes nowhere."""
    text = checked_text(text, "text")
    mail = canonical_mail(text) if "@" in text else None
    address = None if mail else canonical_address(text)
    prefix = canonical_prefix(text) if "/" in text else None
    domain = text.lower().lstrip("@") if not mail and _DOMAIN.fullmatch(text.lower().lstrip("@")) else None
    found = {
        "e-mail address": mail,
        "address": address,
        "network": prefix,
        "mail domain": domain,
    }
    understood = [name for name, value in found.items() if value]
    params = {
        "text": None if mail else text,
        "email_hash": keyed_hash(key, mail.address) if mail else None,
        "address": address.text if address else None,
        "prefix": prefix,
        "domain": domain,
    }
    return Reading(params, understood or ["id"])


def read_identifier(key: bytes, kind: Kind, value: str) -> str:
    """The stored form of an identifier that a person typed. Raises UsageError where it cannot be one of its kind."""
    value = checked_text(value, "value")
    if kind is Kind.EMAIL and "@" in value:
        mail = canonical_mail(value)
        if mail is None:
            raise UsageError(
                "`value` is no e-mail address", do="Give an address, or the 32 hex digits of its keyed hash"
            )
        return keyed_hash(key, mail.address)
    if kind is Kind.IP:
        address = canonical_address(value)
        if address is None:
            raise UsageError(f"`value` is no IP address: {value[:64]}", do="For example 203.0.113.7 or 2001:db8::1")
        return address.text
    if kind is Kind.SUBNET:
        prefix = canonical_prefix(value)
        if prefix is None:
            raise UsageError(f"`value` is no network: {value[:64]}", do="For example 203.0.113.0/24")
        return prefix
    return value.lower() if kind is Kind.EMAIL_DOMAIN else value


def checked_text(text: str, name: str) -> str:
    """Trimmed, not empty, at most 256 characters, without control characters."""
    text = text.strip()
    if not text or len(text) > MAX_TEXT or any(ord(character) < 32 for character in text):
        raise UsageError(f"`{name}` must have 1 to {MAX_TEXT} printable characters")
    return text
