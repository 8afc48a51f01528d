"""The bulk load of an empty embedded graph: the graph that live ingestion makes, refused everywhere else, kill-safe."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.errors import UsageError
from app.facts import open_facts
from app.graph import Neo4jStore, open_store
from app.graph.audit import run_checks
from app.graph.digest import Digest, digest
from app.graph.keys import key_path
from app.graph.queries import EMPTY_LINKS, EMPTY_NODES, LIST_DONE_BATCHES
from app.graph.server import MARK
from app.ingest import IngestSummary, first_load, ingest
from app.ingest.forecast import BULK
from app.settings import Settings
from app.worlds.presets import preset
from app.worlds.simulate import simulate
from tests.conftest import OwnHome

pytestmark = pytest.mark.graph
DRIVER = Path(__file__).with_name("import_and_die.py")
CORRECTED = """account_id,created_at,email,signup_ip,referrer_id,plan,known_at,updated_at
c1,2026-03-01T00:00:00Z,x@acme.example,192.0.2.1,c9,team,,2026-03-02T00:00:00Z
c1,2026-03-01T00:00:00Z,x1@other.example,,,,2026-03-04T00:00:00Z,2026-03-03T00:00:00Z
c1,2026-03-01T00:00:00Z,,192.0.2.7,,free,,
c5,2026-03-01T00:00:00Z,v1@acme.example,192.0.2.3,c1,free,,2026-03-01T00:00:00Z
c5,2026-03-01T00:00:00Z,v2@acme.example,192.0.2.4,c5,team,2026-03-02T00:00:00Z,2026-03-02T00:00:00Z
c5,2026-03-01T00:00:00Z,,,c9,,2026-03-05T00:00:00Z,2026-03-05T00:00:00Z
"c,2",2026-03-01T09:00:00.123+01:00,"y@b.example",,,"a ""quoted""
plan",,
"""
CARDS = """account_id,instrument_id,added_at,removed_at,name_hash,known_at,updated_at
c1,pi,,,n1,,
c1,pi,2026-03-01T00:00:00Z,,n2,2026-03-03T00:00:00Z,2026-03-03T00:00:00Z
c1,pi,2026-03-01T00:00:00Z,2026-03-05T00:00:00Z,n2,2026-03-05T00:00:00Z,2026-03-05T00:00:00Z
c9,pi,2026-03-01T00:00:00Z,,n3,,
"""
LATE_CARDS = """account_id,instrument_id,added_at,name_hash,known_at,updated_at
c1,pi,2026-03-01T00:00:00Z,n4,2026-03-02T00:00:00Z,2026-03-04T00:00:00Z
c9,pi,2026-03-01T00:00:00Z,n5,2026-03-04T00:00:00Z,2026-03-04T00:00:00Z
"""
TOLD = {
    "networks": "prefix,asn,kind,known_at,updated_at\n192.0.2.0/24,64500,vpn,,\n"
    "192.0.2.0/24,64501,mobile,2026-03-03T00:00:00Z,2026-03-03T00:00:00Z\n",
    "clusters": "query_cluster,label,known_at,updated_at\nq1,first,,\nq1,second,2026-03-03T00:00:00Z,\n",
    "actions": "account_id,at,action,reason,known_at,updated_at\nc1,2026-03-02T00:00:00Z,banned,rule,,\n"
    "c1,2026-03-02T00:00:00Z,banned,,2026-03-04T00:00:00Z,2026-03-04T00:00:00Z\n",
}
TOLD_LATE = {
    "networks": "prefix,asn,kind,known_at,updated_at\n192.0.2.0/24,64502,,2026-03-02T00:00:00Z,2026-03-02T00:00:00Z\n",
    "clusters": "query_cluster,label,known_at,updated_at\nq1,third,2026-03-06T00:00:00Z,2026-03-06T00:00:00Z\n",
    "actions": "account_id,at,action,reason,updated_at\nc1,2026-03-02T00:00:00Z,banned,late,2026-03-05T00:00:00Z\n",
}
OUTDATED = """account_id,created_at,email,signup_ip,referrer_id,plan,updated_at
c1,2026-03-01T00:00:00Z,,192.0.2.8,,free,2026-03-02T12:00:00Z
c5,2026-03-03T00:00:00Z,late@acme.example,192.0.2.5,c3,free,2026-03-03T00:00:00Z
c3,2026-03-01T00:00:00Z,z@acme.example,192.0.2.9,c1,,
"""
EXCHANGES = '''exchange_id,account_id,occurred_at,ip,client,query_cluster,input_tokens
e1,c1,2026-03-02T00:00:00.500Z,192.0.2.1,"ja4, ""x""",q1,5
e1,c1,2026-03-02T00:00:00.500Z,192.0.2.1,"ja4, ""x""",q1,5
e1,c1,2026-03-02T00:00:00.500Z,192.0.2.1,"ja4, ""x""",q1,6
,c4,2026-03-02T00:00:00Z,h:00ff00ff,,,
,c4,2026-03-02T00:00:00,192.0.2.1,,,
'''


def _everything(drop: Path, accounts: int = 40, days: int = 2, ring: int = 8) -> None:
    small = preset("small")
    simulate(drop, replace(small, accounts=accounts, days=days, rings=(replace(small.rings[0], size=ring),)))
    (drop / "accounts-corrected.csv").write_text(CORRECTED)
    for kind, text in (("payments", CARDS), *TOLD.items()):
        (drop / f"{kind}-corrected.csv").write_text(text)
    (drop / "exchanges-rotten.csv").write_text(EXCHANGES)


def _only_exchanges(drop: Path) -> None:
    drop.mkdir()
    (drop / "exchanges-1.csv").write_text(EXCHANGES)


def _no_exchanges(drop: Path) -> None:
    drop.mkdir()
    (drop / "accounts.csv").write_text(CORRECTED)
    (drop / "networks.csv").write_text("prefix,asn,kind\n192.0.2.0/25,64500,vpn\n2001:db8::/32,,hosting\n")
    (drop / "payments.csv").write_text("account_id,instrument_id,removed_at\nc7,pi,2026-03-02T00:00:00Z\n")
    (drop / "actions.csv").write_text("account_id,at,action\nc8,2026-03-02T00:00:00.000001Z,banned\n")


@pytest.fixture(scope="module")
def own(
    tmp_path_factory: pytest.TempPathFactory,
    session_store: Neo4jStore,
    session_settings: Settings,
    own_home: OwnHome,
) -> Iterator[Settings]:
    """An embedded home of this module's own, with the session's key."""
    with own_home(tmp_path_factory.mktemp("bulk-home"), key_file=key_path(session_settings)) as settings:
        yield settings


def _digest(store: Neo4jStore, settings: Settings) -> Digest:
    done = [row["batch_id"] for row in store.read(LIST_DONE_BATCHES)]
    with open_facts(settings, done) as view:
        return digest(store, view.connection)


def _counts(summary: IngestSummary) -> dict[str, object]:
    return {name: value for name, value in summary.document.items() if name != "seconds"}


@pytest.mark.timeout(900)
@pytest.mark.parametrize(
    "world",
    [
        _everything,
        pytest.param(_only_exchanges, marks=pytest.mark.full),
        pytest.param(_no_exchanges, marks=pytest.mark.full),
    ],
)
def test_both_ways_in_give_one_graph(
    store: Neo4jStore, settings: Settings, own: Settings, tmp_path: Path, world: Callable[[Path], None]
) -> None:
    drop = tmp_path / "drop"
    world(drop)
    told = _counts(ingest(store, settings, drop))
    stages: dict[str, tuple[int, int]] = {}
    first = first_load(own, drop, lambda stage, done, of: stages.update({stage: (done, of)}))
    assert list(stages) == [stage for stage in BULK if stage != "starting"]
    assert all(done == of for done, of in stages.values())
    assert stages["importing"] == (400, 400)
    with open_store(own) as bulk:
        assert _counts(first.complete(bulk)) == told
        assert _digest(bulk, own).parts == _digest(store, settings).parts
        assert run_checks(bulk) == run_checks(store) == []
        again = _counts(ingest(bulk, own, drop))
        assert (again["files"], again["skipped_files"], again["accounts"]) == (0, told["files"], told["accounts"])

        (drop / "accounts-outdated.csv").write_text(OUTDATED)
        for kind, text in (("payments", LATE_CARDS), *TOLD_LATE.items()):
            (drop / f"{kind}-late.csv").write_text(text)
        (drop / "exchanges-copy.csv").write_text(EXCHANGES.replace("192.0.2.1,", "192.0.2.200,"))
        assert _counts(ingest(bulk, own, drop)) == _counts(ingest(store, settings, drop))
        assert _digest(bulk, own).parts == _digest(store, settings).parts

        with pytest.raises(UsageError, match="not empty"):
            first_load(own, drop)
        bulk.auto(EMPTY_LINKS)
        bulk.auto(EMPTY_NODES)
    shutil.rmtree(own.home / "facts")
    assert list((own.home / "spool").iterdir()) == []


@pytest.mark.full
@pytest.mark.timeout(900)
def test_later_batches_go_in_live(
    store: Neo4jStore, settings: Settings, own: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _everything(tmp_path / "drop", accounts=150, days=3, ring=20)
    told = _counts(ingest(store, settings, tmp_path / "drop"))
    monkeypatch.setattr("app.ingest.run.ROWS_A_BATCH", 1_500)
    # the package has a function of the module's name
    monkeypatch.setattr(sys.modules["app.ingest.first_load"], "ROWS_OF_FIRST", 1_500)
    first = first_load(own, tmp_path / "drop")
    assert first.more
    with open_store(own) as bulk:
        assert _counts(first.complete(bulk)) == told
        assert len(bulk.read(LIST_DONE_BATCHES)) > 2
        assert _digest(bulk, own).parts == _digest(store, settings).parts


def test_another_server_is_not_loaded_in_bulk(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="embedded"):
        first_load(Settings(home=tmp_path, neo4j_uri="bolt://127.0.0.1:1"), tmp_path)


@pytest.mark.full
@pytest.mark.timeout(900)
@pytest.mark.parametrize("moment", ["before", "amid", "after"])
def test_a_kill_leaves_an_empty_graph(
    store: Neo4jStore, settings: Settings, session_settings: Settings, own_home: OwnHome, tmp_path: Path, moment: str
) -> None:
    drop = tmp_path / "drop"
    _everything(drop, accounts=150, days=3, ring=20)
    ingest(store, settings, drop)
    with own_home(tmp_path / "home", key_file=key_path(session_settings)) as own:
        _killed(own, drop, moment)
        assert (own.home / "neo4j" / MARK).exists()
        # After the import, any verb finds an empty graph and live ingestion fills it as well.
        first = None if moment == "after" else first_load(own, drop)
        with open_store(own) as graph:
            assert first is not None or graph.read(LIST_DONE_BATCHES) == []
            _ = first.complete(graph) if first else ingest(graph, own, drop)
            assert _digest(graph, own) == _digest(store, settings)
        assert not (own.home / "neo4j" / MARK).exists()


def _killed(own: Settings, drop: Path, moment: str) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("NEO4J_")} | {
        "RINGLEADER_HOME": str(own.home),
        "RINGLEADER_ENGINE_CACHE": str(own.engine_cache),
        "RINGLEADER_KEY_FILE": str(own.key_file),
    }
    done = subprocess.run([sys.executable, str(DRIVER), str(drop), moment], env=environment, check=False)
    assert done.returncode == -signal.SIGKILL
