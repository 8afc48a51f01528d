"""The feeds beside exchanges, with the columns that the lab has, and the truth."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any, Final

import numpy as np

from benchmarks.eighth import mails
from benchmarks.eighth import render as rd
from benchmarks.eighth.catalog import CAPS
from benchmarks.eighth.hashing import Arr, mix, unit
from benchmarks.eighth.nets import prefixes
from benchmarks.eighth.world import World

LABELS: Final = {
    "ring": "ring",
    "operator": "operator",
    "cell": "cell",
    "tier": "tier",
    "population": "population",
    "group_id": "group",
}
"""Column of the truth -> column of the accounts."""


def joined(w: World, name: str) -> dict[str, Arr]:
    """All rows of a table."""
    parts = [part for part in w.tables[name] if len(part["a"])] or w.tables[name][:1]
    return {column: np.concatenate([np.asarray(part[column]) for part in parts]) for column in parts[0]}


def accounts(w: World, names: Arr) -> dict[str, Any]:
    """Accounts by number."""
    x = joined(w, "accounts")
    columns = {
        "plan": x["plan"],
        "country": rd.countries(x["country"]),
        "organization": x["organization"],
        "status": x["status"],
        "signup_ip": rd.addresses(w, x["hi"], x["lo"]),
        "signup_client": rd.clients(w, x["client"]),
        "signup_device": rd.hexes("d-", x["device"]),
        "phone_hash": rd.hexes("p", x["phone"]),
        "verified": x["verified"],
        "parent_account_id": _other(names, x["parent"]),
        "referrer_id": _other(names, x["referrer"]),
    }
    mail = _mail(w, x["email"]) if "email" in w.lab.ac else {}
    kept = {name: values for name, values in columns.items() if name in w.lab.ac}
    return {"account_id": names[x["a"]], "created_at": rd.clock(w, x["created"])} | mail | kept


def _other(names: Arr, k: Arr) -> Arr:
    """Another account's id, or none."""
    return np.where(k >= 0, names[np.maximum(k, 0).astype(int)], np.array(None))


def _mail(w: World, mail: Arr) -> dict[str, Arr]:
    """The address, or its hash, domain and shape."""
    if not w.lab.hashed_mail:
        return {"email": mail}
    digests = [hashlib.blake2b(f"{w.seed}{v}".encode(), digest_size=10).hexdigest() for v in mail]
    return {
        "email_hash": np.array(digests, object),
        "email_domain": np.array([v.split("@")[1] for v in mail], object),
        "email_pattern": np.array([mails.pattern(v) for v in mail], object),
    }


def changed(w: World, full: dict[str, Any]) -> dict[str, Any]:
    """A later export of those accounts that changed their status: whole rows, newer."""
    late = np.flatnonzero(unit(mix(np.arange(w.count), 91)) < 0.01)
    part = {name: np.asarray(values, object)[late] for name, values in full.items()}
    return part | {"updated_at": rd.clock(w, np.full(len(late), w.span - 3600.0))}


def payments(w: World, names: Arr) -> dict[str, Any]:
    """Instruments."""
    x = joined(w, "payments")
    columns = {
        "account_id": names[x["a"]],
        "instrument_id": rd.hexes("pi_", x["inst"]),
        "kind": x["kind"],
        "issuer_country": rd.countries(x["issuer"]),
        "bin": x["bin"].astype(str),
        "added_at": rd.clock(w, x["added"]),
        "name_hash": rd.hexes("n", x["name"]),
        "address_hash": rd.hexes("h", x["addr"]),
    }
    return {name: values for name, values in columns.items() if name in w.lab.pa or name.endswith("_id")}


def logins(w: World, names: Arr) -> dict[str, Any]:
    """Logins, with the address and the device where the lab keeps them at all."""
    x = joined(w, "logins")
    columns = {
        "account_id": names[x["a"]],
        "at": rd.clock(w, x["t"]),
        "ip": rd.addresses(w, x["hi"], x["lo"]),
        "device_id": rd.hexes("d-", x["device"]),
        "client": rd.clients(w, x["client"]),
    }
    return {name: values for name, values in columns.items() if name in {"account_id", "at", *w.lab.ex}}


def actions(w: World, names: Arr) -> dict[str, Any]:
    """The desk's actions."""
    x = joined(w, "actions")
    return {"account_id": names[x["a"]], "at": rd.clock(w, x["t"]), "action": x["action"], "reason": x["reason"]}


def clusters(w: World, names: Arr) -> dict[str, Any]:
    """The clusters' texts."""
    return {
        "query_cluster": rd.clusters(w),
        "label": [w.cat.label(k) for k in range(w.cat.k)],
        "capability": [CAPS[c] for c in w.cat.cap],
    }


def networks(w: World, names: Arr) -> dict[str, Any]:
    """The enrichment vendor's table; it lacks some."""
    rows = [(p, n.asn, n.org, n.kind) for n in w.plan.nets for p in prefixes(n) if w.rng.random() < 0.96]
    return dict(zip(("prefix", "asn", "organization", "kind"), map(list, zip(*rows, strict=True)), strict=True))


TABLES: Final[dict[str, Callable[[World, Arr], dict[str, Any]]]] = {
    "accounts": accounts,
    "payments": payments,
    "logins": logins,
    "actions": actions,
    "clusters": clusters,
    "networks": networks,
}


def truth(w: World, names: Arr) -> dict[str, Arr]:
    """Labels of the accounts that any feed names; empty where there is none."""
    x = joined(w, "accounts")
    feeds = w.tables.keys() & {"exchanges", *w.lab.files}
    known = np.unique(np.concatenate([part["a"] for feed in feeds for part in w.tables[feed]]))
    return {"account_id": names[known]} | {label: x[column][known] for label, column in LABELS.items()}
