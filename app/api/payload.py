"""What the inputs and payloads of all mutations share."""

from __future__ import annotations

from typing import Any, Final

import strawberry

from app.api.context import Info
from app.api.deciding import Outcome, Problem
from app.api.described import attr, listed
from app.api.subjects import current_ring
from app.api.types import Ring
from app.errors import UsageError

MAX_REASON: Final = 2_000


def optional(description: str, default: Any = None) -> Any:
    """A field of an input that may be left out."""
    return strawberry.field(default=default, description=description)


def client_id() -> Any:
    """`clientMutationId` of an input."""
    return optional("An id of yours, 1 to 64 characters: the same change asked again with it is made once.")


@strawberry.type(description="What came of a change.")
class Payload:
    """Base of payloads."""

    problems: list[Problem] = listed("Why nothing was written; empty where it was.", size=1)
    client_mutation_id: str | None = attr("The id that came with the change.")


def common(given: Any, told: Outcome) -> dict[str, Any]:
    """The fields of Payload."""
    return {"problems": list(told.problems), "client_mutation_id": given.client_mutation_id}


async def changed_ring(info: Info, told: Outcome) -> Ring | None:
    """The ring that a change was about, as it is now."""
    ring_id = told.answer.get("ring")
    return await current_ring(info, ring_id) if ring_id else None


def checked_reason(text: str) -> str:
    """A trimmed reason. Raises UsageError where it is empty or too long."""
    return checked_length(text, "reason", MAX_REASON)


def checked_length(text: str, name: str, most: int) -> str:
    """Trimmed text of 1 to `most` characters. Raises UsageError."""
    text = text.strip()
    if not text or len(text) > most:
        raise UsageError(f"`{name}` must have 1 to {most} characters")
    return text
