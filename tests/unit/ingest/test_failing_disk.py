"""A disk that fails while a file is read must not cost the file: the run fails, and the next one reads it."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from app.ingest.run import inspect
from app.ingest.scan import FileProblem
from app.ingest.sources import find_sources
from app.ingest.staging import stage
from tests.full_disk import full_disk

ROWS = "".join(f"a{n * 7919 % 99991},2026-03-01T00:00:{n % 60:02}Z\n" for n in range(50_000))
HEAD = "account_id,occurred_at\n"


@pytest.mark.parametrize("name", ["exchanges-1.csv", "exchanges-2.csv", "exchanges-3.jsonl", "exchanges-4.parquet"])
def test_a_full_disk_is_no_fault_of_the_file(tmp_path: Path, name: str) -> None:
    (tmp_path / "write").mkdir()
    path = tmp_path / "write" / name  # a path with a word of the complaint in it
    cells = [line.split(",") for line in ROWS.splitlines()]
    if name.endswith(".parquet"):
        columns = list(zip(*cells, strict=True))
        pq.write_table(pa.table({"account_id": list(columns[0]), "occurred_at": list(columns[1])}), path)
    elif name.endswith(".jsonl"):
        path.write_text("".join(f'{{"account_id": "{a}", "occurred_at": "{t}"}}\n' for a, t in cells))
    else:
        path.write_text(HEAD + ROWS + ('"open\n' if name == "exchanges-2.csv" else ""))
    [source] = find_sources(path.parent)
    scanned = inspect(source).scan
    connection = duckdb.connect(tmp_path / "work.duckdb")
    connection.execute("SET memory_limit = '400MB'")
    with full_disk(50_000), pytest.raises(duckdb.Error, match="File too large"):
        stage(connection, source, scanned)
        connection.execute("CHECKPOINT")
    connection.close()
    fresh = duckdb.connect()
    stage(fresh, source, scanned)
    assert fresh.execute("SELECT count(*) FROM raw").fetchall() == [(50_000,)]
    fresh.close()


def test_a_file_that_is_cut_is_at_fault_itself(tmp_path: Path) -> None:
    table = pa.table({"account_id": ["a"] * 50_000, "occurred_at": [f"{n:020}" for n in range(50_000)]})
    pq.write_table(table, tmp_path / "exchanges-write.parquet", compression="none")
    content = (tmp_path / "exchanges-write.parquet").read_bytes()
    (tmp_path / "exchanges-write.parquet").write_bytes(content[:4000] + content[200_000:])
    [source] = find_sources(tmp_path)
    with duckdb.connect() as connection, pytest.raises(FileProblem):
        stage(connection, source, inspect(source).scan)
