"""What each kind of reader may see: identifiers, people's names and words, exactness of volumes and days."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from app.exports.dossier.document import NOTHING, day
from app.model.identifiers import KINDS
from app.model.personal import PERSONAL_KINDS, masked


class Redaction(StrEnum):
    """Levels, from everything to next to nothing."""

    INTERNAL = "internal"
    PARTNER = "partner"
    GOVERNMENT = "government"
    PUBLIC = "public"


_ALL: Final = frozenset(KINDS)
SHOWN: Final[dict[Redaction, frozenset[str]]] = {
    Redaction.INTERNAL: _ALL,
    Redaction.PARTNER: _ALL - PERSONAL_KINDS,
    Redaction.GOVERNMENT: frozenset({"subnet", "email_domain"}),
    Redaction.PUBLIC: frozenset(),
}
"""Kinds of identifiers that a level shows as they are."""
WITHHELD: Final = "(withheld)"
_NAMED: Final = re.compile(rf"\b({'|'.join(sorted(KINDS, key=len, reverse=True))}) ([^\s,;]+)")
"""An identifier in a sentence of the software: `one house explains the links: instrument pi-1, subnet ...`."""
_RING: Final = re.compile(r"\bR-[A-Z2-7]{10}\b")


@dataclass(frozen=True, slots=True)
class Redactor:
    """Decides for one level. `key` makes stand-ins that look equal for equal values and lead nowhere without it."""

    level: Redaction
    key: bytes

    def identifier(self, kind: str, value: str) -> str:
        """An identifier as this level may see it; a composite `a*b` is shown only where both are."""
        if not value or set(kind.split("*")) <= SHOWN[self.level]:
            return value
        return WITHHELD if self.level is Redaction.PUBLIC else masked(self.key, kind, value)

    def text(self, sentence: str) -> str:
        """A sentence of the software, with the identifiers that it names."""
        if self.internal:
            return sentence
        hidden = _NAMED.sub(lambda found: f"{found[1]} {self.identifier(found[1], found[2])}", sentence)
        return _RING.sub(lambda found: self.other_ring(found[0]), hidden)

    def other_ring(self, ring_id: str) -> str:
        """The id of a group that the dossier is not about: an honest one, perhaps."""
        return ring_id if self.internal else "an honest group"

    @property
    def internal(self) -> bool:
        """Whether names of people, their words and account ids may be told."""
        return self.level is Redaction.INTERNAL

    @property
    def rounds(self) -> bool:
        """Whether volumes are told in two digits and days as weeks."""
        return self.level is Redaction.PUBLIC

    def volume(self, value: int | None) -> str:
        """A count, rounded to two digits where it must be."""
        if value is None:
            return NOTHING
        shown = self.count(value)
        return f"about {shown:,}" if self.rounds and value >= 100 else f"{shown:,}"

    def count(self, value: int) -> int:
        """A count as this level may know it: what is drawn must tell no more than what is written."""
        if not self.rounds or value < 100:
            return value
        unit: int = 10 ** (len(str(value)) - 2)
        return (value + unit // 2) // unit * unit

    def day(self, value: date | None) -> str:
        """A day, or its month where days are not told."""
        told = day(value)
        return told.split(" ", 1)[1] if value and self.rounds else told
