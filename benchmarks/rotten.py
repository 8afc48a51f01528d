"""What 1,000 bad rows in a million cost: `python -m benchmarks.rotten [ROWS]` reads and checks a log four times."""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path

from app.facts import open_duckdb
from app.ingest.columnar import read_file
from app.ingest.rows import Checker
from app.ingest.run import inspect
from app.ingest.sources import find_sources

BAD = {
    "clean": None,
    "bad times and addresses": "a1,yesterday,999.1.1.1,m,1,1",
    "too few cells": "a1,2026-03-01T00:00:00Z",
    "quotes that never close": 'a1,2026-03-01T00:00:00Z,"192.0.2.1,m,1,1',
}


def main(rows: int) -> None:
    """Print CPU seconds of each, and of how many rows were refused."""
    with tempfile.TemporaryDirectory() as folder:
        for number, (name, bad) in enumerate(BAD.items()):
            path = Path(folder) / f"{number}" / "exchanges-1.csv"
            path.parent.mkdir()
            _write(path, rows, bad)
            [source] = find_sources(path.parent)
            began = time.process_time()
            with open_duckdb(path.with_name("work.duckdb")) as connection:
                checker = Checker(connection, bytes(32))
                counts = read_file(checker, source, inspect(source).scan, 0).counts
            print(f"{name:<26} {time.process_time() - began:6.1f} CPU s, {counts.bad:,} of {counts.rows:,} refused")


def _write(path: Path, rows: int, bad: str | None) -> None:
    chance = random.Random(1)
    at = set(chance.sample(range(rows), rows // 1000)) if bad else set[int]()
    with path.open("w", encoding="utf-8") as handle:
        handle.write("account_id,occurred_at,ip,model,input_tokens,output_tokens\n")
        for row in range(rows):
            good = f"a{row % 9999},2026-03-{row % 28 + 1:02}T10:00:00Z,192.0.2.{row % 250},m{row % 3},{row % 999},17"
            handle.write(f"{bad if row in at else good}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
