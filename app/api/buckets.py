"""Turns rows of traffic into buckets, totals and shares: exact sums, zero-filled, bounded, in any zone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from operator import attrgetter
from typing import Final
from zoneinfo import ZoneInfo

from app.api.scalars import Long
from app.api.values import Bucket, Traffic, TrafficBucket, TrafficDimension, TrafficShare, Volume
from app.errors import LimitError, UsageError
from app.pipeline.traffic import Span, UsageRow

MAX_TOP: Final = 20
MAX_BUCKETS: Final = 1_500
MAX_ROWS: Final = 6_000
"""Buckets times their splits."""
OTHER: Final = "(other)"
UTC_NAME: Final = "UTC"
_ZERO: Final = (0, 0, 0)
_HOUR: Final = timedelta(hours=1)

Sums = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Asked:
    """Checked arguments of a traffic field."""

    from_day: date | None
    until_day: date | None
    """Exclusive; days of the zone."""
    bucket: Bucket
    zone: ZoneInfo
    split_by: tuple[TrafficDimension, ...]
    top: int

    @property
    def utc(self) -> bool:
        """Whether days of the zone are UTC days."""
        return self.zone.key == UTC_NAME

    def span(self) -> Span:
        """What to read of the facts."""
        since, before = (self.starts(day) if day else None for day in (self.from_day, self.until_day))
        return Span(since, before, "day" if self.utc and self.bucket is not Bucket.HOUR else "hour")

    def starts(self, day: date) -> datetime:
        """The moment at which a day of the zone begins (UTC). Raises UsageError where that is within a stored hour."""
        at = datetime.combine(day, time(), self.zone).astimezone(UTC)
        if at.minute or at.second:
            raise UsageError(
                f"the data is kept by whole hours of UTC, and {day} begins {at:%H:%M} UTC in {self.zone.key}",
                do="Ask with a timezone that is whole hours from UTC",
            )
        return at

    def day_of(self, at: datetime) -> date:
        """The day of the zone that a moment is in."""
        return at.astimezone(self.zone).date()


def checked(
    from_day: date | None,
    until_day: date | None,
    bucket: Bucket,
    timezone: str,
    split_by: Sequence[TrafficDimension],
    top: int,
) -> Asked:
    """Arguments of a traffic field. Raises UsageError, before anything is read where both ends are given."""
    if not 1 <= top <= MAX_TOP:
        raise UsageError(f"`topN` is {top}, allowed are 1 to {MAX_TOP}")
    if from_day and until_day and from_day >= until_day:
        raise UsageError(f"the range from {from_day} until {until_day} is empty", do="`until` is exclusive")
    asked = Asked(from_day, until_day, bucket, _zone(timezone), tuple(split_by), top)
    if from_day and until_day:
        _check_count(asked, from_day, until_day)
    asked.span()
    return asked


def _zone(name: str) -> ZoneInfo:
    if name in ("UTC", "Etc/UTC", "Z"):
        return ZoneInfo(UTC_NAME)
    try:
        return ZoneInfo(name[:64])
    except (KeyError, ValueError, OSError):
        raise UsageError("`timezone` is no name of the IANA database", do='For example "Europe/Paris"') from None


def summarise(rows: Sequence[UsageRow], asked: Asked, through: date | None) -> Traffic:
    """All traffic of a range. Raises UsageError when it needs more than 1,500 buckets. `rows` are in order of time."""
    start, end = _range(rows, asked)
    if start and end:
        _check_count(asked, start, end)
    return Traffic(
        from_=start,
        until=end,
        bucket=asked.bucket,
        timezone=asked.zone.key,
        data_through=through,
        total=_volume(_sum(rows)),
        buckets=_buckets(rows, asked, start, end),
        by_capability=_shares(rows, TrafficDimension.CAPABILITY),
        by_model=_shares(rows, TrafficDimension.MODEL),
    )


def _range(rows: Sequence[UsageRow], asked: Asked) -> tuple[date | None, date | None]:
    if not rows and not (asked.from_day and asked.until_day):
        return None, None
    start = asked.from_day or asked.day_of(rows[0].at)
    last = asked.day_of(rows[-1].at) if rows else start
    return start, asked.until_day or max(last, start) + timedelta(days=1)


def _needed(asked: Asked, bucket: Bucket, start: date, end: date) -> int:
    if bucket is Bucket.HOUR:
        return (asked.starts(end) - asked.starts(start)) // _HOUR
    if bucket is Bucket.DAY:
        return (end - start).days
    return (_monday(end - timedelta(days=1)) - _monday(start)).days // 7 + 1


def _check_count(asked: Asked, start: date, end: date) -> None:
    needed = _needed(asked, asked.bucket, start, end)
    if needed <= MAX_BUCKETS:
        return
    sizes = list(Bucket)
    wider = sizes[sizes.index(asked.bucket) + 1 :]
    fits = next((f"bucket: {one.name}" for one in wider if _needed(asked, one, start, end) <= MAX_BUCKETS), None)
    raise LimitError(
        f"the range needs {needed} buckets, allowed are {MAX_BUCKETS}", do=f"Ask with {fits or 'a shorter range'}"
    )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _sum(rows: Iterable[UsageRow]) -> Sums:
    exchanges = input_tokens = output_tokens = 0
    for row in rows:
        exchanges += row.exchanges
        input_tokens += row.input_tokens
        output_tokens += row.output_tokens
    return exchanges, input_tokens, output_tokens


def _volume(sums: Sums) -> Volume:
    return Volume(exchanges=Long(sums[0]), input_tokens=Long(sums[1]), output_tokens=Long(sums[2]))


def _shares(rows: Sequence[UsageRow], dimension: TrafficDimension) -> list[TrafficShare]:
    groups: dict[str, list[UsageRow]] = defaultdict(list)
    key_of = attrgetter(dimension.value)
    for row in rows:
        groups[key_of(row)].append(row)
    sums = sorted(((key, _sum(group)) for key, group in groups.items()), key=lambda item: (-item[1][0], item[0]))
    return [TrafficShare(key=key, **vars(_volume(total))) for key, total in sums]


Splitter = dict[TrafficDimension, frozenset[str]]
"""Dimension -> values kept apart; the others become OTHER."""


def _keep_top(rows: Sequence[UsageRow], asked: Asked) -> Splitter:
    return {one: frozenset(share.key for share in _shares(rows, one)[: asked.top]) for one in asked.split_by}


def _buckets(rows: Sequence[UsageRow], asked: Asked, start: date | None, end: date | None) -> list[TrafficBucket]:
    split = _keep_top(rows, asked)
    sums: dict[tuple[datetime, str | None, str | None], Sums] = {}
    if not split and start and end:
        sums = {(at, None, None): _ZERO for at in _starts(asked, start, end)}
    starts = {at: _start_of(asked, at) for at in {row.at for row in rows}}
    capabilities, models = split.get(TrafficDimension.CAPABILITY), split.get(TrafficDimension.MODEL)
    for row in rows:
        key = (starts[row.at], _part(row.capability, capabilities), _part(row.model, models))
        before = sums.get(key, _ZERO)
        sums[key] = (before[0] + row.exchanges, before[1] + row.input_tokens, before[2] + row.output_tokens)
    if len(sums) > MAX_ROWS:
        raise LimitError(
            f"the split needs {len(sums)} rows, allowed are {MAX_ROWS}",
            do="Ask for a shorter range or a smaller `topN`",
        )
    order = sorted(sums, key=lambda key: (key[0], key[1] or "", key[2] or ""))
    local = {at: at.astimezone(asked.zone) for at in {at for at, _, _ in sums}}
    return [_bucket(local[key[0]], key[1], key[2], sums[key]) for key in order]


def _bucket(local: datetime, capability: str | None, model: str | None, sums: Sums) -> TrafficBucket:
    return TrafficBucket(start=local.date(), starts_at=local, capability=capability, model=model, **vars(_volume(sums)))


def _starts(asked: Asked, start: date, end: date) -> Iterator[datetime]:
    if asked.bucket is Bucket.HOUR:
        at, until = asked.starts(start), asked.starts(end)
        while at < until:
            yield at
            at += _HOUR
        return
    step = timedelta(days=1 if asked.bucket is Bucket.DAY else 7)
    day = start if asked.bucket is Bucket.DAY else _monday(start)
    while day < end:
        yield asked.starts(day)
        day += step


def _start_of(asked: Asked, at: datetime) -> datetime:
    if asked.bucket is Bucket.HOUR:
        return at
    day = asked.day_of(at)
    return asked.starts(day if asked.bucket is Bucket.DAY else _monday(day))


def _part(value: str, kept: frozenset[str] | None) -> str | None:
    if kept is None:
        return None
    return value if value in kept else OTHER
