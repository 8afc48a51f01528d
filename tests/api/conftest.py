"""A small world of rings, accounts and identifiers, written by Cypher, and the application on top of it.

The world is made once a module. `api` asks without a token (open server), `closed` needs one; `seen` holds the names of
the statements that ran since it was last cleared.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.api.application import create_app
from app.api.budget import Budgets
from app.api.tokens import TokenFile
from app.graph import AsyncGraphStore, Neo4jStore, Query, load_key, open_async_store
from app.graph.driver import metadata
from app.graph.queries import EMPTY_LINKS, EMPTY_NODES
from app.model.gap import FamilyDays, Gap, GapDay, gap_text
from app.model.secrets import keyed_hash
from app.settings import Settings

RINGS = 60
MEMBERS = 30
START = date(2026, 3, 1)
BIG = "R-AAAAAAAAAA"
ENDED = "R-ZZZZZZZZZZ"
HEIR = "R-AAAAAAAAAB"
LONG = 3_700_000_000
PATIENCE = 120.0
"""Seconds a query may take here: a busy machine is no failure."""

ANSWER = Callable[..., dict[str, Any]]


def ring_id(number: int) -> str:
    """R-AAAAAAAAAA, R-AAAAAAAAAB, ..."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    return "R-AAAAAAAA" + letters[number // 32] + letters[number % 32]


def term(
    family: str, kind: str, identifier: str, bits: float, degree: int = 0, members: int = 0, note: str = "", **more: Any
) -> str:
    values = {"family": family, "kind": kind, "identifier": identifier, "degree": degree, "members": members}
    return json.dumps({**values, "bits": bits, "note": note, **more})


EVIDENCE = [
    term("payment", "instrument", "pi-1", 17.25, 30, 30),
    term("network", "ip", "198.51.100.7", 9.5, 31, 12),
    term("network", "subnet*email_pattern", "198.51.100.0/24*v1:w4d2", 6.0, 14, 12),
    term("timing", "synchrony", "", 4.25, note="lag 0: 812 against 190", figures={"ratio": [4.27, 1.0]}),
]
GAP = Gap(
    accounts=MEMBERS,
    first_exchange=START,
    flagged_on=START + timedelta(days=9),
    exchanges_before=LONG // 4,
    exchanges=LONG,
    input_tokens_before=LONG * 250,
    output_tokens_before=1,
    saved_hourly=LONG // 16,
    days=tuple(
        GapDay(START + timedelta(days=n), LONG // 40, LONG // 80 if 7 < n < 10 else 0) for n in range(40) if n != 3
    ),
    evidence=(
        FamilyDays("payment", START + timedelta(days=2), START + timedelta(days=4)),
        FamilyDays("network", START + timedelta(days=6), START + timedelta(days=9)),
        FamilyDays("timing", START + timedelta(days=6)),
    ),
    closings=40,
    until=START + timedelta(days=39),
)
"""What a replay found of BIG."""
OFFICE = ring_id(5)
HOUSE = [
    term("payment", "shared_instrument", "", 1.5, members=5, note="all have one", figures={"coverage": [1.0, 0.01]}),
    term("timing", "synchrony", "", -1.0, note="lag 0: 12 against 12", figures={"ratio": [1.0, 1.0]}),
    term("payment", "container", "", -8.0, note="one house explains the links: instrument pi-9, subnet 192.0.2.0/24"),
]
"""Evidence of a benign group: what the big ring looks like but for the clock."""


def rings() -> list[dict[str, Any]]:
    """60 groups with many equal sort keys, two without dates, in every state, the first beyond 32 bits."""
    states = ["flagged", "flagged", "confirmed", "candidate", "contained-suspect", "benign"]
    made = []
    for n in range(RINGS):
        seen = None if n in (7, 8) else START + timedelta(days=n % 5)
        made.append(
            {
                "ring_id": ring_id(n),
                "state": "flagged" if n < 2 else states[n % 6],
                "found_state": "flagged",
                "score": [0.97, 0.8, 0.5][n % 3],
                "size": MEMBERS if n == 0 else 2 + n % 4,
                "exchanges": LONG if n == 0 else (n % 4) * 100,
                "input_tokens": LONG * 1000 if n == 0 else 5,
                "output_tokens": 7,
                "first_seen": seen,
                "last_seen": seen and seen + timedelta(days=3),
                "families": ["network", "payment"] if n % 2 == 0 else ["email"],
                "bits": 37.0,
                "evidence": EVIDENCE if n == 0 else HOUSE if n == 5 else [],
                "reason": "one house explains the links: instrument pi-9" if n == 5 else "",
                "current": True,
                "gap": gap_text(GAP) if n == 0 else None,
            }
        )
    ended = {**made[0], "ring_id": ENDED, "current": False, "to_run": "D-000002", "evidence": [], "size": 2}
    staged = {**made[0], "ring_id": "R-SSSSSSSSSS", "state": "staged", "current": False}
    return [*made, ended, staged]


RING_NODES = "UNWIND $rows AS row CREATE (r:Ring) SET r = row"
ACCOUNTS = """
UNWIND range(0, $last) AS n
CREATE (a:Account {account_id: 'acct-' + right('0000' + n, 5), created_at: datetime('2026-02-01T00:00Z'), plan: 'pro',
  country: 'XX', exchanges: n, input_tokens: 2 * n, output_tokens: 3 * n, first_seen: datetime('2026-03-01T01:00:00Z'),
  last_seen: datetime('2026-03-05T01:00:00Z'), email_hash: CASE WHEN n < 2 THEN $email END})
"""
LINKS = """
MERGE (ip:IpAddress {address: '198.51.100.7'}) MERGE (net:Network {prefix: '198.51.100.0/24'})
  ON CREATE SET net.asn = 64500, net.organization = 'Example Hosting', net.kind = 'hosting'
MERGE (ip)-[:IN_SUBNET]->(net) MERGE (pi:PaymentInstrument {instrument_id: 'pi-1'})
MERGE (c:Client {client: 'curl/8'}) MERGE (p:EmailPattern {pattern: 'v1:w4d2'})
MERGE (q:QueryCluster {query_cluster: 'qc-1'}) ON CREATE SET q.capability = 'agentic-reasoning'
WITH ip, pi, c, p, q, {first_seen: datetime('2026-03-01T01:00Z'), last_seen: datetime('2026-03-04T01:00Z')} AS span
MATCH (a:Account)
CREATE (a)-[u:USED_CLIENT]->(c) SET u = span, u.exchanges = 5
WITH * WHERE a.account_id < 'acct-00030'
CREATE (a)-[x:PAID_WITH]->(pi) SET x = span, x.name_hash = 'name-1'
WITH * WHERE a.account_id < 'acct-00012'
CREATE (a)-[i:USED_IP]->(ip) SET i = span, i.exchanges = 11
CREATE (a)-[s:SIGNED_UP_FROM]->(ip) SET s = span
CREATE (a)-[e:HAS_EMAIL_PATTERN]->(p) SET e = span
CREATE (a)-[k:ASKED]->(q) SET k = span, k.exchanges = 3
"""
MEMBERSHIP = """
UNWIND $rows AS row
MATCH (a:Account {account_id: row.account_id}), (r:Ring {ring_id: row.ring_id})
CREATE (a)-[m:MEMBER_OF {score: row.score, bits: 20.5, evidence: $evidence}]->(r)
SET m.from_run = 'D-000001', m.to_run = row.to_run
"""
TRAFFIC = """
UNWIND $rows AS row
MATCH (r:Ring {ring_id: row.ring_id})
CREATE (r)-[:HAS_TRAFFIC]->(t:TrafficDay) SET t = row
"""
REST = """
MATCH (old:Ring {ring_id: $ended}), (new:Ring {ring_id: $heir})
CREATE (old)-[:BECAME {run_id: 'D-000002', shared: 2}]->(new)
CREATE (:DetectionRun {run_id: 'D-000002', as_of: date('2026-03-05'), started_at: datetime('2026-03-06T00:00Z'),
  rings: 30, lacked: ['device'], parameters: '{}'})
CREATE (:Batch {batch_id: 'b1', status: 'done', done_at: datetime('2026-03-05T12:00:00Z')})
"""


def memberships() -> list[dict[str, Any]]:
    def row(n: int, ring: str, score: float, to_run: str | None = None) -> dict[str, Any]:
        return {"account_id": f"acct-{n:05d}", "ring_id": ring, "score": score, "to_run": to_run}

    big = [row(n, BIG, [0.99, 0.9][n % 2]) for n in range(MEMBERS)]
    others = [row(MEMBERS + 6 * n + m, ring_id(n), 0.9) for n in range(1, RINGS) for m in range(2 + n % 4)]
    return [
        *big,
        *others,
        row(0, ENDED, 0.7, "D-000002"),
        row(1, ENDED, 0.7, "D-000002"),
        row(2, ring_id(5), 0.9, "staged"),
    ]


def traffic() -> list[dict[str, Any]]:
    rows = []
    for n in range(RINGS):
        for offset in (0, 1, 3):
            for capability, model, part in (("agentic-reasoning", "m-large", 3), ("", "m-small", 1)):
                count = LONG // 12 * part if n == 0 else part
                day = START + timedelta(days=offset)
                key = {"ring_id": ring_id(n), "day": day, "capability": capability, "model": model, "accounts": 2}
                rows.append({**key, "exchanges": count, "input_tokens": count, "output_tokens": 1})
    rows[0]["exchanges"] += LONG - sum(row["exchanges"] for row in rows if row["ring_id"] == BIG)
    return rows


@dataclass
class Seen:
    """Names of the statements that ran."""

    names: list[str] = field(default_factory=list)
    told: list[dict[str, str]] = field(default_factory=list)
    """What each transaction tells Neo4j about itself."""


class CountingStore:
    """AsyncGraphStore that remembers what ran."""

    def __init__(self, inner: AsyncGraphStore, seen: Seen) -> None:
        self.inner, self.seen = inner, seen

    async def read(self, query: Query, /, **params: Any) -> list[dict[str, Any]]:
        self.seen.names.append(query.name)
        self.seen.told.append(metadata())
        return await self.inner.read(query, **params)

    async def write(self, *steps: Any) -> list[list[dict[str, Any]]]:
        self.seen.names += [query.name for query, _ in steps]
        return await self.inner.write(*steps)

    async def write_whole(self, *steps: Any) -> list[list[dict[str, Any]]]:
        self.seen.names += [query.name for query, _ in steps]
        return await self.inner.write_whole(*steps)


@pytest.fixture(scope="module")
def world(session_store: Neo4jStore, session_settings: Settings) -> Neo4jStore:
    """The world described above."""
    session_store.auto(EMPTY_LINKS)
    session_store.auto(EMPTY_NODES)
    email = keyed_hash(load_key(session_settings), "ann@example.com")
    run = session_store.driver.execute_query
    run(RING_NODES, rows=rings())
    run(ACCOUNTS, last=MEMBERS + 6 * RINGS + 6, email=email)
    run(LINKS)
    run(MEMBERSHIP, rows=memberships(), evidence=EVIDENCE[:2])
    run(TRAFFIC, rows=traffic())
    run(REST, ended=ENDED, heir=HEIR)
    return session_store


@pytest.fixture(scope="module")
def seen() -> Seen:
    return Seen()


def make_client(settings: Settings, seen: Seen, *, open_mode: bool) -> TestClient:
    @contextlib.asynccontextmanager
    async def counting(settings: Settings) -> AsyncIterator[AsyncGraphStore]:
        async with open_async_store(settings) as store:
            store.timeout = PATIENCE
            yield CountingStore(store, seen)

    app = create_app(settings, open_mode=open_mode, open_store=counting)
    app.state.services.seconds = PATIENCE
    app.state.services.budgets = Budgets(10**9)
    return TestClient(app, base_url="http://localhost", raise_server_exceptions=False)


@pytest.fixture(scope="module")
def client(world: Neo4jStore, session_settings: Settings, seen: Seen) -> Iterator[TestClient]:
    """An open server."""
    with make_client(session_settings, seen, open_mode=True) as client:
        yield client


@pytest.fixture(scope="module")
def closed(world: Neo4jStore, session_settings: Settings, seen: Seen) -> Iterator[TestClient]:
    """A server that needs tokens."""
    with make_client(session_settings, seen, open_mode=False) as client:
        yield client


@pytest.fixture(scope="module")
def tokens(session_settings: Settings) -> Iterator[dict[str, str]]:
    """A token for each role."""
    file = TokenFile(session_settings.home)
    yield {role: file.create(role, f"test {role}", 1)[0] for role in ("viewer", "exporter", "investigator", "admin")}
    file.path.unlink()


@pytest.fixture(scope="module")
def api(client: TestClient) -> ANSWER:
    """Ask the open server; returns the whole answer."""

    def ask(query: str, **variables: Any) -> dict[str, Any]:
        document: dict[str, Any] = client.post("/graphql", json={"query": query, "variables": variables}).json()
        return document

    return ask


@pytest.fixture(scope="module")
def data(api: ANSWER) -> ANSWER:
    """Ask the open server; fails on errors and returns the data."""

    def ask(query: str, **variables: Any) -> dict[str, Any]:
        answer = api(query, **variables)
        assert "errors" not in answer, answer["errors"]
        found: dict[str, Any] = answer["data"]
        return found

    return ask
