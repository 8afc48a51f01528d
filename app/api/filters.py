"""The ring filter: typed input to the fixed shape that the Cypher statement tests (and-or-and-or-and over leaves)."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import Any, Final

import strawberry

from app.api.enums import Family, State
from app.api.scalars import Long
from app.errors import UsageError

MAX_DEPTH: Final = 3
MAX_LEAVES: Final = 50
MAX_VALUES: Final = 100
_LEVELS: Final = 5
"""and, or, and, or, and: what three nested filters need at most once negations have moved to the leaves."""

_STATES: Final = frozenset(str(state.value) for state in State)

Leaf = dict[str, Any]
Tree = Any
"""Nested lists, `_LEVELS` deep, of leaves."""


@strawberry.enum(description="What rings can be sorted by. Ties: contained suspects first, then exchanges, then id.")
class RingOrderField(Enum):
    """Closed list of sort keys."""

    SCORE = "SCORE"
    EXCHANGES = "EXCHANGES"
    SIZE = "SIZE"
    FIRST_SEEN = "FIRST_SEEN"
    LAST_SEEN = "LAST_SEEN"


@strawberry.enum(description="Sort direction. Rings without the sort key come last either way.")
class Direction(Enum):
    """Ascending or descending."""

    ASC = 1
    DESC = -1


@strawberry.input(description="How to sort rings.")
class RingOrder:
    """Sort key and direction."""

    field: RingOrderField = strawberry.field(default=RingOrderField.SCORE, description="The sort key.")
    direction: Direction = strawberry.field(default=Direction.DESC, description="Largest first or smallest first.")


def _maybe(description: str) -> Any:
    return strawberry.field(default=None, description=description)


@strawberry.input(
    description="Which rings: all given conditions must hold. Nests three deep, holds 50 conditions at most."
)
class RingFilter:
    """Typed conditions on rings."""

    ids: list[strawberry.ID] | None = _maybe('The ring is one of these (at most 100). Example: ["R-ABCDEFGHIJ"].')
    states: list[State] | None = _maybe("The ring is in one of these states. Example: [FLAGGED, CONFIRMED].")
    families: list[Family] | None = _maybe("The ring has evidence of every one of these families.")
    min_score: float | None = _maybe("Score, a calibrated probability 0..1, is at least this.")
    max_score: float | None = _maybe("Score is at most this.")
    min_size: int | None = _maybe("The ring has at least this many accounts.")
    max_size: int | None = _maybe("The ring has at most this many accounts.")
    min_exchanges: Long | None = _maybe("The ring drew at least this many exchanges.")
    max_exchanges: Long | None = _maybe("The ring drew at most this many exchanges.")
    seen_from: date | None = _maybe("The ring was active on this day (UTC) or later.")
    seen_before: date | None = _maybe("The ring was active before this day (UTC).")
    and_: list[RingFilter] | None = strawberry.field(name="and", default=None, description="All of these hold.")
    or_: list[RingFilter] | None = strawberry.field(name="or", default=None, description="At least one of these holds.")
    not_: RingFilter | None = strawberry.field(name="not", default=None, description="This does not hold.")


_LISTS: Final = ("ids", "states", "families")
_BOUNDS: Final = (
    "min_score", "max_score", "min_size", "max_size", "min_exchanges", "max_exchanges", "seen_from", "seen_before",
)  # fmt: skip


def compile_filter(given: RingFilter | None) -> Tree:
    """The filter as nested lists for the statement. Raises UsageError when it is too deep or too large."""
    if given is None:
        return []
    leaves = _count(given, 1)
    if leaves > MAX_LEAVES:
        raise UsageError(f"the filter has {leaves} conditions, allowed are {MAX_LEAVES}", do="Ask in several queries")
    kind, parts = _normal(given, negated=False)
    return _level(parts if kind == "and" else [(kind, parts)], 0)


def possible_states(tree: Tree) -> frozenset[str]:
    """States that a ring which passes may be in: the others need not be looked at, most groups being benign."""
    return _possible(tree, 0)


def _possible(part: Any, depth: int) -> frozenset[str]:
    if depth == _LEVELS:
        if part["test"] != "states":
            return _STATES
        return _STATES - frozenset(part["values"]) if part["negated"] else _STATES & frozenset(part["values"])
    inner = (_possible(one, depth + 1) for one in part)
    return _STATES.intersection(*inner) if depth % 2 == 0 else frozenset().union(*inner)


def _count(given: RingFilter, depth: int) -> int:
    if depth > MAX_DEPTH:
        raise UsageError(f"the filter nests deeper than {MAX_DEPTH}", do="Flatten it, or ask in several queries")
    own = sum(getattr(given, name) is not None for name in (*_LISTS, *_BOUNDS))
    nested = [*(given.and_ or ()), *(given.or_ or ()), *([given.not_] if given.not_ else ())]
    return own + sum(max(1, _count(inner, depth + 1)) for inner in nested)


def _normal(given: RingFilter, negated: bool) -> tuple[str, list[Any]]:
    """Negation normal form: ('and' | 'or', parts), a part being a leaf or another such pair of the other kind."""
    kind = "or" if negated else "and"
    parts: list[Any] = [leaf for name in (*_LISTS, *_BOUNDS) if (leaf := _leaf(given, name, negated))]
    if given.and_ is not None:
        parts += _merged(kind, kind, [_normal(inner, negated) for inner in given.and_])
    if given.or_ is not None:
        parts += _merged("and" if negated else "or", kind, [_normal(inner, negated) for inner in given.or_])
    if given.not_ is not None:
        parts += _merged(kind, kind, [_normal(given.not_, not negated)])
    return kind, parts


def _merged(kind: str, outer: str, children: list[tuple[str, list[Any]]]) -> list[Any]:
    """Children joined by `kind`, merged into `outer` where both are the same connective."""
    flat: list[Any] = []
    for child_kind, parts in children:
        flat += parts if child_kind == kind else [(child_kind, parts)]
    return flat if kind == outer else [(kind, flat)]


def _leaf(given: RingFilter, name: str, negated: bool) -> Leaf | None:
    value = getattr(given, name)
    if value is None:
        return None
    if name not in _LISTS:
        return {"test": name, "bound": value, "values": [], "negated": negated}
    if len(value) > MAX_VALUES:
        raise UsageError(f"`{name}` lists {len(value)} values, allowed are {MAX_VALUES}", do="Ask in several queries")
    return {"test": name, "bound": None, "values": [str(item) for item in value], "negated": negated}


def _level(parts: list[Any], depth: int) -> list[Any]:
    """Pad every path to `_LEVELS`: at each level the connective alternates, starting with and."""
    connective = "and" if depth % 2 == 0 else "or"
    if depth == _LEVELS - 1:
        return parts
    return [
        _level(part[1] if isinstance(part, tuple) and part[0] != connective else [part], depth + 1) for part in parts
    ]
