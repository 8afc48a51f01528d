"""A job killed with SIGKILL at random moments and run again ends in the same graph and facts as one that was not."""

import shutil
import signal
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from app.facts import open_facts
from app.graph import Neo4jStore
from app.graph.digest import Digest, digest
from app.graph.queries import EMPTY_LINKS, EMPTY_NODES, LIST_DONE_BATCHES
from app.ingest import ingest
from app.settings import Settings
from tests.e2e.kill_feeds import write_feeds

pytestmark = [pytest.mark.graph, pytest.mark.full, pytest.mark.timeout(1800)]
DRIVER = Path(__file__).with_name("ingest_and_die.py")
KILLS = 5


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    """Feeds of every kind."""
    write_feeds(tmp_path / "drop")
    return tmp_path / "drop"


class Job:
    """The job as a process of its own, and the state it leaves."""

    def __init__(self, store: Neo4jStore, settings: Settings, environment: dict[str, str], drop: Path) -> None:
        self.store, self.settings, self.environment, self.drop = store, settings, environment, drop

    def run(self, fatal: int = 0) -> tuple[int, str]:
        """Exit code (negative: the signal) and stdout."""
        command = [sys.executable, str(DRIVER), str(self.drop), str(fatal)]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode in (0, -signal.SIGKILL), done.stderr
        return done.returncode, done.stdout

    def empty(self) -> None:
        """As if nothing was ever read."""
        self.store.auto(EMPTY_LINKS)
        self.store.auto(EMPTY_NODES)
        shutil.rmtree(self.settings.facts, ignore_errors=True)
        shutil.rmtree(self.settings.home / "spool", ignore_errors=True)

    def digest(self) -> Digest:
        batches = [row["batch_id"] for row in self.store.read(LIST_DONE_BATCHES)]
        with open_facts(self.settings, batches) as view:
            return digest(self.store, view.connection)


@pytest.fixture
def job(store: Neo4jStore, settings: Settings, environment: dict[str, str], drop: Path) -> Job:
    assert settings.facts == environment["RINGLEADER_FACTS"]
    return Job(store, settings, environment, drop)


def test_kills_leave_no_trace(job: Job) -> None:
    code, told = job.run()
    assert code == 0
    clean, steps = job.digest(), int(told)
    assert clean.parts["USED_IP"].count > 100
    assert clean.parts["quarantine"].count > 1
    job.empty()
    ingest(job.store, job.settings, job.drop)  # the job of this test cuts into shards, this one does not
    assert job.digest() == clean
    job.empty()
    for moment in Random(20).sample(range(1, steps), KILLS):
        code, _ = job.run(moment)
        if code == 0:  # it went on where it was killed and had fewer steps left
            assert job.digest() == clean
            job.empty()
            code, _ = job.run(moment)
        assert code == -signal.SIGKILL
    assert job.run()[0] == 0
    assert job.digest() == clean
    assert list((job.settings.home / "spool").iterdir()) == []


def test_kills_all_along_the_way_leave_no_trace(job: Job) -> None:
    _, told = job.run()
    clean = job.digest()
    for moment in range(1, int(told) + 1, 4):
        job.empty()
        assert job.run(moment)[0] == -signal.SIGKILL
        assert job.run()[0] == 0
        assert job.digest() == clean, f"killed at step {moment} of {told}"
