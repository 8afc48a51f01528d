"""`attribute shifts`: a ring's daily mix against everybody's, read from the facts; change points and release pivots."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from importlib import resources
from typing import Any

import duckdb
import pyarrow as pa

from app.attribution import queries as q
from app.attribution.claims import ring_accounts
from app.attribution.shifts import (
    Change,
    Mix,
    Movers,
    Release,
    change_text,
    changes,
    mix_of,
    release_text,
    releases,
)
from app.facts import asked_view
from app.graph import open_store
from app.graph.store import GraphStore
from app.linkage.read import told_clusters
from app.linkage.read_clusters import cluster_signatures
from app.model.rings import RINGS
from app.pipeline.detection import facts_of
from app.rings.store.read import resolve
from app.settings import Settings


@dataclass(frozen=True, slots=True)
class Shifts:
    """What changed in a ring, day by day, and what it rests on."""

    ring_id: str
    accounts: int
    as_of: date | None
    capability: Mix
    model: Mix
    changes: tuple[Change, ...]
    releases: tuple[Release, ...]

    def alerts(self) -> list[dict[str, Any]]:
        """Change points and pivots in order of day, each a sentence with its evidence."""
        found = [("change", one.day, change_text(one), asdict(one)) for one in self.changes]
        pivots = [one for one in self.releases if one.verdict == "pivot"]
        found += [("release_pivot", one.released, release_text(one), asdict(one)) for one in pivots]
        keys = ("kind", "day", "text", "evidence")
        return [dict(zip(keys, one, strict=True)) for one in sorted(found, key=lambda one: (one[1], one[0], one[2]))]

    def document(self) -> dict[str, Any]:
        """As `attribute shifts --json` prints it."""
        return {
            "ring_id": self.ring_id,
            "accounts": self.accounts,
            "as_of": self.as_of,
            "mix": [row for mix in (self.capability, self.model) for row in mix_rows(mix)],
            "changes": [asdict(one) for one in self.changes],
            "releases": [asdict(one) for one in self.releases],
            "alerts": self.alerts(),
        }


def mix_rows(mix: Mix) -> Iterator[dict[str, Any]]:
    """Day, value, exchanges of the ring, and the shares of ring and everybody (None on a day without exchanges)."""
    for i, day in enumerate(mix.days):
        ours, theirs = mix.ring[i].sum(), mix.everybody[i].sum()
        for j, value in enumerate(mix.values):
            yield {
                "day": day,
                "dimension": mix.dimension,
                "value": value,
                "exchanges": int(mix.ring[i, j]),
                "share": float(mix.ring[i, j] / ours) if ours else None,
                "everybody": float(mix.everybody[i, j] / theirs) if theirs else None,
            }


def run_shifts(
    settings: Settings, ring_id: str, as_of: date | None = None, told: Mapping[str, date] | None = None
) -> Shifts:
    """Shifts of a ring's present members. Raises NotFoundError for an unknown ring."""
    with open_store(settings) as store, facts_of(settings, store) as view:
        return shifts_of(store, view.connection, ring_id, as_of, told)


def shifts_of(
    store: GraphStore,
    facts: duckdb.DuckDBPyConnection,
    ring_id: str,
    as_of: date | None = None,
    told: Mapping[str, date] | None = None,
) -> Shifts:
    """The same with everything open. `told`: days of release by model, where they are known."""
    ring_id = resolve(store, ring_id)
    accounts = ring_accounts(store, ring_id)
    rings = store.read(q.LIST_RING_ACCOUNTS, states=[str(state) for state in RINGS])
    others = sorted({account for row in rings for account in row["accounts"]} - set(accounts))
    clusters = told_clusters(store, as_of)
    with (
        _tables(facts, accounts, others, clusters.capabilities, told or {}),
        asked_view(facts, cluster_signatures(facts, clusters.signatures, as_of)),
    ):
        rows = facts.execute(_sql("shifts"), {"as_of": as_of}).fetchall()
        moved = [
            Movers(model, released, inside, count, movers)
            for model, released, inside, count, movers in facts.execute(_sql("movers"), {"as_of": as_of}).fetchall()
        ]
    capability = mix_of("capability", [(inside, day, name, n) for inside, day, name, _, n in rows])
    by_model = [(inside, day, name, n) for inside, day, _, name, n in rows]
    model, every = mix_of("model", by_model), mix_of("model", by_model, most=len(by_model))
    found = (*changes(capability), *changes(model))
    return Shifts(ring_id, len(accounts), as_of, capability, model, found, releases(every, moved))


@contextmanager
def _tables(
    facts: duckdb.DuckDBPyConnection,
    accounts: list[str],
    others: list[str],
    capabilities: Mapping[str, str],
    told: Mapping[str, date],
) -> Iterator[None]:
    tables: dict[str, dict[str, Any]] = {
        "looked_at": {"account_id": pa.array(accounts, pa.string())},
        "other_rings": {"account_id": pa.array(others, pa.string())},
        "cluster_capabilities": {
            "query_cluster": pa.array(list(capabilities), pa.string()),
            "capability": pa.array(list(capabilities.values()), pa.string()),
        },
        "told_releases": {
            "model": pa.array(list(told), pa.string()),
            "released": pa.array(list(told.values()), pa.date32()),
        },
    }
    for name, columns in tables.items():
        facts.register(name, pa.table(columns))
    try:
        yield
    finally:
        for name in tables:
            facts.unregister(name)


def _sql(name: str) -> str:
    return resources.files("app.attribution").joinpath(f"{name}.sql").read_text(encoding="utf-8")
