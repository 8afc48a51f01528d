"""A copy of graph and facts in one file, taken while the server rests; put back whole or not at all.

graph/databases, graph/transactions    files of the embedded database
facts/                                 fact files of done batches
audit-head.json                        the signed head of the audit log at that moment
manifest.json                          the last member: size and SHA-256 of all the others, version, key's fingerprint
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import tarfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final, cast

import zstandard

from app.durable import sync
from app.errors import DataError, GraphRefused, UsageError
from app.facts.store import batch_of, facts_root
from app.graph.bulk import blank
from app.graph.engine import Engine
from app.graph.keys import check_fingerprint, key_path, load_key
from app.graph.server import DATABASE, LOGS
from app.graph.swap import finish_swap, swap, swapping
from app.model.facts import TABLES
from app.model.schema import GRAPH_VERSION
from app.model.secrets import fingerprint
from app.settings import Settings

FORMAT: Final = 1
HEAD: Final = "audit-head.json"
_MANIFEST: Final = "manifest.json"
_LOCKS: Final = frozenset({"database_lock", "store_lock"})


def backup(settings: Settings, file: Path, done: Iterable[str], head: dict[str, Any]) -> dict[str, Any]:
    """Write the archive, whole or not at all; {files, bytes, size, sha256}. The server is stopped meanwhile.

    Raises UsageError where the file exists or with NEO4J_URI, EngineError while other verbs use the server.
    """
    _check_embedded(settings)
    if file.exists():
        raise UsageError("there is a file already", where=str(file), do="Choose another name")
    engine, known = Engine(settings), set(done)
    part = file.with_name(f"{file.name}.part")
    told = {
        "format": FORMAT,
        "made_at": datetime.now(UTC).isoformat(),
        "graph_version": GRAPH_VERSION,
        "key_fingerprint": fingerprint(load_key(settings)),
    }
    try:
        with engine.alone(), part.open("xb") as handle:
            files = _write(handle, _members(engine.home, facts_root(settings), known), head, told)
            handle.flush()
            os.fsync(handle.fileno())
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    part.replace(file)
    sync(file.resolve().parent)
    with file.open("rb") as handle:
        digest = hashlib.file_digest(handle, "sha256").hexdigest()
    held = sum(one["size"] for one in files.values())
    return {"files": len(files), "bytes": held, "size": file.stat().st_size, "sha256": digest}


def restore(settings: Settings, file: Path, *, replace: bool = False) -> dict[str, Any]:
    """Put an archive's graph and facts into this home; {files, made_at}. Killed at any moment: the old or the new.

    Raises UsageError for a home that is not empty (without `replace`), a missing key or NEO4J_URI, DataError for an
    archive that is cut or altered, GraphRefused for one of another key or of a newer program; nothing has changed then.
    """
    _check_embedded(settings)
    engine, facts = Engine(settings), facts_root(settings)
    engine.launcher.make_folders()
    with engine.alone():
        finish_swap(engine.home)  # of a run that was killed: what it unpacked must not be swept away below
    if not replace and not (blank(settings) and not any(facts.glob("*/day=*/*.parquet"))):
        raise UsageError("there is a graph in this home", where=str(settings.home), do="Give --replace to lose it")
    if not key_path(settings).exists():
        raise UsageError("a restored graph needs the key that it was made with", where=str(key_path(settings)))
    work, fresh = settings.home / "restore", facts.with_name(f"{facts.name}.restored")
    try:
        told = _unpack(file, work, fresh)
        _check_manifest(settings, told)
        with engine.alone():
            pairs = [(work / "graph/databases", DATABASE), (work / "graph/transactions", LOGS)]
            head = (work / HEAD, settings.home / "audit" / "restored-head.json")
            swap(engine.home, [*((new, engine.home / old) for new, old in pairs), (fresh, facts), head])
    finally:
        if not swapping(engine.home):  # told to end amid the exchange: the next start needs them
            forget_unpacked(settings)
    return {"files": len(told["files"]), "made_at": told["made_at"]}


def forget_unpacked(settings: Settings) -> None:
    """Delete what a killed restore had unpacked. Not while a swap waits to be completed."""
    facts = facts_root(settings)
    for folder in (settings.home / "restore", facts.with_name(f"{facts.name}.restored")):
        shutil.rmtree(folder, ignore_errors=True)


def _check_embedded(settings: Settings) -> None:
    if not settings.embedded:
        do = "Use that server's own backup, and copy RINGLEADER_FACTS after it, while no ingest runs"
        raise UsageError("only the embedded database is backed up here", where="NEO4J_URI", do=do)


def _members(home: Path, facts: Path, done: set[str]) -> Iterator[tuple[str, Path]]:
    for name, folder in (("graph/databases", home / DATABASE), ("graph/transactions", home / LOGS)):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.name not in _LOCKS:
                yield f"{name}/{path.relative_to(folder).as_posix()}", path
    for table in TABLES:
        for path in sorted((facts / table).glob("day=*/*.parquet")):
            if batch_of(path) in done:
                yield f"facts/{path.relative_to(facts).as_posix()}", path


def _write(
    handle: IO[bytes], members: Iterable[tuple[str, Path]], head: dict[str, Any], told: dict[str, Any]
) -> dict[str, Any]:
    files: dict[str, dict[str, Any]] = {}
    machine = zstandard.ZstdCompressor(level=3, write_checksum=True, threads=-1)
    with machine.stream_writer(handle, closefd=False) as stream, tarfile.open(fileobj=stream, mode="w|") as tar:
        for name, path in members:
            with path.open("rb") as source:
                files[name] = _add(tar, name, source, path.stat().st_size)
        text = json.dumps(head).encode()
        files[HEAD] = _add(tar, HEAD, io.BytesIO(text), len(text))
        text = json.dumps({**told, "files": files}, sort_keys=True).encode()
        _add(tar, _MANIFEST, io.BytesIO(text), len(text))
    return files


class _Hashed:
    """A file whose bytes are hashed as they are read."""

    def __init__(self, source: IO[bytes]) -> None:
        self.source, self.digest = source, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        block = self.source.read(size)
        self.digest.update(block)
        return block


def _add(tar: tarfile.TarFile, name: str, source: IO[bytes], size: int) -> dict[str, Any]:
    info, hashed = tarfile.TarInfo(name), _Hashed(source)
    info.size, info.mode = size, 0o600
    tar.addfile(info, hashed)
    return {"size": size, "sha256": hashed.digest.hexdigest()}


def _unpack(file: Path, work: Path, fresh: Path) -> dict[str, Any]:
    """Unpack beside the home's own, and hold every byte to the manifest. Raises DataError."""
    for folder in (work, fresh):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True, mode=0o700)
    for name in ("graph/databases", "graph/transactions"):
        (work / name).mkdir(parents=True)
    found: dict[str, dict[str, Any]] = {}
    try:
        with file.open("rb") as handle:
            stream = _Unpacked(handle)
            with tarfile.open(fileobj=cast(IO[bytes], stream), mode="r|") as tar:
                for member in tar:
                    found[member.name] = _extract(tar, member, work, fresh)
            while stream.read(1 << 20):  # to the checksum, which is after the last member
                pass
        told: dict[str, Any] = json.loads((work / _MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        if not file.exists():
            raise UsageError("there is no such file", where=str(file)) from error
        raise _altered(file, "it has no manifest") from error
    except (zstandard.ZstdError, tarfile.TarError, EOFError, ValueError, OSError) as error:
        raise _altered(file, str(error)) from error
    del found[_MANIFEST]
    if told.get("files") != found:
        wrong = sorted(
            name for name in found.keys() | told.get("files", {}) if found.get(name) != told["files"].get(name)
        )
        raise _altered(file, f"{wrong[0] if wrong else 'the manifest'} is not as it was written")
    return told


class _Unpacked:
    """The bytes of one zstd frame. Raises ValueError where the frame does not end with the file."""

    def __init__(self, source: IO[bytes]) -> None:
        self.source, self.machine = source, zstandard.ZstdDecompressor().decompressobj()
        self.held = b""

    def read(self, size: int) -> bytes:
        """The next bytes, fewer than `size` only at the end."""
        pieces, have = [self.held], len(self.held)
        while have < size and (block := self.source.read(1 << 16)):
            if self.machine.eof:
                raise ValueError("something follows its end")
            pieces.append(self.machine.decompress(block))
            have += len(pieces[-1])
        if have < size and not self.machine.eof:
            raise ValueError("it ends too early")
        if self.machine.unused_data:
            raise ValueError("something follows its end")
        whole = b"".join(pieces)
        self.held = whole[size:]
        return whole[:size]


def _extract(tar: tarfile.TarFile, member: tarfile.TarInfo, work: Path, fresh: Path) -> dict[str, Any]:
    parts = PurePosixPath(member.name).parts
    source = tar.extractfile(member) if member.isreg() else None
    if source is None or ".." in parts or member.name.startswith("/"):
        raise ValueError(f"{member.name!r} is no plain file below the archive")
    target = fresh.joinpath(*parts[1:]) if parts[0] == "facts" else work.joinpath(*parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    hashed = _Hashed(source)
    with target.open("xb") as handle:
        shutil.copyfileobj(hashed, handle, 1 << 20)
        handle.flush()
        os.fsync(handle.fileno())
    return {"size": target.stat().st_size, "sha256": hashed.digest.hexdigest()}


def _check_manifest(settings: Settings, told: dict[str, Any]) -> None:
    if told["format"] != FORMAT or told["graph_version"] > GRAPH_VERSION:
        raise GraphRefused("the archive was made by a newer program", do="Upgrade Ringleader")
    check_fingerprint(told["key_fingerprint"], fingerprint(load_key(settings)))


def _altered(file: Path, why: str) -> DataError:
    return DataError(f"the archive is cut or altered: {why}", where=str(file), do="Nothing was changed; use another")
