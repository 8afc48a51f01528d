"""Writes feed tables: format, compression, one file or daily or hourly ones, times in the style's notation."""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from benchmarks.heldout.style import Style
from benchmarks.heldout.tables import offset_minutes

TIMES = ("occurred_at", "created_at", "added_at", "at")
_STRINGS = {"exchanges": "occurred_at", "logins": "at"}


def write_feeds(out: Path, kind: str, table: pa.Table, style: Style) -> None:
    """Write one kind in the style's format and split. Only exchanges (and logins, by day) are split."""
    parts = {"": table}
    if kind in _STRINGS and style.split != "one":
        parts = _split(table, _STRINGS[kind], hourly=style.split == "hourly" and kind == "exchanges")
    folder = out / kind if style.seed % 2 and style.split != "one" else out
    folder.mkdir(parents=True, exist_ok=True)
    for label, part in parts.items():
        _write(folder / f"{kind}{'-' if label else ''}{label}.{style.fmt}", part, style)


def write_frame(path: Path, table: pa.Table) -> None:
    """Write a plain CSV; an empty cell is null."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as db:
        db.register("part", table)
        db.execute(f"COPY part TO '{path}' (FORMAT csv, HEADER)")


def _split(table: pa.Table, column: str, *, hourly: bool) -> dict[str, pa.Table]:
    """Contiguous slices of a table in order of time, by label of the day or hour."""
    order = pc.sort_indices(table[column])
    table = table.take(order)
    unit = "h" if hourly else "D"
    stamps = table[column].to_numpy().astype(f"datetime64[{unit}]")
    values, starts = np.unique(stamps, return_index=True)
    ends = np.append(starts[1:], len(stamps))
    return {
        str(value).replace("T", "-h"): table.slice(int(a), int(b - a))
        for value, a, b in zip(values, starts, ends, strict=True)
    }


def _write(path: Path, table: pa.Table, style: Style) -> None:
    columns = ", ".join(_column(name, style) for name in table.column_names)
    base, _, packing = style.fmt.partition(".")
    how = {"csv": "FORMAT csv, HEADER", "jsonl": "FORMAT json", "parquet": "FORMAT parquet, COMPRESSION zstd"}[base]
    packed = {"": "", "gz": ", COMPRESSION gzip", "zst": ", COMPRESSION zstd"}[packing]
    with duckdb.connect() as db:
        db.execute("SET TimeZone = 'UTC'")
        db.execute("SET enable_progress_bar = false")
        db.register("part", table)
        db.execute(f"COPY (SELECT {columns} FROM part) TO '{path}' ({how}{packed})")


def _column(name: str, style: Style) -> str:
    """The SQL of one column; times become text, in Parquet sometimes stay timestamps with a zone."""
    if name not in TIMES:
        return f'"{name}"'
    if style.fmt == "parquet" and style.seed % 2:
        return f'"{name}"'
    whole = f"strftime(\"{name}\", '%Y-%m-%dT%H:%M:%S')"
    if style.times == "z":
        return f"{whole} || 'Z' AS \"{name}\""
    if style.times == "zero":
        return f"{whole} || '+00:00' AS \"{name}\""
    fraction = f"strftime(\"{name}\", '%Y-%m-%dT%H:%M:%S.%g') || 'Z'"
    if style.times == "fraction":
        return f'{fraction} AS "{name}"'
    minutes = offset_minutes("offset", style.seed)
    zone = f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
    moved = f"strftime(\"{name}\" + INTERVAL '{minutes} minutes', '%Y-%m-%dT%H:%M:%S') || '{zone}'"
    if style.times == "offset":
        return f'{moved} AS "{name}"'
    turn = f'CASE second("{name}")::INT % 3'
    return f"{turn} WHEN 0 THEN {whole} || 'Z' WHEN 1 THEN {fraction} ELSE {moved} END AS \"{name}\""
