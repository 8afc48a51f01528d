"""Tables to files: CSV, JSON lines, Parquet; times as RFC 3339; identifiers as words."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.fourth.tools import Array, mix


def stamps(seconds: Array) -> Array:
    """Seconds since 1970 as RFC 3339 text; NaN is none."""
    known = ~np.isnan(seconds)
    whole = np.where(known, seconds, 0).astype("int64").astype("datetime64[s]")
    return np.where(known, np.char.add(np.datetime_as_string(whole), "Z").astype(object), None)


def words(prefix: str, numbers: Array, salt: int) -> Array:
    """Numbers as opaque identifiers; negative is none."""
    numbers = np.asarray(numbers, dtype=np.int64)
    unique, back = np.unique(numbers, return_inverse=True)
    keys = mix(unique, salt, sum(map(ord, prefix)))
    text = [f"{prefix}{int(key) >> 8:014x}" if number >= 0 else None for number, key in zip(unique, keys, strict=True)]
    return np.array(text, dtype=object)[back]


def write_table(directory: Path, kind: str, form: str, table: pd.DataFrame, part: str = "0") -> None:
    """Write one file of a feed."""
    path = directory / f"{kind}-{part}.{form}"
    table = table.astype(object).where(table.notna(), None)
    if form == "parquet":
        pq.write_table(pa.Table.from_pandas(table, preserve_index=False), path)
    elif form.startswith("csv"):
        _put(path, table.to_csv(index=False, lineterminator="\n"))
    else:
        rows = table.to_dict("records")
        _put(
            path,
            "".join(json.dumps({key: value for key, value in row.items() if value is not None}) + "\n" for row in rows),
        )


def _put(path: Path, text: str) -> None:
    """Write text, packed where the name says so, without the time in the header."""
    data = text.encode()
    path.write_bytes(gzip.compress(data, 6, mtime=0) if path.suffix == ".gz" else data)


def coded(codes: Array, names: Array) -> pa.Array:
    """A text column from codes and the names they stand for; negative is null."""
    index = pa.array(codes.astype(np.int32), mask=codes < 0)
    return pa.DictionaryArray.from_arrays(index, pa.array(names, type=pa.string()))
