"""Linked account rings that Cypher lists by itself: what is found, what a bound hides, what was known as of a day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.graph import Neo4jStore, Query
from app.rings.store import queries as q

pytestmark = pytest.mark.graph

WORLD = """
UNWIND range(0, 59) AS i
CREATE (a:Account {account_id: 'a' + right('0' + i, 2), known_from: date('2026-09-01')})
WITH collect(a) AS accounts
CREATE (p:PaymentInstrument {instrument_id: 'pi-1'}), (q:PaymentInstrument {instrument_id: 'pi-2'}),
       (d:Device {device_id: 'd-1'}), (c:Client {client: 'sdk/1'}), (o:Client {client: 'web'}),
       (k:QueryCluster {query_cluster: 'qc-1'}), (e:EmailPattern {pattern: 'v1:w9'}),
       (f:EmailPattern {pattern: 'v1:w'}),
       (s:Network {prefix: '192.0.2.0/24', derived: true}), (t:Network {prefix: '198.51.100.0/24', derived: true})
FOREACH (i IN range(0, 59) |
  FOREACH (a IN [accounts[i]] |
    CREATE (ip:IpAddress {address: CASE WHEN i < 12 THEN '192.0.2.' ELSE '198.51.100.' END + i})
    CREATE (a)-[:USED_IP {known_from: date('2026-09-02'), first_seen: datetime('2026-09-02T05:00Z'),
                          last_seen: datetime('2026-09-20T05:00Z')}]->(ip)
    FOREACH (x IN CASE WHEN i < 12 THEN [s] ELSE [t] END | CREATE (ip)-[:IN_SUBNET]->(x))
    FOREACH (x IN CASE WHEN i < 10 THEN [e] ELSE [f] END |
      CREATE (a)-[:HAS_EMAIL_PATTERN {known_from: date('2026-09-01')}]->(x))
    FOREACH (x IN CASE WHEN i < 5 THEN [c] ELSE [o] END |
      CREATE (a)-[:USED_CLIENT {known_from: date('2026-09-01')}]->(x))
    FOREACH (x IN CASE WHEN i < 6 THEN [k] ELSE [] END |
      CREATE (a)-[:ASKED {known_from: date('2026-09-01'), first_seen: datetime('2026-09-03T05:00Z'),
                          last_seen: datetime('2026-09-04T05:00Z')}]->(x))
    FOREACH (x IN CASE WHEN i < 3 THEN [p] WHEN i < 5 THEN [q] ELSE [] END |
      CREATE (a)-[:PAID_WITH {known_from: date('2026-09-0' + (i + 1)), name_hash: 'n1',
                              first_seen: datetime('2026-09-01T05:00Z'),
                              last_seen: datetime('2026-09-09T05:00Z')}]->(x))
    FOREACH (x IN CASE WHEN i IN [7, 8] THEN [d] ELSE [] END |
      CREATE (a)-[:USED_DEVICE {known_from: date('2026-09-01')}]->(x)
      CREATE (a)-[:LOGGED_IN_ON {known_from: date('2026-09-02')}]->(x))))
"""


@pytest.fixture
def world(store: Neo4jStore) -> Neo4jStore:
    store.driver.execute_query(WORLD)
    return store


def find(store: Neo4jStore, query: Query, **params: Any) -> set[tuple[Any, ...]]:
    rows = store.read(query, **{**query.statement.defaults, **params})
    for row in rows:
        assert row["size"] == len(row["members"]) and row["members"] == sorted(row["members"])
    return {(tuple(r["identifiers"]), tuple(r["degrees"]), r["members"][0], r["members"][-1]) for r in rows}


def test_same_instrument(world: Neo4jStore):
    assert find(world, q.FIND_SAME_INSTRUMENT, min_size=2) == {
        (("pi-1",), (3,), "a00", "a02"),
        (("pi-2",), (2,), "a03", "a04"),
    }
    assert find(world, q.FIND_SAME_INSTRUMENT, min_size=2, limit=1) == {(("pi-1",), (3,), "a00", "a02")}
    assert find(world, q.FIND_SAME_INSTRUMENT, min_size=2, max_degree=2) == {(("pi-2",), (2,), "a03", "a04")}


def test_as_of_shows_only_what_was_known(world: Neo4jStore):
    assert find(world, q.FIND_SAME_INSTRUMENT, min_size=2, as_of=date(2026, 9, 2)) == {(("pi-1",), (2,), "a00", "a01")}
    # within the bound as of that day, whatever came later
    assert find(world, q.FIND_SAME_INSTRUMENT, min_size=2, max_degree=2, as_of=date(2026, 9, 2)) == {
        (("pi-1",), (2,), "a00", "a01")
    }
    (row,) = world.read(q.FIND_SAME_INSTRUMENT, min_size=2, max_degree=2, limit=9, as_of=date(2026, 9, 2))
    assert (row["first_seen"], row["last_seen"]) == (date(2026, 9, 1), None)


def test_same_device_counts_an_account_once(world: Neo4jStore):
    assert find(world, q.FIND_SAME_DEVICE, min_size=2) == {(("d-1",), (2,), "a07", "a08")}
    assert find(world, q.FIND_SAME_DEVICE, min_size=2, max_degree=2) == {(("d-1",), (2,), "a07", "a08")}
    assert find(world, q.FIND_SAME_DEVICE, min_size=3) == set()


def test_same_billing_name_on_several_instruments(world: Neo4jStore):
    assert find(world, q.FIND_SAME_BILLING_NAME) == {(("n1",), (5,), "a00", "a04")}
    assert find(world, q.FIND_SAME_BILLING_NAME, as_of=date(2026, 9, 3)) == set()


def test_same_prefix_and_mail_pattern_beyond_chance(world: Neo4jStore):
    found = {(("192.0.2.0/24", "v1:w9"), (12, 10), "a00", "a09")}
    assert find(world, q.FIND_SAME_PREFIX_AND_MAIL_PATTERN) == found
    assert find(world, q.FIND_SAME_PREFIX_AND_MAIL_PATTERN, as_of=date(2026, 9, 2)) == found
    assert find(world, q.FIND_SAME_PREFIX_AND_MAIL_PATTERN, as_of=date(2026, 9, 1)) == set()
    assert find(world, q.FIND_SAME_PREFIX_AND_MAIL_PATTERN, max_degree=11) == set()
    (row,) = world.read(q.FIND_SAME_PREFIX_AND_MAIL_PATTERN, max_degree=99, min_size=5, limit=9, as_of=None)
    assert (row["first_seen"], row["last_seen"]) == (date(2026, 9, 2), date(2026, 9, 20))
    assert row["bits"] > 10


def test_same_cluster_and_client_beyond_chance(world: Neo4jStore):
    assert find(world, q.FIND_SAME_CLUSTER_AND_CLIENT) == {(("qc-1", "sdk/1"), (6, 5), "a00", "a04")}
    assert find(world, q.FIND_SAME_CLUSTER_AND_CLIENT, min_size=6) == set()
    # the client is never expanded, so only the cluster is bound
    assert find(world, q.FIND_SAME_CLUSTER_AND_CLIENT, max_degree=5) == set()


@pytest.mark.parametrize(
    "query",
    [
        q.FIND_SAME_INSTRUMENT,
        q.FIND_SAME_DEVICE,
        q.FIND_SAME_BILLING_NAME,
        q.FIND_SAME_PREFIX_AND_MAIL_PATTERN,
        q.FIND_SAME_CLUSTER_AND_CLIENT,
    ],
    ids=lambda query: query.name,
)
def test_empty_graph_has_no_rings(store: Neo4jStore, query: Query):
    assert find(store, query) == set()
    assert find(store, query, as_of=date(2026, 9, 1)) == set()
