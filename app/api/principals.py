"""Who asks: roles, what each may do with personal data, and how identifiers are masked for the others."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.model.secrets import keyed_hash

PERSONAL_KINDS: Final = frozenset({"ip", "email", "phone", "device", "instrument", "billing_name", "billing_address"})
"""Identifier kinds that point at a person; the others describe crowds."""

REDACTION_REASON: Final = "Personal data: needs the role investigator, exporter or admin"


class Role(StrEnum):
    """Closed list of roles; the policy table says which field each may ask for."""

    VIEWER = "viewer"
    """Rings, evidence and volumes; personal identifiers masked."""
    EXPORTER = "exporter"
    """Reads everything, for reporting jobs; decides nothing."""
    INVESTIGATOR = "investigator"
    """Reads everything and judges."""
    ADMIN = "admin"
    """All of it."""


@dataclass(frozen=True, slots=True)
class Principal:
    """The holder of a token, or whoever sits at an open server's machine."""

    name: str
    role: Role

    @property
    def sees_personal_data(self) -> bool:
        """Everybody but viewers."""
        return self.role is not Role.VIEWER


def is_personal(kind: str) -> bool:
    """True for a personal kind and for a composite `a*b` with one in it."""
    return not PERSONAL_KINDS.isdisjoint(kind.split("*"))


def masked(key: bytes, kind: str, value: str) -> str:
    """A stable stand-in: equal values look equal, and nothing leads back without the key."""
    return f"{kind}#{keyed_hash(key, f'mask v1 {kind} {value}')[:10]}"
