"""The feed directory of a world, its truth, and notes for the analyst."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pcsv
import pyarrow.parquet as pq

from benchmarks.ninth import feeds, traffic
from benchmarks.ninth.draws import Arr, U, mix
from benchmarks.ninth.lab import Lab
from benchmarks.ninth.text import Column
from benchmarks.ninth.world import DAY, World

TRUTH = ("ring", "operator", "cell", "tier", "population", "group_id")


def write(w: World, lab: Lab, out: Path) -> tuple[int, dict[str, Arr]]:
    """All files; tells how many rows of exchanges there are, copies too, and the columns of the truth."""
    a = merge(w)
    rows, seen = _rows(w)
    w.acts = [x for x in w.acts if a["created"][x.account] < x.at < w.days * DAY]
    tables = {
        "accounts": feeds.accounts(w, lab, a, _status(w)),
        "payments": feeds.payments(w, a),
        "clusters": feeds.clusters(w),
        "networks": feeds.networks(w),
        "logins": feeds.logins(w, lab, seen),
        "actions": feeds.actions(w),
    }
    for kind, t in tables.items():
        if lab.cols is None or kind in lab.cols:
            save(_cut(t, lab, kind), out / f"{kind}.{lab.fmt[kind]}")
    written = _by_day(w, lab, _cut(feeds.exchanges(w, lab, rows), lab, "exchanges"), rows["t"], out)
    return written, _truth(w, a, _told(w, lab, rows), out / "truth")


def merge(w: World) -> dict[str, Arr]:
    """All accounts as columns."""
    parts = [_registered(w, number) for number in range(len(w.acc))]
    out = {k: np.concatenate([x[k] for x in parts]) for k in parts[0]}
    out["created"] = np.minimum(out["created"], w.days * DAY - 2)
    for i, taken in w.over.items():
        for col, val in (taken._asdict() | {"population": "", "group_id": ""}).items():
            out[col][i] = val
    return out


def _registered(w: World, number: int) -> dict[str, Arr]:
    """Columns of a cast; what it left open at registration is the home line, the first device and client."""
    acc, u = w.acc[number]
    i = np.arange(len(u.acct))
    ip = traffic.address(w, u, i, np.zeros(len(i), np.int64), acc["created"], u.key[:, 0])
    device = np.where(u.dev[:, 0] == 0, mix(u.who), u.dev[:, 0])
    client = np.where(u.surf[:, 0] == 2, w.console[i % 997], u.cli[:, 0])
    first = {"signup_ip": ip, "signup_dev": device, "signup_cli": client}
    return acc | {k: np.where(acc[k] == 0, v, acc[k]) for k, v in first.items()}


def _rows(w: World) -> tuple[dict[str, Arr], dict[str, Arr]]:
    """Everybody's exchanges in order of time, and logins."""
    parts, seen = [], []
    for u in w.uses:
        r = traffic.exchanges(w, u)
        seen.append(traffic.logins(w, u, r))
        parts.append(r)
    rows = _ordered(parts)
    base = (mix(rows["acct"].astype(U) ^ U(99)) % U(3)).astype(np.int64)
    rows["model"] = np.where(rows["new"], 3, base)
    return rows, _ordered(seen)


def _ordered(parts: list[dict[str, Arr]]) -> dict[str, Arr]:
    """Rows of all by time."""
    rows = {k: np.concatenate([p[k] for p in parts]) for k in parts[0]}
    order = np.argsort(rows["t"], kind="stable")
    return {k: v[order] for k, v in rows.items()}


def _status(w: World) -> Arr:
    """The last thing that was done."""
    out = np.full(w.n, "active", object)
    for act in sorted(w.acts, key=lambda x: x.at):
        after = {"banned": "banned", "suspended": "suspended", "reinstated": "active"}
        out[act.account] = after.get(act.action, out[act.account])
    return out


def _cut(t: pa.Table, lab: Lab, kind: str) -> pa.Table:
    """The columns this lab keeps."""
    if lab.cols is None:
        return t
    return t.select([c for c in t.column_names if c in lab.cols[kind]])


def _by_day(w: World, lab: Lab, t: pa.Table, when: Arr, out: Path) -> int:
    """A file a day by arrival: one row in a hundred is late; some copies arrive twice, which the contract allows."""
    late = np.where(w.rng.random(len(when)) < 0.01, w.rng.exponential(40000, len(when)), 0)
    day = np.minimum(np.floor((when + late) / DAY).astype(int), w.days)
    written = 0
    for d in np.unique(day):
        idx = np.flatnonzero(day == d)
        if lab.ex_ids and len(idx) > 500:
            idx = np.concatenate([idx, idx[:3]])
        name = np.datetime64(w.start.date()) + int(d)
        save(t.take(idx), out / f"exchanges-{name}.{lab.fmt['exchanges']}")
        written += len(idx)
    return written


def save(t: pa.Table, path: Path) -> None:
    """One table in the format its name says; times in text are RFC 3339 with Z."""
    if path.suffix == ".parquet":
        pq.write_table(t, path)
        return
    for k, column in enumerate(t.schema):
        if pa.types.is_timestamp(column.type):
            t = t.set_column(k, column.name, pc.strftime(t.column(k), format="%Y-%m-%dT%H:%M:%SZ"))
    raw = _lines(t) if ".jsonl" in path.name else _csv(t)
    # no clock in the header: the same seed, the same bytes
    path.write_bytes(gzip.compress(raw, 3, mtime=0) if path.suffix == ".gz" else raw)


def _lines(t: pa.Table) -> bytes:
    rows = ({k: v for k, v in row.items() if v is not None} for row in t.to_pylist())
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def _csv(t: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    pcsv.write_csv(t, sink)
    return sink.getvalue().to_pybytes()


def _told(w: World, lab: Lab, rows: dict[str, Arr]) -> Arr:
    """Accounts that some feed names: without an accounts file the silent ones exist for nobody, nor in the truth."""
    if lab.cols is None or "accounts" in lab.cols:
        return np.ones(w.n, bool)
    out = np.zeros(w.n, bool)
    out[rows["acct"]] = True
    if "actions" in lab.cols:
        out[[x.account for x in w.acts]] = True
    return out


def _truth(w: World, a: dict[str, Arr], told: Arr, out: Path) -> dict[str, Arr]:
    """truth.csv, and what an analyst could have used."""
    out.mkdir()
    kept = {k: a[k][told] for k in TRUTH}
    texts: dict[str, Column] = {k: pa.array([str(x) for x in v]) for k, v in kept.items()}
    pcsv.write_csv(pa.table({"account_id": feeds.ids(w, a["id"][told])} | texts), out / "truth.csv")
    (out / "notes.txt").write_text("\n".join(w.notes) + "\n")
    return kept
