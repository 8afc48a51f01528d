"""`ledger`: every exchange in exactly one bucket, as GraphQL."""

from __future__ import annotations

import threading
from datetime import date
from typing import Any, Final

import strawberry

from app.api.blocking import blocking
from app.api.context import Info
from app.api.described import attr, listed, resolved
from app.api.scalars import Long
from app.attribution import ledger as model
from app.errors import GraphUnavailable, LockedError
from app.graph.store import GraphStore
from app.pipeline.detection import facts_of
from app.pipeline.ledger import ledger as make_ledger
from app.settings import Settings

_PAST: Final = threading.Lock()
"""Held while a past day is detected, also beyond the time limit of the query that asked."""


@strawberry.type(description="Exchanges if only sure members count, if likely ones do, if all that may be do.")
class LedgerBounds:
    """low <= likely <= high, but for benign, which holds what is left of each."""

    low: Long = attr("Members of a score of .95 or more, clusters that are known.")
    likely: Long = attr("Members of a score of .5 or more.")
    high: Long = attr("Members of a score of .05 or more.")

    @classmethod
    def of(cls, bounds: model.Bounds) -> LedgerBounds:
        """From the model."""
        return cls(low=Long(bounds.low), likely=Long(bounds.likely), high=Long(bounds.high))


@strawberry.type(description="A line of the ledger.")
class LedgerBucket:
    """An operator, an unattributed ring, or benign."""

    bucket: str = attr('Example: "operator:O-ABCDEFGHIJ", "ring:R-ABCDEFGHIJ", "benign".')
    kind: str = attr("operator, ring or benign.")
    name: str | None = attr("The operator's name, where an approved claim lets it leave.")
    rings: list[strawberry.ID] = attr("The rings whose accounts are booked here.")
    accounts: Long = attr("Accounts with exchanges that are booked here.")
    exchanges: LedgerBounds = attr("Exchanges booked here; over all buckets each of the three sums to `total`.")
    volume: LedgerBounds = attr("All that the accounts drew, extraction or not.")
    input_tokens: Long = attr("Tokens of the likely exchanges' prompts.")
    output_tokens: Long = attr("Tokens of their answers.")


@strawberry.type(description="What the figures rest on: the same snapshot and query give the same figures.")
class LedgerSnapshot:
    """Provenance of every figure."""

    run_id: str | None = attr("The detection run; null as of a past day.")
    as_of: date | None = attr("The day as of which it was detected (UTC).")
    input_digest: str | None = attr("Digest of what the run read.")
    configuration: str = attr("Hash of the run's configuration and of the ledger's.")
    batches: str = attr("Hash of the ingested batches.")
    claims: str = attr("Hash of the approved claims that decided.")
    query: str = attr("The stored query.")
    query_sha256: str = attr("SHA-256 of its text.")


@strawberry.type(description="Every exchange in exactly one bucket.")
class Ledger:
    """Answer of `ledger`."""

    total: Long = attr("Exchanges that were ingested.")
    contested: Long = attr("Accounts claimed for several operators: they stay with their ring.")
    digest: str = attr("Digest of the figures and the snapshot.")
    snapshot: LedgerSnapshot = attr("What the figures rest on.")
    buckets: list[LedgerBucket] = listed("Operators, rings, then benign; largest first.")


async def _ledger(info: Info, as_of: date | None = None) -> Ledger:
    settings = info.context.settings
    if settings is None:
        raise GraphUnavailable("the facts are not open")
    found = await blocking(info.context.store, _made, settings, as_of)
    told = found.snapshot
    return Ledger(
        total=Long(found.total),
        contested=Long(found.contested),
        digest=found.digest,
        snapshot=LedgerSnapshot(
            run_id=told.run_id,
            as_of=told.as_of,
            input_digest=told.input_digest,
            configuration=told.configuration,
            batches=told.batches,
            claims=told.claims,
            query=told.query,
            query_sha256=told.query_sha256,
        ),
        buckets=[_bucket(bucket) for bucket in found.buckets],
    )


def _made(store: GraphStore, settings: Settings, as_of: date | None) -> model.Ledger:
    """One past day at a time: each is a whole detection."""
    if as_of is None:
        with facts_of(settings, store) as view:
            return make_ledger(store, view.connection)
    if not _PAST.acquire(blocking=False):
        raise LockedError("a ledger of a past day is being made", do="Try again, or use `ringleader ledger --as-of`")
    try:
        with facts_of(settings, store) as view:
            return make_ledger(store, view.connection, as_of)
    finally:
        _PAST.release()


def _bucket(bucket: model.Bucket) -> LedgerBucket:
    return LedgerBucket(
        bucket=bucket.bucket,
        kind=bucket.kind,
        name=bucket.name or None,
        rings=[strawberry.ID(ring) for ring in bucket.rings],
        accounts=Long(bucket.accounts),
        exchanges=LedgerBounds.of(bucket.exchanges),
        volume=LedgerBounds.of(bucket.volume),
        input_tokens=Long(bucket.input_tokens),
        output_tokens=Long(bucket.output_tokens),
    )


ledger: Any = resolved(
    "Every exchange booked on an operator, an unattributed ring, or nobody; with `asOf` as of the end of a past day, "
    "detected anew.",
    cost=1000,
)(_ledger)
