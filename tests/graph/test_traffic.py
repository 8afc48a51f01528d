"""Traffic of rings, accounts, operators, query clusters and crowds: equal to a plain sum over the feed itself."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as effort
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.api.application import create_app
from app.api.budget import Budgets
from app.errors import LockedError
from app.graph import AsyncGraphStore, Neo4jStore, open_async_store
from app.graph.queries import EMPTY_LINKS, EMPTY_NODES
from app.ingest import ingest
from app.pipeline.traffic import MOST_AT_ONCE, Span, Subject, UsageReader
from app.settings import Settings
from tests.examples import examples

pytestmark = pytest.mark.graph

START, DAYS = date(2026, 3, 20), 16  # Europe changes its clocks on the 29th
ACCOUNTS, RING = [f"t-{n}" for n in range(8)], ["t-0", "t-1", "t-2"]
CAPABILITIES = {"qc-1": "agentic-reasoning", "qc-2": "software-engineering", "qc-3": ""}
ZONES = ("UTC", "Europe/Paris", "America/New_York", "Asia/Tokyo", "Pacific/Apia")

ASKED = """query T($from: Date, $until: Date, $bucket: Bucket!, $zone: String!, $split: [TrafficDimension!]!,
  $top: Int!) {
  %s { traffic: %s(from: $from, until: $until, bucket: $bucket, timezone: $zone, splitBy: $split, topN: $top) {
    from until timezone dataThrough total { exchanges inputTokens outputTokens }
    buckets { start startsAt capability model exchanges inputTokens outputTokens }
    byCapability { key exchanges } byModel { key exchanges } } } }"""
SUBJECTS = {
    "account": ('account(id: "t-5")', "traffic", "account_id = 't-5'"),
    "ring": ('ring(id: "R-TRAFFIC")', "traffic", "account_id IN ('t-0', 't-1', 't-2')"),
    "query cluster": ('identifier(kind: QUERY_CLUSTER, value: "qc-2")', "traffic", "query_cluster = 'qc-2'"),
    "network": (
        'identifier(kind: SUBNET, value: "203.0.113.0/24")',
        "accountsTraffic",
        "account_id IN (SELECT account_id FROM feed WHERE ip LIKE '203.0.113.%')",
    ),
    "operator": ("operators", "traffic", "account_id IN ('t-0', 't-1', 't-2')"),
}


def write_feed(place: Path) -> None:
    random, rows = Random(5), ["occurred_at,account_id,ip,model,query_cluster,input_tokens,output_tokens"]
    for _ in range(900):
        at = datetime.combine(START, datetime.min.time(), UTC) + timedelta(minutes=random.randrange(DAYS * 24 * 60))
        account, net = random.choice(ACCOUNTS), random.choice(("198.51.100", "203.0.113"))
        net = "192.0.2" if account in ("t-3", "t-4") else net
        cluster = random.choice([*CAPABILITIES, ""])
        tokens = random.randrange(10**6), random.randrange(3 * 10**9)
        model = random.choice(["m-1", "m-2", "m-3", ""])
        rows.append(
            f"{at:%Y-%m-%dT%H:%M:00Z},{account},{net}.{random.randrange(9)},{model},{cluster},{tokens[0]},{tokens[1]}"
        )
    place.mkdir()
    half = len(rows) // 2  # two files: one row of the facts may be in several batches
    (place / "exchanges-1.csv").write_text("\n".join(rows[:half]) + "\n")
    (place / "clusters-1.csv").write_text(
        "query_cluster,capability\n" + "".join(f"{name},{value}\n" for name, value in CAPABILITIES.items())
    )
    (place / "more").mkdir()
    (place / "more" / "exchanges-2.csv").write_text("\n".join([rows[0], *rows[half:]]) + "\n")


@dataclass
class World:
    client: TestClient
    feed: duckdb.DuckDBPyConnection
    store: Neo4jStore
    settings: Settings

    def ask(self, subject: str, **given: Any) -> Any:
        at, field, _ = SUBJECTS[subject]
        variables = {"from": None, "until": None, "bucket": "DAY", "zone": "UTC", "split": [], "top": 10, **given}
        answer = self.client.post("/graphql", json={"query": ASKED % (at, field), "variables": variables}).json()
        if "errors" in answer:
            return answer["errors"][0]
        (found,) = answer["data"].values()
        return (found[0] if isinstance(found, list) else found)["traffic"]

    def summed(self, subject: str, since: date, until: date, bucket: str, zone: str) -> dict[str, tuple[int, ...]]:
        """Start of the bucket as local text -> exchanges and tokens, straight from the files."""
        local = f"timezone('{zone}', occurred_at)"
        start = "strftime(date_trunc('hour', occurred_at), '%Y-%m-%dT%H')"
        if bucket != "HOUR":
            start = f"strftime(date_trunc('{bucket}', {local}), '%Y-%m-%d')"
        sql = f"""SELECT {start}, count(*), sum(input_tokens), sum(output_tokens) FROM feed
            WHERE {SUBJECTS[subject][2]} AND {local}::DATE >= $since AND {local}::DATE < $until GROUP BY ALL"""
        return {
            row[0]: tuple(int(n) for n in row[1:])
            for row in self.feed.execute(sql, {"since": since, "until": until}).fetchall()
        }


@pytest.fixture(scope="module")
def world(
    session_store: Neo4jStore, session_settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    base = tmp_path_factory.mktemp("traffic")
    settings = session_settings.model_copy(update={"facts_url": str(base / "facts")})
    session_store.auto(EMPTY_LINKS)
    session_store.auto(EMPTY_NODES)
    write_feed(base / "feed")
    ingest(session_store, settings, base / "feed" / "more")
    ingest(session_store, settings, base / "feed")
    run = session_store.driver.execute_query
    run(
        """CREATE (r:Ring {ring_id: 'R-TRAFFIC', state: 'flagged', current: true, size: 3, score: .9, exchanges: 1})
        WITH r UNWIND $ids AS id MATCH (a:Account {account_id: id})
        CREATE (a)-[:MEMBER_OF {score: .9, bits: 9.0, evidence: []}]->(r)""",
        ids=RING,
    )
    run(
        """MATCH (r:Ring {ring_id: 'R-TRAFFIC'})
        CREATE (o:Operator {operator_id: 'O-1', name: 'Someone', kind: 'actor', author: 'ann', made_at: datetime()})
        CREATE (c:Claim {claim_id: 'C-1', role: 'runs', whole: true, members: $ids, evidence: [], history: [],
          authors: ['ann'], bits: 9.0, confidence: .99, judgement: '', made_at: datetime(), tlp: 'green',
          state: 'approved', revision: 1}) CREATE (c)-[:CONCERNS]->(r) CREATE (c)-[:NAMES]->(o)""",
        ids=RING,
    )
    feed = duckdb.connect()
    feed.execute(f"SET TimeZone = 'UTC'; CREATE TABLE feed AS SELECT * FROM read_csv('{base}/feed/**/exchanges-*.csv')")

    @contextlib.asynccontextmanager
    async def patient(settings: Settings) -> AsyncIterator[AsyncGraphStore]:
        async with open_async_store(settings) as store:
            store.timeout = 120.0
            yield store

    app = create_app(settings, open_mode=True, open_store=patient)
    app.state.services.seconds, app.state.services.budgets = 120.0, Budgets(10**9)
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as client:
        yield World(client, feed, session_store, settings)


def added(buckets: list[dict[str, Any]], bucket: str) -> dict[str, tuple[int, ...]]:
    sums: dict[str, tuple[int, ...]] = {}
    for one in buckets:
        utc = datetime.fromisoformat(one["startsAt"]).astimezone(UTC)
        key = f"{utc:%Y-%m-%dT%H}" if bucket == "HOUR" else one["start"]
        more = (one["exchanges"], one["inputTokens"], one["outputTokens"])
        sums[key] = tuple(a + b for a, b in zip(sums.get(key, (0, 0, 0)), more, strict=True))
    return sums


@effort(max_examples=examples(25), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    subject=st.sampled_from(sorted(set(SUBJECTS) - {"ring"})),
    first=st.integers(-3, DAYS),
    length=st.integers(1, DAYS + 4),
    bucket=st.sampled_from(["HOUR", "DAY", "WEEK"]),
    zone=st.sampled_from(ZONES),
    split=st.lists(st.sampled_from(["CAPABILITY", "MODEL"]), unique=True),
    top=st.integers(1, 5),
)
@example(subject="account", first=8, length=3, bucket="HOUR", zone="Europe/Paris", split=[], top=5)
def test_every_sum_is_that_of_the_feed(
    world: World, subject: str, first: int, length: int, bucket: str, zone: str, split: list[str], top: int
):
    since = START + timedelta(days=first)
    until = since + timedelta(days=length)
    asked = {"from": since.isoformat(), "until": until.isoformat(), "bucket": bucket, "zone": zone}
    found = world.ask(subject, **asked, split=split, top=top)
    expected = world.summed(subject, since, until, bucket, zone)
    sums = added(found["buckets"], bucket)
    assert {key: value for key, value in sums.items() if any(value)} == expected
    total = [sum(column) for column in zip(*expected.values(), strict=True)] or [0, 0, 0]
    assert list(found["total"].values()) == total
    for shares in (found["byCapability"], found["byModel"]):
        assert sum(share["exchanges"] for share in shares) == total[0]
    assert found["dataThrough"] == (START + timedelta(days=DAYS - 1)).isoformat() and found["timezone"] == zone
    if not split:
        starts = [datetime.fromisoformat(one["startsAt"]) for one in found["buckets"]]
        assert starts == sorted(set(starts)) and len(starts) >= len(expected)
        if bucket == "HOUR":
            assert {b - a for a, b in pairwise(starts)} <= {timedelta(hours=1)}
        if bucket == "DAY":
            assert len(starts) == length


def test_a_capability_is_that_of_its_cluster(world: World):
    sql = "SELECT coalesce(query_cluster, ''), count(*) FROM feed WHERE account_id = 't-5' GROUP BY 1"
    expected: dict[str, int] = {}
    for cluster, count in world.feed.execute(sql).fetchall():
        key = CAPABILITIES.get(cluster, "")
        expected[key] = expected.get(key, 0) + count
    assert {one["key"]: one["exchanges"] for one in world.ask("account")["byCapability"]} == expected


def test_a_rings_hours_come_from_the_facts_and_its_days_from_detection(world: World):
    by_hour = world.ask("ring", bucket="HOUR")
    assert (
        added(by_hour["buckets"], "HOUR").items()
        >= world.summed("ring", START, date(2027, 1, 1), "HOUR", "UTC").items()
    )
    assert world.ask("ring")["buckets"] == [], "no detection has run"
    assert world.ask("ring", zone="Asia/Tokyo")["total"] == by_hour["total"]


def test_the_day_on_which_clocks_change_has_23_hours(world: World):
    found = world.ask("account", **{"from": "2026-03-29", "until": "2026-03-30"}, bucket="HOUR", zone="Europe/Paris")
    assert len(found["buckets"]) == 23
    assert {one["start"] for one in found["buckets"]} == {"2026-03-29"}


@pytest.mark.parametrize(
    ("given", "code", "words"),
    [
        ({"zone": "Asia/Kolkata", "from": "2026-03-20"}, "BAD_INPUT", "begins 18:30 UTC in Asia/Kolkata"),
        ({"zone": "Mars/Olympus"}, "BAD_INPUT", "IANA"),
        ({"zone": "../../etc/passwd"}, "BAD_INPUT", "IANA"),
        ({"zone": "\0"}, "BAD_INPUT", "IANA"),
        ({"from": "2026-01-01", "until": "2026-03-05", "bucket": "HOUR"}, "LIMIT", "1512 buckets, allowed are 1500"),
        ({"from": "2026-01-01", "until": "2026-03-05", "bucket": "HOUR"}, "LIMIT", "Ask with bucket: DAY"),
        ({"from": "2016-01-01", "until": "2026-01-01", "bucket": "HOUR"}, "LIMIT", "bucket: WEEK"),
        ({"from": "1926-01-01", "until": "2026-01-01", "bucket": "WEEK"}, "LIMIT", "a shorter range"),
    ],
)  # fmt: skip
def test_refusals_say_what_to_change(world: World, given: dict[str, Any], code: str, words: str):
    told = world.ask("account", **given)
    assert words in told["message"] and told["extensions"]["code"] == code


def test_62_days_of_hours_are_allowed(world: World):
    assert (
        len(world.ask("account", **{"from": "2026-03-01", "until": "2026-05-02"}, bucket="HOUR")["buckets"]) == 62 * 24
    )


def test_what_the_data_cannot_tell_is_refused(world: World):
    query = '{ identifier(kind: SUBNET, value: "203.0.113.0/24") { traffic { total { exchanges } } } }'
    told = world.client.post("/graphql", json={"query": query}).json()["errors"][0]["message"]
    assert "which exchange came with which subnet" in told and "`accountsTraffic`" in told


def test_many_subjects_are_one_pass_and_passes_are_bounded(world: World):
    reader = UsageReader(world.settings)
    subjects = [Subject("accounts", one, (one,)) for one in ACCOUNTS] + [Subject("query_cluster", "qc-1")]
    found = reader.read(world.store, subjects, Span(None, None, "day"))
    counts = dict(world.feed.execute("SELECT account_id, count(*) FROM feed GROUP BY 1").fetchall())
    assert [sum(row.exchanges for row in one.rows) for one in found[:-1]] == [counts[one] for one in ACCOUNTS]
    for _ in range(MOST_AT_ONCE):
        reader._gate.acquire()
    with pytest.raises(LockedError):
        reader.read(world.store, subjects, Span(None, None, "day"))


def test_hours_of_a_ring_are_charged(world: World):
    def cost(bucket: str) -> int:
        query = f'{{ ring(id: "R-TRAFFIC") {{ traffic(bucket: {bucket}) {{ timezone }} }} }}'
        told: int = world.client.post("/graphql", json={"query": query}).json()["extensions"]["cost"]["requested"]
        return told

    assert cost("HOUR") == cost("DAY") + 90
