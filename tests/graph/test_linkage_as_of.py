"""`as_of` over a whole feed against the same feed taken in day by day: the same snapshots. Replay rests on this."""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.graph import Neo4jStore
from app.graph.queries import EMPTY_LINKS, EMPTY_NODES
from app.ingest import ingest
from app.linkage.fingerprint import snapshot_digest
from app.linkage.read import read_snapshot
from app.model.signature import signature_text
from app.pipeline.detection import facts_of
from app.settings import Settings

pytestmark = pytest.mark.graph
START = datetime(2026, 9, 1, tzinfo=UTC)
DAYS = 5
TOPICS = [0x9E3779B97F4A7C15 * topic % 2**64 for topic in range(1, 6)]
Rows = dict[str, list[dict[str, Any]]]


def feed(seed: int) -> Rows:
    """Two dozen accounts that share everything there is to share; a third of the rows become known late."""
    chance = random.Random(seed)

    def moment() -> datetime:
        return START + timedelta(minutes=chance.randrange(DAYS * 24 * 60))

    def known(at: datetime) -> str:
        late = chance.random() < 0.33
        return (
            (min(at + timedelta(days=chance.randrange(3)), START + timedelta(days=DAYS, minutes=-1))).isoformat()
            if late
            else ""
        )

    rows: Rows = defaultdict(list)
    for n in range(24):
        at = moment()
        rows["accounts"].append(
            {
                "account_id": f"acct-{n:02d}",
                "created_at": at.isoformat(),
                "known_at": known(at),
                "email": f"user{n % 9}@mail{n % 3}.example",
                "phone_hash": f"t{n % 7}",
                "signup_ip": f"192.0.2.{n % 8}",
                "signup_device": f"d{n % 6}",
                "signup_client": f"web/{n % 2}",
                "verified": chance.choice(["none", "email", "contract"]),
                "parent_account_id": f"acct-{n // 8:02d}" if n > 7 else "",
            }
        )
    for n in range(40):
        at = moment()
        rows["payments"].append(
            {
                "account_id": f"acct-{chance.randrange(28):02d}",
                "instrument_id": f"pi-{n}-{n % 6}",
                "added_at": at.isoformat(),
                "known_at": known(at),
                "name_hash": f"n{n % 5}",
                "address_hash": f"x{n % 4}" if n % 3 else "",
            }
        )
        rows["logins"].append(
            {
                "account_id": f"acct-{chance.randrange(26):02d}",
                "at": at.isoformat(),
                "ip": f"198.51.100.{n % 9}",
                "device_id": f"d{n % 5}",
                "known_at": known(at),
            }
        )
    for n in range(400):
        at = moment()
        rows["exchanges"].append(
            {
                "exchange_id": f"x{n}",
                "occurred_at": at.isoformat(),
                "account_id": f"acct-{chance.randrange(30):02d}",
                "ip": f"203.0.113.{chance.randrange(20)}" if n % 7 else "",
                "client": f"sdk/{n % 3}" if n % 5 else "",
                "device_id": f"d{n % 11}" if n % 4 == 0 else "",
                "model": f"m{n % 2}",
                "query_cluster": f"qc-{n % 6}" if n % 8 else "",
                "signature": signature_text(TOPICS[n % 5] ^ (n % 3) << n % 60) if n % 4 == 0 else "",
                "input_tokens": n,
                "known_at": known(at),
            }
        )
    for n in range(6):
        at = moment()
        rows["clusters"].append(
            {
                "query_cluster": f"qc-{n}",
                "capability": f"c{n % 2}",
                "signature": signature_text(TOPICS[0]) if n == 3 else "",
                "known_at": at.isoformat(),
            }
        )
        rows["actions"].append(
            {"account_id": f"acct-{n:02d}", "at": at.isoformat(), "action": "banned", "known_at": known(at)}
        )
    return rows


def day_of(row: dict[str, Any]) -> int:
    """Number of the day on which a row may first be seen."""
    times = [row.get(name) for name in ("occurred_at", "at", "created_at", "added_at", "known_at")]
    return max((datetime.fromisoformat(text) - START).days for text in times if text)


def write(rows: Rows, folder: Path, days: range) -> Path:
    folder.mkdir()
    for kind, all_rows in rows.items():
        chosen = [row for row in all_rows if day_of(row) in days]
        if chosen:
            with (folder / f"{kind}-{days.start}.csv").open("w", newline="") as handle:
                writer = csv.DictWriter(handle, list(chosen[0]))
                writer.writeheader()
                writer.writerows(chosen)
    return folder


@pytest.mark.parametrize("ends", [(1, 3, DAYS), pytest.param(range(1, DAYS + 1), marks=pytest.mark.full)], ids=len)
def test_day_by_day_equals_as_of(store: Neo4jStore, settings: Settings, tmp_path: Path, ends: Sequence[int]):
    """`ends`: the days before which a part of the feed ends."""
    rows = feed(1)
    whole = settings.model_copy(update={"facts_url": str(tmp_path / "whole-facts")})
    summary = ingest(store, whole, write(rows, tmp_path / "whole", range(DAYS)))
    assert (summary.exchanges, summary.quarantined) == (400, 0)
    with facts_of(whole, store) as view:
        as_of = [
            snapshot_digest(read_snapshot(store, view.connection, (START + timedelta(days=day)).date()))
            for day in range(DAYS)
        ]
    assert len(set(as_of)) == DAYS

    store.auto(EMPTY_LINKS)
    store.auto(EMPTY_NODES)
    for begin, end in zip([0, *ends], ends, strict=False):
        ingest(store, settings, write(rows, tmp_path / f"day-{begin}", range(begin, end)))
        with facts_of(settings, store) as view:
            assert snapshot_digest(read_snapshot(store, view.connection)) == as_of[end - 1], f"before day {end}"
