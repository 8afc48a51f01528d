"""Writes a labelled world: feed files as the contract tells, and truth beside them; one spec, the same bytes."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import shutil
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from app.errors import UsageError
from app.worlds.cast import Cast, Internet, Rows, dotted
from app.worlds.guilty import add_rings
from app.worlds.honest import Crowd
from app.worlds.spec import WorldSpec
from app.worlds.topics import CAPABILITIES, capability_codes
from app.worlds.traffic import MODELS, days

FORMATS: Final = ("csv.gz", "csv", "jsonl.gz", "parquet")
TRUTH: Final = ("account_id", "ring", "operator", "cell", "tier", "population", "group_id")


def simulate(
    out: Path, spec: WorldSpec, form: str = "parquet", report: Callable[[str, int, int], None] | None = None
) -> dict[str, int]:
    """Write the world into a new or empty directory; counts of what was written.

    Raises UsageError when the directory is not empty. The directory gets its name when it is complete.
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


def _write(out: Path, spec: WorldSpec, form: str, report: Callable[[str, int, int], None]) -> dict[str, int]:
    rng = np.random.default_rng([spec.seed, spec.accounts, spec.days])
    cast, internet = Cast(), Internet()
    crowd = Crowd(spec, cast, internet, rng)
    crowd.add_all()
    add_rings(crowd, spec.rings)
    world = cast.finish()
    names = _account_names(rng, cast.size)
    out.mkdir(parents=True)
    feeds = _static_feeds(spec, world, names, internet, rng)
    for kind in spec.feeds:
        if kind in feeds:
            _write_table(out / f"{kind}.{form}", feeds[kind])
    exchanges, logins = _exchanges(out, spec, form, world, names, rng, report)
    if "logins" in spec.feeds:
        _write_table(out / f"logins.{form}", logins)
    _write_truth(out / "truth", world, names)
    guilty = int((world["ring"] != "").sum())
    return {"accounts": cast.size, "ring_accounts": guilty, "rings": len(spec.rings), "exchanges": exchanges}


def _account_names(rng: np.random.Generator, count: int) -> Rows:
    """Ids in random order, so that nothing can be read from them."""
    names: Rows = np.array([f"acct_{value:08x}" for value in rng.permutation(count) * 2654435761 % 2**32], object)
    return names


def _moment(spec: WorldSpec, minutes: Any) -> Rows:
    """Minutes of the world -> RFC 3339, to the second; NaN gives None."""
    begin = np.datetime64(spec.first_day, "s")
    known = ~np.isnan(np.asarray(minutes, float))
    seconds = np.round(np.where(known, minutes, 0) * 60).astype("int64")
    text = np.char.add(np.datetime_as_string(begin + seconds.astype("timedelta64[s]"), unit="s"), "Z").astype(object)
    text[~known] = None
    return text


def _texts(values: Any) -> Rows:
    """Empty text is a null."""
    result = np.asarray(values, object).copy()
    result[result == ""] = None
    return result


def _addresses(numbers: Any) -> Rows:
    unique, back = np.unique(numbers, return_inverse=True)
    texts: Rows = np.array([dotted(int(number)) for number in unique], object)
    return texts[back]


def _clients(numbers: Any) -> Rows:
    prints = np.array([f"t13d{number * 7919 % 65536:04x}_{number:02d}" for number in range(1024)], object)
    told: Rows = prints[numbers]
    return told


def _static_feeds(
    spec: WorldSpec, world: dict[str, Rows], names: Rows, internet: Internet, rng: np.random.Generator
) -> dict[str, dict[str, Rows]]:
    created = _moment(spec, world["created"] * 1440)
    parent = names[world["parent"]].copy()
    parent[world["parent"] < 0] = None
    paying = world["card"] != ""
    banned = ~np.isnan(world["banned"])
    some_name = np.where(world["name"] != "", world["name"], np.array([f"name-of-{name}" for name in names], object))
    return {
        "accounts": {
            "account_id": names, "created_at": created, "email": world["mail"], "plan": world["plan"],
            "country": world["country"], "organization": _texts(world["organization"]), "verified": world["verified"],
            "signup_ip": _addresses(world["addresses"][:, 0]), "signup_client": _clients(world["client"]),
            "signup_device": world["device"], "parent_account_id": parent,
        },
        "payments": {
            "account_id": names[paying], "instrument_id": world["card"][paying],
            "kind": np.where(world["name"][paying] != "", "virtual-card", "card").astype(object),
            "added_at": created[paying], "name_hash": _hashes(some_name[paying], "n"),
        },
        "clusters": {
            "query_cluster": np.array([f"qc-{at:05d}" for at in range(spec.topics)], object),
            "label": np.array([f"topic {at}" for at in range(spec.topics)], object),
            "capability": CAPABILITIES[capability_codes(spec)],
        },
        "networks": {
            "prefix": np.array([row[0] for row in internet.networks], object),
            "asn": np.array([row[1] for row in internet.networks], np.int64),
            "organization": np.array([row[2] for row in internet.networks], object),
            "kind": np.array([row[3] for row in internet.networks], object),
        },
        "actions": {
            "account_id": names[banned], "at": _moment(spec, world["banned"][banned] * 1440),
            "action": np.full(int(banned.sum()), "banned", object),
            "reason": np.full(int(banned.sum()), "abuse", object),
        },
    }  # fmt: skip


def _hashes(values: Rows, prefix: str) -> Rows:
    return np.array([prefix + hashlib.sha256(str(value).encode()).hexdigest()[:20] for value in values], object)


def _exchanges(
    out: Path, spec: WorldSpec, form: str, world: dict[str, Rows], names: Rows, rng: np.random.Generator,
    report: Callable[[str, int, int], None],
) -> tuple[int, dict[str, Rows]]:  # fmt: skip
    """Write a file a day; the number of exchanges, and logins (the first exchange of an account and address)."""
    total, begin = 0, date.fromisoformat(spec.first_day)
    logins: list[tuple[Rows, Rows, Rows]] = []
    for number, day in enumerate(days(spec, world, rng)):
        account, address = day["account"], _addresses(day["address"])
        moments = _moment(spec, day["minute"])
        _, first = np.unique(account, return_index=True)
        chosen = np.sort(first[rng.random(len(first)) < 0.1])
        logins.append((account[chosen], moments[chosen], address[chosen]))
        table = {
            "exchange_id": np.array([f"x{number:03d}-{at:07d}" for at in range(len(account))], object),
            "occurred_at": moments, "account_id": names[account], "ip": address, "client": _clients(day["client"]),
            "device_id": world["device"][account], "model": MODELS[day["model"]],
            "query_cluster": np.array([f"qc-{at:05d}" for at in range(spec.topics)], object)[day["topic"]],
            "input_tokens": day["input_tokens"], "output_tokens": day["output_tokens"],
            "surface": np.where(world["schedule"][account] == 1, "api", "app").astype(object),
        }  # fmt: skip
        _write_table(out / f"exchanges-{begin + timedelta(days=number)}.{form}", table)
        total += len(account)
        report("simulating", number + 1, spec.days)
    account = np.concatenate([part[0] for part in logins])
    table = {"account_id": names[account], "at": np.concatenate([part[1] for part in logins]),
             "ip": np.concatenate([part[2] for part in logins]), "device_id": world["device"][account]}  # fmt: skip
    return total, table


def _write_table(path: Path, columns: dict[str, Rows]) -> None:
    table = pa.table({name: pa.array(values) for name, values in columns.items()})
    if path.name.endswith(".parquet"):
        pq.write_table(table, path, compression="zstd", compression_level=12, row_group_size=1 << 20)
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
    rows: Iterable[tuple[Any, ...]] = sorted(zip(names, *columns, strict=True))
    with (folder / "truth.csv").open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(TRUTH)
        writer.writerows(rows)
