"""STIX out of a real Neo4j: which rings, which dates, what they share; an old id means what it became."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.attribution.claims import add_claim, add_operator, revise
from app.attribution.review import approved, draft_claim, draft_operator
from app.errors import NotFoundError, UsageError
from app.exports.run import states_of
from app.exports.run_digest import read_digest
from app.exports.stix.build import encode
from app.exports.stix.check import check
from app.exports.stix.objects import EXTENSION
from app.exports.stix.run import export_bundle
from app.graph import Neo4jStore
from app.model.attribution import ClaimRole, EvidenceItem, OperatorKind, Tlp

pytestmark = pytest.mark.graph

KEY = b"k" * 32
NOW = datetime(2026, 9, 9, tzinfo=UTC)
A, B, OLD, BENIGN = "R-AAAAAAAAAA", "R-BBBBBBBBBB", "R-CCCCCCCCCC", "R-DDDDDDDDDD"
WORLD = """
UNWIND range(1, 3) AS n
CREATE (:DetectionRun {run_id: 'D-00000' + n, parameters: '{}', as_of: date('2026-09-0' + n),
                       started_at: datetime('2026-09-0' + n + 'T05:00:00Z')})
WITH count(*) AS runs
UNWIND [[$a, 'flagged', true, null, 'D-000001', 'D-000002'], [$b, 'confirmed', true, null, 'D-000001', 'D-000001'],
        [$old, 'flagged', false, 'D-000002', 'D-000001', 'D-000001'],
        [$benign, 'benign', true, null, 'D-000003', 'D-000003']] AS row
CREATE (r:Ring {ring_id: row[0], state: row[1], current: row[2], to_run: row[3], from_run: row[4], last_run: row[5],
                score: 0.5, size: 2, exchanges: 10, input_tokens: 1, output_tokens: 2, first_seen: date('2026-08-01'),
                last_seen: date('2026-08-31'), families: ['network'], bits: 3.5, reason: ''})
CREATE (:Account {account_id: 'acct-1-' + row[0]})-[:MEMBER_OF {score: 0.5, from_run: 'D-000001', to_run: row[3]}]->(r)
CREATE (:Account {account_id: 'acct-2-' + row[0]})-[:MEMBER_OF {score: 0.5, from_run: 'D-000001', to_run: row[3]}]->(r)
MERGE (s:Network {prefix: '198.51.100.0/24', derived: true})
CREATE (r)-[:SHARES {kind: 'subnet', members: 2}]->(s)
MERGE (p:PaymentInstrument {instrument_id: 'pi-secret'})
CREATE (r)-[:SHARES {kind: 'instrument', members: 2}]->(p)
MERGE (d:Device {device_id: 'dev-secret'})
CREATE (r)-[:SHARES {kind: 'device', members: 2}]->(d)
WITH count(*) AS rings
MATCH (old:Ring {ring_id: $old}), (heir:Ring {ring_id: $a}), (b:Ring {ring_id: $b})
CREATE (old)-[:BECAME {run_id: 'D-000002', shared: 2}]->(heir)
CREATE (:Judgement {judgement_id: 'J-1', verdict: 'confirmed', author: 'ann', reason: 'x',
                    made_at: datetime('2026-09-08T05:00:00Z'), members: []})-[:ABOUT]->(b)
WITH 1 AS one
MATCH (s:Network {prefix: '198.51.100.0/24'})
CREATE (big:Network {prefix: '198.51.0.0/16', asn: 64500}), (small:Network {prefix: '198.51.100.0/25', asn: 64501})
CREATE (s)<-[:IN_SUBNET]-(:IpAddress {address: '198.51.100.200'})-[:IN_NETWORK]->(big)
CREATE (s)<-[:IN_SUBNET]-(:IpAddress {address: '198.51.100.201'})-[:IN_NETWORK]->(big)
CREATE (s)<-[:IN_SUBNET]-(:IpAddress {address: '198.51.100.2'})-[:IN_NETWORK]->(small)
"""

GROWTH = """
MATCH (r:Ring {ring_id: $a})<-[m:MEMBER_OF]-(a1:Account {account_id: 'acct-1-' + $a})
MATCH (r)<-[n:MEMBER_OF]-(a2:Account {account_id: 'acct-2-' + $a})
SET m.to_run = 'D-000002', n.to_run = 'D-000002'  // one leaves; the other's evidence changes
CREATE (a2)-[:MEMBER_OF {score: 0.6, from_run: 'D-000002'}]->(r)
CREATE (:Account {account_id: 'acct-3'})-[:MEMBER_OF {score: 0.6, from_run: 'D-000002'}]->(r)
CREATE (:Account {account_id: 'acct-4'})-[:MEMBER_OF {score: 0.6, from_run: 'D-000003', to_run: 'staged'}]->(r)
"""


@pytest.fixture
def world(store: Neo4jStore) -> Neo4jStore:
    store.driver.execute_query(WORLD, a=A, b=B, old=OLD, benign=BENIGN)
    return store


def exported(store: Neo4jStore, path: Path, *asked: str, states: tuple[str, ...] = ()) -> dict[str, Any]:
    export_bundle(store, KEY, states_of(states), asked, Tlp.AMBER_STRICT, path)
    found: dict[str, Any] = json.loads(path.read_text())
    return found


def campaigns(bundle: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["name"]: one for one in bundle["objects"] if one["type"] == "campaign"}


def test_rings_with_their_dates_and_what_they_share(world: Neo4jStore, tmp_path: Path):
    path = tmp_path / "rings.json"
    bundle = exported(world, path)
    found = campaigns(bundle)
    assert {name: (one["created"][:10], one["modified"][:10]) for name, one in found.items()} == {
        A: ("2026-09-01", "2026-09-02"),  # changed by a run
        B: ("2026-09-01", "2026-09-08"),  # changed by a judgement
    }
    assert [one["number"] for one in bundle["objects"] if one["type"] == "autonomous-system"] == [64500]
    assert [one["value"] for one in bundle["objects"] if one["type"] == "ipv4-addr"] == ["198.51.100.0/24"]
    assert len([one for one in bundle["objects"] if one["type"] == "user-account"]) == 4
    told = found[A]["extensions"][EXTENSION["id"]]
    assert [one["members"] for one in told["payment_instruments"]] == [2]
    text = path.read_text()
    assert not any(raw in text for raw in ("secret", "acct-", '198.51.100.2"', "198.51.100.200"))
    assert encode(check(path).bundle) == path.read_bytes()
    assert exported(world, tmp_path / "again.json") == bundle
    meta = json.loads((tmp_path / "rings.json.meta.json").read_text())
    assert (meta["run"], meta["rings"], meta["tlp"]) == ("D-000003", 2, "amber+strict")


def test_an_old_id_means_what_it_became(world: Neo4jStore, tmp_path: Path):
    assert list(campaigns(exported(world, tmp_path / "a.json", OLD))) == [A]
    assert list(campaigns(exported(world, tmp_path / "b.json", BENIGN, states=("benign",)))) == [BENIGN]


def test_rings_that_are_not_exported_are_told(world: Neo4jStore, tmp_path: Path):
    path = tmp_path / "rings.json"
    with pytest.raises(UsageError, match=f"ring {BENIGN} is not .*flagged"):
        exported(world, path, BENIGN)
    with pytest.raises(NotFoundError, match="no ring"):
        exported(world, path, "R-ZZZZZZZZZZ")
    assert not path.exists()


def test_a_graph_without_rings_gives_a_bundle_that_can_be_read(store: Neo4jStore, tmp_path: Path):
    assert campaigns(exported(store, tmp_path / "none.json")) == {}
    assert check(tmp_path / "none.json").types["marking-definition"] == 1


def test_the_digest_of_runs(world: Neo4jStore):
    told = read_digest(world, "D-000001")
    assert (told.since, told.until, told.as_of) == ("D-000001", "D-000003", "2026-09-03")
    assert told.merged == ((A, (OLD,)),) and told.new == told.grown == told.gone == told.split == ()
    world.driver.execute_query(GROWTH, a=A)
    (grown,) = read_digest(world, "D-000001").grown
    assert (grown["ring_id"], grown["joined"], grown["left"]) == (A, 1, 1)
    assert read_digest(world, None).since == "D-000002" and read_digest(world, None).grown == ()
    with pytest.raises(NotFoundError, match="no detection run"):
        read_digest(world, "D-000009")


JUDGED = """
MATCH (r:Ring {ring_id: $b})<-[:ABOUT]-(j:Judgement)
SET r.state = 'benign', r.found_state = 'flagged', r.last_run = 'D-000003',
    j.verdict = 'benign', j.made_at = datetime($at)
"""


@pytest.mark.parametrize(("day", "gone"), [("2026-09-02", {B}), ("2026-08-31", set())])
def test_a_ring_that_was_judged_benign_since_is_told_as_gone(world: Neo4jStore, day: str, gone: set[str]):
    """One that was benign before is none that went."""
    world.driver.execute_query(JUDGED, b=B, at=f"{day}T05:00:00Z")
    assert {row["ring_id"] for row in read_digest(world, "D-000001").gone} == gone


def test_there_is_no_digest_without_a_run(store: Neo4jStore):
    with pytest.raises(UsageError, match="nothing was detected"):
        read_digest(store, None)


def test_a_name_leaves_only_on_an_approved_claim_and_as_far_as_its_level(world: Neo4jStore, tmp_path: Path):
    who = add_operator(world, draft_operator("North Lab", OperatorKind.ACTOR, "ann", NOW))
    item = EvidenceItem(False, "report", "seen", "human", "lab", "A", 1)
    made = add_claim(world, draft_claim(who.operator_id, A, ClaimRole.RUNS, "ann", "as before", NOW, evidence=[item]))
    path = tmp_path / "rings.json"

    def named(level: Tlp) -> bool:
        export_bundle(world, KEY, states_of([]), [], level, path)
        return "North Lab" in path.read_text()

    assert not named(Tlp.RED)
    revise(world, made.claim_id, lambda old: approved(old, "bob", "checked", NOW))
    assert [level for level in Tlp if named(level)] == [Tlp.RED, Tlp.AMBER_STRICT, Tlp.AMBER]  # the claim is AMBER
