"""A server is ready once it is warm: what warms it is valid, runs on real data, and leaves no trace."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.api import warm
from app.api.audit import AuditLog
from app.graph import Neo4jStore, open_async_store
from app.settings import Settings

pytestmark = pytest.mark.graph


def test_not_ready_before_it_is_warm(client: TestClient, monkeypatch: pytest.MonkeyPatch):
    assert client.get("/readyz").status_code == 200
    monkeypatch.setattr(client.app.state.services, "warm", False)  # type: ignore[attr-defined]
    told = client.get("/readyz")
    assert told.status_code == 503 and told.json()["graph"] == "warming" and told.json()["ready"] is False
    assert client.post("/graphql", json={"query": "{ viewer { name } }"}).json()["data"]["viewer"]["name"]


def test_warming_asks_for_what_is_there_and_records_nothing(
    world: Neo4jStore, closed: TestClient, session_settings: Settings, monkeypatch: pytest.MonkeyPatch
):
    services = closed.app.state.services  # type: ignore[attr-defined]
    answers: list[Any] = []
    real = services.schema.execute

    async def execute(*args: Any, **more: Any) -> Any:
        answers.append(await real(*args, **more))
        return answers[-1]

    monkeypatch.setattr(services.schema, "execute", execute)
    before = AuditLog(session_settings).verify().events

    async def run() -> None:
        async with open_async_store(session_settings) as store:
            store.timeout = 120.0
            monkeypatch.setattr(services, "store", store)
            await warm.warm(services, store)

    asyncio.run(run())
    assert [answer.errors for answer in answers] == [None, None]
    assert answers[0].data["rings"]["nodes"][0]["members"]["totalCount"] > 1 and answers[1].data["account"]["id"]
    assert answers[1].data["ring"]["graph"]["nodes"] and answers[1].data["ring"]["weakestCut"]
    assert AuditLog(session_settings).verify().events == before
