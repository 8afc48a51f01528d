"""`attribute ring`: fingerprints read from graph and facts, and a ring scored against each known operator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

import duckdb
import pyarrow as pa

from app.attribution import queries as q
from app.attribution.claims import list_claims, list_operators, ring_accounts
from app.attribution.fingerprint import Known, Score, Traits, mixed, score, shares, weak_agreements
from app.attribution.following import follow
from app.attribution.ledger import deciding
from app.facts import asked_view
from app.graph import open_store
from app.graph.store import GraphStore, Row
from app.linkage.config import LinkConfig
from app.linkage.pair import share_of
from app.linkage.read import ToldClusters, told_clusters
from app.linkage.read_clusters import KNOWN, cluster_signatures
from app.model.attribution import Claim, Operator
from app.model.rings import RINGS
from app.pipeline.detection import facts_of
from app.rings.store.read import resolve
from app.settings import Settings

SAMPLE: Final = 4_000
"""Accounts of the population that are looked at, and of one ring at most."""
MOST_RINGS: Final = 40
"""Other rings that are looked at, the largest ones."""
MOST_VALUES: Final = 2_000


@dataclass(frozen=True, slots=True)
class Scored:
    """A ring's hypotheses and what they rest on."""

    ring_id: str
    accounts: int
    run_id: str | None
    as_of: date | None
    """The day whose end was looked from; None for now."""
    scores: tuple[Score, ...]
    weak: tuple[str, ...]
    """Agreements in country or the like: labelled, without bits."""
    unknown: tuple[str, ...]
    """Operators of which no fingerprint is known."""

    def document(self) -> dict[str, Any]:
        """As `attribute ring --json` prints it."""
        return {**asdict(self), "status": "hypotheses: no name may leave without an approved claim"}


def score_ring(settings: Settings, ring_id: str, as_of: date | None = None) -> Scored:
    """Score a ring. Raises NotFoundError for an unknown one."""
    with open_store(settings) as store, facts_of(settings, store) as view:
        return score_as_of(store, view.connection, ring_id, as_of)


def score_as_of(store: GraphStore, facts: duckdb.DuckDBPyConnection, ring_id: str, as_of: date | None = None) -> Scored:
    """The same with everything open.

    With a day: what was known of accounts at its end; rings, their members and claims are those of now. A row that a
    later `updated_at` replaced is not brought back.
    """
    told = told_clusters(store, as_of)
    with asked_view(facts, cluster_signatures(facts, told.signatures, as_of)):
        return score_in(store, facts, told, resolve(store, ring_id), as_of)


def score_in(
    store: GraphStore, facts: duckdb.DuckDBPyConnection, told: ToldClusters, ring_id: str, as_of: date | None = None
) -> Scored:
    """The same within the view `asked`."""
    reader = _Reader(store, facts, told, as_of)
    claims = _of_others(store, ring_id, deciding(list_claims(store), datetime.now(UTC)))
    operators = [operator for operator, _ in list_operators(store)]
    rows = store.read(q.LIST_RING_ACCOUNTS, states=[str(state) for state in RINGS])
    groups = _groups(store, rows, claims, ring_id)
    traits = {name: reader.traits(accounts) for name, accounts in groups.items()}
    known = [one for operator in operators if (one := _known(operator, claims, traits))]
    crowd = _crowd(store, {account for row in rows for account in row["accounts"]})
    owned = {claim.ring_id: claim.operator_id for claim in claims}
    second = LinkConfig().second

    def others(operator_id: str) -> Traits:
        apart = [t for name, t in traits.items() if name != ring_id and owned.get(name) != operator_id]
        return mixed(apart)

    found = score(
        traits[ring_id],
        known,
        reader.traits(crowd),
        others,
        0.5 / max(len(crowd), 1),
        lambda family, before: share_of(family, before, second),
    )
    (stored,) = store.read(q.READ_SNAPSHOT)
    return Scored(
        ring_id=ring_id,
        accounts=len(groups[ring_id]),
        run_id=stored["run_id"],
        as_of=as_of,
        scores=tuple(found),
        weak=tuple(weak_agreements(traits[ring_id], known)),
        unknown=tuple(sorted({o.operator_id for o in operators} - {k.operator_id for k in known})),
    )


def _of_others(store: GraphStore, ring_id: str, claims: Sequence[Claim]) -> list[Claim]:
    """Claims about other rings, which did not become this one either: a ring is never held against itself."""
    held = follow(store, claims)
    own = {claim.claim_id for claim in claims if ring_id in {claim.ring_id, *(o.ring_id for o in held[claim.claim_id])}}
    return [claim for claim in claims if claim.claim_id not in own]


def _crowd(store: GraphStore, ringed: set[str]) -> list[str]:
    """A sample of the accounts that are in no ring."""
    (standing,) = store.read(q.READ_STANDING, at=datetime.now(UTC))
    step = max(1, int(standing["population"]) // SAMPLE)
    (sample,) = store.read(q.SAMPLE_ACCOUNTS, step=step, most=SAMPLE)
    return [account for account in sample["accounts"] if account not in ringed]


def _groups(store: GraphStore, rows: Sequence[Row], claims: Sequence[Claim], ring_id: str) -> dict[str, list[str]]:
    """Accounts by ring: the one asked about, those of claims as claimed, and the largest others."""
    largest = sorted(rows, key=lambda row: (-len(row["accounts"]), row["ring_id"]))[:MOST_RINGS]
    groups = {row["ring_id"]: row["accounts"] for row in largest if row["ring_id"] != ring_id}
    groups |= {claim.ring_id: list(claim.members) for claim in claims}
    mine = next((row["accounts"] for row in rows if row["ring_id"] == ring_id), None)
    # Neither flagged nor confirmed: any group may be asked about.
    return {**groups, ring_id: ring_accounts(store, ring_id) if mine is None else mine}


def _known(operator: Operator, claims: Sequence[Claim], traits: Mapping[str, Traits]) -> Known | None:
    """The operator's fingerprint by claims about other rings; None where nothing is known."""
    rings = sorted({claim.ring_id for claim in claims if claim.operator_id == operator.operator_id})
    declared: dict[str, dict[str, float]] = {}
    for kind, value in operator.traits:
        declared.setdefault(kind, {})[value] = 1.0
    parts: list[Traits] = [traits[ring] for ring in rings]
    if declared:
        parts.append({kind: shares(values) for kind, values in declared.items()})
    if not parts:
        return None
    support = f"{len(rings)} rings, {len(operator.traits)} declared traits"
    return Known(operator.operator_id, operator.name, mixed(parts), support)


class _Reader:
    """Reads what accounts look like, from the graph and the facts."""

    def __init__(
        self, store: GraphStore, facts: duckdb.DuckDBPyConnection, told: ToldClusters, as_of: date | None
    ) -> None:
        self.store, self.facts, self.as_of = store, facts, as_of
        self.capabilities = told.capabilities

    def traits(self, accounts: Sequence[str]) -> dict[str, dict[str, float]]:
        """Traits of at most SAMPLE accounts, evenly spread over the given ones."""
        chosen = list(accounts)[:: max(1, len(accounts) // SAMPLE)][:SAMPLE]
        found = {
            row["kind"]: shares(dict(zip(row["values"], row["weights"], strict=True)))
            for row in self.store.read(q.READ_TRAITS, accounts=chosen, most=MOST_VALUES, as_of=self.as_of)
        }
        return {**found, **self._behaviour(chosen)}

    def _behaviour(self, accounts: Sequence[str]) -> dict[str, dict[str, float]]:
        self.facts.register("looked_at", pa.table({"account_id": pa.array(accounts, pa.string())}))
        try:
            clusters = self._sums("query_cluster")
            rhythm = self._sums("if(isodow(day) < 6, 'weekday-', 'weekend-') || lpad(hour::VARCHAR, 2, '0')")
        finally:
            self.facts.unregister("looked_at")
        capabilities: dict[str, float] = {}
        for cluster, exchanges in clusters.items():
            if capability := self.capabilities.get(cluster):
                capabilities[capability] = capabilities.get(capability, 0.0) + exchanges
        told = {"query_cluster": clusters, "capability": capabilities, "rhythm": rhythm}
        return {kind: found for kind, weights in told.items() if (found := shares(weights))}

    def _sums(self, value: str) -> dict[str, float]:
        sql = f"""SELECT {value} AS value, sum(exchanges)::DOUBLE FROM asked JOIN looked_at USING (account_id)
            WHERE {KNOWN} GROUP BY 1"""
        found = self.facts.execute(sql, {"as_of": self.as_of}).fetchall()
        return {name: total for name, total in found if name is not None}
