"""The lab: which files and columns its ingestion has, how dirty they are, how it writes them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

EX = [
    "ip",
    "client",
    "device_id",
    "credential_id",
    "model",
    "query_cluster",
    "signature",
    "input_tokens",
    "output_tokens",
    "surface",
    "outcome",
    "exchange_id",
]
AC = [
    "email",
    "plan",
    "country",
    "organization",
    "status",
    "signup_ip",
    "signup_client",
    "signup_device",
    "phone_hash",
    "verified",
    "parent_account_id",
    "referrer_id",
]
PA = ["kind", "issuer_country", "bin", "added_at", "removed_at", "name_hash", "address_hash"]
FILES = ["payments", "clusters", "networks", "logins", "actions"]


@dataclass
class Lab:
    """Columns of exchanges, accounts and payments, other files, formats, and the share of gaps by column."""

    ex: set[str]
    ac: set[str]
    pa: set[str]
    files: set[str]
    hashed_mail: bool
    ip_mode: str
    ids: int
    fmt: str
    org_pays_all: bool
    nulls: dict[str, float] = field(default_factory=dict)


def _keep(r: np.random.Generator, names: list[str], p: float) -> set[str]:
    return {n for n in names if r.random() < p}


def _thin(r: np.random.Generator) -> tuple[set[str], set[str], set[str], set[str]]:
    """Few columns, but at least two kinds of traces of use, one of them of where or what."""
    ex = _keep(r, EX, 0.35) | {str(r.choice(["ip", "query_cluster"]))}
    traces = ["ip", "client", "device_id", "query_cluster", "signature"]
    while len(ex & set(traces)) < 2:
        ex.add(str(r.choice(traces)))
    files = _keep(r, FILES, 0.35) | _keep(r, ["accounts"], 0.75)
    while not files & {"accounts", "payments", "logins"}:
        files |= _keep(r, ["accounts", "payments"], 0.5)
    return ex, _keep(r, AC, 0.4), _keep(r, PA, 0.4), files


def make(r: np.random.Generator, style: str) -> Lab:
    """A lab by seed; a full one has most columns and lacks a few, a different few each time."""
    if style == "thin":
        ex, ac, pa, files = _thin(r)
    else:
        ex = _keep(r, EX, 0.93) | {"ip", "client", "query_cluster"}
        # Without these two an analyst could not tell a contract's bulk customer from a ring at all.
        ac = _keep(r, AC, 0.9) | {"organization", "verified"}
        pa, files = _keep(r, PA, 0.85), _keep(r, FILES, 0.93) | {"accounts"}
    mode = "full" if style != "thin" else str(r.choice(["full", "full", "hash", "prefix"]))
    nulls = {
        "ip": r.uniform(0, 0.006),
        "client": r.uniform(0.002, 0.03),
        "device_id": r.uniform(0.02, 0.2),
        "query_cluster": r.uniform(0.02, 0.2),
        "signature": r.uniform(0.01, 0.1),
        "input_tokens": r.uniform(0, 0.01),
    }
    fmt = str(r.choice(["parquet", "parquet", "csv.gz", "csv"]))
    return Lab(
        ex=ex,
        ac=ac,
        pa=pa,
        files=files,
        hashed_mail=bool(r.random() < 0.4),
        ip_mode=mode,
        ids=int(r.integers(3)),
        fmt=fmt,
        org_pays_all=bool(r.random() < 0.5),
        nulls=nulls,
    )
