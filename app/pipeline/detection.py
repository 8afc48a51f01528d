"""Graph and facts to rings: read a snapshot, link, detect, obey people, identify, write."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Final

import duckdb
import numpy as np

from app import __version__
from app.facts import FactsView, open_facts
from app.graph import lease, open_store
from app.graph.queries import LIST_DONE_BATCHES
from app.graph.store import GraphStore
from app.linkage.fingerprint import snapshot_digest
from app.linkage.publish_clusters import publish_clusters, retire_clusters
from app.linkage.read import EPOCH, read_snapshot
from app.model.detection import Detection
from app.model.remainder import without
from app.model.rings import RINGS, Identity, Ring, RunSummary, Totals
from app.model.snapshot import UNKNOWN_DAY, SignatureClusters, Snapshot
from app.pipeline.detector import Detector
from app.rings.again import ringed, together
from app.rings.review.judgement import obey
from app.rings.store.known import identify_groups, read_past, refuse_open_batch
from app.rings.store.traffic import ring_traffic
from app.rings.store.write import changes, write_detection
from app.settings import Settings

Tell = Callable[[str], None]
SECOND: Final = 1.0
"""Bits that a ring of the second look needs besides: who looks twice is misled twice as often (Bonferroni)."""


@dataclass(frozen=True, slots=True)
class Found:
    """What one look at the data found, before it has names."""

    detection: Detection
    found_states: dict[str, str]
    """Account id -> state of its group before people's verdicts."""
    capabilities: dict[str, str]
    signatures: SignatureClusters
    input_digest: str
    day: date | None
    """The last day that was looked at; None without any data."""


def run_detect(settings: Settings, as_of: date | None = None, tell: Tell = lambda _: None) -> RunSummary:
    """Detect and write; of a day before the newest exchange, detect and write nothing.

    Raises LockedError while another run holds the graph, IncompleteError while a batch is open.
    """
    with open_store(settings) as store, lease(store, settings, "detect"):
        refuse_open_batch(store)
        with facts_of(settings, store) as view:
            newest = newest_day(view.connection)
            past = as_of is not None and newest is not None and as_of < newest
            return detect(store, view.connection, as_of, write=not past, tell=tell)


def facts_of(settings: Settings, store: GraphStore) -> FactsView:
    """The facts that readers may see: those of batches that the graph calls done."""
    return open_facts(settings, [row["batch_id"] for row in store.read(LIST_DONE_BATCHES)])


def detect(
    store: GraphStore, facts: duckdb.DuckDBPyConnection, as_of: date | None, *, write: bool, tell: Tell = lambda _: None
) -> RunSummary:
    """One detection. Without `write` the rings still get the ids that writing would give them now."""
    clock, started = time.monotonic(), datetime.now(UTC)
    found = look(store, facts, as_of, tell)
    past = read_past(store)
    groups = [[member.account_id for member in group.members] for group in found.detection.groups]
    identity = identify_groups(store, groups, past)
    tell("adding up traffic")
    rings = name_rings(facts, found, identity, as_of)
    summary = RunSummary(None, found.day, rings, 0, found.detection.lacked, time.monotonic() - clock)
    if not write:
        return summary
    tell("writing")
    states = {ring.ring_id: found.found_states.get(ring.accounts[0], str(ring.group.state)) for ring in rings}
    changed = changes(rings, states, past.stored)
    seconds = round(time.monotonic() - clock, 3)
    run = {
        "as_of": found.day,
        "started_at": started,
        "seconds": seconds,
        "parameters": json.dumps(found.detection.parameters, sort_keys=True, default=str),
        "input_digest": found.input_digest,
        "rings": sum(ring.group.state in RINGS for ring in rings),
        "changed": len(changed) + len(identity.ended),
        "lacked": list(found.detection.lacked),
        "suppressed": json.dumps(found.detection.suppressed, sort_keys=True),
        "version": __version__,
    }
    gone = publish_clusters(store, facts, found.signatures, as_of)
    write_detection(store, changed, identity, past.next_run, run)
    retire_clusters(store, gone)
    return replace(summary, run_id=past.next_run, changed=len(changed), seconds=time.monotonic() - clock)


def look(store: GraphStore, facts: duckdb.DuckDBPyConnection, as_of: date | None, tell: Tell = lambda _: None) -> Found:
    """Read, link, detect, obey."""
    tell("reading the graph and the facts")
    snapshot = read_snapshot(store, facts, as_of)
    software = find(snapshot, Detector(), tell)
    states = {member.account_id: str(group.state) for group in software.groups for member in group.members}
    day = EPOCH + timedelta(days=snapshot.as_of_day) if snapshot.as_of_day != UNKNOWN_DAY else None
    activity = snapshot.activity
    known = zip(activity.clusters, activity.capabilities, strict=True)
    return Found(
        detection=obeyed(software, snapshot),
        found_states=states,
        capabilities={str(cluster): str(capability) for cluster, capability in known if capability is not None},
        signatures=snapshot.signatures,
        input_digest=snapshot_digest(snapshot),
        day=day,
    )


def find(snapshot: Snapshot, detector: Detector, tell: Tell = lambda _: None) -> Detection:
    """Link and detect, then once more among whoever is in no ring. Pure: the same input always finds the same.

    What a ring's accounts share and ask is no measure of what everybody does, and hides who shares it with them.
    """
    first = _look(snapshot, detector, tell)
    rings = ringed(first)
    if not rings:
        return first
    gone = np.array([account in rings for account in snapshot.population.account_ids])
    stricter = replace(detector.rings, prior=detector.rings.prior - SECOND)
    return together(first, _look(without(snapshot, gone), replace(detector, rings=stricter), tell))


def _look(snapshot: Snapshot, detector: Detector, tell: Tell) -> Detection:
    from app.linkage import link
    from app.rings.detect import detect as find_groups

    tell("linking accounts")
    links = link(snapshot, detector.links)
    tell("judging groups")
    return find_groups(snapshot, links, detector.rings)


def obeyed(found: Detection, snapshot: Snapshot) -> Detection:
    """The detection as people's rulings change it."""
    return obey(found, snapshot.rulings, snapshot.population.account_ids.tolist())


def name_rings(
    facts: duckdb.DuckDBPyConnection, found: Found, identity: Identity, as_of: date | None
) -> tuple[Ring, ...]:
    """Groups with their ids, totals and traffic as of the day."""
    groups: Sequence[Sequence[str]] = [[m.account_id for m in group.members] for group in found.detection.groups]
    rows = ring_traffic(facts, groups, found.capabilities, found.signatures, as_of)
    named = zip(identity.ids, found.detection.groups, rows, strict=True)
    return tuple(Ring(ring_id, group, traffic, Totals.of(traffic)) for ring_id, group, traffic in named)


def newest_day(facts: duckdb.DuckDBPyConnection) -> date | None:
    """Day of the newest exchange."""
    [row] = facts.execute("SELECT max(day) FROM usage").fetchall()
    return row[0] if row else None
