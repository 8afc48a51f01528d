"""Fetches the embedded Neo4j once: locked jars in parallel, each checked; the folder appears when complete."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Final

from filelock import FileLock

from app.errors import EngineError
from app.graph.engine_lock import EngineLock, Jar, read_lock, sha256_of
from app.graph.progress import Progress, fetching

THREADS: Final = 8
ATTEMPTS: Final = 3


def engine_dir(base: Path, lock: EngineLock | None = None) -> Path:
    """Folder of the locked engine below `base`; it exists only when complete."""
    return base / "engine" / (lock or read_lock()).digest


def ensure_engine(base: Path, progress: Progress | None = None, lock: EngineLock | None = None) -> Path:
    """Return the complete folder of a lock (the engine's own unless given), fetching it first if it is not there.

    Raises EngineError when a jar cannot be fetched or stays wrong after three attempts.
    """
    lock = lock or read_lock()
    target = engine_dir(base, lock)
    if target.is_dir():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(target.parent / f"{lock.digest}.lock"):
        if not target.is_dir():
            with fetching(progress, lock.size) as report:
                _fetch_all(lock, target, report)
    return target


def engine_faults(folder: Path, *, hashes: bool = False) -> list[str]:
    """Jars of the engine folder that are missing or of a wrong size; with `hashes` also of a wrong content."""
    right = _right if hashes else _right_size
    return [jar.file_name for jar in read_lock().jars if not right(folder / jar.file_name, jar)]


def _fetch_all(lock: EngineLock, target: Path, progress: Progress) -> None:
    staging, cache = target.with_suffix(".part"), target.with_suffix(".cache")
    staging.mkdir(exist_ok=True)
    done = 0
    progress(done, lock.size)
    with ThreadPoolExecutor(THREADS) as pool:
        futures = {pool.submit(_fetch_one, jar, staging, cache): jar for jar in lock.jars}
        try:
            for future in as_completed(futures):
                future.result()
                done += futures[future].size
                progress(done, lock.size)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    shutil.rmtree(cache, ignore_errors=True)
    staging.rename(target)


def _fetch_one(jar: Jar, staging: Path, cache: Path) -> None:
    """Bring one jar into staging; a wrong one is thrown away and fetched again."""
    final = staging / jar.file_name
    if _right(final, jar):
        return
    problem = "checksum or size differs from the lock"
    for _ in range(ATTEMPTS):
        try:
            got = _download(jar, cache)
        except Exception as error:  # the downloader raises many kinds
            told = "" if isinstance(error, OSError) else f": {error}"  # of the network the kind says enough
            problem = f"{type(error).__name__}{told}"
            continue
        if _right(got, jar):
            got.replace(final)
            return
        got.unlink(missing_ok=True)
    raise EngineError(
        f"the embedded Neo4j could not be fetched: {jar.file_name} ({problem.splitlines()[0][:160]})",
        do="The first start needs the Maven Central registry; check the network, or set NEO4J_URI to a server of yours",
    )


def _right(path: Path, jar: Jar) -> bool:
    return _right_size(path, jar) and sha256_of(path) == jar.sha256


def _right_size(path: Path, jar: Jar) -> bool:
    return path.is_file() and path.stat().st_size == jar.size


def _download(jar: Jar, cache: Path) -> Path:
    from jgo.config import GlobalSettings
    from jgo.maven import MavenContext  # imported here: it is slow, and needed once in an installation's life

    mirrors = GlobalSettings.load().repositories or None  # the downloader's own configuration may name some
    context = MavenContext(repo_cache=cache, remote_repos=mirrors, timeout=60)
    component = context.project(jar.group, jar.artifact).at_version(jar.version)
    artifact = component.artifact(classifier=jar.classifier, packaging="jar")
    if artifact.cached_path is not None:
        artifact.cached_path.unlink(missing_ok=True)  # a truncated leftover would be taken for good
    return Path(artifact.resolve())
