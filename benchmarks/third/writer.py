"""Writes a feed table in a drawn format, in one to three files; times as text."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.third.draw import Draw

_FORMATS = ("csv", "csv.gz", "parquet", "jsonl.gz")


class Writer:
    """Writes to a directory and keeps which format each kind got."""

    def __init__(self, out: Path, draw: Draw) -> None:
        self.out, self._draw = out, draw
        self.formats: dict[str, str] = {}

    def write(self, table: pd.DataFrame, kind: str) -> None:
        """Write a kind's table; a null is an empty cell."""
        suffix = self.formats[kind] = self._draw.pick(_FORMATS)
        table = table.astype(object)
        table = table.where(table.notna(), None)
        for number, rows in enumerate(np.array_split(np.arange(len(table)), self._draw.integer(1, 3))):
            if len(rows):
                _write(table.iloc[rows], self.out / f"{kind}-{number}.{suffix}", suffix)


def _write(part: pd.DataFrame, path: Path, suffix: str) -> None:
    if suffix == "parquet":
        types = {name: pa.int64() if name == "asn" else pa.string() for name in part.columns}
        pq.write_table(pa.table({name: pa.array(list(part[name]), types[name]) for name in part.columns}), path)
    elif suffix.startswith("csv"):
        part.to_csv(path, index=False)
    else:
        part.to_json(path, orient="records", lines=True)


def timestamp(seconds: float | None) -> str | None:
    """RFC 3339 to the second."""
    if seconds is None:
        return None
    return datetime.fromtimestamp(round(float(seconds), 0), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
