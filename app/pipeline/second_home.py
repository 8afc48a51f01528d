"""A second, embedded home for work that must leave no trace: made under RINGLEADER_HOME/tmp, removed afterwards."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Final

import psutil

from app.graph.engine import Engine
from app.settings import Settings

_PREFIX: Final = "replay-"


@contextlib.contextmanager
def second_home(settings: Settings) -> Iterator[Settings]:
    """Settings of an empty home that shares only the engine's jars; gone when the block ends, SIGTERM included."""
    base = settings.home / "tmp"
    base.mkdir(parents=True, exist_ok=True)
    _remove_stale(base, settings)
    inner = _inner(settings, base / f"{_PREFIX}{os.getpid()}")
    with _terminate_politely():
        inner.home.mkdir(mode=0o700)
        try:
            yield inner
        finally:
            _remove(inner)


def _inner(settings: Settings, home: Path) -> Settings:
    jars = settings.engine_cache or settings.home
    return settings.model_copy(
        update={"home": home, "engine_cache": jars, "facts_url": None, "key_file": None, "neo4j_uri": None}
    )


def _remove(inner: Settings) -> None:
    """Stop whatever server is left there, then delete the folder."""
    with contextlib.suppress(Exception):
        Engine(inner).stop()
    shutil.rmtree(inner.home, ignore_errors=True)


def _remove_stale(base: Path, settings: Settings) -> None:
    """Remove homes of replays that were killed."""
    for home in base.glob(f"{_PREFIX}*"):
        pid = home.name.removeprefix(_PREFIX)
        if pid.isdigit() and not psutil.pid_exists(int(pid)):
            _remove(_inner(settings, home))


@contextlib.contextmanager
def _terminate_politely() -> Iterator[None]:
    """Turn SIGTERM into an exit that runs clean-up; only the main thread may set a handler."""

    def leave(number: int, frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    try:
        before = signal.signal(signal.SIGTERM, leave)
    except ValueError:
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
