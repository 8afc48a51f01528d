"""`make bench-ingest`: reading and aggregating a log, ours beside peers, each run in a process of its own.

The work is METHOD.md's: exchanges -> account x identifier x day, four identifiers, with count, first and last moment.
Ours is the product's own reading (hash, count lines, split, check every cell, keep refused rows apart) and then the
aggregation of the checked rows; `plan` is all that an ingestion does before it writes to the graph. Peers check
nothing. Engines take turns within each repeat, so that a busy machine disturbs all of them; CPU seconds are
getrusage's, of the work without imports; every output has to equal the others'.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.csv

from benchmarks.ingest_engines import ENGINES

FORMATS: Final = ("csv", "jsonl.gz")
TARGETS: Final = {
    ("csv", "duckdb-read"): ("at most", 3.5),
    ("jsonl.gz", "duckdb-read"): ("at most", 2.5),
    ("csv", "pandas"): ("at least", 2.0),
    ("jsonl.gz", "pandas"): ("at least", 2.0),
    ("csv", "polars"): ("at least", 2.5),
    ("jsonl.gz", "polars"): ("at least", 2.5),
}
"""Ours over the bare read, and the peers over ours."""


@dataclass(frozen=True, slots=True)
class Told:
    """One run: CPU seconds of the work, peak resident MiB of the process, digest of the output ("" without one)."""

    cpu: float
    peak: float
    digest: str


def write_log(path: Path, rows: int, seed: int = 1) -> None:
    """A log of `rows` exchanges over ten days: accounts send some 5 a day, a few far more, none a third of all.

    Cells are quoted where they have to be, as writers of logs do: here nowhere.
    """
    rng = np.random.default_rng(seed)
    weights = rng.lognormal(0, 1.2, max(10, rows // 50)).cumsum()
    accounts = np.searchsorted(weights, rng.random(rows) * weights[-1])
    moments = np.datetime64("2026-03-01T00:00:00") + np.sort(rng.integers(0, 864_000, rows)).astype("timedelta64[s]")
    spread = rng.integers(0, 3, rows)
    table = {
        "occurred_at": np.char.add(moments.astype(str), "Z"),
        "account_id": [f"acct_{number:08x}" for number in accounts],
        "ip": [f"203.{n % 7}.{n // 7 % 250}.{n % 250}" for n in (accounts * 3 + spread) % 60_000],
        "client": [f"ja4_{number:012x}" for number in (accounts + spread) % 400],
        "device_id": [f"device-{number:010x}" for number in accounts * 2 + spread % 2],
        "query_cluster": [f"q{number}" for number in rng.zipf(1.3, rows) % 5_000],
        "model": [f"model-{number}" for number in rng.integers(0, 4, rows)],
        "input_tokens": rng.integers(1, 4_000, rows),
        "output_tokens": rng.integers(1, 4_000, rows),
    }
    if path.suffix == ".csv":
        pyarrow.csv.write_csv(pa.table(table), path, pyarrow.csv.WriteOptions(quoting_style="none"))
        return
    names = list(table)
    cells = [column.tolist() if isinstance(column, np.ndarray) else column for column in table.values()]
    with gzip.open(path, "wt", compresslevel=6, encoding="utf-8") as handle:
        for row in zip(*cells, strict=True):
            handle.write(json.dumps(dict(zip(names, row, strict=True))) + "\n")


def run(engine: str, path: Path) -> Told:
    """One engine in a child process. Raises RuntimeError when it fails."""
    command = [sys.executable, "-m", "benchmarks.ingest_engines", engine, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=dict(os.environ)) as child:
        said = child.stdout.read() if child.stdout else ""
    if child.returncode:
        raise RuntimeError(f"{engine} failed on {path.name}")
    return Told(**json.loads(said))


def interleaved(path: Path, repeats: int) -> Iterator[tuple[str, Told]]:
    """Every engine once, then every engine again, ..."""
    for number in range(repeats):
        for engine in ENGINES:
            sys.stderr.write(f"{path.name}: repeat {number + 1} of {repeats}: {engine}\n")
            yield engine, run(engine, path)


def bench(path: Path, repeats: int) -> dict[str, list[Told]]:
    """Runs of each engine. Raises RuntimeError when two outputs differ."""
    runs: dict[str, list[Told]] = {engine: [] for engine in ENGINES}
    for engine, told in interleaved(path, repeats):
        runs[engine].append(told)
    outputs = {told.digest for several in runs.values() for told in several if told.digest}
    if len(outputs) != 1:
        raise RuntimeError(f"outputs differ on {path.name}: {outputs}")
    return runs


def lines(form: str, runs: dict[str, list[Told]]) -> Iterator[str]:
    """A Markdown line an engine: medians, and the median of the ratio to ours within each repeat."""
    ours = runs["ringleader"]
    for engine, several in runs.items():
        pairs = zip(several, ours, strict=True)
        bare = engine == "duckdb-read"
        ratio = median(mine.cpu / its.cpu if bare else its.cpu / mine.cpu for its, mine in pairs)
        word, target = TARGETS.get((form, engine), ("", 0.0))
        met = "" if not word else f"{word} {target}: {'met' if (ratio <= target) == bare else 'MISSED'}"
        meaning = "ours / it" if bare else "it / ours"
        cpu, peak = median(told.cpu for told in several), max(told.peak for told in several)
        yield f"| {form} | {ENGINES[engine].label} | {cpu:.2f} | {peak:,.0f} | {meaning} {ratio:.2f} | {met} |"


def main() -> None:
    """Print the table. Exit code 1 when outputs differ."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=5)
    wanted = parser.parse_args()
    load = os.getloadavg()[0]
    told = [
        f"{wanted.rows:,} rows, {wanted.repeats} repeats, load at the start {load:.1f} on {os.cpu_count()} cores",
        "",
    ]
    told += ["| format | engine | CPU s | peak MiB | ratio | target |", "|---|---|--:|--:|--:|---|"]
    with tempfile.TemporaryDirectory(prefix="ringleader-bench-") as folder:
        for form in FORMATS:
            path = Path(folder) / f"exchanges-bench.{form}"
            write_log(path, wanted.rows)
            told += lines(form, bench(path, wanted.repeats))
            sys.stdout.write("\n".join(told) + "\n")
            sys.stdout.flush()
            told = []


if __name__ == "__main__":
    main()
