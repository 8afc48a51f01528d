"""Feeds that come over the network or standard input: laid down whole in the home first, then ingested from there.

RINGLEADER_HOME/incoming/<hash of the address>/files holds what came; `seen.json` beside it what was there at the last
look, so that a file already in the graph is not fetched again, and `parts` what a cut connection left (parts.py).
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from filelock import FileLock, Timeout

from app.durable import sync
from app.errors import DataError, LockedError, UsageError
from app.graph.store import GraphStore
from app.ingest import queries as q
from app.ingest.contracts import KINDS
from app.ingest.parts import KEEP_EACH, Part, drop_others
from app.ingest.sources import COMPRESSIONS, FORMATS
from app.settings import Settings

if TYPE_CHECKING:
    from app.ingest.remote import Remote, RemoteFile

TRIES: Final = 3
_BLOCK: Final = 1 << 20
_SPARE: Final = 256 << 20
"""Bytes of the disk that are left free."""


@dataclass(slots=True)
class Arrivals:
    """What lies ready in `folder`, and what was not fetched."""

    folder: Path
    known: int = 0
    """Files that are in the graph already, or older than asked for."""
    left: dict[str, str] = field(default_factory=dict)
    """Name -> why it was left to the next run."""


class _TooLarge(Exception):
    """The file does not fit into what a run may lay down."""


@contextmanager
def fetched(store: GraphStore, settings: Settings, place: str, since: date | None = None) -> Iterator[Arrivals]:
    """Fetch new files of an address; when the block ends without an error they are deleted.

    Raises UsageError for a bad address, DataError when the server cannot be asked, LockedError (exit 4) while another
    run fetches. A file that cannot be fetched whole is left to the next run.
    """
    from app.ingest.remote import remote  # its client libraries are slow to import

    source = remote(place, settings)
    with _folder(settings, place) as folder:
        found = Arrivals(folder / "files")
        seen = _read_seen(folder)
        files = source.files()
        old = [file for file in files if since and file.modified and file.modified < since]
        wanted = [file for file in files if file not in old]
        in_graph = _in_graph(store, seen, wanted)
        found.known = len(old) + len(in_graph)
        parts = {file.name: Part(folder / "parts", file.name, file.version) for file in wanted}
        drop_others(folder / "parts", parts.values())
        budget = _budget(settings, folder)
        for file in wanted:
            if file.name in in_graph or _lies_there(found.folder, file, seen):
                continue
            try:
                held = parts[file.name].held()  # counted in the budget already
                path, sha256 = _fetch(source, file, found.folder, parts[file.name], budget + held)
                budget -= path.stat().st_size - held
                seen[file.name] = {"version": file.version, "sha256": sha256, "size": path.stat().st_size}
                _write_seen(folder, seen)
            except _TooLarge:
                parts[file.name].drop()
                found.left[file.name] = "left to another run: RINGLEADER_MAX_DOWNLOAD or the disk allows no more"
            except OSError as error:
                found.left[file.name] = f"could not be fetched ({str(error)[:200]}); left to the next run"
        yield found
        shutil.rmtree(found.folder)


@contextmanager
def from_stream(settings: Settings, stream: IO[bytes], kind: str, form: str) -> Iterator[Arrivals]:
    """Lay standard input down as one file, named by its content: the same bytes again change nothing.

    Raises UsageError for a kind or format that is none, or an empty stream; DataError when it is too large.
    """
    if kind not in KINDS:
        raise UsageError(f"no kind of feed {kind!r}", where="--kind", do=f"Known are {', '.join(KINDS)}")
    form = form.lower().lstrip(".")
    if form.partition(".")[0] not in FORMATS or form.partition(".")[2] not in ("", *COMPRESSIONS):
        raise UsageError(f"no format {form!r}", where="--format", do="E.g. csv, jsonl.gz, csv.zst, parquet")
    with _folder(settings, "-") as folder:
        found = Arrivals(folder / "files")
        part = Part(folder / "parts", "stream", "")
        try:
            digest = _copy(stream, part, None, _budget(settings, folder))
        except _TooLarge as error:
            part.drop()
            do = "Raise RINGLEADER_MAX_DOWNLOAD, or write it to files"
            raise DataError("standard input is larger than a run may lay down", where="-", do=do) from error
        if not part.path.stat().st_size:
            raise UsageError("standard input is empty", where="-", do="Nothing was changed")
        _settle(part.path, found.folder / f"{kind}-{digest[:20]}.{form}")
        yield found
        shutil.rmtree(found.folder)


def forget_arrivals(settings: Settings) -> None:
    """Delete what was fetched and all that is known of it. Only while no batch is open."""
    shutil.rmtree(settings.home / "incoming", ignore_errors=True)


@contextmanager
def _folder(settings: Settings, place: str) -> Iterator[Path]:
    """The place's folder, locked."""
    name = hashlib.sha256(place.encode()).hexdigest()[:20]
    folder = settings.home / "incoming" / name
    for inner in ("files", "parts"):
        (folder / inner).mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = FileLock(settings.home / "incoming" / f"{name}.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise LockedError("another run fetches from there", where=place, do="Try again when it has ended") from error
    try:
        yield folder
    finally:
        lock.release()


def _read_seen(folder: Path) -> dict[str, dict[str, Any]]:
    try:
        told = json.loads((folder / "seen.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):  # it only saves fetching: the graph knows what was read
        return {}
    return told if isinstance(told, dict) else {}


def _write_seen(folder: Path, seen: dict[str, dict[str, Any]]) -> None:
    part = folder / "seen.json.part"
    part.write_text(json.dumps(seen), encoding="utf-8")
    part.replace(folder / "seen.json")


def _in_graph(store: GraphStore, seen: dict[str, dict[str, Any]], files: list[RemoteFile]) -> set[str]:
    """Names of files that did not change since they were read into this graph."""
    same = {file.name: seen[file.name]["sha256"] for file in files if _same(file, seen.get(file.name))}
    known = {row["sha256"] for row in store.read(q.READ_KNOWN_FILES, hashes=sorted(set(same.values())))}
    return {name for name, sha256 in same.items() if sha256 in known}


def _same(file: RemoteFile, told: dict[str, Any] | None) -> bool:
    return bool(told and file.version and told["version"] == file.version)


def _lies_there(folder: Path, file: RemoteFile, seen: dict[str, dict[str, Any]]) -> bool:
    path, told = folder / file.name, seen.get(file.name)
    return _same(file, told) and path.is_file() and path.stat().st_size == (told or {})["size"]


def _budget(settings: Settings, folder: Path) -> int:
    held = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return min(settings.max_download - held, shutil.disk_usage(folder).free - _SPARE)


def _fetch(source: Remote, file: RemoteFile, folder: Path, part: Part, budget: int) -> tuple[Path, str]:
    """Lay one file down, whole. Raises _TooLarge, OSError after TRIES connections that broke."""
    from app.ingest.remote import opened

    if file.size is not None and file.size > budget:
        raise _TooLarge
    path = folder / file.name
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    for attempt in range(1, TRIES + 1):
        try:
            with opened(source, file, part.held()) as (stream, start):
                digest = _copy(stream, part, file.size, budget, start)
            _settle(part.path, path)
            part.drop()
            return path, digest
        except OSError:
            if attempt == TRIES:
                raise
    raise AssertionError("unreachable")


def _copy(stream: IO[bytes], part: Part, size: int | None, budget: int, start: int = 0) -> str:
    """Copy all bytes behind the `start` first ones and count them; the SHA-256 of all.

    What came stays in `part`. Raises OSError where it is not the size that was told.
    """
    with part.path.open("r+b" if start else "wb") as handle:
        digest = _digest(handle, start)
        handle.truncate()
        safe = start
        try:
            while block := stream.read(_BLOCK):
                if handle.tell() + len(block) > budget:
                    raise _TooLarge
                digest.update(block)
                handle.write(block)
                if handle.tell() - safe >= KEEP_EACH:
                    part.keep(handle)
                    safe = handle.tell()
        finally:
            part.keep(handle)
        count = handle.tell()
    if size is not None and count != size:
        if count > size:
            part.drop()
        raise OSError(f"the connection was cut after {count} of {size} bytes")
    return digest.hexdigest()


def _digest(handle: IO[bytes], size: int) -> hashlib._Hash:
    """Of the first bytes, which are read: what follows is written behind them."""
    digest, left = hashlib.sha256(), size
    while left and (block := handle.read(min(left, _BLOCK))):
        digest.update(block)
        left -= len(block)
    if left:
        raise OSError(f"{left} bytes of what was fetched before are gone")
    return digest


def _settle(part: Path, path: Path) -> None:
    part.replace(path)
    sync(path.parent)
