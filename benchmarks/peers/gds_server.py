"""A throwaway embedded Neo4j with Graph Data Science (open edition); its jars have a lock of their own.

`python -m benchmarks.peers.gds_server` resolves the lock anew with Maven.
"""

from __future__ import annotations

import atexit
import functools
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

import neo4j

from app.graph.engine_lock import NEO4J, Coordinates, read_lock, resolve, write_lock
from app.graph.fetch import ensure_engine
from app.graph.server import Launcher, Server, stop_server
from app.settings import load_settings

LOCK: Final = Path(__file__).with_name("gds.lock.toml")
GDS: Final[tuple[Coordinates, ...]] = (
    ("org.neo4j.gds", "opengds-extension", "2.26.0"),
    ("org.neo4j.gds", "proc", "2.26.0"),
)
_CLASHING: Final = ("org.slf4j", "com.fasterxml.jackson")
"""Groups that the engine brings in a version of its own."""


class GdsLauncher(Launcher):
    """The embedded server's launcher, with the procedures allowed."""

    def _configure(self, port: int) -> None:
        super()._configure(port)
        with (self.home / "conf" / "neo4j.conf").open("a", encoding="utf-8") as conf:
            conf.write("dbms.security.procedures.unrestricted=gds.*\n")


@functools.cache
def gds() -> tuple[neo4j.Driver, Server]:
    """One server for the life of this process, without a password; it ends with the process."""
    home = Path(tempfile.mkdtemp(prefix="ringleader-gds-"))
    launcher = GdsLauncher(home)
    launcher.make_folders()
    jars = _jars(home)
    server = launcher.launch(jars, lambda one: one)
    atexit.register(_end, server, home)
    password = launcher.password_file.read_text(encoding="utf-8").strip()
    with neo4j.GraphDatabase.driver(server.uri, auth=("neo4j", password)) as first:
        first.execute_query(
            "ALTER CURRENT USER SET PASSWORD FROM $old TO $new", old=password, new=password[::-1], database_="system"
        )
    return neo4j.GraphDatabase.driver(server.uri, auth=("neo4j", password[::-1])), server


def cpu_seconds() -> float:
    """CPU of this process and of the server, which is started by the first call so that its start is not counted."""
    process = gds()[1].process
    used = process.cpu_times() if process else None
    return time.process_time() + (used.user + used.system if used else 0.0)


def _jars(home: Path) -> Path:
    """Engine and procedures side by side: both on the class path, the procedures also where plugins are looked for."""
    settings = load_settings()
    base = settings.engine_cache or settings.home
    together, plugins = home / "jars", home / "plugins"
    together.mkdir()
    plugins.mkdir()
    for folder in (ensure_engine(base), procedures := ensure_engine(base, lock=read_lock(LOCK))):
        for jar in folder.iterdir():
            (together / jar.name).symlink_to(jar)
            if folder == procedures:
                (plugins / jar.name).symlink_to(jar)
    return together


def _end(server: Server, home: Path) -> None:
    stop_server(server)
    shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    known = {(jar.group, jar.artifact) for jar in read_lock().jars}
    added = [jar for jar in resolve(*GDS) if (jar.group, jar.artifact) not in known]
    lock = write_lock(LOCK, NEO4J[2], [jar for jar in added if not jar.group.startswith(_CLASHING)])
    sys.stdout.write(f"{len(lock.jars)} jars, {lock.size / 1e6:.0f} MB, procedures {lock.digest}\n")
