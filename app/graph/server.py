"""One embedded Neo4j process: configuration, first password, launch, the wait for it, its end."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

import psutil

from app.errors import EngineError
from app.graph.keys import write_secret
from app.graph.machine import heap_and_cache, java
from app.graph.swap import finish_swap

START_SECONDS: Final = 180
STOP_SECONDS: Final = 40
_MAIN_CLASS: Final = "org.neo4j.server.Neo4jCommunity"
_ADMIN_CLASS: Final = "org.neo4j.cli.AdminTool"
MARK: Final = "import.unfinished"
"""While this file is in the home of Neo4j, its database is half made: the next start begins with an empty one."""
REPORT: Final = "logs/import.report"
DATABASE: Final = "data/databases/neo4j"
LOGS: Final = "data/transactions/neo4j"
_OPENED: Final = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
_JVM_FLAGS: Final = (
    *(f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in _OPENED),
    "--enable-native-access=ALL-UNNAMED",
    "-XX:+UseG1GC",
    "-XX:+ExitOnOutOfMemoryError",  # a half-dead server would hold every verb up
)
_CONFIGURATION: Final = """\
server.bolt.listen_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
server.memory.pagecache.size={page_cache}m
dbms.usage_report.enabled=false
db.logs.query.enabled=OFF
db.tx_log.preallocate=false
db.tx_log.rotation.retention_policy=keep_none
internal.dbms.bolt.netty_server_shutdown_quiet_period_duration=0s
"""


@dataclass(frozen=True, slots=True)
class Server:
    """A running embedded server. `created` is the process's start time: pids are reused."""

    pid: int
    created: float
    port: int
    pinned: bool = False
    ready: bool = False
    """True once it has answered its starter."""

    @property
    def uri(self) -> str:
        """Bolt address on loopback."""
        return f"bolt://127.0.0.1:{self.port}"

    @property
    def record(self) -> dict[str, Any]:
        """What is written down about it."""
        return asdict(self)

    @property
    def alive(self) -> bool:
        """True while exactly this process runs."""
        return self.process is not None

    @property
    def process(self) -> psutil.Process | None:
        """The process, None once it has ended."""
        try:
            process = psutil.Process(self.pid)
            same = abs(process.create_time() - self.created) < 2 and process.status() != psutil.STATUS_ZOMBIE
        except psutil.Error:
            return None
        return process if same else None

    @property
    def answers(self) -> bool:
        """True when the Bolt port accepts a connection."""
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=2):
            return True
        return False


class Launcher:
    """Starts servers on one Neo4j home."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.console_log = home / "logs" / "console.log"
        self.password_file = home / "password"
        self.next_password_file = home / "password.next"
        """Written before the change of password, so that a kill in between loses nothing."""

    def make_folders(self) -> None:
        """Make the home and its folders, for the owner only."""
        for folder in (self.home, *(self.home / name for name in ("run", "conf", "logs", "data"))):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def launch(self, jars: Path, record: Callable[[Server], Server]) -> Server:
        """Start a server and wait until it answers; `record` is called as soon as its process exists.

        Raises EngineError with the tail of the log when it does not start.
        """
        self.prepare(jars)
        for _ in range(3):
            port = free_port()
            self.configure(port)
            process = self._spawn(jars)
            server = record(Server(process.pid, psutil.Process(process.pid).create_time(), port))
            if self._wait(process, server):
                return record(replace(server, ready=True))
            if "already in use" not in self.log_tail():  # somebody took the port in between: another one then
                break
        raise EngineError(
            "the embedded Neo4j did not start; its log ends with:\n" + self.log_tail(),
            where=str(self.console_log),
            do="`ringleader doctor` checks memory, disk and Java",
        )

    def prepare(self, jars: Path) -> None:
        """Set the first password where there is none; remove a database that an import left half made."""
        self._first_password(jars)
        discard_unfinished(self.home)
        finish_swap(self.home)

    def started(self) -> bool:
        """True once the console log, which each start begins anew, says that the server has started."""
        return "Started." in self.log_tail(10_000)

    def log_tail(self, lines: int = 15) -> str:
        """The end of the server's console log."""
        try:
            text = self.console_log.read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""
        return "\n".join(text.splitlines()[-lines:])

    def _spawn(self, jars: Path) -> subprocess.Popen[bytes]:
        heap, _ = heap_and_cache()
        memory = [f"-Xms{max(256, heap // 4)}m", f"-Xmx{heap}m"]
        homes = [_home_argument(self.home), f"--config-dir={self.home / 'conf'}"]
        command = [java(), *_JVM_FLAGS, *memory, "-cp", f"{jars}/*", _MAIN_CLASS, *homes, "--console-mode"]
        with self.console_log.open("wb") as log:
            return subprocess.Popen(  # noqa: S603 - our own command line
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
            )

    def _wait(self, process: subprocess.Popen[bytes], server: Server) -> bool:
        until = time.monotonic() + START_SECONDS
        try:
            while time.monotonic() < until:
                if process.poll() is not None:
                    return False
                if server.answers and self.started():
                    return True
                time.sleep(0.1)
        except BaseException:  # Ctrl-C while waiting: a server that nobody waits for must not stay
            stop_server(server)
            raise
        stop_server(server)
        return False

    def configure(self, port: int) -> None:
        """Write the configuration."""
        _, page_cache = heap_and_cache()
        text = _CONFIGURATION.format(port=port, page_cache=page_cache)
        (self.home / "conf" / "neo4j.conf").write_text(text, encoding="utf-8")

    def _first_password(self, jars: Path) -> None:
        """Before the very first start. The argument shows in the process list, so the first sign-in changes it."""
        if self.password_file.exists():
            return
        password = secrets.token_urlsafe(24)
        self.configure(free_port())
        done = admin(self.home, jars, ["dbms", "set-initial-password", "--", password], 256)
        if done.returncode:
            complaint = (done.stderr or done.stdout).strip()[-400:].replace(password, "...")
            raise EngineError(f"the first password could not be set: {complaint}", where=str(self.home))
        write_secret(self.next_password_file, secrets.token_urlsafe(24))
        write_secret(self.password_file, password)


def admin(
    home: Path, jars: Path, words: list[str], heap: int, hear: Callable[[str], None] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run Neo4j's admin tool on a home whose server does not run; `heap` in MiB. `hear` is told each line at once."""
    environment = {**os.environ, "NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")}
    command = [java(), *_JVM_FLAGS, f"-Xmx{heap}m", "-cp", f"{jars}/*", _ADMIN_CLASS, *words]
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as complaints:
        process = subprocess.Popen(  # noqa: S603 - our own command line
            command, env=environment, stdout=subprocess.PIPE, stderr=complaints, encoding="utf-8", errors="replace"
        )
        said = []
        with process, process.stdout:  # type: ignore[union-attr]
            for line in process.stdout:  # type: ignore[union-attr]
                said.append(line)
                if hear:
                    hear(line)
        complaints.seek(0)
        return subprocess.CompletedProcess(command, process.returncode, "".join(said), complaints.read())


def discard_unfinished(home: Path) -> bool:
    """Remove a database whose bulk import did not end, and end an importer that outlived its parent. True if so."""
    mark = home / MARK
    if not mark.exists():
        return False
    for process in psutil.process_iter(["cmdline"]):
        if f"--report-file={home / REPORT}" in (process.info["cmdline"] or []):
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
                process.wait(STOP_SECONDS)
    for folder in (DATABASE, LOGS):
        shutil.rmtree(home / folder, ignore_errors=True)
    mark.unlink()
    return True


def find_server(home: Path) -> Server | None:
    """A server on this home that nobody recorded: its starter was killed at the wrong moment. None if there is none."""
    argument = _home_argument(home)
    for process in psutil.process_iter(["cmdline", "create_time"]):
        words = process.info["cmdline"] or []
        if argument in words and _MAIN_CLASS in words:
            return Server(process.pid, process.info["create_time"], _configured_port(home))
    return None


def stop_server(server: Server) -> None:
    """End the process: politely, and by force when it has not gone after 40 s."""
    process = server.process
    if process is None:
        return
    with contextlib.suppress(psutil.NoSuchProcess):
        process.terminate()
        _, left = psutil.wait_procs([process], timeout=STOP_SECONDS)
        for stubborn in left:
            stubborn.kill()
            stubborn.wait(10)


def free_port() -> int:
    """A port that was free on loopback a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _home_argument(home: Path) -> str:
    return f"--home-dir={home.resolve()}"


def _configured_port(home: Path) -> int:
    with contextlib.suppress(OSError, ValueError):
        for line in (home / "conf" / "neo4j.conf").read_text(encoding="utf-8").splitlines():
            if line.startswith("server.bolt.listen_address="):
                return int(line.rpartition(":")[2])
    return 0
