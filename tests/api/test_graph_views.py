"""Ring graphs, neighbourhoods and paths from the real graph: bounded, masked, told where something is left out."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.api import limits
from app.api.graph_views import MAX_NODES
from app.api.loaders import PageKey
from app.api.member_order import Orders
from app.api.member_pages import MemberPages
from app.graph import Neo4jStore, Query
from app.pipeline.graph_views import View, around
from app.pipeline.sharers import MAX_LINKS, fetcher
from tests.api.conftest import BIG, MEMBERS

pytestmark = pytest.mark.graph

RING = """query R($id: ID!, $most: Int!) { ring(id: $id) { graph(maxNodes: $most) {
  truncated omittedCount rule crowdCount edges { account identifier }
  nodes { id distance account { id } identifier { kind value redacted } } } } }"""
AROUND = """query N($id: ID!, $depth: Int!, $most: Int!, $degree: Int!) {
  neighbourhood(account: $id, depth: $depth, maxNodes: $most, maxDegree: $degree) {
  truncated omittedCount crowdCount crowds { kind value } nodes { id distance account { id } identifier { kind value } }
  edges { account identifier } } }"""
PATH = """query P($a: ID!, $b: ID!, $length: Int!, $degree: Int!) {
  path(a: $a, b: $b, maxLength: $length, maxDegree: $degree) {
  found length complete crowdCount sharedCrowds { kind value }
  steps { a { id } b { id } bits degree shared { bits degree identifier { kind value redacted } } } } }"""


def test_a_ring_is_drawn_whole_where_there_is_room(data: Any):
    view = data(RING, id=BIG, most=100)["ring"]["graph"]
    accounts = [node for node in view["nodes"] if node["account"]]
    values = [node["identifier"]["value"] for node in view["nodes"] if node["identifier"]]
    assert len(accounts) == MEMBERS and not view["truncated"] and view["omittedCount"] == 0
    assert values[:2] == ["pi-1", "198.51.100.7"], "the ring's evidence first"
    assert {"pi-1", "198.51.100.7", "198.51.100.0/24", "curl/8", "v1:w4d2", "qc-1"} < set(values)
    assert [node["identifier"]["kind"] for node in view["nodes"][MEMBERS:]].count("EMAIL") == 1 == len(values) - 6
    ids = {node["id"] for node in view["nodes"]}
    assert len(ids) == len(view["nodes"]) and "198.51.100.7" not in str(ids)
    assert all(edge["account"] in ids and edge["identifier"] in ids for edge in view["edges"])
    assert len(view["edges"]) == MEMBERS * 2 + 12 * 4 + 2


def test_what_does_not_fit_is_counted(data: Any):
    view = data(RING, id=BIG, most=10)["ring"]["graph"]
    assert len(view["nodes"]) == 10 and view["truncated"]
    assert [node["account"]["id"] for node in view["nodes"][:7]] == [f"acct-{n:05d}" for n in range(0, 14, 2)]
    assert view["omittedCount"] == (MEMBERS - 7) + (6 - 3)
    assert "surest first" in view["rule"]


def test_identifiers_are_masked_for_viewers(closed: TestClient, tokens: dict[str, str]):
    body = {"query": RING, "variables": {"id": BIG, "most": 100}}
    answer = closed.post("/graphql", json=body, headers={"Authorization": f"Bearer {tokens['viewer']}"}).json()
    shown = [node["identifier"] for node in answer["data"]["ring"]["graph"]["nodes"] if node["identifier"]]
    masked = {one["kind"] for one in shown if one["redacted"]}
    assert masked == {"IP", "INSTRUMENT", "EMAIL"} and all("#" in one["value"] for one in shown if one["redacted"])
    assert "pi-1" not in str(answer) and "198.51.100.7" not in str(answer)


def test_a_neighbourhood_names_crowds_and_does_not_walk_them(data: Any):
    view = data(AROUND, id="acct-00003", depth=3, most=100, degree=40)["neighbourhood"]
    assert view["crowdCount"] == 1 and view["crowds"] == [{"kind": "CLIENT", "value": "curl/8"}]
    accounts = {node["account"]["id"]: node["distance"] for node in view["nodes"] if node["account"]}
    assert accounts == {f"acct-{n:05d}": int(n != 3) for n in range(MEMBERS)} and not view["truncated"]
    small = data(AROUND, id="acct-00003", depth=1, most=10, degree=40)["neighbourhood"]
    assert len(small["nodes"]) == 10 and small["truncated"]
    shown = sum(node["account"] is not None for node in small["nodes"])
    assert small["omittedCount"] == (MEMBERS - shown) + (5 - (10 - shown))


def test_a_path_tells_bits_and_degree_of_each_step(data: Any):
    answer = data(PATH, a="acct-00003", b="acct-00020", length=4, degree=200)["path"]
    (step,) = answer["steps"]
    assert (answer["found"], answer["length"], answer["complete"]) == (True, 1, True)
    assert [one["identifier"]["value"] for one in step["shared"]] == ["pi-1"]
    assert step["degree"] == MEMBERS and step["bits"] == step["shared"][0]["bits"] > 2
    assert answer["sharedCrowds"] == [{"kind": "CLIENT", "value": "curl/8"}]


def test_a_path_over_several_accounts(data: Any, world: Neo4jStore):
    run = world.driver.execute_query
    run("""UNWIND range(0, 2) AS n MERGE (d:Device {device_id: 'chain-' + n})
        WITH d, n UNWIND [100 + n, 101 + n] AS account
        MATCH (a:Account {account_id: 'acct-00' + account}) CREATE (a)-[:USED_DEVICE]->(d)""")
    try:
        answer = data(PATH, a="acct-00100", b="acct-00103", length=3, degree=200)["path"]
        assert [step["b"]["id"] for step in answer["steps"]] == ["acct-00101", "acct-00102", "acct-00103"]
        assert [step["shared"][0]["identifier"]["value"] for step in answer["steps"]] == [
            "chain-0", "chain-1", "chain-2",
        ]  # fmt: skip
        none = data(PATH, a="acct-00100", b="acct-00103", length=2, degree=200)["path"]
        assert (none["found"], none["length"], none["complete"]) == (False, None, True)
    finally:
        run("MATCH (d:Device) WHERE d.device_id STARTS WITH 'chain-' DETACH DELETE d")


def test_only_a_crowd_between_two_is_no_path_but_told(data: Any):
    answer = data(PATH, a="acct-00003", b="acct-00300", length=4, degree=200)["path"]
    assert not answer["found"] and answer["sharedCrowds"] == [{"kind": "CLIENT", "value": "curl/8"}]
    walked = data(PATH, a="acct-00003", b="acct-00300", length=4, degree=1000)["path"]
    assert walked["length"] == 1 and walked["steps"][0]["degree"] == MEMBERS + 6 * 60 + 7
    assert data(PATH, a="acct-00003", b="acct-00003", length=1, degree=2)["path"]["length"] == 0


@pytest.mark.parametrize(
    ("query", "given", "words"),
    [
        (RING, {"id": BIG, "most": 9}, "allowed are 10 to 500"),
        (RING, {"id": BIG, "most": 501}, "allowed are 10 to 500"),
        (AROUND, {"id": "acct-00001", "depth": 4, "most": 10, "degree": 10}, "`depth` is 4, allowed are 1 to 3"),
        (AROUND, {"id": "acct-00001", "depth": 1, "most": 10, "degree": 1001}, "`maxDegree` is 1001"),
        (AROUND, {"id": "nobody", "depth": 1, "most": 10, "degree": 10}, "no account has this id"),
        (PATH, {"a": "acct-00001", "b": "nobody", "length": 4, "degree": 10}, "no account has this id"),
        (PATH, {"a": "acct-00001", "b": "acct-00002", "length": 7, "degree": 10}, "allowed are 1 to 6"),
    ],
)
def test_refusals_say_what_to_change(api: Any, query: str, given: dict[str, Any], words: str):
    assert words in api(query, **given)["errors"][0]["message"]


def test_a_view_is_charged_by_its_size(api: Any):
    def cost(most: int) -> int:
        told: int = api(RING, id=BIG, most=most)["extensions"]["cost"]["requested"]
        return told

    assert cost(100) - cost(20) == 4 * (cost(40) - cost(20)) > 0
    assert limits._SIZES["maxNodes"] == MAX_NODES
    huge = "{ rings(first: 100) { nodes { graph(maxNodes: 500) { nodes { id } } } } }"
    assert api(huge)["errors"][0]["extensions"]["code"] == "LIMIT"


BIG_RING = 25_000


def hits(plan: dict[str, Any]) -> int:
    return int(plan.get("dbHits", 0)) + sum(hits(child) for child in plan.get("children", ()))


class Profiled:
    """AsyncGraphStore that counts db hits."""

    def __init__(self, store: Neo4jStore) -> None:
        self.store, self.hits = store, 0

    async def read(self, query: Query, /, **params: Any) -> list[dict[str, Any]]:
        with self.store.driver.session() as session:
            told = session.run("PROFILE " + query.statement.text, params)
            rows = [dict(row) for row in told]
            self.hits += hits(told.consume().profile)
        return rows


HUGE = """MATCH (r:Ring {ring_id: 'R-HUGE'}) UNWIND range(1, $n) AS n
CREATE (a:Account {account_id: 'huge-' + right('00000' + n, 5)})
CREATE (a)-[:MEMBER_OF {score: 0.5 + (n % 7) / 20.0}]->(r)"""


async def test_the_last_page_of_25000_members_is_read_like_the_first(world: Neo4jStore):
    run, store, orders = world.driver.execute_query, Profiled(world), Orders()
    run("CREATE (:Ring {ring_id: 'R-HUGE', current: true, state: 'flagged', score: 1.0, size: $n})", n=BIG_RING)
    run(HUGE, n=BIG_RING)

    async def page(first: int, after: list[Any] | None) -> tuple[list[dict[str, Any]], int]:
        store.hits = 0
        pages = MemberPages(store, orders, frozenset())  # type: ignore[arg-type]
        [found] = await pages.load([PageKey("R-HUGE", first, tuple(after) if after else None)])
        return found, store.hits

    try:
        everybody, _ = await page(BIG_RING, None)
        assert len(everybody) == BIG_RING
        positions = [row["position"] for row in everybody]
        assert positions == sorted(positions)
        first, cost_of_first = await page(100, None)
        last, cost_of_last = await page(100, everybody[-101]["position"])
        assert first == everybody[:101] and last == everybody[-100:]
        assert 0 < cost_of_last <= 1.05 * cost_of_first
        assert cost_of_first < 60 * 101, "no more than the rows of the page are read"
    finally:
        run("MATCH (r:Ring {ring_id: 'R-HUGE'}) DETACH DELETE r")
        run("MATCH (a:Account) WHERE a.account_id STARTS WITH 'huge-' CALL (a) { DETACH DELETE a }")


TOPICS = """UNWIND range(1, $topics) AS n CREATE (q:QueryCluster {query_cluster: 'many-' + n})
WITH collect(q) AS topics UNWIND range(1, $askers) AS n
CREATE (a:Account {account_id: 'asks-' + right('0000' + n, 5)}) WITH a, topics, n
CALL (a, topics, n) { WITH a, topics, n WHERE n > 1 UNWIND topics AS q CREATE (a)-[:ASKED]->(q) }
WITH a, n WHERE n <= 40 MERGE (d:Device {device_id: 'many'}) CREATE (a)-[:USED_DEVICE]->(d)"""


def test_a_neighbourhood_costs_the_same_however_popular_the_topics_are(world: Neo4jStore):
    def walked(askers: int) -> tuple[View, int]:
        world.driver.execute_query(TOPICS, topics=40, askers=askers)
        store = Profiled(world)
        try:
            return asyncio.run(around(fetcher(store, 1_000), "asks-00001", 2, 100)), store.hits  # type: ignore[arg-type]
        finally:
            world.driver.execute_query("MATCH (a:Account) WHERE a.account_id STARTS WITH 'asks-' DETACH DELETE a")
            world.driver.execute_query("MATCH (q:QueryCluster) WHERE q.query_cluster STARTS WITH 'many-' DELETE q")

    few, hits_of_few = walked(400)
    many, hits_of_many = walked(900)
    assert 0 < hits_of_many <= 1.1 * hits_of_few <= 10 * MAX_LINKS, (hits_of_few, hits_of_many)
    for view in (few, many):
        assert view.size == 100 and view.unwalked and not view.crowds and list(view.accounts.values()).count(1) == 39
        shown = sum(kind == "query_cluster" for kind, _ in view.identifiers)
        assert view.omitted >= 40 - shown, "each topic that is not shown counts"
