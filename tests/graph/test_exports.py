"""Exports from a real Neo4j and real facts: exactly the columns that other programs rely on."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import polars
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from app.errors import IncompleteError, NotFoundError
from app.exports import tables
from app.exports.formats import Format
from app.exports.provenance import METADATA_KEY
from app.exports.run import export_file, states_of
from app.exports.tables import Asked
from app.graph import Neo4jStore
from app.ingest import ingest
from app.settings import Settings

pytestmark = pytest.mark.graph

RINGS = """
CREATE (:DetectionRun {run_id: 'D-000001', parameters: '{"m": {}}', started_at: datetime('2026-09-02T00:00:00Z')})
CREATE (:DetectionRun {run_id: 'D-000002', parameters: '{"m": {}}', started_at: datetime('2026-09-03T00:00:00Z'),
                       as_of: date('2026-09-02'), input_digest: 'abc'})
WITH 1 AS one
UNWIND [['R-A', 'flagged', true, null, 'D-000001'], ['R-B', 'candidate', true, null, 'D-000002'],
        ['R-C', 'confirmed', true, null, 'D-000002'], ['R-D', 'flagged', false, 'D-000002', 'D-000001']] AS row
CREATE (r:Ring {ring_id: row[0], state: row[1], current: row[2], to_run: row[3], last_run: row[4], score: 0.5, size: 2,
                exchanges: 3000000000,
                input_tokens: 1, output_tokens: 2, first_seen: date('2026-09-01'), last_seen: date('2026-09-02'),
                families: ['email', 'payment'], bits: 3.5, reason: ''})
CREATE (r)-[:HAS_TRAFFIC]->(:TrafficDay {ring_id: row[0], day: date('2026-09-01'), capability: '', model: 'm',
                                         exchanges: 3,
                                         input_tokens: 4, output_tokens: 5, accounts: 2})
CREATE (a:Account {account_id: '=' + row[0], email_hash: 'h'})-[:MEMBER_OF {score: 0.25, to_run: row[3]}]->(r)
MERGE (x:IpAddress {address: '198.51.100.1'})
CREATE (a)-[:USED_IP {first_seen: datetime('2026-09-01T10:00:00Z'), last_seen: datetime('2026-09-02T10:00:00Z'),
                      exchanges: 4}]->(x)
CREATE (:Account {account_id: 'z-' + row[0]})-[:MEMBER_OF {score: 0.75, to_run: row[3]}]->(r)
CREATE (:Account {account_id: 'gone-' + row[0]})-[:MEMBER_OF {score: 0.5, to_run: 'D-000001'}]->(r)
CREATE (:Account {account_id: 'left-' + row[0]})-[:MEMBER_OF {score: 0.5, to_run: 'D-000002'}]->(r)
CREATE (:Account {account_id: 'never-' + row[0]})-[:MEMBER_OF {score: 0.5, to_run: 'staged'}]->(r)
"""


class Export:
    """Exports to a file and reads it back."""

    def __init__(self, store: Neo4jStore, settings: Settings, folder: Path) -> None:
        self.store, self.settings, self.folder = store, settings, folder

    def __call__(self, table: str, *states: str, form: Format = Format.CSV, since: str | None = None) -> Path:
        path = self.folder / f"{table}.{form.value}"
        export_file(self.settings, self.store, Asked(table, states_of(states), since), form, path)
        return path

    def rows(self, table: str, *states: str, since: str | None = None) -> list[list[str]]:
        with self(table, *states, since=since).open(newline="") as handle:
            return list(csv.reader(handle))


@pytest.fixture
def export(store: Neo4jStore, settings: Settings, tmp_path: Path) -> Export:
    store.driver.execute_query(RINGS)
    return Export(store, settings, tmp_path)


def test_memberships_of_current_rings(export: Export):
    assert export.rows("memberships") == [
        ["ring_id", "account_id", "score"],
        ["R-A", "'=R-A", "0.25"],
        ["R-A", "z-R-A", "0.75"],
        ["R-C", "'=R-C", "0.25"],
        ["R-C", "z-R-C", "0.75"],
    ]
    assert {row[0] for row in export.rows("memberships", "candidate")[1:]} == {"R-A", "R-B", "R-C"}


def test_rings_and_traffic(export: Export):
    rings = export.rows("rings")
    assert rings[0][:5] == ["ring_id", "state", "score", "accounts", "exchanges"]
    assert rings[0][5:] == ["input_tokens", "output_tokens", "first_seen", "last_seen", "families", "bits", "reason"]
    volumes = ["3000000000", "1", "2", "2026-09-01", "2026-09-02"]
    assert rings[1:] == [
        ["R-A", "flagged", "0.5", "2", *volumes, "email payment", "3.5", ""],
        ["R-C", "confirmed", "0.5", "2", *volumes, "email payment", "3.5", ""],
    ]
    assert export.rows("traffic")[:2] == [
        ["ring_id", "day", "capability", "model", "exchanges", "input_tokens", "output_tokens", "accounts"],
        ["R-A", "2026-09-01", "", "m", "3", "4", "5", "2"],
    ]


@pytest.mark.parametrize("page", [1, 2, 500])
def test_links_of_members_page_by_page(export: Export, monkeypatch: pytest.MonkeyPatch, page: int):
    monkeypatch.setattr(tables, "ACCOUNTS_A_PAGE", page)
    assert [row for row in export.rows("links")[1:] if row[0] == "R-A"] == [
        ["R-A", "'=R-A", "email", "h", "", "", ""],
        ["R-A", "'=R-A", "ip", "198.51.100.1", "2026-09-01", "2026-09-02", "4"],
    ]


def test_changes_since_a_run(export: Export):
    assert export.rows("memberships", since="D-000001") == [
        ["ring_id", "account_id", "score", "change"],
        ["R-B", "'=R-B", "0.25", "removed"],
        ["R-B", "left-R-B", "0.5", "removed"],
        ["R-B", "z-R-B", "0.75", "removed"],
        ["R-C", "'=R-C", "0.25", "set"],
        ["R-C", "left-R-C", "0.5", "removed"],
        ["R-C", "z-R-C", "0.75", "set"],
        ["R-D", "'=R-D", "0.25", "removed"],
        ["R-D", "left-R-D", "0.5", "removed"],
        ["R-D", "z-R-D", "0.75", "removed"],
    ]
    assert [(row[0], row[-1]) for row in export.rows("rings", since="D-000001")[1:]] == [
        ("R-B", "removed"),
        ("R-C", "set"),
        ("R-D", "removed"),
    ]
    assert export.rows("memberships", since="D-000002")[1:] == []
    with pytest.raises(NotFoundError, match="D-000009"):
        export.rows("memberships", since="D-000009")


def test_every_format_says_the_same_and_names_its_source(export: Export):
    expected = pq.read_table(export("rings", form=Format.PARQUET))
    assert expected.column("exchanges").to_pylist() == [3_000_000_000] * 2
    source = json.loads(expected.schema.metadata[METADATA_KEY])
    assert (source["run"], source["as_of"], source["states"]) == ("D-000002", "2026-09-02", ["confirmed", "flagged"])
    assert len(source["configuration"]) == 64
    with pa.ipc.open_file(export("rings", form=Format.ARROW)) as reader:
        assert reader.read_all().equals(expected)
    lines = export("rings", form=Format.JSONL).read_text().splitlines()
    assert [json.loads(line)["ring_id"] for line in lines] == expected.column("ring_id").to_pylist()
    assert polars.read_csv(export("rings"))["exchanges"].to_list() == expected.column("exchanges").to_pylist()
    for form in Format:
        told: dict[str, Any] = json.loads((export.folder / f"rings.{form.value}.meta.json").read_text())
        assert {key: told[key] for key in source} == source
        assert (told["rows"], told["format"]) == (2, form.value)


def test_a_detection_meanwhile_leaves_no_file(export: Export, monkeypatch: pytest.MonkeyPatch):
    rows = tables._rows

    def interrupted(*args: Any) -> Any:
        yield from rows(*args)
        export.store.driver.execute_query("CREATE (:DetectionRun {run_id: 'D-000003', started_at: datetime()})")

    monkeypatch.setattr(tables, "_rows", interrupted)
    with pytest.raises(IncompleteError, match="changed the data"):
        export("rings")
    assert list(export.folder.glob("*rings*")) == []


def test_accounts_are_sums_over_the_facts(store: Neo4jStore, settings: Settings, tmp_path: Path):
    feed = tmp_path / "feed"
    feed.mkdir()
    (feed / "exchanges-1.csv").write_text(
        "occurred_at,account_id,input_tokens,output_tokens\n"
        "2026-09-01T10:00:00Z,b,5,7\n2026-09-03T10:00:00Z,b,,1\n2026-09-02T23:59:59Z,007,2000000000,\n"
        "2026-09-02T23:59:59Z,007,2000000000,\n"
    )
    ingest(store, settings, feed)
    done = export_file(settings, store, Asked("accounts", states_of([])), Format.CSV, tmp_path / "a.csv")
    assert (done.rows, done.provenance.run, done.provenance.states) == (2, None, ())
    assert (tmp_path / "a.csv").read_text() == (
        "account_id,exchanges,input_tokens,output_tokens,first_seen,last_seen\n"
        "007,2,4000000000,0,2026-09-02,2026-09-02\n"
        "b,2,5,8,2026-09-01,2026-09-03\n"
    )
