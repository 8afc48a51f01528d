"""Replay: what would have been found when, had the feed come in day by day.

The whole feed is ingested once into a second home, then each day is closed with `as_of` that day. That equals feeding
the days one by one, because `as_of` hides all that was not known by then; a test holds the two ways against each other.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import duckdb

from app.graph import lease, open_store
from app.graph.store import GraphStore
from app.ingest import ingest
from app.ingest.sources import find_sources
from app.model.rings import KnownRing
from app.pipeline.closings import closings
from app.pipeline.detection import Tell, facts_of
from app.pipeline.detector import Detector
from app.pipeline.gap import ReplayedRing, add_volumes
from app.pipeline.history import History, TrackedRing
from app.pipeline.second_home import second_home
from app.rings.store.lifecycle import identify
from app.settings import Settings


@dataclass(frozen=True, slots=True)
class Compared:
    """A ring under two detectors; None on the side that does not list it.

    Where both do, the volumes of both are those of the accounts that either lists.
    """

    one: ReplayedRing | None
    other: ReplayedRing | None


@dataclass(frozen=True, slots=True)
class Replayed:
    """Answer of a replay: the rings as of its last closing."""

    rings: tuple[ReplayedRing, ...]
    """By (day flagged, size, id)."""
    closings: tuple[date, ...]
    compared: tuple[Compared, ...] = ()
    """With a second detector: the rings of both, side by side."""
    ingest_seconds: float = 0.0
    detect_seconds: tuple[float, ...] = ()
    """From one closing to the next: a day is read while the one before is looked at."""


def run_replay(
    settings: Settings,
    directory: Path,
    every: int = 1,
    tell: Tell = lambda _: None,
    *,
    other: Detector | None = None,
) -> Replayed:
    """Close every `every`-th day and the last one, with the product's detector and perhaps with another one.

    Raises UsageError for a missing directory, before anything is started.
    """
    find_sources(directory)
    with second_home(settings) as inner, open_store(inner) as store:
        tell("reading the feed")
        clock = time.monotonic()
        ingest(store, inner, directory)
        seconds = time.monotonic() - clock
        with lease(store, inner, "replay"), facts_of(inner, store) as view:
            days = closing_days(view.connection, every)
            return replace(replay(store, view.connection, days, tell, other=other), ingest_seconds=seconds)


def replay(
    store: GraphStore,
    facts: duckdb.DuckDBPyConnection,
    days: Sequence[date],
    tell: Tell = lambda _: None,
    *,
    other: Detector | None = None,
) -> Replayed:
    """Detect as of each day, following ring identity. Nothing after the last of `days` has any part in the answer."""
    detectors = [Detector()] if other is None else [Detector(), other]
    histories = [History() for _ in detectors]
    seconds = []
    clock = time.monotonic()
    with contextlib.closing(closings(store, facts, days, detectors)) as found:
        for number, day in enumerate(days, 1):
            tell(f"closing {day}, day {number} of {len(days)}")
            for history, groups in zip(histories, next(found), strict=True):
                history.close(day, groups)
            seconds.append(time.monotonic() - clock)
            clock = time.monotonic()
    until = days[-1] if days else None
    listed = [history.listed() for history in histories]
    rings = add_volumes(facts, listed[0], until)
    return Replayed(
        rings=tuple(sorted(rings, key=_order)),
        closings=tuple(days),
        compared=_compared(facts, listed[0], listed[1], until) if other is not None else (),
        detect_seconds=tuple(seconds),
    )


def _order(ring: ReplayedRing) -> tuple[date, int, str]:
    return (ring.flagged_on or date.max, -len(ring.accounts), ring.ring_id)


def _compared(
    facts: duckdb.DuckDBPyConnection, one: Sequence[TrackedRing], other: Sequence[TrackedRing], until: date | None
) -> tuple[Compared, ...]:
    """Rings of two detectors paired as rings of two days are: by the accounts that they share."""
    known = [KnownRing(ring.ring_id, frozenset(ring.accounts)) for ring in one]
    ids = identify([ring.accounts for ring in other], known, [ring.ring_id for ring in one]).ids
    partner = dict(zip(ids, other, strict=True))
    pairs = [(ring, partner.pop(ring.ring_id, None)) for ring in one] + [(None, ring) for ring in partner.values()]
    sides = [_both(pair) for pair in pairs]
    flat = [ring for side in sides for ring in side if ring is not None]
    measured = iter(add_volumes(facts, flat, until))
    told = [Compared(*(next(measured) if ring else None for ring in side)) for side in sides]
    return tuple(sorted(told, key=lambda pair: min(_order(ring) for ring in (pair.one, pair.other) if ring)))


def _both(pair: tuple[TrackedRing | None, TrackedRing | None]) -> tuple[TrackedRing | None, TrackedRing | None]:
    one, other = pair
    if one is None or other is None:
        return pair
    accounts = tuple(sorted({*one.accounts, *other.accounts}))
    return replace(one, accounts=accounts), replace(other, accounts=accounts)


def closing_days(facts: duckdb.DuckDBPyConnection, every: int = 1) -> list[date]:
    """Days of exchanges, then days on which older ones became known; every n-th, and always the last."""
    sql = """
        SELECT DISTINCT day FROM (
            SELECT unnest(generate_series(min(day), max(day), INTERVAL 1 DAY))::DATE AS day FROM usage
            UNION ALL SELECT known_day FROM usage)
        WHERE day IS NOT NULL ORDER BY day"""
    days = [row[0] for row in facts.execute(sql).fetchall()]
    return [day for index, day in enumerate(days, 1) if index % every == 0 or index == len(days)]
