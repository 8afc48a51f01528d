"""Scalars that GraphQL lacks: 64-bit integers."""

from __future__ import annotations

from typing import Any, Final, NewType

import strawberry
from graphql import GraphQLError
from strawberry.types.scalar import ScalarDefinition

Long = NewType("Long", int)
"""A 64-bit signed integer; GraphQL's Int has 32 bits and published campaigns pass it."""

_LIMIT: Final = 2**63


def _checked(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise GraphQLError("Long is a whole number")
    try:
        number = int(value)
    except ValueError:
        raise GraphQLError("Long is a whole number") from None
    if not -_LIMIT <= number < _LIMIT:
        raise GraphQLError("Long holds 64 bits")
    return number


SCALARS: Final[dict[object, ScalarDefinition]] = {
    Long: strawberry.scalar(
        name="Long",
        description="A 64-bit signed integer, sent as a JSON number (or, on the way in, a string of digits).",
        serialize=int,
        parse_value=_checked,
    )
}
