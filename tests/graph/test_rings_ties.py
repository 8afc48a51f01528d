"""What ties a ring's members together, read from a real Neo4j: every kind, its degree, crowds left out."""

from __future__ import annotations

import pytest

from app.graph import Neo4jStore
from app.rings.explanation.ties import read_weakest_cut
from app.rings.store import queries as q

pytestmark = pytest.mark.graph

RING = "R-AAAAAAAAAA"
WORLD = """
CREATE (r:Ring {ring_id: $ring, state: 'flagged', current: true}), (s:Network {prefix: '192.0.2.0/24', derived: true}),
       (i:IpAddress {address: '192.0.2.1'})-[:IN_SUBNET]->(s), (j:IpAddress {address: '192.0.2.2'})-[:IN_SUBNET]->(s),
       (d:Device {device_id: 'd'}), (c:Client {client: 'sdk'}), (e:EmailDomain {domain: 'x.example'}),
       (p:EmailPattern {pattern: 'v1:w9'}), (k:PaymentInstrument {instrument_id: 'pi'}),
       (one:PaymentInstrument {instrument_id: 'alone'})
WITH *
UNWIND range(0, 199) AS n
CREATE (a:Account {account_id: 'a' + right('000' + n, 3)})
CREATE (a)-[:USED_CLIENT]->(c)
FOREACH (_ IN CASE WHEN n < 12 THEN [1] END | CREATE (a)-[:MEMBER_OF {score: .9, bits: 9.0}]->(r))
FOREACH (_ IN CASE WHEN n IN [12, 13] THEN [1] END | CREATE (a)-[:MEMBER_OF {score: .9, to_run: 'D-000001'}]->(r))
FOREACH (_ IN CASE WHEN n < 6 THEN [1] END | CREATE (a)-[:USED_IP]->(i) CREATE (a)-[:SIGNED_UP_FROM]->(j))
FOREACH (_ IN CASE WHEN n IN [6, 7, 8, 9, 10, 11, 20] THEN [1] END |
         CREATE (a)-[:LOGGED_IN_ON]->(d) CREATE (a)-[:SIGNED_UP_ON]->(d))
FOREACH (_ IN CASE WHEN n IN [0, 6] THEN [1] END | CREATE (a)-[:PAID_WITH {name_hash: 'nn', address_hash: 'aa'}]->(k))
FOREACH (_ IN CASE WHEN n IN [0, 30] THEN [1] END | CREATE (a)-[:PAID_WITH]->(one))
FOREACH (_ IN CASE WHEN n IN [1, 2] THEN [1] END |
         CREATE (a)-[:HAS_EMAIL_DOMAIN]->(e) CREATE (a)-[:HAS_EMAIL_PATTERN]->(p)
         SET a.email_hash = 'ee', a.phone_hash = 'pp')
"""


@pytest.fixture
def world(store: Neo4jStore) -> Neo4jStore:
    store.driver.execute_query(WORLD, ring=RING)
    return store


def test_ties_of_every_kind_with_their_degree(world: Neo4jStore):
    rows = world.read(q.READ_TIES, ring_id=RING, most=100, max_degree=50)
    assert {(row["kind"], row["identifier"], row["degree"], len(row["holders"])) for row in rows} == {
        ("subnet", "192.0.2.0/24", 6, 6),
        ("device", "d", 7, 6),
        ("instrument", "pi", 2, 2),
        ("billing_name", "nn", 2, 2),
        ("billing_address", "aa", 2, 2),
        ("email_domain", "x.example", 2, 2),
        ("email_pattern", "v1:w9", 2, 2),
        ("email", "ee", 2, 2),
        ("phone", "pp", 2, 2),
    }
    assert {row["population"] for row in rows} == {200}
    with_crowds = {row["identifier"] for row in world.read(q.READ_TIES, ring_id=RING, most=100, max_degree=200)}
    assert with_crowds - {row["identifier"] for row in rows} == {"sdk"}


def test_without_the_network_half_of_the_ring_falls_off(world: Neo4jStore):
    cut = read_weakest_cut(world, RING, 12)
    assert [(tie.kind, tie.identifier, tie.degree, len(tie.holders)) for tie in cut.ties] == [
        ("subnet", "192.0.2.0/24", 6, 6)
    ]
    # the card still ties one of the six to the holders of the device
    assert (cut.sizes, cut.loose, cut.considered, cut.approximated) == ((7, 5), 0, 9, False)


def test_members_beyond_the_bound_are_left_out(world: Neo4jStore):
    rows = world.read(q.READ_TIES, ring_id=RING, most=6, max_degree=50)
    assert {row["identifier"] for row in rows} == {"192.0.2.0/24", "x.example", "v1:w9", "ee", "pp"}
