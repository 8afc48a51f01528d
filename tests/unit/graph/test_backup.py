"""Archives of a home whose server never ran: whole, or refused with nothing changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import DataError, UsageError
from app.graph.backup import backup, restore
from app.settings import Settings


def files(home: Path) -> dict[str, bytes]:
    found = (path for name in ("neo4j/data", "facts") for path in (home / name).rglob("*"))
    return {str(path.relative_to(home)): path.read_bytes() for path in found if path.is_file()}


@pytest.fixture
def home(tmp_path: Path) -> Settings:
    settings = Settings(home=tmp_path / "home", neo4j_uri=None, facts_url=None)
    for name, content in {
        "neo4j/data/databases/neo4j/store": b"nodes" * 99_999,
        "neo4j/data/transactions/neo4j/log.0": b"",
        "facts/usage/day=2026-03-01/b1_0.parquet": b"usage",
        "facts/usage/day=2026-03-01/unfinished_0.parquet": b"of no done batch",
        "key": bytes(range(32)),
    }.items():
        (settings.home / name).parent.mkdir(parents=True, exist_ok=True)
        (settings.home / name).write_bytes(content)
    (settings.home / "neo4j" / "run").mkdir()
    (settings.home / "key").chmod(0o600)
    return settings


def test_an_archive_that_is_cut_or_altered_anywhere_changes_nothing(home: Settings, tmp_path: Path) -> None:
    backup(home, tmp_path / "a", ["b1"], {"events": 0})
    good, before = (tmp_path / "a").read_bytes(), files(home.home)
    for content in [*(good[:at] for at in (0, 1, len(good) // 2, len(good) - 1)), good + b"x", good + good]:
        (tmp_path / "bad").write_bytes(content)
        with pytest.raises(DataError, match="cut or altered"):
            restore(home, tmp_path / "bad", replace=True)
        assert files(home.home) == before
    saved = {name: content for name, content in before.items() if "unfinished" not in name}
    refused, flips = 0, range(0, len(good), 7)
    for at in flips:
        (tmp_path / "bad").write_bytes(good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :])
        try:
            restore(home, tmp_path / "bad", replace=True)
        except DataError:
            refused += 1
        assert files(home.home) in (before, saved)  # a few bits of a frame mean nothing: what is said is the same
    assert refused > 0.9 * len(flips)


def test_what_was_saved_comes_back(home: Settings, tmp_path: Path) -> None:
    saved = {name: content for name, content in files(home.home).items() if "unfinished" not in name}
    backup(home, tmp_path / "a", ["b1"], {"events": 0})
    (home.home / "neo4j/data/databases/neo4j/store").write_bytes(b"later")
    (home.home / "facts/usage/day=2026-03-01/b2_0.parquet").write_bytes(b"later")
    with pytest.raises(UsageError, match="--replace"):
        restore(home, tmp_path / "a")
    restore(home, tmp_path / "a", replace=True)
    assert files(home.home) == saved
    assert {path.name for path in home.home.iterdir()} == {"neo4j", "facts", "key", "audit"}
