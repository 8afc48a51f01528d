"""Digest and checks on a real graph: every fact counts, bookkeeping does not, what is wrong is found."""

from datetime import UTC, date, datetime

import duckdb
import pytest

from app.facts import open_facts
from app.graph import Neo4jStore
from app.graph.audit import run_checks
from app.graph.digest import digest
from app.settings import Settings

pytestmark = pytest.mark.graph

PARAMS = {
    "early": datetime(2026, 8, 1, 10, tzinfo=UTC),
    "late": datetime(2026, 8, 2, 10, tzinfo=UTC),
    "day": date(2026, 8, 1),
}
WORLD = """
CREATE (a:Account {account_id: 'a1', exchanges: 3, input_tokens: 5, output_tokens: 7, first_seen: $early,
                   last_seen: $late, known_from: $day})
CREATE (i:IpAddress {address: '192.0.2.1'})
CREATE (n:Network {prefix: '192.0.2.0/24', derived: true})
CREATE (a)-[:USED_IP {first_seen: $early, last_seen: $late, known_from: $day, exchanges: 3}]->(i)
CREATE (i)-[:IN_SUBNET]->(n)
CREATE (r:Ring {ring_id: 'R-1', state: 'flagged', score: 0.9, bits: 20.0, size: 1, exchanges: 3, input_tokens: 5,
                output_tokens: 7, first_seen: $day, last_seen: $day, families: ['network'], evidence: [], current: true,
                from_run: 'D-1', last_run: 'D-1'})
CREATE (a)-[:MEMBER_OF {score: 0.9, bits: 20.0, evidence: [], digest: 'd', from_run: 'D-1'}]->(r)
CREATE (r)-[:SHARES {kind: 'ip', members: 1, degree: 1, bits: 2.0, family: 'network'}]->(i)
CREATE (t:TrafficDay {ring_id: 'R-1', day: $day, capability: '', model: 'm', exchanges: 3, input_tokens: 5,
                      output_tokens: 7, accounts: 1})
CREATE (r)-[:HAS_TRAFFIC]->(t)
CREATE (b:Batch {batch_id: 'b1', status: 'done', opened_at: $early})
CREATE (f:FeedFile {sha256: 'f1', name: 'exchanges.csv', kind: 'exchanges', status: 'done', rows: 4, exchanges: 3,
                    duplicates: 1, quarantined: 0})
CREATE (b)-[:READ]->(f)
"""


@pytest.fixture
def world(store: Neo4jStore, inline) -> Neo4jStore:
    store.write((inline(WORLD, "write"), PARAMS))
    return store


@pytest.fixture
def facts(settings: Settings) -> duckdb.DuckDBPyConnection:
    return open_facts(settings, []).connection


@pytest.mark.parametrize(
    "change",
    [
        "MATCH (a:Account) SET a.plan = 'pro'",
        "MATCH (:Account)-[l:USED_IP]->() SET l.exchanges = 4",
        "MATCH (:Account)-[l:USED_IP]->() SET l.last_seen = l.first_seen",
        "MATCH (i:IpAddress)-[l:IN_SUBNET]->() DELETE l",
        "MATCH (a:Account)-[l:USED_IP]->(i) CREATE (a)-[m:USED_IP]->(i) SET m = properties(l)",
        "MATCH (t:TrafficDay) SET t.exchanges = 2",
        "MATCH (a:Account)-[l:MEMBER_OF]->() SET l.to_run = 'D-2'",
        "CREATE (:Device {device_id: 'd1'})",
        "MATCH (i:IpAddress) SET i.address = '192.0.2.2'",
        "CREATE (:Judgement {judgement_id: 'J-1', verdict: 'benign', author: 'x', made_at: datetime()})",
    ],
)
def test_every_fact_changes_the_digest(world: Neo4jStore, facts, inline, change: str) -> None:
    before = digest(world, facts)
    world.write((inline(change, "write"), {}))
    assert digest(world, facts).digest != before.digest


@pytest.mark.parametrize(
    "change",
    [
        "MATCH (b:Batch) SET b.batch_id = 'b2', b.done_at = datetime()",
        "MATCH (f:FeedFile) SET f.name = 'other.csv'",
        "CREATE (:LoadUnit {key: 'b1:1'}) CREATE (:DetectionRun {run_id: 'D-9', started_at: datetime()})",
        "MERGE (m:Meta {name: 'lease'}) SET m.fence = 12",
        "MATCH (r:Ring)<-[m:MEMBER_OF]-() SET r.last_run = 'D-7', r.from_run = 'D-5', m.from_run = 'D-5'",
    ],
)
def test_bookkeeping_does_not(world: Neo4jStore, facts, inline, change: str) -> None:
    before = digest(world, facts)
    world.write((inline(change, "write"), {}))
    assert digest(world, facts) == before


def test_the_digest_does_not_depend_on_the_order_of_writing(world: Neo4jStore, facts, inline) -> None:
    before = digest(world, facts)
    assert before.parts["Account"].count == before.parts["USED_IP"].count == 1
    world.auto(inline("MATCH (n) WHERE NOT n:Meta DETACH DELETE n", "write"))
    assert digest(world, facts).parts == {}
    account, address = WORLD.index("CREATE (a:Account"), WORLD.index("CREATE (i:IpAddress")
    links = WORLD.index("CREATE (a)-[:USED_IP")
    swapped = WORLD[address:links] + WORLD[account:address] + WORLD[links:]
    world.write((inline("CREATE (:Client {client: 'moves internal ids'})", "write"), {}))
    world.write((inline(swapped, "write"), PARAMS))
    world.write((inline("MATCH (c:Client) DELETE c", "write"), {}))
    assert digest(world, facts) == before


def test_a_sound_graph_passes_every_check(world: Neo4jStore) -> None:
    assert run_checks(world) == []


@pytest.mark.parametrize(
    ("change", "check", "problem"),
    [
        (
            "MATCH (a:Account) SET a.first_seen = '2026'",
            "nodes_as_declared",
            "Account: first_seen is undeclared or of a wrong type",
        ),
        (
            "MATCH (a:Account) SET a.prompt = 'x'",
            "nodes_as_declared",
            "Account: prompt is undeclared or of a wrong type",
        ),
        ("MATCH (r:Ring) REMOVE r.state", "nodes_as_declared", "Ring: state is missing"),
        ("CREATE (:Stranger)", "nodes_as_declared", "Stranger: is no declared label"),
        ("MATCH (:Account)-[l:USED_IP]->() REMOVE l.exchanges", "links_as_declared", "USED_IP: exchanges is missing"),
        (
            "MATCH (i:IpAddress), (a:Account) CREATE (i)-[:CHILD_OF]->(a)",
            "links_as_declared",
            "CHILD_OF: is between IpAddress and Account",
        ),
        ("MATCH (a:Account) CREATE (a)-[:KNOWS]->(a)", "links_as_declared", "KNOWS: is no declared link"),
        ("CREATE (:LoadUnit {key: 'b1:1'})", "load_units_have_a_batch", "load units without an open batch"),
        ("MATCH (f:FeedFile) SET f.duplicates = 0", "ledger_adds_up", "rows that are neither"),
        ("MATCH (f:FeedFile) SET f.status = 'open'", "done_batches_are_whole", "unfinished files"),
        ("MATCH (a:Account) SET a.exchanges = 4", "volumes_match_ledger", "differ from the ledger"),
        ("MATCH (:Account)-[l:USED_IP]->() SET l.exchanges = 0", "links_have_ordered_times", "without an exchange"),
        ("MATCH (r:Ring) SET r.size = 2", "rings_count_their_members", "not that of their members"),
        ("MATCH (t:TrafficDay) SET t.input_tokens = 6", "rings_add_up_traffic", "differ from their traffic"),
        (
            "MATCH (i:IpAddress) CREATE (n:Network {prefix: '192.0.0.0/16'}) CREATE (i)-[:IN_SUBNET]->(n)",
            "addresses_are_in_one_network",
            "several networks",
        ),
        (
            "MATCH (a:Account)-[m:MEMBER_OF]->(r) CREATE (s:Ring {ring_id: 'R-2'}) SET s += r {.*, ring_id: 'R-2'} "
            "CREATE (a)-[n:MEMBER_OF]->(s) SET n = properties(m)",
            "accounts_are_in_one_ring",
            "accounts in several rings",
        ),
    ],
)
def test_what_is_wrong_is_found(world: Neo4jStore, inline, change: str, check: str, problem: str) -> None:
    world.write((inline(change, "write"), {}))
    found = {(finding.check, finding.problem) for finding in run_checks(world)}
    assert any(name == f"checks/{check}" and problem in text for name, text in found), found
