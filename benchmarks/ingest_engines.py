"""The engines of `make bench-ingest`: `python -m benchmarks.ingest_engines ENGINE FILE` runs one and tells its cost."""

from __future__ import annotations

import json
import re
import resource
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import duckdb

IDENTIFIERS: Final = ("ip", "client", "device_id", "query_cluster")
COLUMNS: Final = ("occurred_at", "account_id", *IDENTIFIERS, "model", "input_tokens", "output_tokens")
DAY: Final = 86_400_000_000
Work = Callable[[], Any]
"""Does the work; gives the output as an Arrow table, DuckDB relation or frame, or None."""


@dataclass(frozen=True, slots=True)
class Engine:
    """How an engine is named, and what makes its work ready: imports are not part of it."""

    label: str
    prepare: Callable[[Path], Work]


def _ours(path: Path) -> Work:
    import duckdb

    from app.ingest.columnar import read_file
    from app.ingest.rows import Checker
    from app.ingest.run import inspect
    from app.ingest.sources import find_sources

    def work() -> Any:
        [source] = [source for source in find_sources(path.parent) if source.path == path]
        each = inspect(source)
        connection = duckdb.connect()
        connection.execute("SET TimeZone = 'UTC'; SET threads = 1")  # two would wait for each other
        checker = Checker(connection, bytes(32))
        took = read_file(checker, source, each.scan, 0)
        if each.problem or took.counts.bad:
            raise RuntimeError(f"refused: {each.problem or took.counts.bad}")
        return _aggregated_codes(connection)

    return work


def _plan(path: Path) -> Work:
    from app.ingest.progress import silent
    from app.ingest.run import batch_id_of, inspect
    from app.ingest.sources import find_sources
    from app.ingest.spool import make_spool

    def work() -> None:
        inputs = [inspect(source) for source in find_sources(path.parent) if source.path == path]
        with tempfile.TemporaryDirectory(prefix="ringleader-bench-") as folder:
            out = Path(folder)
            make_spool(out / "spool", batch_id_of(inputs), inputs, bytes(32), out / "facts", [], silent)

    return work


def _source(path: Path) -> str:
    """DuckDB's reader of the file, every column as text."""
    names = ", ".join(f"'{name}': 'VARCHAR'" for name in COLUMNS)
    if path.suffix == ".csv":
        return f"read_csv('{path}', header=true, auto_detect=false, delim=',', quote='\"', columns={{{names}}})"
    return f"read_json('{path}', format='newline_delimited', columns={{{names}}})"


def _duckdb_read(path: Path) -> Work:
    import duckdb

    def work() -> None:
        counts = ", ".join(f'count("{name}")' for name in COLUMNS)
        duckdb.connect().execute(f"SELECT {counts} FROM {_source(path)}").fetchall()

    return work


def _duckdb_strings(path: Path) -> Work:
    return _duckdb(path, "*")


def _duckdb_hashed(path: Path) -> Work:
    """The least that is known to do the work: identifiers as 64-bit hashes, which nobody can turn back."""
    hashes = ", ".join(f'hash("{name}") AS "{name}"' for name in ("account_id", *IDENTIFIERS))
    work = _duckdb(path, hashes)

    def without_texts() -> None:
        work()  # nothing to hold against the others' output

    return without_texts


def _duckdb(path: Path, columns: str) -> Work:
    """Reads these columns and the moments, and aggregates them."""
    import duckdb

    def work() -> Any:
        connection = duckdb.connect()
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute(
            f"CREATE TABLE log AS SELECT epoch_us(occurred_at::TIMESTAMPTZ) AS us, {columns} FROM {_source(path)}"
        )
        return _aggregated(connection, "log", "us")

    return work


def _aggregated(connection: duckdb.DuckDBPyConnection, table: str, moment: str) -> Any:
    parts = (
        f"SELECT '{name}' AS kind, account_id, \"{name}\" AS value, {moment} // {DAY} AS day, count(*) AS exchanges, "
        f'min({moment}) AS first_us, max({moment}) AS last_us FROM {table} WHERE "{name}" IS NOT NULL GROUP BY ALL'
        for name in IDENTIFIERS
    )
    return connection.sql(" UNION ALL ".join(parts)).to_arrow_table()


def _aggregated_codes(connection: duckdb.DuckDBPyConnection) -> Any:
    """As the batch's plan does it: codes are grouped, and texts looked up for what is left."""
    import pyarrow as pa

    parts = []
    for name in IDENTIFIERS:
        counts = connection.sql(
            f"SELECT account_id, {name} AS value, us_occurred_at // {DAY} AS day, count(*) AS exchanges, "
            "min(us_occurred_at) AS first_us, max(us_occurred_at) AS last_us FROM coded_exchanges "
            f"WHERE {name} IS NOT NULL GROUP BY ALL"
        ).to_arrow_table()
        cells = {column: counts[column].combine_chunks() for column in counts.column_names}
        for column, names in (("account_id", "account_id"), ("value", name)):
            texts = connection.sql(f"SELECT value FROM names_{names} ORDER BY code").to_arrow_table()["value"]
            cells[column] = pa.DictionaryArray.from_arrays(cells[column], texts.combine_chunks())
        kind = pa.repeat(name, counts.num_rows).dictionary_encode()
        parts.append(pa.table({"kind": kind} | cells))
    return pa.concat_tables(parts)


def _pandas(path: Path) -> Work:
    import pandas as pd

    def work() -> Any:
        if path.suffix == ".csv":
            frame = pd.read_csv(path, engine="pyarrow", dtype_backend="pyarrow", usecols=list(COLUMNS))
        else:
            frame = pd.read_json(path, lines=True, dtype=False)
        moments = pd.to_datetime(frame["occurred_at"], utc=True).astype("datetime64[us, UTC]")
        frame["us"] = moments.astype("int64")
        frame["day"] = frame["us"] // DAY
        found = []
        for name in IDENTIFIERS:
            grouped = frame.groupby(["account_id", name, "day"], sort=False)["us"].agg(["size", "min", "max"])
            part = grouped.reset_index().set_axis(
                ["account_id", "value", "day", "exchanges", "first_us", "last_us"], axis=1
            )
            found.append(part.assign(kind=name))
        return pd.concat(found)

    return work


def _polars(path: Path) -> Work:
    import polars as pl

    def work() -> Any:
        log = pl.scan_csv(path, try_parse_dates=False) if path.suffix == ".csv" else pl.scan_ndjson(path)
        moment = pl.col("occurred_at").str.to_datetime("%Y-%m-%dT%H:%M:%SZ", time_unit="us").cast(pl.Int64)
        log = log.with_columns(us=moment).with_columns(day=pl.col("us") // DAY)
        parts = [
            log.filter(pl.col(name).is_not_null())
            .group_by("account_id", pl.col(name).alias("value"), "day")
            .agg(exchanges=pl.len(), first_us=pl.col("us").min(), last_us=pl.col("us").max())
            .with_columns(kind=pl.lit(name))
            for name in IDENTIFIERS
        ]
        return pl.concat(pl.collect_all(parts, engine="streaming"))

    return work


ENGINES: Final[dict[str, Engine]] = {
    "duckdb-read": Engine("DuckDB, only reading every column", _duckdb_read),
    "ringleader": Engine("Ringleader, checked and aggregated, one thread", _ours),
    "plan": Engine("Ringleader, the whole plan with fact files", _plan),
    "duckdb-hashed": Engine("DuckDB, unchecked, hashes in place of identifiers", _duckdb_hashed),
    "duckdb": Engine("DuckDB, unchecked", _duckdb_strings),
    "pandas": Engine("pandas 3", _pandas),
    "polars": Engine("polars, streaming", _polars),
}


def digest_of(output: Any) -> str:
    """Order-free digest of an output's rows; "" for None."""
    if output is None:
        return ""
    import duckdb

    names = "kind, account_id, value, day, exchanges, first_us, last_us"
    [told] = duckdb.execute(
        f"SELECT count(*), sum(md5_number_lower(concat_ws('|', {names}))::HUGEINT), "
        f"sum(md5_number_upper(concat_ws('|', {names}))::HUGEINT) FROM output"
    ).fetchall()
    return "-".join(map(str, told))


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _peak() -> float:
    """Peak resident MiB of this process: getrusage's is at least that of the process it was forked from."""
    told = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    return int(told[1]) / 1024 if told else 0.0


def main(engine: str, path: str) -> None:
    """Run, and print CPU seconds, peak MiB and digest as JSON; the digest is taken after the clock has stopped."""
    work = ENGINES[engine].prepare(Path(path))
    before = _cpu()
    output = work()
    cpu = _cpu() - before
    peak = _peak()
    sys.stdout.write(json.dumps({"cpu": cpu, "peak": peak, "digest": digest_of(output)}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
