"""Writes a plan's parts: one Parquet file each, a row group for each load unit, in a total order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from app.durable import sync
from app.ingest.plan import PARTS, UNIT_ROWS, Part
from app.ingest.progress import Report, Steps
from app.ingest.rows import providers


def write_parts(
    connection: duckdb.DuckDBPyConnection, folder: Path, kinds: set[str], shards: int, report: Report
) -> dict[str, list[list[int]]]:
    """Write each part that these kinds of feed have rows for; part -> (block, rows) of its load units."""
    blocks: dict[str, list[list[int]]] = {}
    parts = [part for part in PARTS if kinds & set(part.needs)]
    steps = Steps(connection, report, "planning", {part.name: _weight(part) for part in parts})
    for part in parts:
        with steps.at(part.name):
            reader = connection.sql(part.query(shards)).to_arrow_reader(10 * UNIT_ROWS)
            told = _write_part(folder / f"{part.name}.parquet", part.name, reader)
        if told:
            blocks[part.name] = told
    return blocks


def _weight(part: Part) -> int:
    """Of the time of planning: links of exchanges are all in it, and what an account asked about is most varied."""
    if "exchanges" not in part.needs:
        return 1
    return {"asked": 9, "used_ip": 3}.get(part.name, 2)


def _write_part(path: Path, name: str, reader: pa.RecordBatchReader) -> list[list[int]]:
    """One row group a unit; what is told of each: its block and rows. Without rows there is no file."""
    told: list[list[int]] = []
    writer = None
    for block, unit in cut(reader, UNIT_ROWS):
        if name == "domains":
            names = [str(value) for value in unit.column("value").to_pylist()]
            unit = unit.append_column("provider", pa.array(providers(names), pa.string()))
        writer = writer or pq.ParquetWriter(path, unit.schema, compression="zstd")
        writer.write_table(unit, row_group_size=unit.num_rows)
        told.append([block, unit.num_rows])
    if writer:
        writer.close()
        sync(path)
    return told


def cut(reader: Iterable[pa.RecordBatch], most: int) -> Iterator[tuple[int, pa.Table]]:
    """(block, rows without that column) of each unit: at most `most` rows of one block, the order kept."""
    held: pa.Table | None = None
    for batch in reader:
        fresh = pa.Table.from_batches([batch])
        table = pa.concat_tables([held, fresh]) if held is not None else fresh
        units = list(_runs(table, most))
        held = table.slice(units[-1][1]) if units else None  # may go on in the next batch
        yield from (_unit(table, start, rows) for _, start, rows in units[:-1])
    if held is not None:
        yield _unit(held, 0, held.num_rows)


def _runs(table: pa.Table, most: int) -> Iterator[tuple[int, int, int]]:
    blocks = table.column("block").to_numpy()
    starts = [0, *(np.flatnonzero(np.diff(blocks)) + 1).tolist()] if len(blocks) else []
    for start, end in zip(starts, [*starts[1:], len(blocks)], strict=True):
        for at in range(start, end, most):
            yield int(blocks[at]), at, min(most, end - at)


def _unit(table: pa.Table, start: int, rows: int) -> tuple[int, pa.Table]:
    unit = table.slice(start, rows).combine_chunks()
    return int(unit.column("block")[0].as_py()), unit.drop_columns(["block"])
