"""What a generator wrote, to compare."""

from __future__ import annotations

import csv
import gzip
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from app.ingest.check import check
from benchmarks.offline import load_snapshot

Write = Callable[[Path, str, int], Mapping[str, Any]]


def some_of(values: Iterable[Any], *always: Any) -> list[Any]:
    """Each as a parameter of a test: those of `always` in every run, the others in `make test-full`.

    A generator changes seldom, and its worlds are read by one reader: `always` are those that differ most in feeds.
    """
    given = list(values)
    assert set(always) <= set(given)
    return [value if value in always else pytest.param(*_parts(value), marks=pytest.mark.full) for value in given]


def _parts(value: Any) -> tuple[Any, ...]:
    """A value of several parameters is a tuple."""
    return value if isinstance(value, tuple) else (value,)


def truth_of(folder: Path) -> list[dict[str, str]]:
    """The rows of truth/truth.csv."""
    with (folder / "truth" / "truth.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def contents(folder: Path) -> dict[str, str]:
    """File -> SHA-256 of what it holds, uncompressed."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(_plain(path)).hexdigest() for path in files}


def _plain(path: Path) -> bytes:
    """A gzip header tells when it was written."""
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def assert_read_whole(folder: Path, about: Mapping[str, Any], *, named: bool = True) -> list[dict[str, str]]:
    """The truth of a world that is read without a refusal; it tells of each account whose it is: a ring's or honest.

    `named`: every honest account has a population; else those of no group have none.
    """
    report = check(folder)
    assert (report.refused_files, report.reasons, report.unknown_columns) == ([], [], {})
    assert report.rows["exchanges"] == about["exchanges"] > 0
    rows = truth_of(folder)
    told = {row["account_id"] for row in rows}
    assert len(told) == len(rows)
    assert {str(account) for account in load_snapshot(folder).population.account_ids} <= told
    for row in rows:
        assert bool(row["ring"]) == bool(row["operator"]) == bool(row["tier"])
        assert not (row["ring"] and row["population"])
        assert row["ring"] or row["population"] or not named
    return rows


def assert_rings_are_told(rows: list[dict[str, str]], about: Mapping[str, Any], style: str) -> None:
    """The truth has the accounts of each ring that the generator tells of; a world of style `none` has no ring."""
    members = Counter(row["ring"] for row in rows if row["ring"])
    assert members == {ring["ring"]: ring["accounts"] for ring in about["rings"]}
    assert bool(members) == (style != "none")
    assert about["ring_accounts"] == members.total()


def assert_seed_decides(write: Write, style: str, folder: Path) -> None:
    """A seed gives the same bytes, another seed others."""
    for name, seed in (("a", 5), ("b", 5), ("c", 6)):
        write(folder / name, style, seed)
    assert contents(folder / "a") == contents(folder / "b") != {}
    assert truth_of(folder / "a") != truth_of(folder / "c")


def assert_seed_keeps_its_world(write: Write, pinned: tuple[int, str], folder: Path, style: str = "small") -> None:
    """Figures of the matrix compare over time only if no draw is added, dropped or moved.

    `pinned`: exchanges of the second world of `style`, and the SHA-256 of its truth.
    """
    about = write(folder, style, 2)
    digest = hashlib.sha256((folder / "truth" / "truth.csv").read_bytes()).hexdigest()
    assert (about["exchanges"], digest) == pinned


def assert_wrong_use_is_told(
    main: Callable[[], int], folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A command that writes a world writes into no directory that holds something."""
    (folder / "mine").mkdir()
    (folder / "mine" / "thesis.txt").touch()
    monkeypatch.setattr("sys.argv", ["world", str(folder / "mine")])
    assert main() == 2
    assert "name a new directory" in capsys.readouterr().err
