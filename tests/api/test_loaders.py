"""What fields of one request share: none takes it from the others by failing."""

from __future__ import annotations

import asyncio
import gc
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.api import queries as q
from app.api.loaders import Loaders, PageKey
from app.api.member_order import Orders
from app.errors import GraphUnavailable
from app.graph import Neo4jStore
from tests.api.conftest import BIG


class Slow:
    """A store that answers once it is told to."""

    def __init__(self) -> None:
        self.go, self.asked = asyncio.Event(), 0

    async def read(self, query: Any, /, **params: Any) -> list[dict[str, Any]]:
        self.asked += 1
        await self.go.wait()
        if query is q.READ_RINGS:
            return [{"ring_id": one, "ring": {"ring_id": one}} for one in params["ring_ids"]]
        return [{"index": row["index"], "page": [{"n": 1}]} for row in params["rows"]]


@pytest.mark.parametrize("paged", [False, True])
async def test_who_is_cancelled_takes_nothing_from_who_waits_for_the_same(paged: bool):
    """graphql-core cancels the siblings of a field that fails; another field may wait for what one of them asked."""
    store = Slow()
    loaders = Loaders(store, None, Orders())  # type: ignore[arg-type]
    load: Any = (loaders.account_rings.load, PageKey(BIG, 5)) if paged else (loaders.rings.load, BIG)

    async def field() -> Any:
        return await load[0](load[1])

    cancelled, other = asyncio.create_task(field()), asyncio.create_task(field())
    while not store.asked:
        await asyncio.sleep(0)
    cancelled.cancel()
    await asyncio.gather(cancelled, return_exceptions=True)
    store.go.set()
    assert await other
    assert cancelled.cancelled() and store.asked == 1


async def test_a_request_that_is_over_reads_no_more():
    store, ended = Slow(), asyncio.Event()
    loaders = Loaders(store, None, Orders())  # type: ignore[arg-type]
    real = store.read

    async def read(query: Any, /, **params: Any) -> list[dict[str, Any]]:
        try:
            return await real(query, **params)
        finally:
            ended.set()

    store.read = read  # type: ignore[method-assign]
    waiting = asyncio.create_task(asyncio.wait_for(loaders.rings.load(BIG), 60))
    while not store.asked:
        await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    assert not ended.is_set(), "another field may wait for it"
    loaders.end()
    await asyncio.wait_for(ended.wait(), 60)


async def test_errors_reach_everybody_who_waits_and_nobody_else(caplog: pytest.LogCaptureFixture):
    class Failing(Slow):
        async def read(self, query: Any, /, **params: Any) -> list[dict[str, Any]]:
            await super().read(query, **params)
            raise GraphUnavailable("away")

    store = Failing()
    loaders = Loaders(store, None, Orders())  # type: ignore[arg-type]
    waiting = [asyncio.ensure_future(loaders.rings.load(BIG)) for _ in range(3)]
    while not store.asked:
        await asyncio.sleep(0)
    waiting.pop().cancel()
    store.go.set()
    assert [str(error) for error in await asyncio.gather(*waiting, return_exceptions=True)] == ["away", "away"]
    del waiting, loaders
    gc.collect()
    assert "never retrieved" not in caplog.text


@pytest.mark.graph
@pytest.mark.parametrize("query", [q.READ_IDENTIFIERS, q.LIST_IDENTIFIER_ACCOUNTS, q.LIST_IDENTIFIER_RINGS])
def test_an_identifier_costs_no_look_at_all_accounts(client: TestClient, world: Neo4jStore, query: Any):
    """Names and addresses of payers have no node: looking for one reads accounts, which must not cost the others."""

    def scanned(plan: dict[str, Any]) -> int:
        own = int(plan.get("dbHits", 0)) if "Scan" in plan["operatorType"] else 0
        return own + sum(scanned(child) for child in plan.get("children", ()))

    def hits(kind: str) -> int:
        row = {"index": 0, "kind": kind, "value": "pi-1", "owner": "", "after": None}
        params = {"rows": [row], "max_links": 5000, "limit": 5, "dated": True}
        with world.driver.session() as session:
            told = session.run("CYPHER 5 PROFILE " + query.statement.text, params)
            return scanned(told.consume().profile)

    assert hits("instrument") == 0 and hits("billing_name") > 0


@pytest.mark.graph
@pytest.mark.parametrize("max_links", [3, 5000])
def test_who_asks_for_no_dates_is_told_the_same_degrees(client: TestClient, world: Neo4jStore, max_links: int):
    found = world.driver.execute_query(
        """MATCH (x:PaymentInstrument|IpAddress|Network|QueryCluster|EmailDomain|Client|Device)
           WITH head(labels(x)) AS label, x ORDER BY elementId(x)
           WITH label, collect(x)[..15] AS some UNWIND some AS x
           RETURN coalesce(x.instrument_id, x.address, x.prefix, x.query_cluster, x.domain, x.client, x.device_id)
                    AS value,
                  CASE label WHEN 'PaymentInstrument' THEN 'instrument' WHEN 'IpAddress' THEN 'ip'
                    WHEN 'Network' THEN 'subnet' WHEN 'QueryCluster' THEN 'query_cluster' WHEN 'EmailDomain'
                    THEN 'email_domain' WHEN 'Client' THEN 'client' ELSE 'device' END AS kind"""
    ).records
    rows = [{"index": index, "kind": row["kind"], "value": row["value"]} for index, row in enumerate(found)]
    told = [
        {
            (row["index"], row["degree"], row["exact"])
            for row in world.read(q.READ_IDENTIFIERS, rows=rows, max_links=max_links, dated=dated)
        }
        for dated in (True, False)
    ]
    assert told[0] == told[1] and len(told[0]) == len(rows)
    assert {row["kind"] for row in rows} >= {"ip", "subnet", "instrument", "client", "query_cluster"}
