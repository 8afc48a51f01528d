"""Exchanged documents as files below RINGLEADER_HOME/shared; what counts follows from them and the clock.

    shared/in/ID.json     packages and revocations as they came (signed), sets made of STIX and MISP, drops
    shared/out/ID.json    packages and revocations that were sent, and the ring that each pseudonym stands for

A file is written whole, or not at all, and never changed: importing twice changes nothing, in whatever order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from app.errors import DataError, NotFoundError
from app.exports.documents import read_json
from app.exports.sharing.foreign import ForeignSet
from app.exports.sharing.hashing import content_id
from app.exports.sharing.package import Package, Revocation, check_welcome, read_document
from app.exports.sharing.state import DROP, State
from app.exports.signed import canonical
from app.graph.keys import write_secret

MOST_BYTES: Final = 32 * 1024 * 1024


def _now() -> datetime:
    return datetime.now(UTC)


class Box:
    """The exchanged documents of one home."""

    def __init__(self, home: Path, now: Callable[[], datetime] = _now) -> None:
        self.folder, self.now = home / "shared", now

    def received(self) -> State:
        """What came in."""
        return State(self._read("in"), str(self.folder / "in"), self.now())

    def sent(self) -> State:
        """What went out."""
        return State([told["document"] for told in self._read("out")], str(self.folder / "out"), self.now())

    def receive(self, path: Path, trusted: str, own: str) -> tuple[Package | Revocation, bool]:
        """Take a file in, whole or not at all; False where it was here already. `own` is the key that signs here.

        Raises UsageError for no file; DataError for one that is changed, malformed, too large, expired, revoked,
        dropped here, or for others.
        """
        told = read_json(path, MOST_BYTES)
        found = read_document(told, trusted, str(path))
        if isinstance(found, Revocation):
            return found, self._keep("in", content_id("R", canonical(told)), told)
        check_welcome(found, own, self.now(), str(path))
        state = self.received().state_of(found)
        if state != "live":
            who = "here" if state == "dropped" else "by its sender"
            raise DataError(f"{found.package} was {state} {who}", where=str(path), do="Ask its sender for a new one")
        return found, self._keep("in", found.package, told)

    def receive_set(self, found: ForeignSet) -> bool:
        """Take in what a STIX bundle or MISP event told; False where it was here already. Raises DataError."""
        if self.received().dropped(found.id):
            raise DataError("was dropped here", where=found.id)
        return self._keep("in", found.id, found.model_dump(mode="json"))

    def send(self, document: dict[str, Any], rings: dict[str, str] | None = None) -> str:
        """Remember what is sent, and for us alone what its pseudonyms stand for; returns its id."""
        name = str(document.get("package") or content_id("R", canonical(document)))
        self._keep("out", name, {"document": document, "rings": rings or {}})
        return name

    def drop(self, name: str) -> None:
        """Forget a package or set that came in: it matches no more and is refused. Raises NotFoundError."""
        if all(one.id != name for one in self.received().listed()):
            raise NotFoundError(f"nothing named {name!r} was imported", do="`ringleader share list` tells what was")
        self._keep("in", f"D-{name}", {"format": DROP, "id": name, "at": self.now().isoformat(timespec="seconds")})

    def was_sent(self, names: Iterable[str]) -> tuple[list[str], list[str]]:
        """Ids of packages and hashes of indicators, told apart. Raises NotFoundError for what was never sent."""
        wanted, packages = set(names), self.sent().packages
        ids = {one.package for one in packages}
        hashes = {one.hash for made in packages for one in made.indicators}
        if unknown := sorted(wanted - ids - hashes):
            raise NotFoundError(f"{unknown[0]!r} was never sent", do="`ringleader share list` tells what was")
        return sorted(wanted & ids), sorted(wanted & hashes)

    def _keep(self, direction: str, name: str, told: dict[str, Any]) -> bool:
        path = self.folder / direction / f"{name}.json"
        if path.exists():
            return False
        write_secret(path, canonical(told))
        return True

    def _read(self, direction: str) -> list[dict[str, Any]]:
        found = []
        for path in sorted((self.folder / direction).glob("*.json")):
            told = read_json(path, MOST_BYTES)
            if not isinstance(told, dict):
                raise DataError("is no document of ours", where=str(path), do="Remove it")
            found.append(told)
        return found
