"""Writes a labelled world: feed files as the contract tells, and truth beside them; one spec, the same bytes."""

from __future__ import annotations

import csv
import gzip
import io
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from app.errors import UsageError
from app.worlds.cast import Cast, Internet, Rows
from app.worlds.feeds import Exchanges, Table, account_names, static_feeds
from app.worlds.guilty import add_rings
from app.worlds.honest import Crowd
from app.worlds.spec import WorldSpec
from app.worlds.traffic import parts
from app.worlds.traps import ban_some

FORMATS: Final = ("csv.gz", "csv", "jsonl.gz", "parquet")
TRUTH: Final = ("account_id", "ring", "operator", "cell", "tier", "population", "group_id")
LARGE: Final = 30_000
"""Honest accounts from which on Parquet is packed fast rather than small."""
Report = Callable[[str, int, int], None]


def simulate(out: Path, spec: WorldSpec, form: str = "parquet", report: Report | None = None) -> dict[str, int]:
    """Write the world into a new or empty directory; counts of what was written.

    Memory is bounded by the accounts and by traffic.PART_ROWS, not by how many exchanges there are. Raises
    UsageError when the directory is not empty. The directory gets its name when it is complete.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise UsageError("is not an empty directory", where=str(out), do="Give a new directory")
    if form not in FORMATS:
        raise UsageError(f"no format named {form!r}", do=f"Known: {', '.join(FORMATS)}")
    part = out.with_name(out.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    counts = _write(part, spec, form, report or (lambda stage, done, of: None))
    if out.exists():
        out.rmdir()
    part.rename(out)
    return counts


def _write(out: Path, spec: WorldSpec, form: str, report: Report) -> dict[str, int]:
    rng = np.random.default_rng([spec.seed, spec.accounts, spec.days])
    world, internet, size = _people(spec, rng)
    names = account_names(rng, size)
    out.mkdir(parents=True)
    level = 12 if spec.accounts < LARGE else 1
    feeds = static_feeds(spec, world, names, internet)
    for kind in spec.feeds:
        if kind in feeds:
            _write_table(out / f"{kind}.{form}", feeds[kind](), level)
    exchanges = 0
    if {"exchanges", "logins"} & set(spec.feeds):
        exchanges, logins = _exchanges(out, spec, form, world, names, rng, level, report)
        if "logins" in spec.feeds:
            _write_table(out / f"logins.{form}", logins, level)
    _write_truth(out / "truth", world, names)
    guilty = int((world["ring"] != "").sum())
    return {"accounts": size, "ring_accounts": guilty, "rings": len(spec.rings), "exchanges": exchanges}


def _people(spec: WorldSpec, rng: np.random.Generator) -> tuple[dict[str, Rows], Internet, int]:
    cast, internet = Cast(), Internet(spec.lab)
    crowd = Crowd(spec, cast, internet, rng)
    crowd.add_all()
    add_rings(crowd, spec.rings)
    world = cast.finish()
    ban_some(spec, world)
    return world, internet, cast.size


def _exchanges(
    out: Path, spec: WorldSpec, form: str, world: dict[str, Rows], names: Rows, rng: np.random.Generator, level: int,
    report: Report,
) -> tuple[int, Table]:  # fmt: skip
    """Write a file a day, or several of a busy day; the number of exchanges, and the logins."""
    total, begin, maker = 0, date.fromisoformat(spec.first_day), Exchanges(spec, world, names)
    logins: list[pa.Table] = []
    today, written, part = -1, 0, 0
    for number, day in parts(spec, world, rng):
        written, part = (written, part + 1) if number == today else (0, 0)
        today = number
        table = maker.table(day, number, written)
        logins.append(pa.table(maker.logins(rng, day["account"], table)))
        name = f"exchanges-{begin + timedelta(days=number)}{f'-{part:02d}' if part else ''}"
        if "exchanges" in spec.feeds:
            _write_table(out / f"{name}.{form}", table, level)
        written += len(day["account"])
        total += len(day["account"])
        report("simulating", number + 1, spec.days)
    told = pa.concat_tables(logins).combine_chunks()
    return total, {column: told[column] for column in told.column_names}


def _write_table(path: Path, columns: Table, level: int) -> None:
    table = pa.table(columns)
    if path.name.endswith(".parquet"):
        pq.write_table(table, path, compression="zstd", compression_level=level, row_group_size=1 << 20)
        return
    if "jsonl" in path.name:
        text = table.to_pandas().to_json(orient="records", lines=True, force_ascii=False).encode()
    else:
        sink = io.BytesIO()
        pyarrow.csv.write_csv(table, sink, pyarrow.csv.WriteOptions(quoting_style="needed"))
        text = sink.getvalue()
    path.write_bytes(gzip.compress(text, 6, mtime=0) if path.name.endswith(".gz") else text)


def _write_truth(folder: Path, world: dict[str, Rows], names: Rows) -> None:
    folder.mkdir()
    columns = [world[name] for name in ("ring", "operator", "cell", "tier", "population", "group")]
    order = np.argsort(names)
    with (folder / "truth.csv").open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(TRUTH)
        writer.writerows(zip(names[order], *(column[order] for column in columns), strict=True))
