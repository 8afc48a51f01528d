"""Feeds with signatures only: no node before there is a cluster, the same clusters in any order, rings with content."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from app.errors import GraphError
from app.graph import Neo4jStore
from app.graph.audit import run_checks
from app.graph.digest import digest
from app.graph.queries import EMPTY_LINKS, EMPTY_NODES
from app.ingest import ingest
from app.linkage import queries as linkage
from app.linkage.publish_clusters import publish_clusters
from app.linkage.read import read_snapshot
from app.model.signature import signature_text
from app.pipeline.detection import detect, facts_of, run_detect
from app.rings.store import queries as rings
from app.settings import Settings
from app.worlds import preset, simulate

pytestmark = pytest.mark.graph

BASE, NEAR, FAR = 0xB533F6D29BE1B68B, 0xB533F6D29BE1B68A, 0x0123456789ABCDEF
LEADER = signature_text(BASE)
HEADER = "occurred_at,account_id,ip,query_cluster,signature,output_tokens"


def row(day: int, account: str, bits: int | str, cluster: str = "") -> str:
    text = bits if isinstance(bits, str) else signature_text(bits)
    return f"2026-03-0{day}T10:20:00Z,{account},203.0.113.7,{cluster},{text},5"


ROWS = [
    *(row(1, account, BASE) for account in ("a", "b", "b")),
    row(2, "c", NEAR),
    row(2, "d", BASE ^ 0b1110000),
    row(2, "d", BASE ^ 0b11110000),
    row(2, "a", FAR),
    row(3, "a", FAR ^ 1),
    row(3, "e", FAR ^ 0xFFFF, "qc-1"),
    row(3, "e", BASE, "qc-1"),
    row(3, "f", "simhash64-v2:0123456789abcdef"),
    row(3, "f", "no signature"),
]


class World:
    """The session's graph with facts of this test's own."""

    def __init__(self, store: Neo4jStore, settings: Settings, root: Path, inline: Any) -> None:
        self.store, self.settings, self.root, self.inline = store, settings, root, inline

    def take(self, name: str, rows: Iterable[str], header: str = HEADER) -> None:
        """Ingest one file by itself."""
        folder = self.root / name
        folder.mkdir(parents=True)
        (folder / f"{name}.csv").write_text("\n".join([header, *rows]) + "\n")
        assert ingest(self.store, self.settings, folder).document["quarantined"] == 0

    def fresh(self, name: str) -> World:
        """Emptied, with other facts."""
        self.store.auto(EMPTY_LINKS)
        self.store.auto(EMPTY_NODES)
        settings = self.settings.model_copy(update={"facts_url": str(self.root / f"facts-{name}")})
        return World(self.store, settings, self.root / name, self.inline)

    def tell(self, text: str) -> set[tuple[Any, ...]]:
        return {tuple(row.values()) for row in self.store.read(self.inline(text))}

    def digest(self) -> str:
        with facts_of(self.settings, self.store) as view:
            return digest(self.store, view.connection).digest

    def like(self) -> set[tuple[Any, ...]]:
        return self.tell(
            "MATCH (a:Account)-[l:ASKED_LIKE]->(q) RETURN a.account_id, q.query_cluster, l.exchanges, "
            "toString(l.known_from), toString(l.first_seen)"
        )

    def clusters(self) -> set[tuple[Any, ...]]:
        return self.tell("MATCH (q:QueryCluster) RETURN q.query_cluster, q.signature, q.signatures")


@pytest.fixture
def world(store: Neo4jStore, settings: Settings, tmp_path: Path, inline: Any) -> World:
    return World(store, settings, tmp_path, inline)


def test_near_signatures_of_several_accounts_become_one_cluster(world: World) -> None:
    world.take("exchanges-1", ROWS)
    assert world.clusters() == {("qc-1", None, None)}, "nothing in the graph for single signatures"
    run_detect(world.settings)
    assert world.clusters() == {("qc-1", None, None), (LEADER, LEADER, 3)}
    assert world.like() == {
        ("a", LEADER, 1, "2026-03-01", "2026-03-01T10:00:00Z"),
        ("b", LEADER, 2, "2026-03-01", "2026-03-01T10:00:00Z"),
        ("c", LEADER, 1, "2026-03-02", "2026-03-02T10:00:00Z"),
        ("d", LEADER, 1, "2026-03-02", "2026-03-02T10:00:00Z"),
    }
    [shared] = [
        found
        for found in world.store.read(rings.READ_SHARED_IDENTIFIERS, a="b", b="c")
        if found["kind"] == "query_cluster"
    ]
    assert (shared["identifier"], shared["degree"]) == (LEADER, 4)
    with facts_of(world.settings, world.store) as view:
        snapshot = read_snapshot(world.store, view.connection)
    asked = snapshot.memberships["query_cluster"]
    assert list(zip(asked.identifiers, asked.degree, strict=True)) == [(LEADER, 4)]
    assert snapshot.activity.clusters.tolist() == ["qc-1", LEADER]
    assert run_checks(world.store) == []


def test_order_of_files_and_batches_changes_nothing(world: World) -> None:
    seen = set()
    for seed in range(3):
        each = world.fresh(str(seed))
        rows = random.Random(seed).sample(ROWS, len(ROWS))
        cut = [0, *sorted(random.Random(seed).sample(range(1, len(rows)), seed)), len(rows)]
        for number, (low, high) in enumerate(pairwise(cut)):
            each.take(f"exchanges-{number}", rows[low:high])
            if number % 2:
                run_detect(each.settings)
        run_detect(each.settings)
        seen.add(each.digest())
        assert run_detect(each.settings).changed == 0
        seen.add(each.digest())
    assert len(seen) == 1


def test_a_past_day_does_not_depend_on_later_signatures(world: World) -> None:
    world.take("exchanges-1", [text for text in ROWS if text < "2026-03-02"])
    with facts_of(world.settings, world.store) as view:
        then = read_snapshot(world.store, view.connection).signatures
    # later the neighbour is sent by more accounts and leads
    world.take("exchanges-2", [*(row(4, f"n{i}", NEAR) for i in range(9)), *ROWS[3:]])
    with facts_of(world.settings, world.store) as view:
        past = read_snapshot(world.store, view.connection, date(2026, 3, 1)).signatures
        now = read_snapshot(world.store, view.connection).signatures
    assert (past.signature.tolist(), past.cluster.tolist()) == (then.signature.tolist(), then.cluster.tolist())
    assert set(past.cluster) == {LEADER}
    assert signature_text(NEAR) in set(now.cluster)
    run_detect(world.settings)
    assert (signature_text(NEAR), signature_text(NEAR), 2) in world.clusters()


def test_a_leader_that_is_overtaken_leaves_nothing_behind(world: World) -> None:
    world.take("exchanges-1", ROWS)
    run_detect(world.settings)
    world.take("exchanges-2", [row(4, f"n{i}", NEAR) for i in range(9)])
    run_detect(world.settings)
    assert {name for name, _, _ in world.clusters()} == {"qc-1", signature_text(NEAR)}
    assert {name for _, name, *_ in world.like()} == {signature_text(NEAR)}


def test_a_named_cluster_takes_in_what_is_near(world: World) -> None:
    world.take("exchanges-1", ROWS)
    world.take(
        "clusters-1", [f"sorting,{signature_text(NEAR)},software-engineering"], "query_cluster,signature,capability"
    )
    run_detect(world.settings)
    assert ("sorting", signature_text(NEAR), 2) in world.clusters()
    assert {(account, name) for account, name, *_ in world.like()} == {(a, "sorting") for a in "abc"}
    with facts_of(world.settings, world.store) as view:
        activity = read_snapshot(world.store, view.connection).activity
    assert dict(zip(activity.clusters, activity.capabilities, strict=True))["sorting"] == "software-engineering"


def test_a_killed_run_is_made_good(world: World) -> None:
    world.take("exchanges-1", [row(1 + i % 3, f"a{i}", 0xFFFF << 20 * (i % 3)) for i in range(30)])

    class Dying:
        """A store that dies at the n-th write."""

        def __init__(self, store: Neo4jStore, writes: int) -> None:
            self.store, self.writes = store, writes

        def read(self, query: Any, **params: Any) -> Any:
            return self.store.read(query, **params)

        def write(self, *steps: Any) -> Any:
            self.writes -= 1
            if not self.writes:
                raise GraphError("gone")
            return self.store.write(*steps)

    with facts_of(world.settings, world.store) as view:
        signatures = read_snapshot(world.store, view.connection).signatures
        for writes in (2, 3, 4):
            with pytest.raises(GraphError):
                publish_clusters(Dying(world.store, writes), view.connection, signatures, None)  # type: ignore[arg-type]
        assert publish_clusters(world.store, view.connection, signatures, None) == []
        whole = world.digest()
        assert publish_clusters(Dying(world.store, 1), view.connection, signatures, None) == []  # type: ignore[arg-type]
    assert len(world.like()) == 30
    (published,) = world.store.read(linkage.READ_PUBLISHED_CLUSTERS)
    assert len(published["contents"]) == 3 and "" not in published["contents"]
    assert world.digest() == whole


def sign(path: Path, rng: np.random.Generator) -> None:
    """Replace the query clusters of a Parquet feed by signatures, one in three a bit away from its topic's."""
    table = pq.read_table(path)
    topics = np.array([int(str(name).removeprefix("qc-")) for name in table.column("query_cluster").to_pylist()])
    base = np.random.default_rng(5).integers(0, 2**64, int(topics.max()) + 1, dtype=np.uint64)
    flip = np.uint64(1) << rng.integers(0, 64, len(topics)).astype(np.uint64)
    bits = base[topics] ^ np.where(rng.random(len(topics)) < 0.33, flip, np.uint64(0))
    signed = pa.array([signature_text(int(each)) for each in bits])
    table = table.drop_columns(["query_cluster"]).append_column("signature", signed)
    pq.write_table(table, path)


def test_a_ring_is_found_with_content_evidence(world: World) -> None:
    place = world.root / "world"
    simulate(place, replace(preset("small"), accounts=1000, days=8), "parquet")
    for path in sorted(place.glob("**/exchanges*.parquet")):
        sign(path, np.random.default_rng(len(str(path))))
    for path in place.glob("**/clusters*"):
        path.unlink()
    assert ingest(world.store, world.settings, place).exchanges > 1000
    assert world.clusters() == set()
    with facts_of(world.settings, world.store) as view:
        found = detect(world.store, view.connection, None, write=True)
    flagged = [ring for ring in found.rings if str(ring.group.state) == "flagged"]
    assert flagged and all("content" in ring.group.families for ring in flagged)
    assert world.tell("MATCH (:Ring)-[:SHARES]->(q:QueryCluster) RETURN q.signature IS NOT NULL") <= {(True,)}
    assert len(world.clusters()) > 10
