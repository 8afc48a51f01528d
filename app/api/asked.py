"""What an operation asks for, so that nothing else is fetched: the driver takes longer to read a value than Neo4j."""

from __future__ import annotations

from collections.abc import Set
from typing import Final

Fields = Set[tuple[str, str]]
"""(type, field) pairs of a whole operation."""

_LIGHT: Final[dict[str, frozenset[str]]] = {
    "Ring": frozenset(
        {"nodeId", "id", "state", "current", "score", "bits", "reason", "size", "exchanges", "inputTokens"}
        | {"outputTokens", "firstSeen", "lastSeen", "families", "members", "traffic", "judgements", "triage", "notes"}
        | {"claims", "shifts", "weakestCut"}
    ),
    "Member": frozenset({"account", "score", "bits"}),
}
"""Fields for which evidence, lineage and gap are not read. A field that is missing here is slower, not wrong."""


_DATES: Final = frozenset({("Identifier", "firstSeen"), ("Identifier", "lastSeen")})


def dated(fields: Fields | None) -> bool:
    """Whether it is asked since when and until when accounts had identifiers; so where it is not known."""
    return fields is None or not fields.isdisjoint(_DATES)


def whole(fields: Fields | None, kind: str) -> bool:
    """Whether objects of a type are needed with all that they hold; so where it is not known what is asked for."""
    if fields is None:
        return True
    return any(one == kind and field not in _LIGHT[kind] for one, field in fields)
