"""Forgetting days and accounts: what goes, what stays, what may not come back, and kills in the middle."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

import app.ingest.retention as retention
from app.api.queries import READ_MEMBER_ORDER
from app.errors import Forbidden, IncompleteError, NotFoundError, UsageError
from app.facts import open_facts
from app.graph import Neo4jStore
from app.graph.audit import run_checks
from app.graph.digest import digest
from app.graph.queries import LIST_DONE_BATCHES
from app.ingest import ingest
from app.ingest.quarantine import entries
from app.ingest.queries import OPEN_BATCH
from app.settings import Settings

pytestmark = pytest.mark.graph

FEEDS = {
    "accounts-1.csv": "account_id,created_at,email,parent_account_id\n"
    "gone-1,2026-01-01T00:00:00Z,very.unusual@private.example,\n"
    "kept-1,2026-01-01T00:00:00Z,,gone-1\n",
    "payments-1.csv": "account_id,instrument_id\ngone-1,pi_own\ngone-1,pi_shared\nkept-1,pi_shared\n",
    "actions-1.csv": "account_id,at,action\ngone-1,2026-01-05T00:00:00Z,warned\n",
    "logins-1.csv": "account_id,at,ip\ngone-1,2026-01-05T00:00:00Z,198.51.100.77\n",
    "exchanges-1.csv": "account_id,occurred_at,ip,model,exchange_id\n"
    "gone-1,2026-01-05T00:00:00Z,198.51.100.77,m,e1\n"
    "gone-1,2026-01-06T00:00:00Z,203.0.113.5,m,e2\n"
    "kept-1,2026-01-06T00:00:00Z,203.0.113.5,m,e3\n"
    "kept-1,2026-02-06T00:00:00Z,203.0.113.6,m,e4\n"
    "gone-1,yesterday,,m,\n"
    "gone-12,yesterday,,m,\n",
}


PUBLISHED = """
    MATCH (a:Account) WHERE a.account_id IN ['gone-1', 'kept-1']
    MERGE (r:Ring {ring_id: 'R-1'})
    SET r.state = 'flagged', r.score = 1.0, r.size = 2, r.current = true, r.exchanges = 4,
        r.evidence = ['{"identifier": "gone-1"}']
    CREATE (a)-[:MEMBER_OF {score: 1.0, from_run: 'D-1', evidence: ['{"of": "' + a.account_id + '"}']}]->(r)
    MERGE (j:Judgement {judgement_id: 'J-1'})
    SET j.verdict = 'confirmed', j.author = 'x', j.made_at = datetime(), j.members = ['gone-1', 'kept-1']"""


class World:
    """A small graph, and what may be asked of it."""

    def __init__(self, store: Neo4jStore, settings: Settings, drop: Path, inline: Any) -> None:
        self.store, self.settings, self.drop, self.inline = store, settings, drop, inline
        drop.mkdir()
        for name, text in FEEDS.items():
            (drop / name).write_text(text)
        self.ingest()

    def ingest(self) -> dict[str, Any]:
        return ingest(self.store, self.settings, self.drop).document

    def erase(self) -> dict[str, Any]:
        return retention.erase(self.store, self.settings, "gone-1")

    def tell(self, text: str) -> list[Any]:
        return sorted(value for row in self.store.read(self.inline(text)) for value in row.values())

    def view(self) -> Any:
        return open_facts(self.settings, [row["batch_id"] for row in self.store.read(LIST_DONE_BATCHES)])

    def facts(self, select: str) -> list[tuple[Any, ...]]:
        with self.view() as view:
            return view.connection.execute(select).fetchall()

    def digest(self) -> str:
        with self.view() as view:
            return digest(self.store, view.connection).digest

    def texts(self) -> str:
        """Everything that the graph and the fact files say."""
        rows = self.store.read(
            self.inline(
                "MATCH (n) OPTIONAL MATCH (n)-[l]->() "
                "RETURN [k IN keys(n) | k + toStringOrNull(n[k])] AS a, [k IN keys(l) | l[k]] AS b"
            )
        )
        files = b"".join(path.read_bytes() for path in Path(self.settings.facts).rglob("*") if path.is_file())
        return str(rows) + files.decode("latin-1")


@pytest.fixture
def world(store: Neo4jStore, settings: Settings, tmp_path: Path, inline: Any) -> World:
    return World(store, settings, tmp_path / "drop", inline)


def test_an_erased_account_is_gone_and_does_not_come_back(world: World) -> None:
    world.store.write(
        (
            world.inline(
                PUBLISHED,
                "write",
            ),
            {},
        )
    )
    before = world.texts()
    assert "gone-1" in before
    assert "198.51.100.77" in before
    told = world.erase()
    assert (told["entries"], told["facts"]) == (1, 5)
    after = world.texts().replace("gone-12", "")
    for trace in ("gone-1", "198.51.100.77", "pi_own", "private.example", "198.51.100.0/24"):
        assert trace not in after
    assert "pi_shared" in after
    assert world.tell("MATCH (r:Ring)<-[m:MEMBER_OF]-() WITH r, count(m) AS c RETURN r.size + c AS n") == [4]
    assert world.tell("MATCH (a:Account)-[:CHILD_OF]->(t) RETURN t.account_id AS t") == [told["tombstone"]]
    with world.view() as view:
        assert [one["line"] for one in entries(view, datetime.now(UTC).date())] == [7]
    assert [one for one in run_checks(world.store) if "traffic" not in one.check] == []

    (world.drop / "accounts-2.csv").write_text(
        "account_id,created_at,referrer_id\ngone-1,2026-01-01T00:00:00Z,\nnew-1,2026-01-01T00:00:00Z,gone-1\n"
    )
    (world.drop / "exchanges-2.csv").write_text(
        "account_id,occurred_at,ip\ngone-1,2026-03-01T00:00:00Z,198.51.100.77\ngone-1,nonsense,\n"
        "new-1,2026-03-01T00:00:00Z,203.0.113.9\n"
    )
    document = world.ingest()
    assert (document["rows"], document["erased"], document["exchanges"], document["quarantined"]) == (5, 3, 1, 0)
    after = world.texts().replace("gone-12", "")
    assert "gone-1" not in after
    assert "198.51.100.77" not in after
    assert world.tell("MATCH (:Account)-[:REFERRED_BY]->(t) RETURN t.account_id AS t") == [told["tombstone"]]
    assert [one for one in run_checks(world.store) if "traffic" not in one.check] == []
    again = world.digest()
    assert world.erase()["facts"] == 0
    assert world.digest() == again


def test_an_erasure_tells_whoever_keeps_the_order_of_a_ring(world: World) -> None:
    world.store.write((world.inline(PUBLISHED, "write"), {}))

    def order() -> Any:
        [row] = world.store.read(READ_MEMBER_ORDER, ring_ids=["R-1"])
        return row["revision"], sorted(row["account_ids"])

    before = order()
    assert order() == before
    tombstone = world.erase()["tombstone"]
    after = order()
    assert after[0] != before[0] and after[1] == sorted(["kept-1", tombstone])
    world.erase()
    assert order() == after


@pytest.mark.parametrize("step", ["settle", "remove_rows", "forget_retries"])
def test_an_erasure_that_was_killed_is_completed_by_the_next(
    world: World, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    kept = getattr(retention, step)

    def die(*words: Any) -> Any:
        if step != "remove_rows" or words[1] == "presence":
            raise Killed
        return kept(*words)

    with monkeypatch.context() as patch:
        patch.setattr(retention, step, die)
        with pytest.raises(Killed):
            world.erase()
    world.erase()
    assert "gone-1" not in world.texts().replace("gone-12", "")
    assert run_checks(world.store) == []
    assert world.facts("SELECT sum(exchanges) FROM usage") == [(2,)]


def test_an_account_of_refused_rows_alone_is_erased_also_after_a_kill(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def die(*words: Any) -> Any:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(retention, "remove_rows", die)
        with pytest.raises(Killed):
            retention.erase(world.store, world.settings, "gone-12")
    assert "gone-12" in world.texts()
    retention.erase(world.store, world.settings, "gone-12")
    assert "gone-12" not in world.texts()
    assert run_checks(world.store) == []


def test_a_hold_refuses_erasure_and_pruning(world: World) -> None:
    retention.hold(world.store, world.settings, "gone-1", "case 7")
    before = world.digest()
    with pytest.raises(Forbidden, match="case 7"):
        world.erase()
    assert world.digest() == before
    retention.prune(world.store, world.settings, date(2026, 2, 1))
    assert set(world.facts("SELECT DISTINCT account_id FROM usage")) == {("gone-1",), ("kept-1",)}
    assert world.facts("SELECT sum(exchanges) FROM usage WHERE day < DATE '2026-02-01'") == [(2,)]
    assert world.tell("MATCH (a)-[l:USED_IP]->(i) RETURN a.account_id + i.address AS t") == [
        "gone-1198.51.100.77",
        "gone-1203.0.113.5",
        "kept-1203.0.113.6",
    ]
    retention.hold(world.store, world.settings, "gone-1", None)
    assert world.erase()["tombstone"]


def test_pruned_days_are_gone_and_refused_from_then_on(world: World) -> None:
    totals = world.tell("MATCH (a:Account) RETURN a.exchanges AS n")
    told = retention.prune(world.store, world.settings, date(2026, 2, 1))
    assert (told["links"], told["nodes"]) == (4, 2)
    assert world.facts("SELECT min(day) FROM usage") == [(date(2026, 2, 6),)]
    assert world.facts("SELECT count(*) FROM ids") == [(1,)]
    assert world.tell("MATCH (a:Account) RETURN a.exchanges AS n") == totals
    assert world.tell("MATCH (:Account)-[:PAID_WITH]->(p) RETURN p.instrument_id AS p") == [
        "pi_own",
        *["pi_shared"] * 2,
    ]
    (world.drop / "exchanges-2.csv").write_text(
        FEEDS["exchanges-1.csv"].replace(",yesterday,", ",2026-02-01T00:00:00Z,")
    )
    document = world.ingest()
    assert (document["exchanges"], document["quarantined"], document["duplicates"]) == (2, 3, 1)
    assert run_checks(world.store) == []
    again = world.digest()
    assert retention.prune(world.store, world.settings, date(2026, 1, 1))["files"] == 0
    retention.prune(world.store, world.settings, date(2026, 2, 1))
    assert world.digest() == again


def test_what_cannot_be_forgotten_is_refused(world: World) -> None:
    with pytest.raises(NotFoundError):
        retention.erase(world.store, world.settings, "nobody")
    with pytest.raises(NotFoundError):
        retention.hold(world.store, world.settings, "nobody", "x")
    with pytest.raises(UsageError):
        retention.prune(world.store, world.settings, date(2999, 1, 1))
    files = [{"sha256": "s", "name": "exchanges-9.csv", "kind": "exchanges", "position": 0}]
    params = {"batch_id": "b", "plan_version": 1, "settings_digest": "", "files": files}
    world.store.write((OPEN_BATCH, params))
    with pytest.raises(IncompleteError):
        world.erase()
    with pytest.raises(IncompleteError):
        retention.prune(world.store, world.settings, date(2026, 2, 1))
