"""What is read of accounts: the properties that an operation asks for, moments as text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from app.api.asked import Fields
from app.graph.store import Row

PROPERTIES: Final = {
    "plan": "plan",
    "country": "country",
    "organization": "organization",
    "status": "status",
    "verified": "verified",
    "exchanges": "exchanges",
    "inputTokens": "input_tokens",
    "outputTokens": "output_tokens",
}
"""Field of Account -> property; what is not asked for is not read."""
MOMENTS: Final = {"createdAt": "created_at", "firstSeen": "first_seen", "lastSeen": "last_seen"}
"""The same for moments."""


@dataclass(frozen=True, slots=True)
class AccountFields:
    """Names of properties, parameters of the statements that read accounts."""

    properties: list[str]
    moments: list[str]

    @classmethod
    def of(cls, fields: Fields | None) -> AccountFields:
        """Of an operation that asks for `fields`; None: for everything."""
        properties, moments = (
            [name for field, name in names.items() if fields is None or ("Account", field) in fields]
            for names in (PROPERTIES, MOMENTS)
        )
        return cls(properties, moments)

    def told(self, account_id: str, properties: Sequence[Any], moments: Sequence[str | None]) -> Row:
        """A row as `Account.of` takes it."""
        account = {"account_id": account_id, **dict(zip(self.properties, properties, strict=True))}
        return account | dict(zip(self.moments, map(_moment, moments), strict=True))


def _moment(text: str | None) -> datetime | None:
    """A moment as Neo4j writes it, in UTC; what is finer than a microsecond is left out."""
    return datetime.fromisoformat(text.partition("[")[0]).astimezone(UTC) if text else None
