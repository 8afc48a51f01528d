"""Replay: what would have been found when, had the feed come in day by day.

The whole feed is ingested once into a second home, then each day is closed with `as_of` that day. That equals feeding
the days one by one, because `as_of` hides all that was not known by then; a test holds the two ways against each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from app.graph import lease, open_store
from app.graph.store import GraphStore
from app.ingest import ingest
from app.ingest.sources import find_sources
from app.model.detection import State
from app.model.rings import RINGS, Identity, KnownRing
from app.pipeline.detection import Tell, facts_of, look
from app.pipeline.second_home import second_home
from app.rings.lifecycle import identify
from app.settings import Settings

SHOWN = (*RINGS, State.CANDIDATE, State.CONTAINED_SUSPECT)
"""States in which a group at the end is listed although it was never flagged."""


@dataclass(frozen=True, slots=True)
class ReplayedRing:
    """One ring of the sequence of detections, with volumes of the accounts it had last."""

    ring_id: str
    accounts: tuple[str, ...]
    flagged_on: date | None
    first_exchange: date | None = None
    exchanges_before_flag: int = 0
    """Up to the end of the day it was flagged on; all of them where it never was."""
    exchanges_total: int = 0


@dataclass(slots=True)
class History:
    """Ring identity over a sequence of detections, in memory."""

    rings: dict[str, KnownRing] = field(default_factory=dict)
    states: dict[str, State] = field(default_factory=dict)
    """Of current rings."""
    flagged_on: dict[str, date] = field(default_factory=dict)
    heirs: dict[str, str] = field(default_factory=dict)

    def close(self, day: date, groups: Sequence[tuple[Sequence[str], State]]) -> Identity:
        """Take in one day's groups."""
        identity = identify([members for members, _ in groups], self.rings.values(), self.rings)
        for ring_id in identity.ended:
            self.rings[ring_id] = replace(self.rings[ring_id], current=False)
        for step in sorted(identity.lineage, key=lambda step: (step.shared, step.new)):
            if step.old in identity.ended:
                self.heirs[step.old] = step.new
        self.states = {}
        for ring_id, (members, state) in zip(identity.ids, groups, strict=True):
            self.rings[ring_id] = KnownRing(ring_id, frozenset(members))
            self.states[ring_id] = state
            self.heirs.pop(ring_id, None)
            if state in RINGS:
                self.flagged_on.setdefault(ring_id, day)
        return identity

    def listed(self) -> list[ReplayedRing]:
        """Rings that were ever flagged, and unflagged suspects of the last day; a merged ring is listed as its heir."""
        ids = set(self.flagged_on) | {ring_id for ring_id, state in self.states.items() if state in SHOWN}
        own = [ring_id for ring_id in sorted(ids) if self._last_heir(ring_id) not in ids - {ring_id}]
        return [
            ReplayedRing(ring_id, tuple(sorted(self.rings[ring_id].members)), self.flagged_on.get(ring_id))
            for ring_id in own
        ]

    def _last_heir(self, ring_id: str) -> str:
        seen = {ring_id}
        while (heir := self.heirs.get(ring_id)) and heir not in seen:
            seen.add(heir)
            ring_id = heir
        return ring_id


def run_replay(
    settings: Settings, directory: Path, every: int = 1, tell: Tell = lambda _: None
) -> tuple[ReplayedRing, ...]:
    """Close every `every`-th day and the last one; rings by (day flagged, size, id).

    Raises UsageError for a missing directory, before anything is started.
    """
    find_sources(directory)
    with second_home(settings) as inner, open_store(inner) as store:
        tell("reading the feed")
        ingest(store, inner, directory)
        with lease(store, inner, "replay"), facts_of(inner, store) as view:
            return replay(store, view.connection, closing_days(view.connection, every), tell)


def replay(
    store: GraphStore, facts: duckdb.DuckDBPyConnection, days: Sequence[date], tell: Tell = lambda _: None
) -> tuple[ReplayedRing, ...]:
    """Detect as of each day, following ring identity."""
    history = History()
    for number, day in enumerate(days, 1):
        tell(f"closing {day}, day {number} of {len(days)}")
        groups = look(store, facts, day).detection.groups
        history.close(day, [([m.account_id for m in group.members], group.state) for group in groups])
    rings = add_volumes(facts, history.listed())
    return tuple(sorted(rings, key=lambda r: (r.flagged_on or date.max, -len(r.accounts), r.ring_id)))


def closing_days(facts: duckdb.DuckDBPyConnection, every: int = 1) -> list[date]:
    """Days of exchanges, then days on which older ones became known; every n-th, and always the last."""
    sql = """
        SELECT DISTINCT day FROM (
            SELECT unnest(generate_series(min(day), max(day), INTERVAL 1 DAY))::DATE AS day FROM usage
            UNION ALL SELECT known_day FROM usage)
        WHERE day IS NOT NULL ORDER BY day"""
    days = [row[0] for row in facts.execute(sql).fetchall()]
    return [day for index, day in enumerate(days, 1) if index % every == 0 or index == len(days)]


def add_volumes(facts: duckdb.DuckDBPyConnection, rings: Iterable[ReplayedRing]) -> list[ReplayedRing]:
    """First exchange, exchanges up to the flag and in all, of each ring's accounts."""
    listed = list(rings)
    pairs = [(number, account) for number, ring in enumerate(listed) for account in ring.accounts]
    members = pa.table(
        {
            "grp": pa.array([number for number, _ in pairs], pa.int32()),
            "account_id": pa.array([account for _, account in pairs], pa.string()),
            "flagged_on": pa.array([listed[number].flagged_on for number, _ in pairs], pa.date32()),
        }
    )
    facts.register("ring_members", members)
    try:
        sql = """
            SELECT grp, min(day), coalesce(sum(exchanges) FILTER (flagged_on IS NULL OR day <= flagged_on), 0)::BIGINT,
                   sum(exchanges)::BIGINT
            FROM usage JOIN ring_members USING (account_id) GROUP BY grp"""
        volumes = {row[0]: row[1:] for row in facts.execute(sql).fetchall()}
    finally:
        facts.unregister("ring_members")
    nothing = (None, 0, 0)
    return [
        replace(ring, first_exchange=first, exchanges_before_flag=before, exchanges_total=total)
        for ring, (first, before, total) in ((ring, volumes.get(n, nothing)) for n, ring in enumerate(listed))
    ]
