"""Explaining a pair from a real Neo4j: what is shared, by how many, and who is in which ring."""

from __future__ import annotations

import json

import pytest

from app.errors import NotFoundError
from app.graph import Neo4jStore
from app.pipeline.explain import explain

pytestmark = pytest.mark.graph

WORLD = """
CREATE (a:Account {account_id: 'a', email_hash: 'e', phone_hash: 'p', exchanges: 5}),
       (b:Account {account_id: 'b', email_hash: 'e'}),
       (c:Account {account_id: 'c'}), (p:PaymentInstrument {instrument_id: 'pi-1'}),
       (q:PaymentInstrument {instrument_id: 'pi-2'}),
       (i:IpAddress {address: '192.0.2.1'}), (j:IpAddress {address: '192.0.2.2'}),
       (s:Network {prefix: '192.0.2.0/24', derived: true}), (k:QueryCluster {query_cluster: 'qc'}),
       (r:Ring {ring_id: 'R-AAAAAAAAAA', state: 'flagged', current: true}),
       (i)-[:IN_SUBNET]->(s), (j)-[:IN_SUBNET]->(s),
       (a)-[:PAID_WITH {name_hash: 'n'}]->(p), (b)-[:PAID_WITH {name_hash: 'n', address_hash: 'x'}]->(q),
       (c)-[:PAID_WITH]->(p),
       (a)-[:USED_IP]->(i), (b)-[:LOGGED_IN_FROM]->(j), (c)-[:USED_IP]->(i), (c)-[:LOGGED_IN_FROM]->(i),
       (a)-[:ASKED]->(k), (b)-[:ASKED]->(k), (c)-[:ASKED]->(k),
       (a)-[:MEMBER_OF {score: 0.9, evidence: $evidence}]->(r), (b)-[:MEMBER_OF {score: 0.8, evidence: $evidence}]->(r),
       (c)-[:MEMBER_OF {score: 0.8, evidence: [], to_run: 'D-000002'}]->(r),
       (:DetectionRun {run_id: 'D-000001', parameters: '{"m": {"email": 0.25}}'})
"""
COMPOSITE = {"kind": "subnet*client", "identifier": "192.0.2.0/24*sdk", "degree": 9, "members": 5, "bits": 12.0}


@pytest.fixture
def world(store: Neo4jStore) -> Neo4jStore:
    store.driver.execute_query(WORLD, evidence=[json.dumps(COMPOSITE)])
    return store


def test_pair_in_one_ring(world: Neo4jStore):
    found = explain(world, "a", "b")
    assert {(t.kind, t.identifier, t.degree) for t in found.waterfall.terms} == {
        ("email", "e", 2),
        ("billing_name", "n", 2),
        ("subnet", "192.0.2.0/24", 3),
        ("query_cluster", "qc", 3),
    }
    assert found.same_ring
    assert found.composites == (COMPOSITE,)
    assert [(row["account_id"], row["exchanges"], row["score"]) for row in found.accounts] == [
        ("a", 5, 0.9),
        ("b", 0, 0.8),
    ]
    # the learned weight is that of the last run: 0.25 * 3 / 2 is less than one, worth nothing
    assert [term.rarity for term in found.waterfall.terms if term.kind == "email"] == [0.0]


def test_pair_with_a_former_member(world: Neo4jStore):
    found = explain(world, "a", "c")
    assert {(t.kind, t.degree) for t in found.waterfall.terms} == {
        ("instrument", 2),
        ("ip", 2),
        ("subnet", 3),
        ("query_cluster", 3),
    }
    assert not found.same_ring


def test_unknown_account(world: Neo4jStore):
    with pytest.raises(NotFoundError, match="no account 'A'"):
        explain(world, "A", "b")
