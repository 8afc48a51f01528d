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
from pathlib import Path
from typing import Any, Final

import psutil
import structlog
from filelock import FileLock, Timeout
from neo4j import Transaction

from app.errors import LockedError, RingleaderError
from app.graph.neo4j_store import Fence, Neo4jStore, rows
from app.graph.queries import CHECK_LEASE, DROP_LEASE, RENEW_LEASE, TAKE_LEASE
from app.graph.store import GraphStore
from app.settings import Settings

LEASE_SECONDS: Final = 300
MARGIN_SECONDS: Final = 180
"""A writing transaction starts only while the lease has this long to run, and is cancelled after this long: so none
can commit after another holder has taken over."""
_AGAIN: Final = "Try again when it has ended"

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Lease:
    """A held lease. `fence` grows with every holder: the graph tells a late writer from the present one."""

    owner: str
    fence: int


@contextlib.contextmanager
def lease(store: GraphStore, settings: Settings, verb: str) -> Iterator[Lease]:
    """Hold the graph for one writing verb; every write of this store is then fenced.

    Raises LockedError (exit 4) naming owner and age, at once or, if the lease is lost, at the next write.
    """
    # The lease is kept by a store of its own, whose writes are not fenced.
    keeper = Neo4jStore(store.driver, store.database, alive=store.alive) if isinstance(store, Neo4jStore) else store
    with host_lock(settings, verb), _graph_lease(keeper, settings, verb) as held, _fenced(store, keeper, held):
        yield held


@contextlib.contextmanager
def host_lock(settings: Settings, verb: str) -> Iterator[None]:
    """Keep other writing verbs of this home away. Raises LockedError (exit 4)."""
    settings.home.mkdir(parents=True, exist_ok=True)
    note = settings.home / "run.json"
    lock = FileLock(settings.home / "run.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise LockedError(_held_by(note), do=_AGAIN) from error
    try:
        note.write_text(json.dumps({"verb": verb, "pid": os.getpid(), "since": time.time()}), encoding="utf-8")
        yield
    finally:
        note.unlink(missing_ok=True)
        lock.release()


def host_lock_note(settings: Settings) -> dict[str, Any] | None:
    """{verb, pid, age_seconds, alive} of who took this home's lock last and did not give it back; takes nothing.

    One that is not `alive` was killed.
    """
    try:
        told = json.loads((settings.home / "run.json").read_text(encoding="utf-8"))
        verb, pid, since = str(told["verb"]), int(told["pid"]), float(told["since"])
    except (OSError, ValueError, KeyError):
        return None
    return {"verb": verb, "pid": pid, "age_seconds": round(time.time() - since), "alive": _lives(pid, since)}


def _lives(pid: int, since: float) -> bool:
    """A process of that number that began before the note: a later one only has its number."""
    try:
        return bool(psutil.Process(pid).create_time() <= since + 1)
    except psutil.Error:
        return False


def _held_by(note: Path) -> str:
    try:
        told = json.loads(note.read_text(encoding="utf-8"))
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
        raise LockedError(f"{row['owner']} has held the graph's lease for {age:.0f} s", do=_AGAIN)
    held = Lease(owner, row["fence"])
    stop = threading.Event()
    renewing = threading.Thread(target=_keep, args=(store, held, stop), daemon=True, name="lease")
    renewing.start()
    try:
        yield held
    finally:
        stop.set()
        renewing.join()
        with contextlib.suppress(RingleaderError):  # it runs out by itself
            store.write((DROP_LEASE, {"fence": held.fence}))


@contextlib.contextmanager
def _fenced(store: GraphStore, keeper: GraphStore, held: Lease) -> Iterator[None]:
    """While the block runs, each writing transaction first asks the graph whether the lease is still ours."""
    if not isinstance(store, Neo4jStore):
        yield
        return

    def check(tx: Transaction) -> None:
        [row] = rows(tx, CHECK_LEASE, {"fence": held.fence, "margin": MARGIN_SECONDS})
        if not row["held"] and not renew(keeper, held):  # a machine that slept may find its lease old but its own
            raise LockedError("the graph's lease was lost to another run", where=held.owner, do="Run it again later")

    store.fence = Fence(check, MARGIN_SECONDS)
    try:
        yield
    finally:
        store.fence = None


def _keep(store: GraphStore, held: Lease, stop: threading.Event) -> None:
    """Renew the lease in time, until told to stop or until it is lost."""
    while not stop.wait(LEASE_SECONDS / 6):
        try:
            if not renew(store, held):
                log.error("the graph's lease was lost", owner=held.owner)
                return
        except RingleaderError as error:  # the next try may succeed before the lease runs out
            log.warning("the graph's lease could not be renewed", error=str(error))


def renew(store: GraphStore, held: Lease) -> bool:
    """Prolong the lease. False when somebody else has taken it."""
    [row] = store.write((RENEW_LEASE, {"fence": held.fence, "seconds": LEASE_SECONDS}))[0]
    return bool(row["held"])
