"""The sets by name, and how one becomes a feed directory with a truth."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from benchmarks.real.hop import hop
from benchmarks.real.movies import movies
from benchmarks.real.rows import Feeds, Row
from benchmarks.real.source import Source
from benchmarks.real.weblog import weblog

SETS: Mapping[str, Callable[[Source], Feeds]] = {"hop": hop, "weblog": weblog, "movies": movies}
"""Name -> converter."""


def convert(name: str, repository: Path, out: Path) -> dict[str, int]:
    """Write the feeds of the set in `out`, which must be new or empty; returns rows by kind.

    Raises FileExistsError where something is in `out`, SourceError where the repository lacks what the set needs.
    """
    if out.exists() and any(out.iterdir()):
        raise FileExistsError(f"{out} is not empty")
    tables = SETS[name](Source(repository))
    (out / "truth").mkdir(parents=True, exist_ok=True)
    folders = {kind: out / "truth" if kind == "truth" else out for kind in tables}
    return {kind: _write(folders[kind] / f"{kind}.csv", rows) for kind, rows in tables.items()}


def _write(path: Path, rows: Iterable[Row]) -> int:
    listed = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(listed[0]) if listed else ["account_id"])
        table.writeheader()
        table.writerows(listed)
    return len(listed)
