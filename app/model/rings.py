"""Rings with identity: groups that a run found, under the id they keep, with totals, traffic and lineage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.model.detection import Group, State

RINGS = (State.FLAGGED, State.CONFIRMED)
"""States that count as rings in listings and exports; a person's confirmation is never worth less than a flag."""


@dataclass(frozen=True, slots=True)
class TrafficRow:
    """What a ring's accounts did on one day with one model for one capability; `""` where unknown."""

    day: date
    capability: str
    model: str
    exchanges: int
    input_tokens: int
    output_tokens: int
    accounts: int
    """Distinct accounts of the ring with such exchanges that day."""


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over a ring's traffic; dates are days (UTC) of the first and last exchange, None without any."""

    exchanges: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    first_seen: date | None = None
    last_seen: date | None = None

    @classmethod
    def of(cls, rows: tuple[TrafficRow, ...]) -> Totals:
        """Add up daily rows."""
        if not rows:
            return cls()
        days = [row.day for row in rows]
        return cls(
            sum(row.exchanges for row in rows),
            sum(row.input_tokens for row in rows),
            sum(row.output_tokens for row in rows),
            min(days),
            max(days),
        )


@dataclass(frozen=True, slots=True)
class Ring:
    """A group under its id, with what its accounts did."""

    ring_id: str
    group: Group
    traffic: tuple[TrafficRow, ...] = ()
    totals: Totals = Totals()

    @property
    def accounts(self) -> tuple[str, ...]:
        """Member account ids, sorted."""
        return tuple(member.account_id for member in self.group.members)


@dataclass(frozen=True, slots=True)
class KnownRing:
    """A ring of an earlier run: its id and its last members."""

    ring_id: str
    members: frozenset[str]
    current: bool = True


@dataclass(frozen=True, slots=True)
class Lineage:
    """`shared` accounts of ring `old` are in ring `new` since this run: a split or a merge."""

    old: str
    new: str
    shared: int


@dataclass(frozen=True, slots=True)
class Identity:
    """Ids for groups, in the groups' order; which known rings ended; what became of whom."""

    ids: tuple[str, ...]
    ended: tuple[str, ...] = ()
    lineage: tuple[Lineage, ...] = ()


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What one detection did."""

    run_id: str | None
    """None where nothing was written (a past day, a replay)."""
    as_of: date | None
    rings: tuple[Ring, ...]
    """Every group, in detection order, whatever its state."""
    changed: int = 0
    """Rings written because something about them was new."""
    lacked: tuple[str, ...] = ()
    seconds: float = 0.0

    @property
    def flagged(self) -> tuple[Ring, ...]:
        """Rings proper, in the order that the command line promises: score, exchanges, id."""
        rings = [ring for ring in self.rings if ring.group.state in RINGS]
        return tuple(sorted(rings, key=lambda r: (-r.group.score, -r.totals.exchanges, r.ring_id)))
