"""One writer at a time: a kernel lock on the host, a lease with a fencing number in the graph across hosts."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from filelock import FileLock, Timeout

from app.errors import LockedError, RingleaderError
from app.graph.queries import DROP_LEASE, RENEW_LEASE, TAKE_LEASE
from app.graph.store import GraphStore
from app.settings import Settings

LEASE_SECONDS: Final = 60


@dataclass(frozen=True, slots=True)
class Lease:
    """A held lease. `fence` grows with every holder: a late writer can be told from the present one."""

    owner: str
    fence: int


@contextlib.contextmanager
def lease(store: GraphStore, settings: Settings, verb: str) -> Iterator[Lease]:
    """Hold the graph for one writing verb. Raises LockedError (exit 4) naming owner and age."""
    with _host_lock(settings, verb), _graph_lease(store, settings, verb) as held:
        yield held


@contextlib.contextmanager
def _host_lock(settings: Settings, verb: str) -> Iterator[None]:
    settings.home.mkdir(parents=True, exist_ok=True)
    note = settings.home / "run.json"
    lock = FileLock(settings.home / "run.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise LockedError(_held_by(note), do="Try again when it has ended") from error
    try:
        note.write_text(json.dumps({"verb": verb, "pid": os.getpid(), "since": time.time()}), encoding="utf-8")
        yield
    finally:
        note.unlink(missing_ok=True)
        lock.release()


def _held_by(note: os.PathLike[str]) -> str:
    try:
        with open(note, encoding="utf-8") as handle:  # noqa: PTH123
            told = json.load(handle)
        return f"`{told['verb']}` (pid {told['pid']}) has held the lock for {time.time() - told['since']:.0f} s"
    except (OSError, ValueError, KeyError):
        return "another run holds the lock"


@contextlib.contextmanager
def _graph_lease(store: GraphStore, settings: Settings, verb: str) -> Iterator[Lease]:
    home = hashlib.sha256(str(settings.home.resolve()).encode()).hexdigest()[:12]
    place = f"{socket.gethostname()}:{home}"  # whoever has the host lock of this home may follow its dead holder
    owner = f"{verb} on {place} pid {os.getpid()}"
    [row] = store.write((TAKE_LEASE, {"owner": owner, "place": place, "seconds": LEASE_SECONDS}))[0]
    if not row["taken"]:
        age = (datetime.now(UTC) - row["since"]).total_seconds()
        raise LockedError(
            f"{row['owner']} has held the graph's lease for {age:.0f} s", do="Try again when it has ended"
        )
    held = Lease(owner, row["fence"])
    stop = threading.Event()
    renewing = threading.Thread(target=_renew, args=(store, held, stop), daemon=True)
    renewing.start()
    try:
        yield held
    finally:
        stop.set()
        renewing.join()
        with contextlib.suppress(RingleaderError):
            store.write((DROP_LEASE, {"fence": held.fence}))


def _renew(store: GraphStore, held: Lease, stop: threading.Event) -> None:
    while not stop.wait(LEASE_SECONDS / 4):
        with contextlib.suppress(RingleaderError):  # the next try may succeed before the lease runs out
            store.write((RENEW_LEASE, {"fence": held.fence, "seconds": LEASE_SECONDS}))
