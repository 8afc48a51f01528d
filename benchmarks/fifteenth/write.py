"""Writes the feeds, the truth and the knobs of a world."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.fifteenth.columns import addresses, signs, stamps, texts
from benchmarks.fifteenth.emit import Rows
from benchmarks.fifteenth.gear import SURFACES
from benchmarks.fifteenth.topics import FIELDS
from benchmarks.fifteenth.world import DAY, World

MODELS = ["large-3", "medium-3", "small-3", "large-2", "small-2"]
OUTCOMES = ["ok", "refused", "error", "limited"]
STAMPS = ("created_at", "added_at", "at", "removed_at")


def exchanges(world: World, out: Path, rows: Rows, told: dict[str, Any]) -> int:
    """One file a day, in order of time, and one of rows that come again; gives how many rows were written."""
    by = np.argsort(rows["t"], kind="stable")
    rows = {k: v[by] for k, v in rows.items()}
    table = _table(world, rows, told)
    _by_day(world, out, table, rows)
    again = table.take(np.sort(world.rng.choice(len(by), int(len(by) * told["copies"]), replace=False)))
    if again.num_rows:
        pq.write_table(again, out / "exchanges-replay.parquet")
    return len(by) + int(again.num_rows)


def _table(world: World, rows: Rows, told: dict[str, Any]) -> Any:
    n, rng = len(rows["t"]), world.rng
    untold = rng.random(n) < told["untold"]
    table = pa.table({
        "occurred_at": stamps(rows["t"] + world.start * 1000),
        "account_id": texts(world.ids, rows["account"]), "ip": addresses(world, rows["ip"], told["prefix"]),
        "client": texts(world.clients.table.items, rows["client"]),
        "device_id": texts(world.devices.items, rows["device"]),
        "credential_id": texts(world.clients.keys.items, rows["key"]), "model": texts(MODELS, rows["model"]),
        "query_cluster": texts(world.topics.table.items, np.where(untold, -1, rows["cluster"])),
        "input_tokens": pa.array(rows["input"]), "output_tokens": pa.array(rows["output"]),
        "surface": texts(SURFACES, rows["surface"]), "outcome": texts(OUTCOMES, rows["outcome"]),
        "exchange_id": pa.array([f"x{i:08x}" for i in rng.permutation(n).tolist()]),
    })  # fmt: skip
    return table.append_column("signature", signs(rows["sign"])) if told["signed"] else table


def _by_day(world: World, out: Path, table: Any, rows: Rows) -> None:
    edges = np.searchsorted(rows["t"], np.arange(world.days + 1) * DAY * 1000)
    for day in range(world.days):
        part = table.slice(edges[day], edges[day + 1] - edges[day])
        date = pd.Timestamp(world.start + day * DAY, unit="s").strftime("%Y-%m-%d")
        if part.num_rows:
            pq.write_table(part, out / f"exchanges-{date}.parquet")


def feed(world: World, out: Path, kind: str) -> None:
    """One small feed, from the parts that the builders said; none of which nothing was said."""
    parts = world.feeds.get(kind, [])
    if not parts:
        return
    columns: dict[str, Any] = {}
    for name in parts[0]:
        whole = [x for p in parts for x in (p[name].tolist() if isinstance(p[name], np.ndarray) else list(p[name]))]
        columns.update(_column(world, name, whole))
    pq.write_table(pa.table(columns), out / f"{kind}.parquet")


def _column(world: World, name: str, whole: list[Any]) -> dict[str, Any]:
    """A column under the name that the feed has for it."""
    if name in STAMPS:
        return {name: stamps(np.array(whole, np.int64) * 1000)}
    if name in ("ip", "signup_ip"):
        return {name: addresses(world, np.array(whole), False)}
    tables = {"account": ("account_id", world.ids), "parent": ("parent_account_id", world.ids),
              "referrer": ("referrer_id", world.ids), "device": ("device_id", world.devices.items),
              "signup_device": ("signup_device", world.devices.items), "client": ("client", world.clients.table.items),
              "signup_client": ("signup_client", world.clients.table.items)}  # fmt: skip
    if name in tables:
        column, items = tables[name]
        return {column: texts(items, np.array(whole))}
    return {name: pa.array([None if x is None else str(x) for x in whole], pa.string())}


def catalogue(world: World, out: Path, told: dict[str, Any]) -> None:
    """Clusters and networks, of which the lab knows nearly all."""
    rng, topics = world.rng, world.topics
    keep = np.flatnonzero(rng.random(len(topics.sign)) < 0.96)
    area = [FIELDS[topics.area[i]] for i in keep]
    pq.write_table(pa.table({
        "query_cluster": [topics.table.items[i] for i in keep], "capability": area,
        "label": [f"{a} {i % 89}" for i, a in zip(keep.tolist(), area, strict=True)],
        "signature": signs(np.array([topics.sign[i] for i in keep], np.uint64)),
    }), out / "clusters.parquet")  # fmt: skip
    known = [r for r in world.nets.rows if rng.random() < told["nets"]]
    pq.write_table(pa.table({
        "prefix": [r[0] for r in known], "asn": [str(r[1]) for r in known], "organization": [r[2] for r in known],
        "kind": [r[3] for r in known],
    }), out / "networks.parquet")  # fmt: skip


def truth(world: World, out: Path) -> pd.DataFrame:
    """Who is of a ring, and of which honest group, a row an account; and all that was drawn."""
    frames = [pd.DataFrame({
        "account_id": [world.ids[i] for i in b.who], "ring": b.ring, "operator": b.operator,
        "cell": [f"{b.ring}-c{int(c):02d}" for c in b.cell] if b.cell is not None and b.ring else "",
        "tier": b.tier, "population": b.population, "group_id": b.group_id,
    }) for b in world.batches]  # fmt: skip
    rows = pd.concat(frames).sort_values("account_id")
    (out / "truth").mkdir(exist_ok=True)
    rows.to_csv(out / "truth" / "truth.csv", index=False)
    text = json.dumps(world.knobs, indent=1, sort_keys=True, default=str)
    (out / "truth" / "_knobs.json").write_text(text + "\n")
    return rows
