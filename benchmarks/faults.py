"""Counts faults survived: `python -m benchmarks.faults [--kills 50] [--database-kills 10] [--seed 1]`.

An ingestion of small feeds of every kind (cut into shards and small units, several writers) is killed with SIGKILL at a
random step, or the embedded database under it is; then the same ingestion runs again, and the digest of graph and facts
is compared with a clean run's. A home of its own is made and removed; RINGLEADER_ENGINE_CACHE saves fetching it.
Told to end early (SIGTERM, Ctrl-C) it counts what it did. Exit code 1 when a digest differs.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from app.facts import open_facts
from app.graph import open_store
from app.graph.digest import digest
from app.graph.engine import Engine
from app.graph.queries import EMPTY_LINKS, EMPTY_NODES, LIST_DONE_BATCHES
from app.settings import Settings, load_settings
from tests.e2e.kill_feeds import write_feeds

DRIVER = Path(__file__).parent.parent / "tests" / "e2e" / "ingest_and_die.py"


@dataclass
class Tally:
    """What came of one sort of fault."""

    killed: int = 0
    same: int = 0
    differ: list[int] = field(default_factory=list)
    """Steps of the kills after which the digest was another."""

    def line(self, what: str) -> str:
        """For people."""
        worst = f"; DIFFERENT after steps {self.differ}" if self.differ else ""
        return f"{what}: {self.killed} killed and run again, {self.same} with the digest of a clean run{worst}"


class World:
    """A home of its own with a pinned server, and feeds to ingest into it."""

    def __init__(self, folder: Path) -> None:
        base = load_settings()
        self.settings: Settings = base.model_copy(
            update={"home": folder / "home", "facts_url": None, "neo4j_uri": None}
        )
        self.feeds = folder / "feeds"
        write_feeds(self.feeds)
        home, cache = str(self.settings.home), str(self.settings.engine_cache or base.home)
        self.environment = {**os.environ, "RINGLEADER_HOME": home, "RINGLEADER_ENGINE_CACHE": cache}
        self.settings = self.settings.model_copy(update={"engine_cache": Path(cache)})
        for name in ("RINGLEADER_FACTS", "NEO4J_URI"):
            self.environment.pop(name, None)
        self.engine = Engine(self.settings)

    def empty(self) -> None:
        """As if nothing was ever read; the server runs and stays."""
        with open_store(self.settings) as store:
            self.engine.pin()
            store.auto(EMPTY_LINKS)
            store.auto(EMPTY_NODES)
        for folder in (self.settings.home / "facts", self.settings.home / "spool"):
            shutil.rmtree(folder, ignore_errors=True)

    def ingest(self, fatal: int = 0, victim: int | None = None) -> tuple[int, int]:
        """Exit code of one ingestion (negative: its signal), and its steps (0 where it did not end well)."""
        command = [sys.executable, str(DRIVER), str(self.feeds), str(fatal), *([str(victim)] if victim else [])]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        if done.returncode and not fatal:
            raise RuntimeError(done.stderr[-2000:])
        return done.returncode, int(done.stdout or 0)

    def digest(self) -> str:
        """Of graph and facts."""
        with open_store(self.settings) as store:
            done = [row["batch_id"] for row in store.read(LIST_DONE_BATCHES)]
            with open_facts(self.settings, done) as view:
                return digest(store, view.connection).digest


def fault(world: World, clean: str, steps: int, step: int, database: bool, tally: Tally) -> None:
    """One kill and what follows."""
    world.empty()
    server = world.engine.running()
    code, _ = world.ingest(step, server.pid if database and server else None)
    if database == (code == -signal.SIGKILL) or code == 0:
        raise RuntimeError(f"step {step} of {steps}: nobody was killed, or somebody else (exit code {code})")
    tally.killed += 1
    world.ingest()
    if world.digest() == clean:
        tally.same += 1
    else:
        tally.differ.append(step)


def main(kills: int, database_kills: int, seed: int) -> int:
    """Print counts; the exit code."""
    random, began = Random(seed), time.monotonic()
    tallies = {"ingestions": Tally(), "databases": Tally()}
    with tempfile.TemporaryDirectory(prefix="ringleader-faults-") as folder:
        world = World(Path(folder))
        try:
            world.empty()
            _, steps = world.ingest()
            clean = world.digest()
            plan = [(False, number) for number in range(kills)] + [(True, number) for number in range(database_kills)]
            for database, number in plan:
                tally = tallies["databases" if database else "ingestions"]
                # a database that goes after the last statement is missed by nobody
                step = random.randint(1, steps * 9 // 10 if database else steps)
                fault(world, clean, steps, step, database, tally)
                what = "database" if database else "ingestion"
                sys.stderr.write(f"{what} {number + 1}: killed at step {step} of {steps}: {tally.same} same\n")
        finally:
            for what, tally in tallies.items():
                sys.stdout.write(tally.line(what) + "\n")
            sys.stdout.write(f"{time.monotonic() - began:.0f} s, load {os.getloadavg()[0]:.1f}\n")
            sys.stdout.flush()
            world.engine.stop()
    return int(any(tally.differ for tally in tallies.values()))


def _end(*_: object) -> None:
    """Once: `timeout` tells a whole process group, and more than once."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.exit(1)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--database-kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, _end)
    sys.exit(main(given.kills, given.database_kills, given.seed))
