"""A bundle as a TAXII 2.1 collection: every object with the date it was added, filtered and paged by key. Pure."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from app.errors import UsageError
from app.exports.stix.objects import EPOCH, SPEC, Object
from app.exports.stix.references import references

_ALL: Final = frozenset({"first", "last", "all"})
Position = tuple[str, str]
"""(date added, id): pages go in this order, so that a client loses nothing while the collection grows."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One object of a collection."""

    added: str
    """RFC 3339 in UTC with microseconds, so that text order is time order."""
    version: str
    object: Object

    @property
    def position(self) -> Position:
        """Where it stands."""
        return self.added, str(self.object["id"])

    def manifest(self, media_type: str) -> Object:
        """Its manifest record."""
        record = {"id": self.object["id"], "date_added": self.added, "version": self.version}
        return {**record, "media_type": media_type}


@dataclass(frozen=True, slots=True)
class Asked:
    """Filters of a request; empty ones let everything through."""

    added_after: str = ""
    ids: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    versions: frozenset[str] = frozenset()
    spec_versions: frozenset[str] = frozenset()

    def matches(self, one: Entry) -> bool:
        """Whether an entry is asked for. There is one version of each object: the last."""
        if self.added_after and one.added <= self.added_after:
            return False
        if self.spec_versions and str(one.object.get("spec_version", SPEC)) not in self.spec_versions:
            return False
        if self.versions and not self.versions & (_ALL | {one.version}):
            return False
        return (not self.ids or one.object["id"] in self.ids) and (not self.types or one.object["type"] in self.types)


def entries(objects: Sequence[Object]) -> list[Entry]:
    """All objects in order. What has no version of its own was added with what refers to it."""
    by_id = {one["id"]: one for one in objects}
    dates = {one: _own_date(made) for one, made in by_id.items()}
    for one in objects:
        if (at := one.get("modified")) is None:
            continue
        for _, target in references(one):
            # The oldest that refers to it, of those that tell a ring: a report refers to everything and is always new.
            if one["type"] != "report" and target in by_id and "modified" not in by_id[target]:
                known = dates[target]
                dates[target] = moment_key(at) if known is None else min(known, moment_key(at))
    fallback = moment_key(EPOCH)
    made = [
        Entry(
            dates[key] or fallback,
            moment_key(str(one.get("modified") or one.get("created") or dates[key] or EPOCH)),
            one,
        )
        for key, one in by_id.items()
    ]
    return sorted(made, key=lambda one: one.position)


def _own_date(one: Object) -> str | None:
    at = one.get("modified") or one.get("created")
    return moment_key(at) if at else None


def page(found: Iterable[Entry], asked: Asked, after: Position | None, limit: int) -> tuple[list[Entry], bool]:
    """Up to `limit` entries after a position, and whether more follow."""
    wanted: Iterator[Entry] = (one for one in found if (after is None or one.position > after) and asked.matches(one))
    rows = heapq.nsmallest(limit + 1, wanted, key=lambda one: one.position)
    return rows[:limit], len(rows) > limit


def moment_key(text: str) -> str:
    """A moment as entries are sorted by. Raises UsageError for what is no RFC 3339 time with a zone."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"{text[:40]!r} is no RFC 3339 time") from error
    if at.tzinfo is None:
        raise UsageError(f"{text[:40]!r} has no zone", do="End it with Z")
    try:
        return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    except OverflowError:
        at = datetime.max.replace(tzinfo=UTC) - timedelta(days=2)
        return at.isoformat(timespec="microseconds").replace("+00:00", "Z")
