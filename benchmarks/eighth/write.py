"""Write a world as a drop directory: names for numbers, the lab's columns only, its dirt, its formats."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq

from benchmarks.eighth import render as rd
from benchmarks.eighth.hashing import Arr
from benchmarks.eighth.sources import DAY
from benchmarks.eighth.tables import TABLES, changed, joined, truth
from benchmarks.eighth.world import World


def save(path: Path, columns: Mapping[str, Any], fmt: str) -> None:
    """One file of a format; nulls are empty cells."""
    table = pa.table({name: pa.array(values, from_pandas=True) for name, values in columns.items()})
    out = path.with_name(f"{path.name}.{fmt}")
    if fmt == "parquet":
        pq.write_table(table, out)
        return
    sink = pa.BufferOutputStream()
    pc.write_csv(table, sink)
    data = sink.getvalue().to_pybytes()
    # no clock in the header: the same seed, the same bytes
    out.write_bytes(gzip.compress(data, 2, mtime=0) if fmt == "csv.gz" else data)


def feeds(w: World, out: Path) -> tuple[int, dict[str, Arr]]:
    """All files; how many exchanges they have, and the truth of the accounts that any of them names."""
    side = "csv" if w.lab.fmt != "parquet" or w.rng.random() < 0.5 else "parquet"
    names, month = rd.ids(w, w.count), str(w.start)[:7]
    rows = exchanges(w, names, out)
    files = {f"{kind}-{month}": make(w, names) for kind, make in TABLES.items() if kind in w.lab.files}
    full = files.get(f"accounts-{month}", {})
    if "status" in full:
        files["accounts-delta"] = changed(w, full)
    for name, columns in files.items():
        save(out / name, columns, side)
    labels = truth(w, names)
    blank = {name: np.where(values == "", np.array(None), values) for name, values in labels.items()}
    save(out / "truth" / "truth", blank, "csv")
    return rows, labels


def exchanges(w: World, names: Arr, out: Path) -> int:
    """Parts of a few days each; a few rows are uploaded twice by a retrying shipper."""
    x = joined(w, "exchanges")
    order = np.argsort(x["t"], kind="stable")
    n = np.arange(len(order))
    if "exchange_id" in w.lab.ex:
        again = np.flatnonzero(w.rng.random(len(n)) < 0.0005)
        n = np.sort(np.r_[n, again])
    x = {name: values[order[n]] for name, values in x.items()}
    columns = rd.exchange(w, x, names, n)
    day, step = (x["t"] // DAY).astype(int), int(w.rng.integers(1, 8))
    for d in range(0, w.days, step):
        a, b = np.searchsorted(day, [d, d + step])
        part = {name: values[a:b] for name, values in columns.items()}
        save(out / f"exchanges-{w.start + d}", part, w.lab.fmt)
    return len(n)
