"""The detection gap: what a ring's accounts had captured when it was flagged, and what an hourly look would have saved.

Volumes are those of the accounts that the ring had at the last closing, by whole UTC hours as the facts hold them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate

import duckdb
import pyarrow as pa

from app.model.gap import FamilyDays, Gap, GapDay
from app.pipeline.history import TrackedRing

_SQL = """
    SELECT grp, day, hour, sum(exchanges)::BIGINT, coalesce(sum(input_tokens), 0)::BIGINT,
           coalesce(sum(output_tokens), 0)::BIGINT
    FROM usage JOIN ring_members USING (account_id)
    WHERE $until IS NULL OR (day <= $until AND known_day <= $until)
    GROUP BY ALL ORDER BY ALL"""


@dataclass(frozen=True, slots=True)
class Volume:
    """Sums over exchanges."""

    exchanges: int = 0
    input_tokens: int = 0
    output_tokens: int = 0

    def __add__(self, other: Volume) -> Volume:
        """Both together."""
        return Volume(
            self.exchanges + other.exchanges,
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
        )


@dataclass(frozen=True, slots=True)
class Hourly:
    """What looking every hour instead of at each closing would have saved, at most."""

    not_before: datetime
    """The first whole hour (UTC) at whose end it could have been flagged."""
    saved: Volume
    """Exchanges from then on to the end of the day of the flag: an upper bound."""


@dataclass(frozen=True, slots=True)
class ReplayedRing:
    """One ring of the sequence of detections, with volumes of the accounts it had last."""

    ring_id: str
    accounts: tuple[str, ...]
    flagged_on: date | None
    evidence: tuple[FamilyDays, ...] = ()
    first_exchange: date | None = None
    before: Volume = Volume()
    """Up to the end of the day it was flagged on; all of them where it never was."""
    total: Volume = Volume()
    hourly: Hourly | None = None
    """None where it was never flagged, or had no exchange by then."""
    days: tuple[tuple[date, int], ...] = ()
    """Exchanges by day, days without any left out."""

    def captured_by(self, day: date | None) -> int | None:
        """Exchanges up to the end of a day."""
        return None if day is None else sum(count for at, count in self.days if at <= day)


Hours = Sequence[tuple[date, int, Volume]]
"""(day, hour, volume) in order."""


def add_volumes(
    facts: duckdb.DuckDBPyConnection, rings: Iterable[TrackedRing], until: date | None = None
) -> list[ReplayedRing]:
    """Each ring with what its accounts drew, of what was known at the end of day `until`."""
    listed = list(rings)
    pairs = [(number, account) for number, ring in enumerate(listed) for account in ring.accounts]
    members = pa.table(
        {
            "grp": pa.array([number for number, _ in pairs], pa.int32()),
            "account_id": pa.array([account for _, account in pairs], pa.string()),
        }
    )
    facts.register("ring_members", members)
    try:
        rows = facts.execute(_SQL, {"until": until}).fetchall()
    finally:
        facts.unregister("ring_members")
    hours: dict[int, list[tuple[date, int, Volume]]] = defaultdict(list)
    for number, day, hour, *volume in rows:
        hours[number].append((day, hour, Volume(*volume)))
    return [_measured(ring, hours[number]) for number, ring in enumerate(listed)]


def _measured(ring: TrackedRing, hours: Hours) -> ReplayedRing:
    days: dict[date, int] = defaultdict(int)
    for day, _, volume in hours:
        days[day] += volume.exchanges
    return ReplayedRing(
        ring.ring_id,
        ring.accounts,
        ring.flagged_on,
        ring.evidence,
        first_exchange=hours[0][0] if hours else None,
        before=_sum(volume for day, _, volume in hours if ring.flagged_on is None or day <= ring.flagged_on),
        total=_sum(volume for _, _, volume in hours),
        hourly=hourly(ring, hours),
        days=tuple(days.items()),
    )


def hourly(ring: TrackedRing, hours: Hours) -> Hourly | None:
    """Upper bound on what looking every hour would have saved.

    It supposes that a ring which was not flagged at a closing was not to be flagged in any hour before it, and that it
    could have been at the end of the first hour after it (not before the end of the hour of its first exchange:
    nobody is flagged for nothing). What came after that hour, up to the end of the day of the flag, is saved at most.
    """
    if ring.flagged_on is None or not hours or hours[0][0] > ring.flagged_on:
        return None
    earliest = _at(hours[0][0], hours[0][1])
    if ring.unflagged_on is not None:
        earliest = max(earliest, _at(ring.unflagged_on, 24))
    not_before = earliest + timedelta(hours=1)
    late = (v for day, hour, v in hours if day <= ring.flagged_on and _at(day, hour) >= not_before)
    return Hourly(not_before, _sum(late))


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(), UTC) + timedelta(hours=hour)


def _sum(volumes: Iterable[Volume]) -> Volume:
    return sum(volumes, Volume())


def gap_of(ring: ReplayedRing, closings: Sequence[date]) -> Gap:
    """What is told, drawn and kept of a replayed ring. `closings`: the days that were closed, in order."""
    late = _late(ring)
    return Gap(
        accounts=len(ring.accounts),
        first_exchange=ring.first_exchange,
        flagged_on=ring.flagged_on,
        exchanges_before=ring.before.exchanges,
        exchanges=ring.total.exchanges,
        input_tokens_before=ring.before.input_tokens,
        output_tokens_before=ring.before.output_tokens,
        saved_hourly=ring.hourly.saved.exchanges if ring.hourly else None,
        days=tuple(GapDay(day, count, late.get(day, 0)) for day, count in ring.days),
        evidence=ring.evidence,
        closings=len(closings),
        until=closings[-1] if closings else None,
    )


def _late(ring: ReplayedRing) -> dict[date, int]:
    """What looking hourly would have saved at most, by day: from the day of the flag backwards."""
    if ring.hourly is None or ring.flagged_on is None:
        return {}
    days = [(day, count) for day, count in reversed(ring.days) if day <= ring.flagged_on]
    sums = [0, *accumulate(count for _, count in days)]
    saved = ring.hourly.saved.exchanges
    return {day: min(count, saved - told) for (day, count), told in zip(days, sums, strict=False) if told < saved}
