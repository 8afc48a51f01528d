"""Exports from a real Neo4j and real facts: exactly the columns that other programs rely on."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from app.exports.csv_file import write_csv
from app.exports.tables import account_rows, columns, ring_rows
from app.graph import Neo4jStore
from app.ingest import ingest
from app.pipeline.detection import facts_of
from app.settings import Settings

pytestmark = pytest.mark.graph

RINGS = """
UNWIND [['R-A', 'flagged', true, null], ['R-B', 'candidate', true, null], ['R-C', 'confirmed', true, null],
        ['R-D', 'flagged', false, 'D-000002']] AS row
CREATE (r:Ring {ring_id: row[0], state: row[1], current: row[2], to_run: row[3], score: 0.5, size: 2,
                exchanges: 3000000000,
                input_tokens: 1, output_tokens: 2, first_seen: date('2026-09-01'), last_seen: date('2026-09-02'),
                families: ['email', 'payment'], bits: 3.5, reason: ''})
CREATE (r)-[:HAS_TRAFFIC]->(:TrafficDay {ring_id: row[0], day: date('2026-09-01'), capability: '', model: 'm',
                                         exchanges: 3,
                                         input_tokens: 4, output_tokens: 5, accounts: 2})
CREATE (:Account {account_id: '=' + row[0]})-[:MEMBER_OF {score: 0.25, to_run: row[3]}]->(r)
CREATE (:Account {account_id: 'z-' + row[0]})-[:MEMBER_OF {score: 0.75, to_run: row[3]}]->(r)
CREATE (:Account {account_id: 'gone-' + row[0]})-[:MEMBER_OF {score: 0.5, to_run: 'D-000001'}]->(r)
"""


def export(store: Neo4jStore, table: str, states: list[str], path: Path) -> list[list[str]]:
    write_csv(path, columns(table), ring_rows(store, table, states))
    with path.open(newline="") as handle:
        return list(csv.reader(handle))


def test_memberships_of_current_rings(store: Neo4jStore, tmp_path: Path):
    store.driver.execute_query(RINGS)
    assert export(store, "memberships", ["flagged", "confirmed"], tmp_path / "m.csv") == [
        ["ring_id", "account_id", "score"],
        ["R-A", "'=R-A", "0.25"],
        ["R-A", "z-R-A", "0.75"],
        ["R-C", "'=R-C", "0.25"],
        ["R-C", "z-R-C", "0.75"],
    ]
    rows = export(store, "memberships", ["flagged", "confirmed", "candidate"], tmp_path / "m.csv")
    assert {row[0] for row in rows[1:]} == {"R-A", "R-B", "R-C"}


def test_rings_and_traffic(store: Neo4jStore, tmp_path: Path):
    store.driver.execute_query(RINGS)
    rings = export(store, "rings", ["flagged"], tmp_path / "r.csv")
    assert rings[0][:5] == ["ring_id", "state", "score", "accounts", "exchanges"]
    assert rings[0][5:] == ["input_tokens", "output_tokens", "first_seen", "last_seen", "families", "bits", "reason"]
    assert rings[1:] == [
        ["R-A", "flagged", "0.5", "2", "3000000000", "1", "2", "2026-09-01", "2026-09-02", "email payment", "3.5", ""],
    ]
    assert export(store, "traffic", ["flagged"], tmp_path / "t.csv") == [
        ["ring_id", "day", "capability", "model", "exchanges", "input_tokens", "output_tokens", "accounts"],
        ["R-A", "2026-09-01", "", "m", "3", "4", "5", "2"],
    ]


def test_accounts_are_sums_over_the_facts(store: Neo4jStore, settings: Settings, tmp_path: Path):
    feed = tmp_path / "feed"
    feed.mkdir()
    (feed / "exchanges-1.csv").write_text(
        "occurred_at,account_id,input_tokens,output_tokens\n"
        "2026-09-01T10:00:00Z,b,5,7\n2026-09-03T10:00:00Z,b,,1\n2026-09-02T23:59:59Z,007,2000000000,\n"
        "2026-09-02T23:59:59Z,007,2000000000,\n"
    )
    ingest(store, settings, feed)
    with facts_of(settings, store) as view:
        assert write_csv(tmp_path / "a.csv", columns("accounts"), account_rows(view.connection, chunk=1)) == 2
    assert (tmp_path / "a.csv").read_text() == (
        "account_id,exchanges,input_tokens,output_tokens,first_seen,last_seen\n"
        "007,2,4000000000,0,2026-09-02,2026-09-02\n"
        "b,2,5,8,2026-09-01,2026-09-03\n"
    )
