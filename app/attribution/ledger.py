"""The exchange ledger: every exchange in exactly one bucket, with low, likely and high; what ledger.sql says, checked.

A bucket is an operator (through an approved claim that it runs the accounts), an unattributed ring, or benign. Volume
is what a ring's accounts drew; extraction is the part of it in query clusters that are hot in the ring.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from importlib import resources
from types import MappingProxyType
from typing import Any, Final

import duckdb
import pyarrow as pa

from app.attribution.claims import may_leave
from app.attribution.following import covered
from app.errors import DataError
from app.model.attribution import Claim, ClaimRole

QUERY: Final = "attribution/ledger.sql"
BENIGN: Final = "benign"
BOUNDS: Final[Mapping[str, float]] = {
    "surely": 0.95,
    "likely": 0.5,
    "perhaps": 0.05,
    "lift": 2.0,  # at four times everybody's share, three of four of the ring's exchanges are its own
    "askers": 3,
    "part": 0.02,  # a customer of a reseller is one account; a campaign is several
}
"""Parameters of the query; part of each snapshot."""


@dataclass(frozen=True, slots=True)
class Member:
    """An account of a ring and how surely it belongs."""

    account_id: str
    ring_id: str
    score: float


@dataclass(frozen=True, slots=True)
class Bounds:
    """Exchanges if only sure members count, if likely ones do, if all that may be do. low <= likely <= high."""

    low: int
    likely: int
    high: int

    def __add__(self, other: Bounds) -> Bounds:
        """Added one by one: each of the three is a partition of its own."""
        return Bounds(self.low + other.low, self.likely + other.likely, self.high + other.high)


NOTHING: Final = Bounds(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Bucket:
    """A line of the ledger."""

    bucket: str
    """`operator:ID`, `ring:ID` or `benign`."""
    kind: str
    """operator, ring or benign."""
    name: str
    """The operator's name where it may leave; else empty."""
    rings: tuple[str, ...]
    accounts: int
    exchanges: Bounds
    """Booked here; over all buckets each of the three sums to the total. Of benign, low belongs to the others' low."""
    volume: Bounds
    """All that the accounts drew, extraction or not; nothing for benign."""
    input_tokens: int = 0
    """Tokens of the likely exchanges."""
    output_tokens: int = 0


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What the figures rest on: the same snapshot and query give the same figures."""

    run_id: str | None
    as_of: date | None
    input_digest: str | None
    configuration: str
    """Hash of the run's parameters and of BOUNDS."""
    batches: str
    """Hash of the ids of the batches that were done."""
    claims: str
    """Hash of the approved claims that decided buckets."""
    query: str
    query_sha256: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """The ledger of one snapshot. Operators first, then rings, benign last; largest first."""

    buckets: tuple[Bucket, ...]
    total: int
    snapshot: Snapshot
    contested: int
    """Accounts that approved claims give to several operators: they stay with their ring."""
    digest: str = field(default="")

    def document(self) -> dict[str, Any]:
        """As `ledger --json` prints it."""
        return asdict(self)


def statement() -> str:
    """The stored query."""
    return resources.files("app.attribution").joinpath("ledger.sql").read_text(encoding="utf-8")


def sha256(*parts: Any) -> str:
    """Hex digest of plain values."""
    text = json.dumps(parts, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def assign(
    members: Sequence[Member],
    claims: Sequence[Claim],
    at: datetime,
    into: Mapping[str, Collection[str]] = MappingProxyType({}),
) -> tuple[dict[str, str], int]:
    """Account id -> operator id by approved claims that an operator runs it, and how many accounts are contested.

    `into`: by claim id, the rings that its ring became; `following.covered` says for which accounts it holds then.
    """
    by_ring: dict[str, list[str]] = {}
    for member in members:
        by_ring.setdefault(member.ring_id, []).append(member.account_id)
    owners: dict[str, set[str]] = {}
    for claim in deciding(claims, at):
        for account in covered(claim, by_ring, into.get(claim.claim_id, ())):
            owners.setdefault(account, set()).add(claim.operator_id)
    sole = {account: next(iter(found)) for account, found in owners.items() if len(found) == 1}
    return sole, len(owners) - len(sole)


def deciding(claims: Sequence[Claim], at: datetime) -> list[Claim]:
    """Claims that decide buckets: approved, in force, and that the operator runs the accounts."""
    return [claim for claim in claims if claim.role is ClaimRole.RUNS and claim.approved(at)]


def book(
    facts: duckdb.DuckDBPyConnection, members: Sequence[Member], owner: Mapping[str, str], as_of: date | None
) -> list[dict[str, Any]]:
    """Rows of ledger.sql, by ring and bucket, and checked against the facts. Needs the view `asked`.

    Raises DataError where the partitions do not add up to what the usage facts hold.
    """
    columns = {
        "account_id": [member.account_id for member in members],
        "ring_id": [member.ring_id for member in members],
        "bucket": [owner.get(member.account_id, "") for member in members],
    }
    table = {name: pa.array(values, pa.string()) for name, values in columns.items()}
    facts.register("ring_members", pa.table({**table, "score": pa.array([m.score for m in members], pa.float64())}))
    try:
        found = facts.execute(statement(), {**BOUNDS, "as_of": as_of})
        names = [column[0] for column in found.description]
        rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    finally:
        facts.unregister("ring_members")
    check_balance(rows, held(facts, as_of))
    return rows


def held(facts: duckdb.DuckDBPyConnection, as_of: date | None) -> int:
    """Exchanges in the usage facts, known by the day."""
    sql = """SELECT coalesce(sum(exchanges), 0)::BIGINT FROM usage
        WHERE $as_of IS NULL OR (day <= $as_of AND known_day <= $as_of)"""
    [(total,)] = facts.execute(sql, {"as_of": as_of}).fetchall()
    return int(total)


def check_balance(rows: Iterable[Mapping[str, Any]], total: int) -> None:
    """Each partition sums to the total, and bounds are in order. Raises DataError saying which does not."""
    listed = list(rows)
    for bound in ("low", "likely", "high"):
        booked = sum(row[bound] + row[f"benign_{bound}"] for row in listed)
        if booked != total:
            raise DataError(f"the ledger's {bound} buckets hold {booked} exchanges instead of {total}", where=QUERY)
    for row in listed:
        if not row["low"] <= row["likely"] <= row["high"] <= row["total"]:
            raise DataError(f"bounds of {row['ring_id'] or BENIGN} are out of order", where=QUERY)


def close(
    rows: Sequence[Mapping[str, Any]], claims: Sequence[Claim], at: datetime, snapshot: Snapshot, contested: int
) -> Ledger:
    """Put rows together into buckets."""
    names = {claim.operator_id: claim.operator_name for claim in deciding(claims, at) if may_leave(claim, at)}
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        if row["ring_id"]:
            key = f"operator:{row['bucket']}" if row["bucket"] else f"ring:{row['ring_id']}"
            groups.setdefault(key, []).append(row)
    buckets = [_bucket(key, found, names) for key, found in groups.items()]
    buckets.sort(key=lambda one: (one.kind, -one.exchanges.likely, one.bucket))
    total = sum(row["total"] for row in rows)
    buckets.append(_benign(rows))
    digest = sha256([asdict(bucket) for bucket in buckets], asdict(snapshot))
    return Ledger(tuple(buckets), total, snapshot, contested, digest)


def _bucket(key: str, rows: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> Bucket:
    kind, _, subject = key.partition(":")
    return Bucket(
        bucket=key,
        kind=kind,
        name=names.get(subject, "") if kind == "operator" else "",
        rings=tuple(sorted(row["ring_id"] for row in rows)),
        accounts=sum(row["accounts"] for row in rows),
        exchanges=_sum(rows, "low", "likely", "high"),
        volume=_sum(rows, "volume_low", "volume_likely", "volume_high"),
        input_tokens=sum(row["input_tokens"] for row in rows),
        output_tokens=sum(row["output_tokens"] for row in rows),
    )


def _benign(rows: Sequence[Mapping[str, Any]]) -> Bucket:
    accounts = sum(row["accounts"] for row in rows if not row["ring_id"])
    return Bucket(
        bucket=BENIGN,
        kind=BENIGN,
        name="",
        rings=(),
        accounts=accounts,
        exchanges=_sum(rows, "benign_low", "benign_likely", "benign_high"),
        volume=NOTHING,
    )


def _sum(rows: Sequence[Mapping[str, Any]], low: str, likely: str, high: str) -> Bounds:
    return sum((Bounds(row[low], row[likely], row[high]) for row in rows), NOTHING)
