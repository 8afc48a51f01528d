"""Ring identity over a sequence of detections, in memory: when each ring was flagged, and by which evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from app.model.detection import Group, State
from app.model.gap import FamilyDays
from app.model.rings import RINGS, Identity, KnownRing
from app.rings.store.lifecycle import identify

SHOWN = (*RINGS, State.CANDIDATE, State.CONTAINED_SUSPECT)
"""States in which a group at the end is listed although it was never flagged."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One group of one day's closing."""

    members: Sequence[str]
    state: State
    families: tuple[str, ...] = ()
    sufficient: tuple[str, ...] = ()

    @classmethod
    def of(cls, group: Group) -> Seen:
        """From a detection."""
        members = [member.account_id for member in group.members]
        return cls(members, group.state, group.families, group.sufficient)


@dataclass(frozen=True, slots=True)
class TrackedRing:
    """A ring of the sequence, with the accounts it had last."""

    ring_id: str
    accounts: tuple[str, ...]
    flagged_on: date | None
    unflagged_on: date | None = None
    """The closing before the flag, or the last one where it never was; None before the first."""
    evidence: tuple[FamilyDays, ...] = ()


@dataclass(slots=True)
class History:
    """Ring identity over a sequence of detections."""

    rings: dict[str, KnownRing] = field(default_factory=dict)
    states: dict[str, State] = field(default_factory=dict)
    """Of current rings."""
    flagged_on: dict[str, date] = field(default_factory=dict)
    heirs: dict[str, str] = field(default_factory=dict)
    closed: list[date] = field(default_factory=list)
    present: dict[tuple[str, str], date] = field(default_factory=dict)
    """(ring, family) -> first closing; likewise `sufficient`."""
    sufficient: dict[tuple[str, str], date] = field(default_factory=dict)

    def close(self, day: date, groups: Sequence[Seen]) -> Identity:
        """Take in one day's groups."""
        identity = identify([group.members for group in groups], self.rings.values(), self.rings)
        for ring_id in identity.ended:
            self.rings[ring_id] = replace(self.rings[ring_id], current=False)
        for step in sorted(identity.lineage, key=lambda step: (step.shared, step.new)):
            if step.old in identity.ended:
                self.heirs[step.old] = step.new
        self.states = {}
        self.closed.append(day)
        for ring_id, group in zip(identity.ids, groups, strict=True):
            self._note(day, ring_id, group)
        return identity

    def _note(self, day: date, ring_id: str, group: Seen) -> None:
        self.rings[ring_id] = KnownRing(ring_id, frozenset(group.members))
        self.states[ring_id] = group.state
        self.heirs.pop(ring_id, None)
        if group.state in RINGS:
            self.flagged_on.setdefault(ring_id, day)
        for family in group.families:
            self.present.setdefault((ring_id, family), day)
        for family in group.sufficient:
            self.sufficient.setdefault((ring_id, family), day)

    def listed(self) -> list[TrackedRing]:
        """Rings that were ever flagged, and unflagged suspects of the last day; a merged ring is listed as its heir."""
        ids = set(self.flagged_on) | {ring_id for ring_id, state in self.states.items() if state in SHOWN}
        own = [ring_id for ring_id in sorted(ids) if self._last_heir(ring_id) not in ids - {ring_id}]
        return [self._tracked(ring_id) for ring_id in own]

    def _tracked(self, ring_id: str) -> TrackedRing:
        flagged = self.flagged_on.get(ring_id)
        before = [day for day in self.closed if flagged is None or day < flagged]
        days = sorted((day, family) for (ring, family), day in self.present.items() if ring == ring_id)
        evidence = tuple(FamilyDays(family, day, self.sufficient.get((ring_id, family))) for day, family in days)
        accounts = tuple(sorted(self.rings[ring_id].members))
        return TrackedRing(ring_id, accounts, flagged, before[-1] if before else None, evidence)

    def _last_heir(self, ring_id: str) -> str:
        seen = {ring_id}
        while (heir := self.heirs.get(ring_id)) and heir not in seen:
            seen.add(heir)
            ring_id = heir
        return ring_id
