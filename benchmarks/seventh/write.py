"""The feed directory of a world."""

from __future__ import annotations

import gzip
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq

from benchmarks.seventh import clients, pay
from benchmarks.seventh import render as r
from benchmarks.seventh.engine import SURFACES
from benchmarks.seventh.geo import COUNTRIES
from benchmarks.seventh.lab import expand
from benchmarks.seventh.util import Arr, mix
from benchmarks.seventh.world import DAY, World

MODELS: list[str | None] = ["small-3", "main-3", "large-3", "large-4"]
PACKED: dict[str, Any] = {"csv": None, "csv.gz": "gzip", "csv.zst": "zstd"}
OUTCOMES: list[str | None] = ["ok", "refused", "error", "limited"]


def save(out: Path, name: str, fmt: str, table: pa.Table) -> None:
    """One file."""
    path = out / f"{name}.{fmt}"
    if fmt == "parquet":
        pq.write_table(table, path)
    elif fmt.startswith("csv"):
        with pa.output_stream(str(path), compression=PACKED[fmt]) as f:
            pc.write_csv(table, f, pc.WriteOptions(quoting_style="needed"))
    else:
        raw = table.to_pandas().to_json(orient="records", lines=True).encode()
        # no clock in the header: the same seed, the same bytes
        path.write_bytes(gzip.compress(raw, mtime=0) if fmt.endswith("gz") else raw)


def client(w: World, codes: Arr) -> pa.Array[Any]:
    """Clients as the lab writes them."""
    uniq, inv = np.unique(codes, return_inverse=True)
    return r.text(inv, [clients.label(int(c), w.lab.client) for c in uniq])


def exchanges(w: World, e: dict[str, Arr], first: int) -> dict[str, pa.Array[Any]]:
    """Columns of exchanges of some days."""
    n = len(e["t"])
    ids = mix(np.arange(first, first + n), w.seed)
    return {
        "occurred_at": r.times(w, e["t"]),
        "account_id": r.account(w, e["acc"]),
        "ip": r.addresses(w, e["ip"], e["acc"], e["t"]),
        "client": client(w, e["client"]),
        "device_id": r.coded(w, "dev_", e["device"], 2),
        "credential_id": r.coded(w, "key_", e["cred"], 3),
        "model": r.text(e["model"], MODELS),
        "query_cluster": r.text(e["cluster"], [f"qc-{i:05d}" for i in range(w.topics.n)]),
        "signature": r.signature(e["sig"]),
        "input_tokens": pa.array(e["tin"]),
        "output_tokens": pa.array(e["tout"]),
        "surface": r.text(e["surface"], list(SURFACES)),
        "outcome": r.text(e["outcome"], OUTCOMES),
        "exchange_id": pa.array([f"ex_{int(x):016x}" for x in ids]),
    }


def accounts(w: World) -> dict[str, Any]:
    """Columns of accounts."""
    a, n = w.acc.get, w.acc.n
    ids = np.arange(n)
    mail = [str(m) for m in a("email")]
    ref = np.where(a("referrer") == ids, -1, a("referrer"))
    return {
        "account_id": r.account(w, ids),
        "created_at": r.times(w, np.minimum(a("created"), w.end() - 1)),
        "email": mail,
        "email_hash": [r.digest(m, w.seed) for m in mail],
        "email_domain": [m.split("@")[1] for m in mail],
        "email_pattern": [r.pattern(m) for m in mail],
        "plan": a("plan").tolist(),
        "country": [COUNTRIES[int(c)].code for c in a("country")],
        "organization": [x or None for x in a("org")],
        "status": a("status").tolist(),
        "signup_ip": r.addresses(w, a("signup_ip"), ids, a("created")),
        "signup_client": client(w, a("signup_client")),
        "signup_device": r.coded(w, "dev_", a("signup_device"), 2),
        "phone_hash": r.coded(w, "ph_", a("phone"), 4),
        "verified": a("verified").tolist(),
        "parent_account_id": r.account(w, a("parent")),
        "referrer_id": r.account(w, ref),
    }


def payments(w: World) -> dict[str, Any]:
    """Columns of payments."""
    p = {k: np.concatenate([x[k] for x in w.pay]) for k in w.pay[0]}
    return {
        "account_id": r.account(w, p["acc"]),
        "instrument_id": r.coded(w, "pm_", p["inst"], 5),
        "kind": r.text(p["kind"], list(pay.KINDS)),
        "issuer_country": [COUNTRIES[int(c)].code for c in p["country"]],
        "bin": [str(int(b)) if b else None for b in p["bin"]],
        "added_at": r.times(w, p["added"]),
        "removed_at": r.times(w, p["removed"]),
        "name_hash": r.coded(w, "nm_", p["name"], 6),
        "address_hash": r.coded(w, "ad_", p["address"], 7),
    }


def logins(w: World, e: dict[str, Arr]) -> dict[str, Any]:
    """Columns of logins."""
    return {
        "account_id": r.account(w, e["acc"]),
        "at": r.times(w, e["t"]),
        "ip": r.addresses(w, e["ip"], e["acc"], e["t"]),
        "device_id": r.coded(w, "dev_", e["device"], 2),
        "client": client(w, e["client"]),
    }


def actions(w: World) -> dict[str, Any]:
    """Columns of actions."""
    rows = w.actions
    return {
        "account_id": r.account(w, np.array([x[0] for x in rows], int)),
        "at": r.times(w, np.array([x[1] for x in rows], float)),
        "action": [x[2] for x in rows],
        "reason": [x[3] for x in rows],
        "decided_by": [x[4] for x in rows],
        "case_id": [f"case-{i:05d}" for i in range(len(rows))],
    }


def tables(w: World) -> dict[str, dict[str, Any]]:
    """The static files."""
    t, rows = w.topics, w.net.rows
    out = {"accounts": accounts(w), "payments": payments(w), "actions": actions(w)}
    out["clusters"] = {
        "query_cluster": [f"qc-{i:05d}" for i in range(t.n)],
        "label": [f"{c} topic {i}" for i, c in enumerate(t.cap)],
        "capability": t.cap.tolist(),
        "signature": r.signature(t.base),
    }
    out["networks"] = {
        "prefix": [x[0] for x in rows],
        "asn": [x[1] for x in rows],
        "organization": [x[2] for x in rows],
        "kind": [x[3] for x in rows],
    }
    return out


def small(w: World, out: Path, kind: str, cols: dict[str, Any]) -> None:
    """One static file with the columns that the lab keeps."""
    keep = expand(w.lab.columns.get(kind, []), w.lab.mail)
    if keep:
        table = pa.table({k: cols[k] for k in keep if k in cols})
        if w.lab.known and kind in ("payments", "actions"):
            at = "added_at" if kind == "payments" else "at"
            table = table.append_column("known_at", table[at]) if at in keep else table
        save(out, kind, w.lab.small[kind], table)


def truth(w: World, out: Path, seen: Arr) -> None:
    """truth/truth.csv: of a lab without an accounts file only those that some feed names."""
    a = w.acc.get
    who = np.arange(w.acc.n) if "accounts" in w.lab.columns else np.unique(seen)
    frame = pd.DataFrame(
        {
            "account_id": r.account(w, who).to_pylist(),
            **{k: a(k)[who] for k in ("ring", "operator", "cell", "tier", "population")},
            "group_id": a("group")[who],
        }
    )
    (out / "truth").mkdir(exist_ok=True)
    frame.to_csv(out / "truth" / "truth.csv", index=False)


def days(w: World, out: Path, e: dict[str, Arr]) -> None:
    """Exchanges, a file a day."""
    day = (e["t"] // DAY).astype(int)
    edges = np.searchsorted(day, np.arange(w.days + 1))
    for d, (a, b) in enumerate(pairwise(edges)):
        cols = exchanges(w, {k: v[a:b] for k, v in e.items()}, int(a))
        name = str(np.datetime64(int(w.t0) + d * DAY, "s"))[:10]
        save(out, f"exchanges-{name}", w.lab.bulk, pa.table({k: cols[k] for k in w.lab.columns["exchanges"]}))
