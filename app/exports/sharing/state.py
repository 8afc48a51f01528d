"""What counts now: a pure function of the documents received and sent, and of the time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from app.exports.sharing.foreign import FOREIGN, ForeignSet
from app.exports.sharing.package import PACKAGE, REVOCATION, Package, Revocation, read_document

DROP: Final = "ringleader-share-drop"


@dataclass(frozen=True, slots=True)
class Live:
    """An indicator that counts now."""

    scheme: str
    """What it was hashed with: `shared:FINGERPRINT`, `own` or `stix`."""
    kind: str
    hash: str
    source: str
    """Id of the package or set."""
    sender: str
    """Public key of the signer; of a set stix or misp."""
    ring: str
    """Pseudonym or name of the ring or campaign there; may be empty."""
    tlp: str
    expires: datetime


@dataclass(frozen=True, slots=True)
class Listed:
    """One package or set."""

    id: str
    sender: str
    name: str
    tlp: str
    created: datetime
    expires: datetime
    indicators: int
    live: int
    state: str
    """live, expired, revoked or dropped."""


class State:
    """All documents of one direction."""

    def __init__(self, documents: Sequence[dict[str, Any]], where: str, now: datetime) -> None:
        """Raises DataError for a document that is not as it was signed."""
        self._now = now
        self.packages: list[Package] = []
        self.sets = [ForeignSet.model_validate(one) for one in documents if one.get("format") == FOREIGN]
        self._dropped = {one["id"] for one in documents if one.get("format") == DROP}
        self._revoked: set[tuple[str, str]] = set()
        for told in documents:
            if told.get("format") in (PACKAGE, REVOCATION):
                self._add(read_document(told, str(told.get("key")), where))

    def _add(self, found: Package | Revocation) -> None:
        if isinstance(found, Package):
            self.packages.append(found)
        else:
            self._revoked |= {(found.key, one) for one in (*found.packages, *found.indicators)}

    def state_of(self, one: Package | ForeignSet) -> str:
        """live, expired, revoked or dropped."""
        name = one.package if isinstance(one, Package) else one.id
        if name in self._dropped:
            return "dropped"
        if isinstance(one, Package) and (one.key, name) in self._revoked:
            return "revoked"
        return "expired" if self._now >= one.expires else "live"

    def dropped(self, name: str) -> bool:
        """Whether somebody here dropped it."""
        return name in self._dropped

    def live(self) -> tuple[list[Live], Counter[str]]:
        """Indicators that count, and how many do not by reason."""
        found: list[Live] = []
        lost: Counter[str] = Counter()
        for one in self._all():
            there, state = self._of(one), self.state_of(one)
            if state == "live":
                found += there
                gone = "expired" if isinstance(one, ForeignSet) else "revoked"
                lost[gone] += len(one.indicators) - len(there)
            else:
                lost[state] += len(one.indicators)
        return found, +lost

    def listed(self) -> list[Listed]:
        """Everything, oldest first."""
        found = [self._listed(one) for one in self._all()]
        return sorted(found, key=lambda one: (one.created, one.id))

    def _all(self) -> list[Package | ForeignSet]:
        return [*self.packages, *self.sets]

    def _listed(self, one: Package | ForeignSet) -> Listed:
        state, count = self.state_of(one), len(one.indicators)
        name, sender, title = (one.package, one.key, "") if isinstance(one, Package) else (one.id, one.source, one.name)
        live = len(self._of(one)) if state == "live" else 0
        return Listed(name, sender, title, str(one.tlp), one.created, one.expires, count, live, state)

    def _of(self, one: Package | ForeignSet) -> list[Live]:
        if isinstance(one, Package):
            scheme, tlp = f"shared:{one.secret}", one.tlp.value
            return [
                Live(scheme, each.kind, each.hash, one.package, one.key, each.ring, tlp, one.expires)
                for each in one.indicators
                if (one.key, each.hash) not in self._revoked
            ]
        return [
            Live(each.scheme, each.kind, each.hash, one.id, one.source, each.ring, one.tlp, each.expires or one.expires)
            for each in one.indicators
            if (each.expires or one.expires) > self._now
        ]
