"""The feeds of what accounts do: exchanges, a Parquet file a day, and logins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.eleventh import traffic
from benchmarks.eleventh.model import DAY, World

START = datetime(2025, 3, 3, tzinfo=UTC).timestamp()
MODELS = ["lumen-large", "lumen-medium", "lumen-small"]
OUTCOMES = {"ok": 0.96, "refused": 0.015, "error": 0.015, "limited": 0.01}
Texts = Any  # an Arrow array of strings


def stamps(seconds: np.ndarray | list[float]) -> pd.Series[str]:
    """RFC 3339 times in UTC of seconds since the first midnight."""
    at = pd.to_datetime(np.round((np.asarray(seconds, float) + START) * 1000).astype(np.int64), unit="ms", utc=True)
    return pd.Series(at.strftime("%Y-%m-%dT%H:%M:%S") + "Z")


def address(number: int) -> str:
    """An IPv4 address as text."""
    return str(IPv4Address(int(number)))


@dataclass(frozen=True, slots=True)
class Log:
    """All sittings, and of each the address, client and device."""

    sat: traffic.Sittings
    ip: np.ndarray
    client: np.ndarray
    device: np.ndarray


def draw(world: World) -> Log:
    """The sittings of everybody."""
    sat = traffic.sittings(world)
    ip, side = traffic.addresses(world, sat), world.rng.random((2, len(sat.who)))
    client = _second([a.clients for a in world.accounts], sat.who, side[0], 0.8)
    device = _second([a.devices or [""] for a in world.accounts], sat.who, side[1], 0.75)
    return Log(sat, ip, client, device)


def _second(lists: list[list[str]], who: np.ndarray, u: np.ndarray, first: float) -> np.ndarray:
    """The first or the last of each account's things."""
    one, other = (np.array([x[end] for x in lists], object) for end in (0, -1))
    chosen: np.ndarray = np.where(u < first, one[who], other[who])
    return chosen


def exchanges(world: World, log: Log, out: Path) -> int:
    """Write a file a day; tell how many exchanges."""
    row, at = traffic.times(world, log.sat)
    keep = at < np.minimum(world.style.days * DAY, np.array([a.ended for a in world.accounts])[log.sat.who][row])
    row, at = row[keep], at[keep]
    table, order = pa.table(_columns(world, log, row, at)), np.argsort(at, kind="stable")
    for day in range(world.style.days):
        rows = order[(at[order] >= day * DAY) & (at[order] < (day + 1) * DAY)]
        pq.write_table(table.take(rows), out / f"exchanges-{stamps([day * DAY])[0][:10]}.parquet")
    return len(row)


def _columns(world: World, log: Log, row: np.ndarray, at: np.ndarray) -> dict[str, Any]:
    """The exchanges of the sittings `row`; the order of the columns is the order of the draws."""
    rng, sat = world.rng, log.sat
    surface = np.array([world.surfaces[c] for c in log.client], object)
    model = rng.integers(0, 3, len(row)) * (rng.random(len(row)) > np.where(sat.planned[row], 0.7, 0.2))
    columns = {
        "account_id": _texts([a.id for a in world.accounts], sat.who[row]),
        "ip": _addresses(log.ip, row),
        "client": _texts(log.client, row),
        "device_id": _texts(np.where(surface == "api", np.array(None, object), log.device), row),
        "model": _texts(MODELS, model),
        "surface": _texts(surface, row),
        "input_tokens": pa.array(rng.lognormal(6, 1, len(row)).astype(np.int64)),
        "output_tokens": pa.array(rng.lognormal(6.2, 0.9, len(row)).astype(np.int64)),
        "outcome": _texts(list(OUTCOMES), rng.choice(len(OUTCOMES), len(row), p=list(OUTCOMES.values()))),
        "exchange_id": pa.array([f"ex_{n:09x}" for n in rng.permutation(len(row)).tolist()]),
        "occurred_at": pa.array(((at + START) * 1000).astype(np.int64)).cast(pa.timestamp("ms", tz="UTC")),
    }
    picked = traffic.topics(world, sat.who[row], sat.planned[row])
    if world.style.clusters:
        columns["query_cluster"] = _texts([f"qc-{n:04d}" for n in range(len(world.popularity))], picked)
    return columns


def _texts(values: np.ndarray | list[str], codes: np.ndarray) -> Texts:
    return pa.array(values, pa.string()).take(pa.array(codes))


def _addresses(ip: np.ndarray, row: np.ndarray) -> Texts:
    known, code = np.unique(ip, return_inverse=True)
    return _texts([address(x) for x in known], code[row])


def logins(world: World, log: Log, out: Path) -> None:
    """Some sittings begin with a login, on the account's device also where the work is done by a program."""
    some = np.flatnonzero(world.rng.random(len(log.sat.who)) < 0.09)
    columns = {
        "account_id": [world.accounts[i].id for i in log.sat.who[some]],
        "at": stamps(log.sat.at[some]),
        "ip": _addresses(log.ip, some).to_pylist(),
        "device_id": log.device[some],
        "client": log.client[some],
    }
    frame = pd.DataFrame(columns).drop_duplicates(["account_id", "at", "ip", "device_id"])
    frame.sort_values(["at", "account_id"]).to_csv(out / "logins.csv", index=False)
