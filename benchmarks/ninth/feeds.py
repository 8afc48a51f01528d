"""The feed tables, as Arrow."""

from __future__ import annotations

import hashlib

import numpy as np
import pyarrow as pa

from benchmarks.ninth.draws import Arr, U, mix
from benchmarks.ninth.lab import Lab
from benchmarks.ninth.names import pattern
from benchmarks.ninth.text import Column, addresses, coded, signatures, table, times, words
from benchmarks.ninth.world import DAY, World

SURFACES, OUTCOMES = ["web", "app", "api"], ["ok", "refused", "error", "limited"]
CARDS = ["card", "virtual-card", "prepaid-card"]
DECIDERS = ["analyst-1", "analyst-2", "rule-payments", "rule-abuse"]


def ids(w: World, idx: Arr) -> Column:
    """Account ids without order or meaning."""
    return coded("acc_", mix(np.asarray(idx).astype(U) + U(w.seed * 10**7 + 1)), 14)


def exchanges(w: World, lab: Lab, r: dict[str, Arr]) -> pa.Table:
    """One row a prompt."""
    number = np.arange(1, len(r["t"]) + 1).astype(U) + U(w.seed << 40)
    first = {"exchange_id": coded("ex_", number)} if lab.ex_ids else {}
    return pa.table(
        first
        | {
            "occurred_at": times(w, r["t"]),
            "account_id": ids(w, r["acct"]),
            "ip": addresses(r["ip"], r["t"], lab.ips),
            "client": table(w.clients.names, r["cli"]),
            "device_id": coded("dev-", r["dev"], 12),
            "credential_id": coded("key_", r["cred"], 12),
            "model": table(w.models, r["model"]),
            "query_cluster": table(w.cluster_ids, r["cl"]),
            "signature": signatures(r["sig"]),
            "input_tokens": pa.array(r["tin"]),
            "output_tokens": pa.array(r["tout"]),
            "surface": table(SURFACES, r["surf"]),
            "outcome": table(OUTCOMES, r["out"]),
        }
    )


def accounts(w: World, lab: Lab, a: dict[str, Arr], status: Arr) -> pa.Table:
    """One row an account, an older row too for those who changed their plan."""
    t = {
        "account_id": ids(w, a["id"]),
        "created_at": times(w, a["created"]),
        "plan": words(a["plan"]),
        "country": words(a["country"]),
        "organization": words(a["organization"]),
        "status": words(status),
        "signup_ip": addresses(a["signup_ip"], a["created"], lab.ips),
        "signup_client": table(w.clients.names, a["signup_cli"]),
        "signup_device": coded("dev-", a["signup_dev"], 12),
        "phone_hash": coded("ph_", a["phone"], 14),
        "verified": words(a["verified"]),
        "parent_account_id": _link(w, a["parent"]),
        "referrer_id": _link(w, a["referrer"]),
    }
    return _versions(w, pa.table(t | _mail(lab, a)), a)


def _mail(lab: Lab, a: dict[str, Arr]) -> dict[str, Column]:
    """The address, or what a lab that hashes it keeps."""
    mail = [f"{x}@{d}" for x, d in zip(a["local"], a["domain"], strict=True)]
    if lab.raw_mail:
        return {"email": pa.array(mail)}
    return {
        "email_hash": pa.array([hashlib.blake2b(m.encode(), digest_size=10, key=b"mail").hexdigest() for m in mail]),
        "email_domain": words(a["domain"]),
        "email_pattern": pa.array([pattern(x) for x in a["local"]]),
    }


def _link(w: World, idx: Arr) -> Column:
    """Ids of other accounts; null for -1."""
    named = np.array(ids(w, np.maximum(idx, 0)).to_pylist(), object)
    named[idx < 0] = None
    return pa.array(named, pa.string())


def _versions(w: World, t: pa.Table, a: dict[str, Arr]) -> pa.Table:
    """Rows are upserts: a few accounts have a row from before they paid."""
    late = np.flatnonzero((a["plan"] == "plus") & (w.rng.random(len(a["plan"])) < 0.08))
    newer = np.full(t.num_rows, np.nan)
    newer[late] = np.maximum(a["created"][late] + 60, 0)
    at = times(w, np.nan_to_num(newer))
    stamp = pa.array([x if k else None for x, k in zip(at.to_pylist(), ~np.isnan(newer), strict=True)], at.type)
    free = pa.array(["free"] * len(late), pa.string())
    old = t.take(late).set_column(t.schema.get_field_index("plan"), "plan", free)
    return pa.concat_tables(
        [t.append_column("updated_at", stamp), old.append_column("updated_at", pa.nulls(len(late), at.type))]
    )


def payments(w: World, a: dict[str, Arr]) -> pa.Table:
    """One row an instrument of an account."""
    m = a["pay"] != 0
    p = {k: v[m] for k, v in a.items()}
    carded = np.isin(p["pay_kind"], CARDS)
    added = np.minimum(np.maximum(p["pay_added"], p["created"]), w.days * DAY - 1)
    return pa.table(
        {
            "account_id": ids(w, p["id"]),
            "instrument_id": coded("pi_", p["pay"]),
            "kind": words(p["pay_kind"]),
            "issuer_country": words(np.where(carded, p["issuer"], "")),
            "bin": words(np.where(carded, p["bin"], "")),
            "added_at": times(w, added),
            "name_hash": coded("nm_", p["name"], 12),
            "address_hash": coded("ad_", p["addr"], 12),
        }
    )


def clusters(w: World) -> pa.Table:
    """Most clusters are labelled; one in ten has no row yet."""
    tp = w.topics
    k = np.flatnonzero(w.rng.random(tp.n) < 0.9)
    blank = w.rng.random(len(k)) < 0.07
    return pa.table(
        {
            "query_cluster": table(w.cluster_ids, k),
            "label": words(np.where(blank, "", np.array(tp.label, object)[k])),
            "capability": words(np.where(blank, "", tp.cap[k])),
            "signature": signatures(tp.sig[k]),
        }
    )


def networks(w: World) -> pa.Table:
    """The prefixes the lab's provider knows: nearly all."""
    rows = [r for r in w.nets.rows if w.rng.random() < 0.97]
    return pa.table({name: [r[i] for r in rows] for i, name in enumerate(("prefix", "asn", "organization", "kind"))})


def logins(w: World, lab: Lab, r: dict[str, Arr]) -> pa.Table:
    """Sign-ins."""
    return pa.table(
        {
            "account_id": ids(w, r["acct"]),
            "at": times(w, r["t"]),
            "ip": addresses(r["ip"], r["t"], lab.ips),
            "device_id": coded("dev-", r["dev"], 12),
            "client": table(w.clients.names, r["cli"]),
        }
    )


def actions(w: World) -> pa.Table:
    """What the lab did."""
    acts = sorted(w.acts, key=lambda x: x.at)
    case = [f"case-{k:05d}" for k in w.rng.integers(0, 99999, len(acts))]
    return pa.table(
        {
            "account_id": ids(w, np.array([x.account for x in acts], np.int64)),
            "at": times(w, np.array([x.at for x in acts], float)),
            "action": pa.array([x.action for x in acts], pa.string()),
            "reason": pa.array([x.reason for x in acts], pa.string()),
            "decided_by": pa.array([str(x) for x in w.rng.choice(DECIDERS, len(acts))], pa.string()),
            "case_id": pa.array(case, pa.string()),
        }
    )
