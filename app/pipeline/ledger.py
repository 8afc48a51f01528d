"""`ledger`: rings, claims and facts put together into buckets that sum to what was ingested."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import duckdb

from app.attribution import queries as q
from app.attribution.claims import list_claims
from app.attribution.following import follow
from app.attribution.ledger import (
    BOUNDS,
    QUERY,
    Ledger,
    Member,
    Snapshot,
    assign,
    book,
    close,
    deciding,
    held,
    sha256,
    statement,
)
from app.errors import DataError
from app.facts import asked_view
from app.graph import open_store
from app.graph.store import GraphStore, Row
from app.linkage.read import told_clusters
from app.linkage.read_clusters import cluster_signatures
from app.model.attribution import Claim
from app.model.rings import RINGS
from app.pipeline.detection import detect, facts_of
from app.rings.store.known import refuse_open_batch
from app.settings import Settings


def run_ledger(settings: Settings, as_of: date | None = None) -> Ledger:
    """The ledger of now, or of the rings, claims and exchanges as of the end of a past day."""
    with open_store(settings) as store, facts_of(settings, store) as view:
        return ledger(store, view.connection, as_of)


def ledger(store: GraphStore, facts: duckdb.DuckDBPyConnection, as_of: date | None = None) -> Ledger:
    """Raises IncompleteError while a batch is open, DataError where graph and facts do not add up."""
    refuse_open_batch(store)
    (stored,) = store.read(q.READ_SNAPSHOT)
    if as_of is None and held(facts, None) != stored["exchanges"]:
        raise DataError(
            f"the facts hold {held(facts, None)} exchanges, the batches counted {stored['exchanges']}",
            do="run `ringleader doctor --deep`",
        )
    at = datetime.combine(as_of + timedelta(days=1), time(), UTC) if as_of else datetime.now(UTC)
    members = _members(store, facts, as_of)
    claims = list_claims(store)
    into = {key: [one.ring_id for one in held] for key, held in follow(store, deciding(claims, at)).items()}
    owner, contested = assign(members, claims, at, into)
    signatures = cluster_signatures(facts, told_clusters(store, as_of).signatures, as_of)
    with asked_view(facts, signatures):
        rows = book(facts, members, owner, as_of)
    return close(rows, claims, at, _snapshot(stored, claims, at, as_of), contested)


def _members(store: GraphStore, facts: duckdb.DuckDBPyConnection, as_of: date | None) -> list[Member]:
    if as_of is not None:
        found = detect(store, facts, as_of, write=False).flagged
        return [Member(one.account_id, ring.ring_id, one.score) for ring in found for one in ring.group.members]
    rows = store.read(q.LIST_RING_ACCOUNTS, states=[str(state) for state in RINGS])
    return [
        Member(account, row["ring_id"], score)
        for row in rows
        for account, score in zip(row["accounts"], row["scores"], strict=True)
    ]


def _snapshot(stored: Row, claims: list[Claim], at: datetime, as_of: date | None) -> Snapshot:
    decided = sorted((claim.claim_id, claim.revision) for claim in deciding(claims, at))
    return Snapshot(
        run_id=stored["run_id"] if as_of is None else None,
        as_of=as_of or stored["as_of"],
        input_digest=stored["input_digest"] if as_of is None else None,
        configuration=sha256(stored["parameters"], stored["version"], dict(BOUNDS))[:24],
        batches=sha256(stored["batches"])[:24],
        claims=sha256(decided)[:24],
        query=QUERY,
        query_sha256=sha256(statement()),
    )
