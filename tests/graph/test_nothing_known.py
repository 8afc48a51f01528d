"""Days before anything happened, and graphs without facts: empty answers, no faults."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.api.application import create_app
from app.api.budget import Budgets
from app.graph import Neo4jStore
from app.ingest import ingest
from app.pipeline.detection import detect, facts_of
from app.pipeline.ledger import ledger
from app.settings import Settings

pytestmark = pytest.mark.graph

FIRST = date(2026, 3, 2)
HANDS = 40
ACCOUNTS = "account_id,created_at,email,signup_ip,signup_device\n" + "".join(
    f"a-{n},2026-02-0{1 + n % 3}T00:00:00Z,ab{n:02}@ring.example,198.51.100.{n % 3},d-{n % 2}\n" for n in range(HANDS)
)
PAYMENTS = "account_id,instrument_id,added_at,name_hash\n" + "".join(
    f"a-{n},pi-{n % 2},2026-02-05T00:00:00Z,name-1\n" for n in range(HANDS)
)
OTHERS = "account_id,created_at,email\n" + "".join(
    f"b-{n},2026-01-15T00:00:00Z,someone{n * 7919}@mail{n}.example\n" for n in range(400)
)
FEEDS = {"accounts": ACCOUNTS, "accounts-2": OTHERS, "payments": PAYMENTS}
EXCHANGES = "occurred_at,account_id,ip,signature\n" + "".join(
    f"2026-03-0{2 + n % 3}T10:0{n % 6}:00Z,a-{n % 6},198.51.100.7,simhash64-v1:00000000000000{n % 3:02x}\n"
    for n in range(30)
)
FEEDS["exchanges"] = EXCHANGES


def found(store: Neo4jStore, settings: Settings, as_of: date | None, *, write: bool = False) -> Any:
    with facts_of(settings, store) as view:
        return detect(store, view.connection, as_of, write=write)


def asked(settings: Settings, query: str) -> Any:
    app = create_app(settings, open_mode=True)
    app.state.services.seconds, app.state.services.budgets = 120.0, Budgets(10**9)
    with TestClient(app, base_url="http://localhost") as client:
        return client.post("/graphql", json={"query": query}).json()


@pytest.mark.parametrize("as_of", [None, FIRST])
def test_an_empty_graph_has_no_rings(store: Neo4jStore, settings: Settings, as_of: date | None):
    assert found(store, settings, as_of).rings == ()
    with facts_of(settings, store) as view:
        told = ledger(store, view.connection, as_of)
    assert told.total == 0 and [bucket.bucket for bucket in told.buckets] == ["benign"]


@pytest.mark.parametrize(
    "feeds",
    [
        tuple(FEEDS),
        *(
            pytest.param(feeds, marks=pytest.mark.full)
            for feeds in (("accounts", "accounts-2", "payments"), ("exchanges",))
        ),
    ],
)
def test_nothing_is_found_before_anything_happened(
    store: Neo4jStore, settings: Settings, tmp_path: Path, feeds: tuple[str, ...]
):
    place = tmp_path / "feed"
    place.mkdir()
    for kind in feeds:
        (place / f"{kind}.csv").write_text(FEEDS[kind])
    ingest(store, settings, place)
    for day in (date(1990, 1, 1), date(2026, 1, 31), date(2026, 2, 2), FIRST - timedelta(days=1), FIRST, None):
        assert found(store, settings, day).flagged == (), day
    found(store, settings, None, write=True)
    for day in ("1990-01-01", "2026-02-02", "2026-03-01"):
        answer = asked(settings, f'{{ ledger(asOf: "{day}") {{ total buckets {{ bucket }} }} }}')
        assert "errors" not in answer, answer
        assert answer["data"]["ledger"] == {"total": 0, "buckets": [{"bucket": "benign"}]}
    told = asked(settings, '{ account(id: "a-1") { traffic { from until dataThrough buckets { start } } } }')["data"]
    expected = "exchanges" in feeds
    assert (told["account"]["traffic"]["from"] is not None) is expected
    assert (told["account"]["traffic"]["dataThrough"] is not None) is expected
