"""`traffic` of a ring, an account, an operator, an identifier: one resolver, whatever it is about."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Annotated, Any, Final

import strawberry

from app.api.buckets import Asked, checked, summarise
from app.api.context import Info
from app.api.described import resolved
from app.api.loaders import PageKey, RangeKey, UsageKey
from app.api.policy import DECIDES
from app.api.values import Bucket, Traffic, TrafficDimension
from app.errors import LimitError, UsageError
from app.pipeline.traffic import Subject, Usage

COST: Final = 10
COST_OF_FACTS: Final = 100
"""A pass over the facts."""
MAX_ACCOUNTS: Final = 5_000
"""Accounts of an identifier whose traffic is added up."""

Reader = Callable[[Any, Info, Asked], Awaitable[Usage]]


def _field(description: str, cost: int, read: Reader) -> Any:
    """A traffic field; `read` is all in which they differ."""

    async def traffic(
        self: Any,
        info: Info,
        from_: Annotated[date | None, strawberry.argument(name="from")] = None,
        until: date | None = None,
        bucket: Bucket = Bucket.DAY,
        split_by: list[TrafficDimension] = [],  # noqa: B006, the schema shows it
        top_n: int = 10,
        timezone: str = "UTC",
    ) -> Traffic:
        asked = checked(from_, until, bucket, timezone, split_by, top_n)
        usage = await read(self, info, asked)
        return summarise(usage.rows, asked, usage.through)

    return resolved(description, cost=cost)(traffic)


async def _of_ring(ring: Any, info: Info, asked: Asked) -> Usage:
    """As detection stored it; hours and other days than UTC's are added up from the facts."""
    if asked.bucket is Bucket.HOUR or not asked.utc:
        info.context.charge(COST_OF_FACTS - COST)
        return await _facts(info, Subject("ring", ring.id), asked)
    rows = await info.context.loaders.traffic.load(RangeKey(ring.id, asked.from_day, asked.until_day))
    return Usage(rows, await info.context.loaders.detected_through.load("all"))


async def _of_account(account: Any, info: Info, asked: Asked) -> Usage:
    return await _facts(info, Subject("accounts", account.id, (str(account.id),)), asked)


async def _of_operator(operator: Any, info: Info, asked: Asked) -> Usage:
    every = info.context.principal.role in DECIDES
    return await _facts(info, Subject("operator", str(operator.id), every_claim=every), asked)


async def _of_identifier(identifier: Any, info: Info, asked: Asked) -> Usage:
    kind = identifier.kind.value
    if kind != "query_cluster":
        raise UsageError(
            f"the data does not say which exchange came with which {kind}",
            do="`accountsTraffic` is all that its accounts drew, with whatever they used",
        )
    return await _facts(info, Subject(kind, identifier.raw), asked)


async def _of_its_accounts(identifier: Any, info: Info, asked: Asked) -> Usage:
    key = identifier.kind.value, identifier.raw
    rows = await info.context.loaders.identifier_accounts.load(PageKey(key, MAX_ACCOUNTS))
    if len(rows) > MAX_ACCOUNTS:
        raise LimitError(f"more than {MAX_ACCOUNTS} accounts have it", do="Ask for the traffic of its rings")
    accounts = tuple(row["account"]["account_id"] for row in rows)
    info.context.loaders.touched.update(f"Account:{one}" for one in accounts)
    return await _facts(info, Subject("accounts", "".join(key), accounts), asked)


async def _facts(info: Info, subject: Subject, asked: Asked) -> Usage:
    return await info.context.loaders.usage.load(UsageKey(subject, asked.span()))


_WHEN: Final = (
    "`from` and `until` (exclusive) are days of `timezone`; at most 1500 buckets by hour, day or week, without gaps."
)
ring_traffic: Any = _field(
    f"What its accounts drew. {_WHEN} UTC days and weeks are as the last detection stored them; hours and days of "
    "another zone are added up from the facts, for 100 points.",
    COST,
    _of_ring,
)
account_traffic: Any = _field(f"What it drew. {_WHEN}", COST_OF_FACTS, _of_account)
operator_traffic: Any = _field(
    f"What the accounts drew that approved claims give to it alone. {_WHEN}", COST_OF_FACTS, _of_operator
)
identifier_traffic: Any = _field(
    f"Exchanges of a query cluster; of other kinds the data does not tell. {_WHEN}", COST_OF_FACTS, _of_identifier
)
accounts_traffic: Any = _field(
    f"All that its accounts (5000 at most) drew, with whatever they used. {_WHEN}", COST_OF_FACTS, _of_its_accounts
)
