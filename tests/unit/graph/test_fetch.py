"""Fetching the engine: only what the lock says, whole or not at all, each jar checked, bad ones fetched again."""

import hashlib
from pathlib import Path
from threading import Lock

import pytest

from app.errors import EngineError
from app.graph import fetch
from app.graph.engine_lock import EngineLock, Jar, read_lock

CONTENTS = {f"part{number}": f"jar {number}".encode() * 100 for number in range(12)}


def jar(name: str, content: bytes) -> Jar:
    return Jar("org.example", name, "1.0", "", len(content), hashlib.sha256(content).hexdigest())


class Registry:
    """Stands in for the downloader: hands out prepared answers, one after the other, and counts."""

    def __init__(self, answers: dict[str, list[bytes | Exception]] | None = None) -> None:
        self.answers = answers or {}
        self.asked: list[str] = []
        self._lock = Lock()

    def __call__(self, wanted: Jar, cache: Path) -> Path:
        with self._lock:
            self.asked.append(wanted.artifact)
            queue = self.answers.get(wanted.artifact, [])
            answer = queue.pop(0) if queue else CONTENTS[wanted.artifact]
        if isinstance(answer, Exception):
            raise answer
        path = cache / wanted.file_name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(answer)
        return path


@pytest.fixture
def lock(monkeypatch: pytest.MonkeyPatch) -> EngineLock:
    made = EngineLock("1.0", tuple(jar(name, content) for name, content in sorted(CONTENTS.items())))
    monkeypatch.setattr(fetch, "read_lock", lambda: made)
    return made


def use(monkeypatch: pytest.MonkeyPatch, registry: Registry) -> Registry:
    monkeypatch.setattr(fetch, "_download", registry)
    return registry


def test_a_fetched_engine_is_complete_and_stays(lock: EngineLock, tmp_path: Path, monkeypatch) -> None:
    registry = use(monkeypatch, Registry())
    told: list[tuple[int, int]] = []
    folder = fetch.ensure_engine(tmp_path, lambda done, total: told.append((done, total)))
    assert {path.name for path in folder.iterdir()} == {one.file_name for one in lock.jars}
    assert told[0] == (0, lock.size)
    assert told[-1] == (lock.size, lock.size)
    assert fetch.ensure_engine(tmp_path) == folder
    assert sorted(registry.asked) == sorted(CONTENTS), "nothing is fetched twice"
    assert [path.name for path in folder.parent.iterdir() if path.is_dir()] == [lock.digest], "no leftovers"


def test_a_wrong_jar_is_fetched_again(lock: EngineLock, tmp_path: Path, monkeypatch) -> None:
    answers = {"part3": [b"truncated", CONTENTS["part3"][:-1] + b"!"], "part5": [ConnectionError("reset")]}
    registry = use(monkeypatch, Registry(answers))
    folder = fetch.ensure_engine(tmp_path)
    assert fetch.engine_faults(folder, hashes=True) == []
    assert (registry.asked.count("part3"), registry.asked.count("part5")) == (3, 2)


def test_without_a_network_nothing_is_taken_for_complete(lock: EngineLock, tmp_path: Path, monkeypatch) -> None:
    use(monkeypatch, Registry({"part7": [ConnectionError("no route to host")] * 9}))
    with pytest.raises(EngineError, match=r"part7.*ConnectionError.*NEO4J_URI"):
        fetch.ensure_engine(tmp_path)
    assert not fetch.engine_dir(tmp_path).exists()
    again = use(monkeypatch, Registry())
    fetch.ensure_engine(tmp_path)
    assert "part7" in again.asked
    assert len(again.asked) < len(CONTENTS), "what was right before the failure is kept"


def test_faults_are_found(lock: EngineLock, tmp_path: Path, monkeypatch) -> None:
    use(monkeypatch, Registry())
    folder = fetch.ensure_engine(tmp_path)
    names = [one.file_name for one in lock.jars]
    (folder / names[0]).unlink()
    (folder / names[1]).write_bytes(b"x")
    swapped = CONTENTS["part10"][::-1]
    (folder / jar("part10", swapped).file_name).write_bytes(swapped)
    assert fetch.engine_faults(folder) == names[:2]
    assert len(fetch.engine_faults(folder, hashes=True)) == 3


def test_the_shipped_lock_names_neo4j_and_no_address() -> None:
    shipped = read_lock()
    assert {one.artifact for one in shipped.jars} >= {"neo4j", "neo4j-bolt", "neo4j-kernel"}
    assert len({one.file_name for one in shipped.jars}) == len(shipped.jars)
    assert all(len(one.sha256) == 64 and one.size > 0 for one in shipped.jars)
    assert not {one.artifact for one in shipped.jars} & {"junit", "mockito-core"}
    assert "://" not in fetch.read_lock.__globals__["LOCK_FILE"].read_text(encoding="utf-8")


def test_a_broken_lock_is_an_engine_error(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text("neo4j = ", encoding="utf-8")
    for name in ("bad.toml", "none.toml"):
        with pytest.raises(EngineError, match="lock"):
            read_lock(tmp_path / name)
