"""Erasing, pruning and restoring killed with SIGKILL at random moments, and run again, end as those that were not."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

import app.graph.backup as saving
from app.facts import open_facts
from app.graph import Neo4jStore, open_store
from app.graph.digest import digest
from app.graph.queries import EMPTY_LINKS, EMPTY_NODES, LIST_DONE_BATCHES
from app.ingest import ingest
from app.settings import Settings

pytestmark = [pytest.mark.graph, pytest.mark.full, pytest.mark.timeout(1800)]
DRIVER = Path(__file__).with_name("forget_and_die.py")
HEAD = "account_id,occurred_at,ip,client,device_id,query_cluster,exchange_id\n"


def run(environment: dict[str, str], verb: str, what: str | Path, fatal: int = 0) -> tuple[int, int]:
    """Exit code (negative: the signal) and the number of steps (0 of one that died)."""
    command = [sys.executable, str(DRIVER), verb, str(what), str(fatal)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    return done.returncode, int(done.stdout or 0)


def told(store: Neo4jStore, settings: Settings) -> Any:
    done = [row["batch_id"] for row in store.read(LIST_DONE_BATCHES)]
    with open_facts(settings, done) as view:
        return digest(store, view.connection).parts


@pytest.fixture
def world(store: Neo4jStore, settings: Settings, tmp_path: Path) -> Callable[[], None]:
    """Makes the same small graph again: days before and after March, refused rows, parents, several files a day."""
    drop, random = tmp_path / "drop", Random(3)
    drop.mkdir()
    for part in range(3):
        rows = [
            f"a{random.randint(0, 9)},2026-0{random.choice('234')}-0{random.randint(1, 9)}T00:00:00Z,"
            f"192.0.2.{random.randint(0, 40)},c{random.randint(0, 20)},d{random.randint(0, 40)},q{part},e{part}-{n}\n"
            for n in range(120)
        ]
        rows += [f"a{n},yesterday,,,,,\n" for n in range(3)]
        (drop / f"exchanges-{part}.csv").write_text(HEAD + "".join(rows))
    accounts = "".join(f"a{n},2026-01-01T00:00:00Z,{'a1' if n > 6 else ''}\n" for n in range(10))
    (drop / "accounts.csv").write_text("account_id,created_at,parent_account_id\n" + accounts)

    def make() -> None:
        store.auto(EMPTY_LINKS)
        store.auto(EMPTY_NODES)
        shutil.rmtree(settings.facts, ignore_errors=True)
        ingest(store, settings, drop)

    return make


@pytest.mark.parametrize(("verb", "what"), [("erase", "a1"), ("prune", "2026-03-01")])
def test_a_killed_forgetting_is_completed_by_the_next(
    world: Callable[[], None],
    store: Neo4jStore,
    settings: Settings,
    environment: dict[str, str],
    verb: str,
    what: str,
) -> None:
    world()
    before = told(store, settings)
    _, steps = run(environment, verb, what)
    clean = told(store, settings)
    assert clean != before
    assert steps > 50
    for moment in sorted(Random(verb).sample(range(1, steps + 1), 12)):
        world()
        assert told(store, settings) == before
        assert run(environment, verb, what, moment)[0] == -signal.SIGKILL
        assert run(environment, verb, what)[0] == 0
        assert told(store, settings) == clean, f"killed at step {moment} of {steps}"


def test_a_killed_restore_leaves_the_old_or_the_new_and_is_completed_by_the_next(
    session_settings: Settings, tmp_path: Path
) -> None:
    home = session_settings.model_copy(update={"home": tmp_path / "home", "facts_url": None, "neo4j_uri": None})
    environment = {**os.environ, "RINGLEADER_HOME": str(home.home), "RINGLEADER_ENGINE_CACHE": str(home.engine_cache)}
    environment.pop("RINGLEADER_FACTS", None)
    drop, saved = tmp_path / "drop", [tmp_path / "0.tar.zst", tmp_path / "1.tar.zst"]
    drop.mkdir()
    states = []
    for number, file in enumerate(saved):
        (drop / f"exchanges-{number}.csv").write_text(HEAD + f"a{number},2026-03-01T00:00:00Z,192.0.2.1,,,,\n" * 9)
        with open_store(home) as graph:
            ingest(graph, home, drop)
            states.append(told(graph, home))
            done = [row["batch_id"] for row in graph.read(LIST_DONE_BATCHES)]
        saving.backup(home, file, done, {"events": number})
    assert states[0] != states[1]

    def look() -> Any:
        with open_store(home) as graph:
            return told(graph, home)

    _, steps = run(environment, "restore", saved[0])
    assert look() == states[0]
    swapping = range(steps - 25, steps + 1)  # the exchange is at the end, and short
    moments = [*Random(5).sample(range(1, steps - 25), 2), *Random(5).sample(swapping, 4)]
    for number, moment in enumerate(moments):
        other = saved[(number + 1) % 2]
        assert run(environment, "restore", other, moment)[0] == -signal.SIGKILL
        if number % 2:  # completed by the next start, or never happened
            assert look() in states
        assert run(environment, "restore", other)[0] == 0
        assert look() == states[(number + 1) % 2], f"killed at step {moment} of {steps}"
    assert not (home.home / "restore").exists()
