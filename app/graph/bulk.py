"""A first load through neo4j-admin: the embedded database is made anew from CSV files, whole or not at all."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.durable import sync
from app.errors import EngineError
from app.graph.engine import Engine
from app.graph.fetch import ensure_engine
from app.graph.machine import heap_and_cache
from app.graph.progress import Progress
from app.graph.server import DATABASE, MARK, REPORT, Launcher, admin, discard_unfinished, free_port
from app.graph.swap import swapping
from app.settings import Settings

_STEP: Final = re.compile(r"\((\d+)/(\d+)\) ")
_PERCENT: Final = re.compile(r"[-. ]+ (\d+)% ")


@dataclass(frozen=True, slots=True)
class Table:
    """CSV files of one label or link type, the first line a header in neo4j-admin's words."""

    name: str
    path: Path
    links: bool = False


def blank(settings: Settings) -> bool:
    """True when the embedded database was never made, or an import of it did not end: there is nothing in it."""
    home = Engine(settings).home
    return not swapping(home) and ((home / MARK).exists() or not (home / DATABASE).exists())


def import_full(settings: Settings, tables: Sequence[Table], progress: Progress = lambda done, of: None) -> None:
    """Replace the embedded database by these tables. Nobody may use the server: it is stopped first.

    Killed before its end it leaves an empty database. Raises EngineError while other verbs use the server and with
    the importer's complaint. Constraints and indexes are gone afterwards: the next open_store makes them.
    """
    engine = Engine(settings)
    jars = ensure_engine(engine.jars_base)
    engine.launcher.make_folders()
    with engine.alone():
        engine.launcher.prepare(jars)
        mark = engine.home / MARK
        _write_mark(mark)
        try:
            _run(engine.home, jars, tables, hear=Listener(progress).hear)
        except BaseException:
            discard_unfinished(engine.home)
            raise
        mark.unlink()
        sync(engine.home)


def import_beside(home: Path, jars: Path, tables: Sequence[Table], words: Sequence[str]) -> None:
    """Import into the home of a Neo4j that never runs; its folders are then moved. Raises EngineError."""
    launcher = Launcher(home)
    launcher.make_folders()
    launcher.configure(free_port())
    _run(home, jars, tables, words)


class Listener:
    """Hears from the importer's lines how far it is: `(2/4) Relationship import`, then `.....  15%` and so on."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.step, self.steps = 1, 4

    def hear(self, line: str) -> None:
        """Tell the progress, in percent of a step, where the line has any."""
        if found := _STEP.match(line):
            self.step, self.steps = int(found[1]), int(found[2])
        elif found := _PERCENT.match(line):
            self.progress(100 * (self.step - 1) + int(found[1]), 100 * self.steps)


def _run(
    home: Path,
    jars: Path,
    tables: Sequence[Table],
    more: Sequence[str] = (),
    hear: Callable[[str], None] | None = None,
) -> None:
    heap, _ = heap_and_cache()
    words = ["database", "import", "full", "neo4j", "--overwrite-destination", "--id-type=string", *more]
    words += [f"--max-off-heap-memory={heap}m", f"--report-file={home / REPORT}"]
    words += [f"--{'relationships' if one.links else 'nodes'}={one.name}={one.path}" for one in tables]
    done = admin(home, jars, words, heap, hear)
    if done.returncode:
        complaint = (done.stderr or done.stdout).strip()[-600:]
        raise EngineError(f"the bulk import failed: {complaint}", where=str(home))


def _write_mark(mark: Path) -> None:
    with mark.open("w", encoding="utf-8") as handle:
        handle.write(f"{os.getpid()}\n")
        handle.flush()
        os.fsync(handle.fileno())
    sync(mark.parent)
