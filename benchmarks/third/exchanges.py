"""The exchanges feed: a Parquet file a day."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from benchmarks.third.coverage import Coverage
from benchmarks.third.draw import DAY, Ints, hash64
from benchmarks.third.setting import Setting
from benchmarks.third.traffic import OUTCOMES, SURFACES, Traffic, Words64

_HEX = np.frombuffer("".join(f"{i:02x}" for i in range(256)).encode(), np.uint8).reshape(256, 2)


@dataclass(frozen=True, slots=True)
class Names:
    """Texts of what has a number."""

    accounts: list[str]
    addresses: list[str]
    clusters: list[str]


def write_exchanges(out: Path, s: Setting, traffic: Traffic, coverage: Coverage, names: Names) -> None:
    """Write the files of all days that have an exchange."""
    days = ((traffic.at - s.clock.start) // DAY).astype(int)
    bounds = np.searchsorted(days, np.arange(s.clock.days + 1))
    numbers = hash64(s.order.seed, np.arange(len(traffic)), 4242)
    for day in range(s.clock.days):
        rows = slice(int(bounds[day]), int(bounds[day + 1]))
        if rows.start < rows.stop:
            columns = _columns(s, traffic, coverage, names, rows)
            if coverage.exchange_id:
                columns["exchange_id"] = _hexadecimal(numbers[rows], "x-")
            table = pa.table({name: column for name, column in columns.items() if coverage.has(name)})
            pq.write_table(table, out / f"exchanges-{s.clock.label(day)}.parquet", compression="zstd")


def _columns(s: Setting, traffic: Traffic, coverage: Coverage, names: Names, rows: slice) -> dict[str, Any]:
    """The columns of a day; the order of the lines is the order of the draws."""
    n = rows.stop - rows.start
    by_api = traffic.by_api[rows]

    def nulls(column: str) -> NDArray[np.bool_]:
        return coverage.nulls(column, n)

    columns = {
        "occurred_at": pa.array(np.round(traffic.at[rows] * 1e6).astype(np.int64), pa.timestamp("us", tz="UTC")),
        "account_id": _texts(traffic.account[rows], names.accounts),
        "ip": _texts(traffic.address[rows], names.addresses, nulls("ip")),
        "client": _texts(traffic.client[rows], s.clients.texts, nulls("client")),
        "device_id": _texts(traffic.device[rows], s.devices, nulls("device_id") | by_api),
        "credential_id": _texts(traffic.credential[rows], traffic.credentials, nulls("credential_id") | ~by_api),
        "model": _texts(traffic.model[rows], s.clients.models, nulls("model")),
        "query_cluster": _texts(traffic.topic[rows], names.clusters, nulls("query_cluster")),
        "input_tokens": pa.array(traffic.prompt[rows], mask=nulls("input_tokens")),
        "output_tokens": pa.array(traffic.answer[rows], mask=nulls("output_tokens")),
        "surface": _texts(traffic.surface[rows], SURFACES, nulls("surface")),
        "outcome": _texts(traffic.outcome[rows], OUTCOMES, nulls("outcome")),
    }
    if coverage.signature is not None:
        signature = _hexadecimal(traffic.signature[rows], "simhash64-v1:")
        if coverage.signature != 1:
            kept = pa.array(s.draw.rng.random(n) < coverage.signature)
            signature = pc.if_else(kept, signature, pa.scalar(None, pa.string()))
        columns["signature"] = signature
    return columns


def _texts(numbers: Ints, texts: list[str] | tuple[str, ...], null: NDArray[np.bool_] | None = None) -> Any:
    index: Any = pa.array(numbers.astype(np.int32), mask=null)
    return pa.DictionaryArray.from_arrays(index, pa.array(texts, pa.string())).cast(pa.string())


def _hexadecimal(numbers: Words64, prefix: str) -> Any:
    """A column of the prefix and 16 hexadecimal digits, made without a Python object a row."""
    digits = np.ascontiguousarray(numbers.astype(">u8")).view(np.uint8).reshape(-1, 8)
    n, start = len(digits), len(prefix)
    text: Any = np.empty((n, start + 16), np.uint8)
    text[:, :start] = np.frombuffer(prefix.encode(), np.uint8)
    text[:, start:] = _HEX[digits].reshape(-1, 16)
    offsets: Any = np.arange(0, (n + 1) * text.shape[1], text.shape[1], dtype=np.int32)
    return pa.Array.from_buffers(pa.string(), n, [None, pa.py_buffer(offsets), pa.py_buffer(text)])
