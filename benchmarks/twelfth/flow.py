"""The large feeds: logins and exchanges."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq

from benchmarks.twelfth.book import NULL, Batch
from benchmarks.twelfth.mix import mix
from benchmarks.twelfth.naming import Names, when
from benchmarks.twelfth.topics import signature
from benchmarks.twelfth.world import DAY, World

MODELS = np.array(
    ["mini-2", "medium-3", "large-4", "vision-1", "mini-2", "medium-3.5", "large-5", "vision-1"], dtype=object
)
SURFACES = np.array(["web", "app", "api", "cloud:alba"], dtype=object)
OUTCOMES = np.array(["ok", "refused", "error", "limited"], dtype=object)


def logins(world: World, book: Batch, seat: Batch, name: Names, out: Path) -> None:
    """A third of the sessions on the web or the app began with a login."""
    some = np.flatnonzero((seat["surface"] < 2) & (world.rng.random(len(seat["who"])) < 0.3))
    at = np.maximum(seat["at"][some] - world.rng.integers(4, 90, len(some)), book["created"][seat["who"][some]] + 1)
    table = {
        "account_id": name.account[seat["who"][some]],
        "at": when(at),
        "ip": name.ip(seat["ip"][some]),
        "device_id": name.of(seat["device"][some], "dev-"),
        "client": name.of(seat["client"][some], "ja4_"),
    }
    order = np.argsort(at, kind="stable")
    pq.write_table(
        pa.table({k: pa.array(v[order], pa.string()) for k, v in table.items()}),
        out / "logins.parquet",
        compression="zstd",
    )


def exchanges(world: World, seat: Batch, rows: Batch, name: Names, out: Path) -> int:
    """A Parquet file a week, the last day as gzipped CSV; a few rows came twice. Returns the rows written."""
    table = _columns(world, seat, rows, name)
    day = (rows["at"] - world.day0) // DAY
    part = np.where(day == world.days - 1, 99, day // 7)
    written = 0
    for p in np.unique(part):
        mine = np.flatnonzero(part == p)
        twice = mine[world.rng.random(len(mine)) < 0.0004]
        chunk = table.take(pa.array(np.concatenate([mine, twice])))
        written += len(chunk)
        if p < 99:
            pq.write_table(chunk, out / f"exchanges-week{p + 1}.parquet", compression="zstd")
        else:
            _last(chunk, out / "exchanges-last.csv.gz")
    return written


def _last(chunk: pa.Table, path: Path) -> None:
    stamps = pa.array(when(chunk["occurred_at"].cast(pa.int64()).to_numpy() // 1000), pa.string())
    chunk = chunk.set_column(chunk.schema.get_field_index("occurred_at"), "occurred_at", stamps)
    text = io.BytesIO()
    pc.write_csv(chunk, text)
    path.write_bytes(gzip.compress(text.getvalue(), mtime=0))


def _columns(world: World, seat: Batch, rows: Batch, name: Names) -> pa.Table:
    rng, of, n = world.rng, rows["of"], len(rows["who"])
    lost = rng.random(n)
    cluster = np.where(
        rows["unclustered"],
        NULL,
        np.array([f"q{i:05d}" for i in range(len(world.topics.family))], dtype=object)[rows["cluster"]],
    )
    tokens = {
        k: pa.array(rows[v], pa.int64(), mask=lost < 0.004)
        for k, v in (("input_tokens", "input"), ("output_tokens", "output"))
    }
    words = {
        "account_id": name.account[rows["who"]],
        "ip": name.ip(rows["ip"]),
        "client": name.of(seat["client"], "ja4_")[of],
        "device_id": name.of(seat["device"], "dev-")[of],
        "credential_id": name.of(seat["credential"], "key-")[of],
        "model": MODELS[rows["model"]],
        "query_cluster": cluster,
        "surface": SURFACES[seat["surface"][of]],
        "signature": np.where(lost > 0.98, NULL, signature(rows["signature"])),
        "outcome": OUTCOMES[rows["outcome"]],
        "exchange_id": np.array([f"x{int(b):016x}" for b in mix(np.arange(n), world.seed + 77)], dtype=object),
    }
    stamp = pa.array(rows["at"] * 1000, pa.int64()).cast(pa.timestamp("ms", "UTC"))
    return pa.table({"occurred_at": stamp, **{k: pa.array(v, pa.string()) for k, v in words.items()}, **tokens})
