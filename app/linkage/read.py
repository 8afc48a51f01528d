"""Graph and facts in, Snapshot out: what detection may look at as of one day, columnar and free of internal ids."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

import duckdb
import numpy as np
from numpy.typing import NDArray

from app.facts import asked_view
from app.graph.store import GraphStore
from app.linkage import queries as q
from app.linkage.config import hub_bound
from app.linkage.read_blocks import BlockReader
from app.linkage.read_clusters import cluster_signatures
from app.linkage.read_facts import active_accounts, read_activity, read_asked
from app.model.snapshot import UNKNOWN_DAY, NetworkInfo, Population, Ruling, Snapshot

EPOCH: Final = date(1970, 1, 1)
PAGE: Final = 200_000
"""Accounts a statement: some 25 MB of answer."""
CHUNK: Final = 125_000
"""Accounts of the population for each chunk of a block statement: bounds the heap that collecting needs."""


@dataclass(frozen=True, slots=True)
class Accounts:
    """The population, and the way from Neo4j's internal ids to its positions."""

    population: Population
    internal: NDArray[np.int64]
    """Sorted internal ids of the accounts."""
    position: NDArray[np.int32]
    """Position in the population of each of `internal`."""

    def positions(self, ids: NDArray[np.int64]) -> NDArray[np.int32]:
        """Positions of internal ids, -1 for accounts that are not in the population."""
        if not len(self.internal):
            return np.full(len(ids), -1, dtype=np.int32)
        at = np.searchsorted(self.internal, ids).clip(max=len(self.internal) - 1)
        return np.where(self.internal[at] == ids, self.position[at], np.int32(-1)).astype(np.int32)

    def index(self) -> dict[str, int]:
        """Position by account id."""
        return {account: i for i, account in enumerate(self.population.account_ids)}


def read_snapshot(
    store: GraphStore, facts: duckdb.DuckDBPyConnection, as_of: date | None = None, *, max_degree: int | None = None
) -> Snapshot:
    """Read what was known at the end of day `as_of` (UTC); None reads everything.

    Identifiers of more than `max_degree` accounts (default: a fifth of the population, at least 2,000) are not expanded
    but listed as suppressed with their degree. Identifiers of a single account link nobody and are left out.
    """
    accounts = read_accounts(store, facts, as_of)
    size = len(accounts.population.account_ids)
    bound = max_degree if max_degree is not None else hub_bound(size)
    blocks = BlockReader(store, accounts.positions, as_of, bound, chunks=1 + size // CHUNK)
    ids = accounts.population.account_ids
    told = told_clusters(store, as_of)
    signatures = cluster_signatures(facts, told.signatures, as_of)
    with asked_view(facts, signatures):
        activity = read_activity(facts, ids, told.capabilities, as_of)
        asked = read_asked(facts, ids, as_of, bound)
    index = accounts.index()
    return Snapshot(
        population=accounts.population,
        memberships={found.kind: found for found in (*blocks.read_all(), *asked)},
        activity=activity,
        subnets=_subnets(store, as_of),
        bans=_bans(store, accounts, as_of),
        rulings=read_rulings(store, index, as_of),
        signatures=signatures,
        as_of_day=(as_of - EPOCH).days if as_of else int(activity.day.max(initial=UNKNOWN_DAY)),
        notes={"max_degree": bound},
    )


def read_accounts(store: GraphStore, facts: duckdb.DuckDBPyConnection, as_of: date | None) -> Accounts:
    """Accounts that existed as of the day: their row, a link or an exchange was known by then."""
    columns: dict[str, list[Any]] = {
        name: [] for name in ("ids", "account_ids", "known", "created", "contract", "parents")
    }
    for page in _pages(store, as_of):
        for name, values in columns.items():
            values.extend(page[name])
    names = np.array(columns["account_ids"], dtype=object)
    known = np.array(columns["known"], dtype=bool)
    if as_of is not None and not known.all():
        known |= np.isin(names, active_accounts(facts, as_of))
    kept = np.flatnonzero(known)
    # Python compares strings by code point, whatever the database's collation is
    kept = kept[np.argsort(names[kept], kind="stable")]
    internal = np.array(columns["ids"], dtype=np.int64)[kept]
    by_internal = np.argsort(internal)
    place = {account: i for i, account in enumerate(names[kept])}
    parents = [place.get(columns["parents"][i], -1) if columns["parents"][i] else -1 for i in kept]
    population = Population(
        account_ids=names[kept],
        created_minute=np.array(columns["created"], dtype=np.int64)[kept],
        contract=np.array(columns["contract"], dtype=bool)[kept],
        parent=np.array(parents, dtype=np.int32),
    )
    return Accounts(population, internal[by_internal], by_internal.astype(np.int32))


def _pages(store: GraphStore, as_of: date | None) -> Iterator[dict[str, Any]]:
    after = ""
    while True:
        (page,) = store.read(q.READ_ACCOUNTS, after=after, page=PAGE, as_of=as_of)
        if page["last"] is None:
            return
        yield page
        after = page["last"]


def read_rulings(store: GraphStore, index: dict[str, int], as_of: date | None) -> tuple[Ruling, ...]:
    """Judgements in force at the end of the day (now, without one), on accounts of the population."""
    at = datetime.combine(as_of + timedelta(days=1), time(), UTC) if as_of else datetime.now(UTC)
    return tuple(
        Ruling(
            verdict=row["verdict"],
            accounts=tuple(sorted(index[account] for account in row["members"] or () if account in index)),
            identifier=(row["kind"], row["identifier"]) if row["identifier"] is not None else None,
            reason=f"{row['verdict']} by {row['author']}: {row['reason']}",
        )
        for row in store.read(q.READ_RULINGS, at=at)
    )


@dataclass(frozen=True, slots=True)
class ToldClusters:
    """What the clusters feed says, by query cluster."""

    capabilities: dict[str, str]
    signatures: dict[str, str]


def told_clusters(store: GraphStore, as_of: date | None) -> ToldClusters:
    """Capabilities and signatures of the clusters that the feed had told of by the day."""
    (row,) = store.read(q.READ_CLUSTERS, as_of=as_of)
    columns = (zip(row["clusters"], row[name], strict=True) for name in ("capabilities", "signatures"))
    capabilities, signatures = ({cluster: value for cluster, value in column if value} for column in columns)
    return ToldClusters(capabilities, signatures)


def _subnets(store: GraphStore, as_of: date | None) -> dict[str, NetworkInfo]:
    (row,) = store.read(q.READ_SUBNETS, as_of=as_of)
    columns: Sequence[Sequence[Any]] = [row[k] for k in ("subnets", "prefixes", "asns", "organizations", "kinds")]
    return {
        subnet: NetworkInfo(prefix, asn if asn >= 0 else None, organization or None, kind or None)
        for subnet, prefix, asn, organization, kind in sorted(zip(*columns, strict=True))
    }


def _bans(store: GraphStore, accounts: Accounts, as_of: date | None) -> dict[int, int]:
    (row,) = store.read(q.READ_BANS, as_of=as_of)
    positions = accounts.positions(np.array(row["accounts"], dtype=np.int64))
    days = [(day - EPOCH).days for day in row["days"]]
    return {int(p): day for p, day in sorted(zip(positions.tolist(), days, strict=True)) if p >= 0}
