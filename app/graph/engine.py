"""The embedded Neo4j's life: started by the first verb that needs it, shared, stopped by the last that leaves.

Files below RINGLEADER_HOME/neo4j/run: `start.lock` is locked (by the kernel) while anybody starts, joins or leaves;
`users.lock` is held shared by every verb that uses the server; `server.json` says which process the server is. A verb
that was killed lets go of its locks by dying, and the server it left behind is used, or stopped, by the next one.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from filelock import FileLock, Timeout

from app.errors import EngineError
from app.graph.fetch import ensure_engine
from app.graph.progress import Progress, say_starting
from app.graph.server import Launcher, Server, find_server, stop_server
from app.settings import Settings


class Engine:
    """The server of one RINGLEADER_HOME."""

    def __init__(self, settings: Settings) -> None:
        self.home = settings.home / "neo4j"
        self.jars_base = settings.engine_cache or settings.home
        self.run = self.home / "run"
        self.launcher = Launcher(self.home)
        self._state = self.run / "server.json"
        self._users: TextIO | None = None

    @property
    def password_file(self) -> Path:
        """The password in force (mode 600)."""
        return self.launcher.password_file

    @property
    def next_password_file(self) -> Path:
        """The password to change to at the first sign-in."""
        return self.launcher.next_password_file

    @contextlib.contextmanager
    def use(self, progress: Progress | None = None) -> Iterator[Server]:
        """Hold the server for the length of one verb; start it if nobody has."""
        server = self.acquire(progress)
        try:
            yield server
        finally:
            self.release()

    def acquire(self, progress: Progress | None = None) -> Server:
        """Join the users of the server, starting it first if it is not running.

        Raises EngineError when it cannot be fetched or started; then nothing is held.
        """
        jars = ensure_engine(self.jars_base, progress)
        self.launcher.make_folders()
        with self._starting():
            users = self._users_file()
            try:
                _lock(users, shared=True)
                server = self._usable() or self._start(jars)
            except BaseException:
                users.close()
                raise
            self._users = users
            return server

    def revive(self) -> Server:
        """The live server, for one who holds it: found where another verb replaced it, started where it died.

        Raises EngineError when it cannot be started.
        """
        jars = ensure_engine(self.jars_base)
        with self._starting():
            return self._usable() or self._start(jars)

    def release(self) -> None:
        """Leave; the last one out stops the server unless it is pinned."""
        if self._users is None:
            return
        with self._starting():
            server = self.running()
            if server and not server.pinned and _sole_user(self._users):
                self._stop(server)
            self._users.close()
            self._users = None

    def running(self) -> Server | None:
        """The live server of this home, if any: the recorded one, or one whose starter was killed before recording."""
        try:
            server = Server(**json.loads(self._state.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            server = None
        return server if server and server.alive else find_server(self.home)

    def pin(self) -> Server:
        """Keep the server after the last verb has left (`db start`). Call it while holding the server."""
        with self._starting():
            server = self.running()
            if server is None:
                raise EngineError("the server ended just now", where=str(self.home), do="Start it again")
            return self._record(replace(server, pinned=True))

    def stop(self) -> bool:
        """Stop the server, pinned or not. False if none ran. Raises EngineError while verbs use it."""
        if not self.run.is_dir():
            return False
        with self._starting(), self._users_file() as users:
            server = self.running()
            if server is None:
                return False
            if not _sole_user(users):
                raise EngineError("the server is in use by another verb", do="Wait until that has ended")
            self._stop(server)
            return True

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Stop the server and keep it away while the block runs. Raises EngineError while verbs use it."""
        self.stop()
        with self._starting(), self._users_file() as users:
            if self.running() or not _sole_user(users):
                raise EngineError("the server is in use by another verb", do="Wait until that has ended")
            yield

    def in_use(self) -> bool:
        """True while any verb holds, starts or leaves the server; a glance, the next moment may differ."""
        if not self.run.is_dir():
            return False
        try:
            with self._starting().acquire(timeout=0), self._users_file() as users:
                return not _sole_user(users)
        except Timeout:
            return True

    def _starting(self) -> FileLock:
        return FileLock(self.run / "start.lock")

    def _users_file(self) -> TextIO:
        return (self.run / "users.lock").open("a", encoding="utf-8")

    def _usable(self) -> Server | None:
        """The running server; one that does not answer, or is still starting for a dead verb, is stopped instead."""
        server = self.running()
        if server is None:
            return None
        if server.answers and (server.ready or self.launcher.started()):
            return self._record(replace(server, ready=True))
        self._stop(server)
        return None

    def _start(self, jars: Path) -> Server:
        say_starting()
        return self.launcher.launch(jars, self._record)

    def _stop(self, server: Server) -> None:
        stop_server(server)
        self._state.unlink(missing_ok=True)

    def _record(self, server: Server) -> Server:
        part = self._state.with_suffix(".part")
        part.write_text(json.dumps(server.record), encoding="utf-8")
        part.replace(self._state)
        return server


def _sole_user(users: TextIO) -> bool:
    """True when nobody else holds the file; our own shared lock, if any, becomes exclusive."""
    try:
        _lock(users, shared=False)
    except OSError:
        return False
    return True


def _lock(file: TextIO, *, shared: bool) -> None:
    """Lock a file through the kernel; an exclusive lock does not wait but raises OSError."""
    try:
        import fcntl
    except ImportError as error:  # Windows: everything but the embedded server works there
        raise EngineError("the embedded Neo4j needs Linux or macOS", do="Use WSL2, or set NEO4J_URI") from error
    fcntl.flock(file, fcntl.LOCK_SH if shared else fcntl.LOCK_EX | fcntl.LOCK_NB)
