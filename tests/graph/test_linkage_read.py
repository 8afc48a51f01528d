"""Graph and facts to a snapshot: what is read, as of when, and that no internal id shows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import duckdb
import pytest

from app.graph import Neo4jStore
from app.linkage.fingerprint import snapshot_digest
from app.linkage.read import read_snapshot
from app.model.snapshot import NetworkInfo, Snapshot

pytestmark = pytest.mark.graph

NODES = """
CREATE (p:PaymentInstrument {instrument_id: 'pi-1'}), (q:PaymentInstrument {instrument_id: 'pi-2'}),
       (i:IpAddress {address: '192.0.2.1'}), (j:IpAddress {address: '192.0.2.2'}),
       (s:Network {prefix: '192.0.2.0/24', derived: true}),
       (n:Network {prefix: '192.0.0.0/16', asn: 64500, organization: 'Carrier', kind: 'mobile',
       known_from: date('2026-09-02')}),
       (d:Device {device_id: 'd-1'}), (c:Client {client: 'sdk/1'}), (m:EmailDomain {domain: 'mail.example'}),
       (e:EmailPattern {pattern: 'v1:w9'}), (k:QueryCluster {query_cluster: 'qc-1', capability: 'agentic-reasoning',
       known_from: date('2026-09-03'), rank: 'r'}),
       (i)-[:IN_SUBNET]->(s), (j)-[:IN_SUBNET]->(s), (i)-[:IN_NETWORK]->(n), (j)-[:IN_NETWORK]->(n)
"""
USAGE = """
CREATE TABLE usage (account_id VARCHAR, day DATE, known_day DATE, hour TINYINT, model VARCHAR, query_cluster VARCHAR,
                    signature UBIGINT, surface VARCHAR, exchanges BIGINT, input_tokens BIGINT, output_tokens BIGINT)"""
PRESENCE = """
CREATE TABLE presence (account_id VARCHAR, day DATE, known_day DATE, s0 UBIGINT, s1 UBIGINT, s2 UBIGINT, s3 UBIGINT,
                       s4 UBIGINT)"""
ACCOUNT = "CREATE (a:Account {account_id: $id}) SET a += $properties"
LINK = {
    name: f"MATCH (a:Account {{account_id: $id}}), (x:{label} {{{key}: $to}}) CREATE (a)-[l:{name}]->(x) SET l = $p"
    for name, label, key in (
        ("PAID_WITH", "PaymentInstrument", "instrument_id"),
        ("USED_IP", "IpAddress", "address"),
        ("LOGGED_IN_FROM", "IpAddress", "address"),
        ("SIGNED_UP_ON", "Device", "device_id"),
        ("USED_DEVICE", "Device", "device_id"),
        ("USED_CLIENT", "Client", "client"),
        ("HAS_EMAIL_DOMAIN", "EmailDomain", "domain"),
        ("HAS_EMAIL_PATTERN", "EmailPattern", "pattern"),
        ("ASKED", "QueryCluster", "query_cluster"),
    )
}


def day(number: int) -> date:
    return date(2026, 9, number)


def link(store: Neo4jStore, account: str, name: str, to: str, known: int, **properties: Any) -> None:
    store.driver.execute_query(LINK[name], id=account, to=to, p={"known_from": day(known), **properties})


@pytest.fixture
def world(store: Neo4jStore) -> Neo4jStore:
    store.driver.execute_query(NODES)
    # created in an order that is not the order of ids
    for account, known, extra in (
        ("z", 1, {"email_hash": "e1", "verified": "contract", "created_at": datetime(2026, 8, 1, 0, 7, tzinfo=UTC)}),
        ("b", 1, {"email_hash": "e1", "parent_account_id": "z"}),
        ("a", 3, {"phone_hash": "t1"}),
        ("Z", 1, {"phone_hash": "t1", "email_hash": ""}),
    ):
        store.driver.execute_query(ACCOUNT, id=account, properties={"rank": "r", "known_from": day(known), **extra})
    store.driver.execute_query(ACCOUNT, id="ghost", properties={})
    for account, known in (("a", 2), ("b", 1), ("z", 5)):
        link(store, account, "PAID_WITH", "pi-1", known, name_hash="n1", address_hash=f"x-{account}")
    link(store, "a", "PAID_WITH", "pi-2", 1, name_hash="n2")
    link(store, "a", "USED_IP", "192.0.2.1", 1)
    link(store, "a", "LOGGED_IN_FROM", "192.0.2.1", 1)
    link(store, "b", "LOGGED_IN_FROM", "192.0.2.1", 2)
    link(store, "z", "USED_IP", "192.0.2.2", 1)
    link(store, "a", "SIGNED_UP_ON", "d-1", 1)
    link(store, "z", "USED_DEVICE", "d-1", 1)
    for account in ("a", "b", "z"):
        link(store, account, "USED_CLIENT", "sdk/1", 1)
        link(store, account, "HAS_EMAIL_DOMAIN", "mail.example", 1)
    link(store, "ghost", "ASKED", "qc-1", 4)
    link(store, "a", "ASKED", "qc-1", 1)
    return store


@pytest.fixture
def facts() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect()
    connection.execute(USAGE)
    for account, on, known, hour, model, cluster, count in (
        ("a", 1, 1, 9, "m2", "qc-1", 2),
        ("a", 1, 1, 9, "m2", "qc-1", 3),
        ("a", 1, 4, 9, "m1", None, 5),
        ("ghost", 4, 4, 23, None, "qc-1", 7),
    ):
        connection.execute(
            "INSERT INTO usage VALUES (?, ?, ?, ?, ?, ?, NULL, 'api', ?, 1, 1)",
            [account, day(on), day(known), hour, model, cluster, count],
        )
    connection.execute(PRESENCE)
    connection.execute("INSERT INTO presence VALUES ('a', '2026-09-01', '2026-09-01', 1, 0, 0, 0, 0)")
    connection.execute(
        "INSERT INTO presence VALUES ('a', '2026-09-01', '2026-09-04', 18446744073709551614, 0, 0, 0, 2)"
    )
    yield connection
    connection.close()


def edges(snapshot: Snapshot) -> set[tuple[str, str, str]]:
    ids = snapshot.population.account_ids
    return {
        (kind, m.identifiers[i], ids[a])
        for kind, m in snapshot.memberships.items()
        for i, a in zip(m.identifier, m.account, strict=True)
    }


def degrees(snapshot: Snapshot) -> set[tuple[str, str, int]]:
    return {
        (kind, name, int(degree))
        for kind, m in snapshot.memberships.items()
        for name, degree in zip(m.identifiers, m.degree, strict=True)
    }


def test_everything_that_is_shared_is_read_and_sorted(world: Neo4jStore, facts: duckdb.DuckDBPyConnection):
    snapshot = read_snapshot(world, facts)
    population = snapshot.population
    assert population.account_ids.tolist() == ["Z", "a", "b", "ghost", "z"]
    assert population.parent.tolist() == [-1, -1, 4, -1, -1]
    assert population.contract.tolist() == [False, False, False, False, True]
    assert population.created_minute.tolist()[4] == datetime(2026, 8, 1, 0, 7, tzinfo=UTC).timestamp() / 60
    assert degrees(snapshot) == {
        ("instrument", "pi-1", 3),
        ("billing_name", "n1", 3),
        ("ip", "192.0.2.1", 2),
        ("subnet", "192.0.2.0/24", 3),
        ("device", "d-1", 2),
        ("client", "sdk/1", 3),
        ("email", "e1", 2),
        ("phone", "t1", 2),
        ("email_domain", "mail.example", 3),
        ("query_cluster", "qc-1", 2),
    }
    assert {row for row in edges(snapshot) if row[0] in ("instrument", "ip", "device", "email", "phone")} == {
        ("instrument", "pi-1", "a"),
        ("instrument", "pi-1", "b"),
        ("instrument", "pi-1", "z"),
        ("ip", "192.0.2.1", "a"),
        ("ip", "192.0.2.1", "b"),
        ("device", "d-1", "a"),
        ("device", "d-1", "z"),
        ("email", "e1", "b"),
        ("email", "e1", "z"),
        ("phone", "t1", "a"),
        ("phone", "t1", "Z"),
    }
    assert snapshot.subnets == {"192.0.2.0/24": NetworkInfo("192.0.0.0/16", 64500, "Carrier", "mobile")}
    assert snapshot.as_of_day == (day(4) - date(1970, 1, 1)).days


def test_activity_is_summed_and_presence_is_or_ed(world: Neo4jStore, facts: duckdb.DuckDBPyConnection):
    activity = read_snapshot(world, facts).activity
    assert (activity.clusters.tolist(), activity.capabilities.tolist()) == (["qc-1"], ["agentic-reasoning"])
    assert activity.models.tolist() == ["m1", "m2"]
    columns = (activity.account, activity.hour, activity.cluster, activity.model, activity.exchanges)
    assert list(zip(*(c.tolist() for c in columns), strict=True)) == [
        (1, 9, -1, 0, 5),
        (1, 9, 0, 1, 5),
        (3, 23, 0, -1, 7),
    ]
    assert activity.presence_slots.tolist() == [[2**64 - 1, 0, 0, 0, 2]]


def test_as_of_hides_what_was_not_known(world: Neo4jStore, facts: duckdb.DuckDBPyConnection):
    snapshot = read_snapshot(world, facts, day(2))
    # the row of `a` was not known yet, its exchanges were; nothing told of `ghost`
    assert snapshot.population.account_ids.tolist() == ["Z", "a", "b", "z"]
    assert {row for row in edges(snapshot) if row[0] in ("instrument", "phone", "query_cluster")} == {
        ("instrument", "pi-1", "a"),
        ("instrument", "pi-1", "b"),
    }
    assert snapshot.activity.exchanges.tolist() == [5]
    assert snapshot.activity.capabilities.tolist() == [None]
    assert snapshot.activity.presence_slots.tolist() == [[1, 0, 0, 0, 0]]
    assert read_snapshot(world, facts, day(1)).subnets == {}


def test_deleting_later_facts_changes_nothing_as_of_before(world: Neo4jStore, facts: duckdb.DuckDBPyConnection):
    as_of = {n: snapshot_digest(read_snapshot(world, facts, day(n))) for n in (1, 2, 3)}
    assert len(set(as_of.values())) == 3
    for n in (3, 2, 1):
        world.driver.execute_query("MATCH ()-[l]->() WHERE l.known_from > $day DELETE l", day=day(n))
        facts.execute("DELETE FROM usage WHERE known_day > ?", [day(n)])
        facts.execute("DELETE FROM presence WHERE known_day > ?", [day(n)])
        assert snapshot_digest(read_snapshot(world, facts, day(n))) == as_of[n]


def test_hubs_are_listed_with_their_degree_and_not_expanded(world: Neo4jStore, facts: duckdb.DuckDBPyConnection):
    snapshot = read_snapshot(world, facts, max_degree=2)
    assert {
        (kind, name, degree) for kind, m in snapshot.memberships.items() for name, degree in m.suppressed.items()
    } == {
        ("instrument", "pi-1", 3),
        ("billing_name", "n1", 3),
        ("subnet", "192.0.2.0/24", 3),
        ("client", "sdk/1", 3),
        ("email_domain", "mail.example", 3),
    }
    assert {row[0] for row in edges(snapshot)} == {"ip", "device", "email", "phone", "query_cluster"}


def test_bans_are_read_by_first_day(world: Neo4jStore, facts: duckdb.DuckDBPyConnection):
    world.driver.execute_query(
        "MATCH (a:Account {account_id: 'b'}) UNWIND [[7, 'banned'], [5, 'suspended'], [3, 'warned']] AS row "
        "CREATE (a)-[:SUBJECT_OF]->(:Action {action_key: 'k' + row[0], action: row[1], "
        "at: datetime({year: 2026, month: 9, day: row[0]}), known_from: date({year: 2026, month: 9, day: row[0]})})"
    )
    first = (day(5) - date(1970, 1, 1)).days
    assert read_snapshot(world, facts).bans == {2: first}
    assert read_snapshot(world, facts, day(4)).bans == {}


def test_empty_graph_is_an_empty_snapshot(store: Neo4jStore):
    connection = duckdb.connect()
    connection.execute(USAGE)
    connection.execute(PRESENCE)
    for as_of in (None, day(1)):
        snapshot = read_snapshot(store, connection, as_of)
        assert (len(snapshot.population.account_ids), snapshot.memberships, snapshot.rulings) == (0, {}, ())


def test_what_is_known_from_the_sign_up_alone_is_told(world: Neo4jStore, facts: duckdb.DuckDBPyConnection):
    link(world, "b", "SIGNED_UP_ON", "d-1", 1)
    link(world, "b", "USED_DEVICE", "d-1", 3)

    def made(as_of: date | None) -> set[str]:
        snapshot = read_snapshot(world, facts, as_of)
        device = snapshot.memberships["device"]
        return set() if device.made is None else set(snapshot.population.account_ids[device.account[device.made]])

    assert (made(day(2)), made(None)) == ({"a", "b"}, {"a"})
