"""The named finders: linked account rings straight from the graph, as GraphQL and as a closed list."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import Any, Final

import strawberry

from app.api.described import attr, listed
from app.api.enums import Kind
from app.api.scalars import Long
from app.api.types import Identifier
from app.errors import UsageError
from app.graph.catalogue import Query, Statement
from app.graph.store import AsyncGraphStore, Row

MAX_ROWS: Final = 100
MAX_DEGREE: Final = 5_000


@strawberry.enum(description="Finders: statements that list linked accounts before any scoring.")
class FinderName(Enum):
    """cypher/rings/find_*.cypher, one member each."""

    SAME_INSTRUMENT = "same_instrument"
    SAME_BILLING_NAME = "same_billing_name"
    SAME_DEVICE = "same_device"
    SAME_PREFIX_AND_MAIL_PATTERN = "same_prefix_and_mail_pattern"
    SAME_CLUSTER_AND_CLIENT = "same_cluster_and_client"


KINDS_FOUND: Final[dict[FinderName, tuple[Kind, ...]]] = {
    FinderName.SAME_INSTRUMENT: (Kind.INSTRUMENT,),
    FinderName.SAME_BILLING_NAME: (Kind.BILLING_NAME,),
    FinderName.SAME_DEVICE: (Kind.DEVICE,),
    FinderName.SAME_PREFIX_AND_MAIL_PATTERN: (Kind.SUBNET, Kind.EMAIL_PATTERN),
    FinderName.SAME_CLUSTER_AND_CLIENT: (Kind.QUERY_CLUSTER, Kind.CLIENT),
}
"""Kinds of a finder's identifiers, in the order of its rows."""


@strawberry.input(description="Parameters of a finder; what is left out takes the finder's own default.")
class FinderParams:
    """Bounds, so that hubs are never expanded."""

    max_degree: int | None = strawberry.field(
        default=None, description="Leave out identifiers of more accounts (<= 5000)."
    )
    min_size: int | None = strawberry.field(default=None, description="Leave out groups of fewer accounts (>= 2).")
    limit: int | None = strawberry.field(default=None, description="How many groups (1 to 100).")
    as_of: date | None = strawberry.field(
        default=None, description="Look at the data as it was known on this day (UTC)."
    )


@strawberry.type(description="Accounts that share something rare.")
class FinderRow:
    """One group."""

    identifiers: list[Identifier] = listed("What they share.", size=2)
    degrees: list[Long] = attr("Accounts of the whole population with each of these identifiers.")
    size: int = attr("Accounts that share them all.")
    members: list[strawberry.ID] = attr("Their ids.")
    first_seen: date | None = attr("First day of use.")
    last_seen: date | None = attr("Last day of use.")
    bits: float | None = attr("How much rarer than chance, in bits; null where one identifier alone is shared.")


@strawberry.type(description="What a finder found.")
class FinderResult:
    """Rows and what they mean."""

    name: FinderName = attr("The finder.")
    purpose: str = attr("What it looks for.")
    cypher: str = attr("Its statement, to paste into Neo4j Browser.")
    truncated: bool = attr("Whether `limit` cut the list.")
    rows: list[FinderRow] = listed("Groups, strongest first.", size=50)


def statement_of(name: FinderName) -> Statement:
    """The catalogue's statement behind a finder."""
    return Query(f"rings/find_{name.value}").statement


async def run_finder(store: AsyncGraphStore, name: FinderName, params: FinderParams | None) -> FinderResult:
    """Run a finder within bounds. Raises UsageError for a parameter out of range."""
    statement = statement_of(name)
    values = {**statement.defaults, **_given(params or FinderParams())}
    limit = values["limit"]
    rows = await store.read(Query(statement.name), **{**values, "limit": limit + 1})
    kinds = KINDS_FOUND[name]
    return FinderResult(
        name=name,
        purpose=statement.purpose,
        cypher=statement.text,
        truncated=len(rows) > limit,
        rows=[_row(row, kinds) for row in rows[:limit]],
    )


def _given(params: FinderParams) -> dict[str, Any]:
    bounds = {"max_degree": (2, MAX_DEGREE), "min_size": (2, MAX_DEGREE), "limit": (1, MAX_ROWS)}
    given: dict[str, Any] = {"as_of": params.as_of} if params.as_of else {}
    for name, (low, high) in bounds.items():
        value = getattr(params, name)
        if value is None:
            continue
        if not low <= value <= high:
            raise UsageError(f"`{name}` is {value}, allowed are {low} to {high}")
        given[name] = value
    return given


def _row(row: Row, kinds: tuple[Kind, ...]) -> FinderRow:
    return FinderRow(
        identifiers=[Identifier(kind=kind, raw=raw) for kind, raw in zip(kinds, row["identifiers"], strict=True)],
        degrees=[Long(degree) for degree in row["degrees"]],
        size=row["size"],
        members=row["members"],
        first_seen=row["first_seen"],
        last_seen=row["last_seen"],
        bits=row.get("bits"),
    )
