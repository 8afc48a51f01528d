"""Turns a ring's daily traffic rows into buckets, totals and shares: exact sums, zero-filled, bounded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Annotated, Any, Final

import strawberry

from app.api.context import Info
from app.api.described import resolved
from app.api.loaders import RangeKey
from app.api.scalars import Long
from app.api.values import Bucket, Traffic, TrafficBucket, TrafficDimension, TrafficShare, Volume
from app.errors import UsageError

MAX_TOP: Final = 20
MAX_BUCKETS: Final = 1_500
MAX_ROWS: Final = 6_000
"""Buckets times their splits."""
OTHER: Final = "(other)"
_ZERO: Final = (0, 0, 0)

Row = dict[str, Any]
"""day, capability, model, exchanges, input_tokens, output_tokens."""
Sums = tuple[int, int, int]


@resolved("What its accounts drew, by day or week; `from` and `until` (exclusive) are UTC days.", cost=10)
async def ring_traffic(
    self: Any,
    info: Info,
    from_: Annotated[date | None, strawberry.argument(name="from")] = None,
    until: date | None = None,
    bucket: Bucket = Bucket.DAY,
    split_by: list[TrafficDimension] = [],  # noqa: B006, the schema shows it
    top_n: int = 10,
) -> Traffic:
    """`Ring.traffic`."""
    if not 1 <= top_n <= MAX_TOP:
        raise UsageError(f"`topN` is {top_n}, allowed are 1 to {MAX_TOP}")
    rows = await info.context.loaders.traffic.load(RangeKey(self.id, from_, until))
    return summarise(rows, bucket, split_by, top_n, from_, until)


def summarise(
    rows: Sequence[Row],
    bucket: Bucket,
    split_by: Sequence[TrafficDimension],
    top: int,
    from_day: date | None,
    until_day: date | None,
) -> Traffic:
    """All of a ring's traffic in a range. Raises UsageError when the range needs more than 1,500 buckets."""
    start, end = _range(rows, bucket, from_day, until_day)
    return Traffic(
        from_=start,
        until=end,
        bucket=bucket,
        total=_volume(_sum(rows)),
        buckets=_buckets(rows, bucket, _keep_top(rows, split_by, top), start, end),
        by_capability=_shares(rows, "capability"),
        by_model=_shares(rows, "model"),
    )


def _range(
    rows: Sequence[Row], bucket: Bucket, from_day: date | None, until_day: date | None
) -> tuple[date | None, date | None]:
    if from_day and until_day and from_day >= until_day:
        raise UsageError(f"the range from {from_day} until {until_day} is empty", do="`until` is exclusive")
    if not rows and not (from_day and until_day):
        return None, None
    start = from_day or rows[0]["day"]
    end = until_day or max(rows[-1]["day"] if rows else start, start) + timedelta(days=1)
    needed = (end - start).days // (7 if bucket is Bucket.WEEK else 1)
    if needed > MAX_BUCKETS:
        wider = "bucket: WEEK" if bucket is Bucket.DAY and needed <= 7 * MAX_BUCKETS else "a shorter range"
        raise UsageError(f"the range needs {needed} buckets, allowed are {MAX_BUCKETS}", do=f"Ask with {wider}")
    return start, end


def _bucket_of(day: date, bucket: Bucket) -> date:
    return day if bucket is Bucket.DAY else day - timedelta(days=day.weekday())


def _sum(rows: Iterable[Row]) -> Sums:
    exchanges = input_tokens = output_tokens = 0
    for row in rows:
        exchanges += row["exchanges"]
        input_tokens += row["input_tokens"] or 0
        output_tokens += row["output_tokens"] or 0
    return exchanges, input_tokens, output_tokens


def _volume(sums: Sums) -> Volume:
    return Volume(exchanges=Long(sums[0]), input_tokens=Long(sums[1]), output_tokens=Long(sums[2]))


def _shares(rows: Sequence[Row], dimension: str) -> list[TrafficShare]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[dimension]].append(row)
    sums = sorted(((key, _sum(group)) for key, group in groups.items()), key=lambda item: (-item[1][0], item[0]))
    return [TrafficShare(key=key, **vars(_volume(total))) for key, total in sums]


Splitter = dict[str, frozenset[str]]
"""Dimension name -> values kept apart; the others become OTHER."""


def _keep_top(rows: Sequence[Row], split_by: Sequence[TrafficDimension], top: int) -> Splitter:
    return {name.value: frozenset(share.key for share in _shares(rows, name.value)[:top]) for name in split_by}


def _buckets(
    rows: Sequence[Row], bucket: Bucket, split: Splitter, start: date | None, end: date | None
) -> list[TrafficBucket]:
    sums: dict[tuple[date, str | None, str | None], Sums] = {}
    if not split and start and end:
        step = timedelta(days=1 if bucket is Bucket.DAY else 7)
        day = _bucket_of(start, bucket)
        while day < end:
            sums[day, None, None] = _ZERO
            day += step
    for row in rows:
        key = (_bucket_of(row["day"], bucket), _part(row, "capability", split), _part(row, "model", split))
        before, more = sums.get(key, _ZERO), _sum([row])
        sums[key] = (before[0] + more[0], before[1] + more[1], before[2] + more[2])
    if len(sums) > MAX_ROWS:
        raise UsageError(
            f"the split needs {len(sums)} rows, allowed are {MAX_ROWS}",
            do="Ask for a shorter range or a smaller `topN`",
        )
    order = sorted(sums, key=lambda key: (key[0], key[1] or "", key[2] or ""))
    return [TrafficBucket(start=k[0], capability=k[1], model=k[2], **vars(_volume(sums[k]))) for k in order]


def _part(row: Row, dimension: str, split: Splitter) -> str | None:
    if dimension not in split:
        return None
    value: str = row[dimension]
    return value if value in split[dimension] else OTHER
