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

pytestmark = pytest.mark.graph
DRIVER = Path(__file__).with_name("ingest_and_die.py")
KILLS = 5


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    """Feeds with additive links, upserts, duplicates, conflicts and refused rows."""
    random, folder = Random(7), tmp_path / "drop"
    folder.mkdir()

    def put(name: str, head: str, rows: list[str]) -> None:
        (folder / name).write_text("\n".join([head, *rows, ""]), encoding="utf-8")

    accounts = [f"a{number}" for number in range(60)]
    for part in range(3):
        rows = [
            f"{random.choice(accounts)},2026-03-0{random.randint(1, 9)}T0{random.randint(0, 9)}:00:00Z,"
            f"192.0.2.{random.randint(0, 20)},c{random.randint(0, 3)},q{random.randint(0, 5)},{random.randint(-1, 99)},"
            f"{random.choice(['', f'e{random.randint(0, 200)}'])}"
            for _ in range(400)
        ]
        put(f"exchanges-{part}.csv", "account_id,occurred_at,ip,client,query_cluster,input_tokens,exchange_id", rows)
    put(
        "accounts.csv",
        "account_id,created_at,email,updated_at",
        [f"{name},2026-01-01T00:00:00Z,{name}@example.org," for name in accounts],
    )
    put("payments.csv", "account_id,instrument_id", [f"{name},pi_{random.randint(0, 9)}" for name in accounts])
    put("networks.csv", "prefix,kind", ["192.0.2.0/24,hosting", "192.0.2.0/28,vpn", "nonsense,vpn"])
    put("logins.csv", "account_id,at,ip", [f"{name},2026-02-01T00:00:00Z,198.51.100.1" for name in accounts])
    return folder


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


@pytest.mark.full
@pytest.mark.timeout(1800)
def test_kills_all_along_the_way_leave_no_trace(job: Job) -> None:
    _, told = job.run()
    clean = job.digest()
    for moment in range(1, int(told) + 1, 4):
        job.empty()
        assert job.run(moment)[0] == -signal.SIGKILL
        assert job.run()[0] == 0
        assert job.digest() == clean, f"killed at step {moment} of {told}"
