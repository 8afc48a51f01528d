"""Which local accounts and rings have identifiers that somebody shared, how many, and how rare they are. Pure."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from app.exports.sharing.hashing import family_of
from app.exports.sharing.state import Live

LIKELY_FAMILIES: Final = 2
"""Families in which a likely match shares something; what fewer mean is measured in docs/exports.md."""
SHAPES: Final = frozenset({"email_pattern"})
"""Kinds that tell a habit, which unrelated operators have alike: listed, but they count for no family and no bits."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A local identifier that live indicators name. `holders` are rows of `exports/list_holders`."""

    kind: str
    value: str
    named: tuple[Live, ...]
    holders: tuple[Mapping[str, Any], ...]
    common: bool
    """More accounts have it than are listed: it singles nobody out."""


@dataclass(frozen=True, slots=True)
class Shared:
    """One identifier of a match."""

    kind: str
    value: str
    holders: int
    """Local accounts that have it."""
    bits: float
    """log2(all local accounts / holders)."""


@dataclass(frozen=True, slots=True)
class Match:
    """A ring elsewhere, and a local ring or account outside of rings that share something."""

    source: str
    sender: str
    ring: str
    tlp: str
    expires: str
    subject: str
    """Id of the local ring or account."""
    state: str
    """State of the local ring; empty for an account."""
    accounts: int
    """Local accounts of the subject that have any of it."""
    shared: tuple[Shared, ...]
    bits: float
    """The rarest of each family, added up: things of one family come together."""

    @property
    def families(self) -> tuple[str, ...]:
        """Evidence families in which something is shared, without mere shapes."""
        return tuple(sorted({family_of(one.kind).value for one in self.shared if one.kind not in SHAPES}))

    @property
    def likely(self) -> bool:
        """Whether it is more than chance makes."""
        return len(self.families) >= LIKELY_FAMILIES

    def document(self, personal: bool = True) -> dict[str, Any]:
        """For JSON."""
        return {
            "source": self.source,
            "sender": self.sender,
            "ring": self.ring,
            "tlp": self.tlp,
            "expires": self.expires,
            "subject": {"ring": self.subject, "state": self.state} if self.state else {"account": self.subject},
            "likely": self.likely,
            "indicators": len(self.shared),
            "families": list(self.families),
            "bits": round(self.bits, 2),
            "accounts": self.accounts,
            "shared": [
                {"kind": one.kind, "value": one.value, "holders": one.holders, "bits": round(one.bits, 2)}
                for one in self.shared
            ],
        }


def match(hits: Iterable[Hit], population: int) -> list[Match]:
    """Matches, likely ones with most bits first. `population`: all local accounts."""
    found: dict[tuple[str, str, str, str], dict[tuple[str, str], tuple[Shared, Live]]] = defaultdict(dict)
    members: dict[tuple[str, str, str, str], set[str]] = defaultdict(set)
    for hit in hits:
        if hit.common:
            continue
        told = Shared(hit.kind, hit.value, len(hit.holders), math.log2(max(population, 1) / max(len(hit.holders), 1)))
        for one in hit.named:
            for holder in hit.holders:
                subject = holder["ring_id"] or holder["account_id"]
                place = (one.source, one.ring, subject, holder["state"] or "")
                found[place][hit.kind, hit.value] = (told, one)
                members[place].add(holder["account_id"])
    made = [_match(place, list(rows.values()), len(members[place])) for place, rows in found.items()]
    return sorted(made, key=lambda one: (not one.likely, -one.bits, one.source, one.ring, one.subject))


def _match(place: tuple[str, str, str, str], rows: Sequence[tuple[Shared, Live]], accounts: int) -> Match:
    source, ring, subject, state = place
    best: dict[str, float] = {}
    for told, _ in rows:
        if told.kind in SHAPES:
            continue
        family = family_of(told.kind).value
        best[family] = max(best.get(family, 0.0), told.bits)
    live = rows[0][1]
    shared = tuple(sorted((told for told, _ in rows), key=lambda one: (-one.bits, one.kind, one.value)))
    expires = min(one.expires for _, one in rows).isoformat()
    return Match(source, live.sender, ring, live.tlp, expires, subject, state, accounts, shared, sum(best.values()))
