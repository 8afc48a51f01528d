"""Refused rows put in again or given up: each is counted once, and the ledger balances, also after a kill."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.errors import NotFoundError, UsageError
from app.facts import open_facts
from app.graph import Neo4jStore
from app.graph.audit import run_checks
from app.graph.digest import digest
from app.graph.queries import EMPTY_LINKS, EMPTY_NODES, LIST_DONE_BATCHES
from app.ingest import ingest
from app.ingest.quarantine import entries
from app.ingest.run import Run
from app.ingest.settle import drop, retry
from app.ingest.sources import retry_folder
from app.settings import Settings

pytestmark = pytest.mark.graph
HEAD = "account_id,occurred_at,ip,input_tokens,exchange_id\n"
GOOD = "a1,2026-03-01T00:00:00Z,192.0.2.1,5,e1\n"
BAD = "a2,2026-03-01T00:00:00,192.0.2.2,7,e2\na3,2026-03-01T00:00:00Z,999.1.1.1,9,e3\n"


class Desk:
    """A graph with one file of which two rows were refused."""

    def __init__(self, store: Neo4jStore, settings: Settings, drop_folder: Path) -> None:
        self.store, self.settings, self.drop = store, settings, drop_folder
        drop_folder.mkdir()
        (drop_folder / "exchanges-1.csv").write_text(HEAD + GOOD + BAD)
        ingest(store, settings, drop_folder)

    def listed(self) -> list[dict[str, Any]]:
        with self._view() as view:
            return entries(view, datetime.now(UTC).date())

    def digest(self) -> str:
        with self._view() as view:
            return digest(self.store, view.connection).digest

    def entry(self, line: int) -> str:
        [found] = [one["entry"] for one in self.listed() if one["line"] == line]
        return str(found)

    def mended(self, *rows: dict[str, Any]) -> Path:
        path = self.drop.with_name("mended.jsonl")
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
        return path

    def _view(self) -> Any:
        return open_facts(self.settings, [row["batch_id"] for row in self.store.read(LIST_DONE_BATCHES)])


@pytest.fixture
def desk(store: Neo4jStore, settings: Settings, tmp_path: Path) -> Desk:
    return Desk(store, settings, tmp_path / "drop")


def row(entry: str, account: str, number: int) -> dict[str, Any]:
    cells = {"account_id": account, "occurred_at": "2026-03-01T00:00:00Z", "ip": f"192.0.2.{number}"}
    return {"entry": entry, **cells, "exchange_id": f"e{number}", "_why": "told by show"}


def test_mended_rows_count_once_and_equal_a_clean_feed(desk: Desk) -> None:
    rows = row(desk.entry(3), "a2", 2) | {"input_tokens": 7}, row(desk.entry(4), "a3", 3) | {"input_tokens": "9"}
    done = retry(desk.store, desk.settings, mended=desk.mended(*rows))
    assert (done.rows, done.exchanges, done.quarantined, done.left) == (2, 2, 0, [])
    assert desk.listed() == []
    assert run_checks(desk.store) == []
    with pytest.raises(NotFoundError, match="no entry"):
        retry(desk.store, desk.settings, mended=desk.mended(*rows))
    assert not retry_folder(desk.settings).exists()
    mended = desk.digest()
    desk.store.auto(EMPTY_LINKS)
    desk.store.auto(EMPTY_NODES)
    (desk.drop / "exchanges-1.csv").write_text(
        HEAD + GOOD + BAD.replace(":00,1", ":00Z,1").replace("999.1.1.1", "192.0.2.3")
    )
    ingest(desk.store, desk.settings, desk.drop)
    assert desk.digest() == mended


def test_a_copy_of_a_counted_exchange_is_a_duplicate(desk: Desk) -> None:
    copy = {"entry": desk.entry(3), "account_id": "a1", "occurred_at": "2026-03-01T00:00:00Z", "ip": "192.0.2.1"}
    done = retry(desk.store, desk.settings, mended=desk.mended(copy | {"input_tokens": 5, "exchange_id": "e1"}))
    assert (done.rows, done.exchanges, done.duplicates) == (1, 0, 1)
    assert run_checks(desk.store) == []


def test_what_is_still_bad_comes_back_under_another_entry(desk: Desk) -> None:
    before = {one["entry"] for one in desk.listed()}
    done = retry(desk.store, desk.settings)
    assert (done.rows, done.exchanges, done.quarantined, done.left) == (2, 0, 2, [])
    after = desk.listed()
    assert {one["reason"] for one in after} == {"a time without a zone: add Z or an offset", "not an IP address"}
    assert before.isdisjoint(one["entry"] for one in after)
    assert run_checks(desk.store) == []


def test_equal_rows_of_two_entries_both_count(desk: Desk) -> None:
    (desk.drop / "exchanges-2.csv").write_text(HEAD + "b,2026-03-01T00:00:00Z,x,,\n" * 2)
    ingest(desk.store, desk.settings, desk.drop)
    names = [one["entry"] for one in desk.listed() if one["file"] == "exchanges-2.csv"]
    for name in names:
        cells = {"entry": name, "account_id": "b", "occurred_at": "2026-03-01T00:00:00Z"}
        assert retry(desk.store, desk.settings, mended=desk.mended(cells)).exchanges == 1
    assert len(desk.listed()) == 2
    assert run_checks(desk.store) == []


def test_masked_rows_have_to_be_mended(desk: Desk) -> None:
    (desk.drop / "payments.csv").write_text("account_id,instrument_id\na1,4111111111111111\n")
    ingest(desk.store, desk.settings, desk.drop)
    [name] = [one["entry"] for one in desk.listed() if one["kind"] == "payments"]
    assert retry(desk.store, desk.settings, [name]).left == [name]
    assert retry(
        desk.store, desk.settings, mended=desk.mended({"entry": name, "account_id": "a1", "instrument_id": "p"})
    )
    assert name not in {one["entry"] for one in desk.listed()}


def test_dropped_rows_are_gone_and_counted(desk: Desk) -> None:
    assert drop(desk.store, desk.settings, [desk.entry(3)]) == 1
    assert [one["line"] for one in desk.listed()] == [4]
    assert drop(desk.store, desk.settings, file="exchanges-1.csv") == 1
    assert desk.listed() == []
    assert run_checks(desk.store) == []
    with pytest.raises(NotFoundError):
        drop(desk.store, desk.settings, file="exchanges-1.csv")


@pytest.mark.parametrize("moment", ["plan", "_load"])
def test_a_killed_retry_is_finished_by_whatever_runs_next(
    desk: Desk, moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [row(desk.entry(3), "a2", 2), row(desk.entry(4), "a3", 3)]

    class Killed(BaseException):
        pass

    def die(*args: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(Run, moment, die)
        with pytest.raises(Killed):
            retry(desk.store, desk.settings, mended=desk.mended(*rows))
    assert len(desk.listed()) == 2
    assert ingest(desk.store, desk.settings, desk.drop).exchanges == 2
    assert desk.listed() == []
    assert not retry_folder(desk.settings).exists()
    assert run_checks(desk.store) == []


@pytest.mark.parametrize("text", ["[]\n", '{"account_id": "a"}\n', "no json\n", '{"entry": "e"}\n{"entry": "e"}\n'])
def test_rows_that_name_no_entry_are_wrong_use(desk: Desk, tmp_path: Path, text: str) -> None:
    (tmp_path / "m.jsonl").write_text(text)
    with pytest.raises(UsageError, match=r"m\.jsonl:\d"):
        retry(desk.store, desk.settings, mended=tmp_path / "m.jsonl")


def test_a_ledger_that_does_not_balance_is_found(desk: Desk, inline: Any) -> None:
    desk.store.write((inline("MATCH (f:FeedFile) SET f.dropped = 1", "write"), {}))
    assert [one.check for one in run_checks(desk.store)] == ["checks/ledger_adds_up"]
