"""From numbers to feed tables in the style's naming, and the truth of all accounts that a feed names."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from benchmarks.heldout.mailbox import triple
from benchmarks.heldout.setting import Setting
from benchmarks.heldout.traffic import Columns

MODELS = ("model-large-2", "model-large-2-thinking", "model-small-3", "model-code-1")
SURFACES = ("api", "web", "app")
OUTCOMES = ("ok", "refused", "error", "limited")


def tables(world: Setting, traffic: Columns) -> tuple[dict[str, pa.Table], pa.Table]:
    """All feeds that the style has, and the truth."""
    style = world.style
    ids = _account_ids(world)
    addresses, networks = world.net.written()
    feeds = {"exchanges": _exchanges(world, traffic, ids, addresses)}
    known = np.zeros(world.cast.n, bool)
    known[np.unique(traffic["account"])] = True
    if "accounts" in style.feeds:
        feeds["accounts"], known = _accounts(world, ids, addresses), np.ones(world.cast.n, bool)
    if "payments" in style.feeds:
        feeds["payments"] = _payments(world, ids)
        known[world.cast.payments()["account"].astype(np.int64)] = True
    if "clusters" in style.feeds and style.content == "cluster":
        feeds["clusters"] = _clusters(world)
    if "networks" in style.feeds and style.ip != "hash":
        feeds["networks"] = pa.Table.from_pylist(networks)
    if "logins" in style.feeds:
        feeds["logins"] = _logins(world, traffic, ids, addresses)
    if "actions" in style.feeds:
        feeds["actions"] = _actions(world, ids)
        known |= world.cast.columns["banned"] >= 0
    return feeds, _truth(world, ids, known)


def hexes(seed: int, what: str, n: int, size: int = 8) -> NDArray[Any]:
    """n hexadecimal names that look like keyed hashes."""
    return np.array(
        [hashlib.blake2b(f"{seed}.{what}.{i}".encode(), digest_size=size).hexdigest() for i in range(n)], dtype=object
    )


def _account_ids(world: Setting) -> NDArray[Any]:
    style, n = world.style, world.cast.n
    names = hexes(style.seed, "account", n, 16)
    rank = np.argsort(np.argsort(world.cast.columns["created"], kind="stable"))
    if style.ids == "uuid":
        texts: Iterable[str] = (f"{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}" for h in names)
    elif style.ids == "prefixed":
        texts = (f"org-{h[:5]}/acct_{h[5:17]}" for h in names)
    elif style.ids == "zeros":
        texts = (f"{int(r) * 7 + 13:010d}" for r in rank)
    else:
        stems = ("Konto·", "учёт-", "帐户", "cuenta ñ ", "חשבון-")
        texts = (f"{stems[int(h[0], 16) % 5]}{h[1:13]}" for h in names)
    return np.array(list(texts), dtype=object)


def _take(values: NDArray[Any], index: NDArray[Any]) -> pa.Array:
    """values[index] as a dictionary array; null where the index is negative."""
    return pa.DictionaryArray.from_arrays(
        pa.array(index.astype(np.int32), mask=index < 0), pa.array(values, type=pa.string())
    )


def _times(world: Setting, seconds: NDArray[Any]) -> pa.Array:
    start = np.datetime64(world.style.start.replace(tzinfo=None), "ms")
    return pa.array(start + np.round(seconds * 1000).astype("timedelta64[ms]"), type=pa.timestamp("ms", "UTC"))


def _clients(world: Setting) -> NDArray[Any]:
    n, seed = world.clients, world.style.seed
    if world.style.clients == "ja4":
        return np.array(
            [
                f"t13d{15 + int(h[0], 16) % 4}{10 + int(h[1], 16)}h2_{h[2:14]}_{h[14:26]}"
                for h in hexes(seed, "client", n, 13)
            ],
            dtype=object,
        )
    stems = (
        "python-sdk",
        "node-sdk",
        "Mozilla/5.0 Chrome",
        "Mozilla/5.0 Safari",
        "curl",
        "okhttp",
        "go-client",
        "app-ios",
        "app-android",
        "litellm",
    )
    picks = np.random.default_rng([seed, 5]).integers(0, 1000, (n, 3))
    return np.array([f"{stems[a % 10]}/{b % 140}.{c % 60}.{i}" for i, (a, b, c) in enumerate(picks)], dtype=object)


def _topic_names(world: Setting) -> NDArray[Any]:
    """Names in an order that tells nothing: the operators' topics stand between the others."""
    names = hexes(world.style.seed, "topic", len(world.topics), 5)
    return names if world.style.seed % 2 else np.array([f"qc-{int(h, 16) % 10**9:09d}" for h in names], dtype=object)


def _exchanges(world: Setting, traffic: Columns, ids: NDArray[Any], addresses: list[str]) -> pa.Table:
    style, n = world.style, len(traffic["account"])
    columns: dict[str, Any] = {
        "occurred_at": _times(world, traffic["second"]),
        "account_id": _take(ids, traffic["account"]),
        "ip": _take(np.array(addresses, dtype=object), traffic["ip"]),
        "model": _take(np.array(MODELS, dtype=object), traffic["model"]),
        "outcome": _take(np.array(OUTCOMES, dtype=object), traffic["outcome"]),
        "surface": _take(np.array(SURFACES, dtype=object), traffic["surface"]),
    }
    if style.clients != "absent":
        columns["client"] = _take(_clients(world), traffic["client"])
    if style.devices:
        columns["device_id"] = _take(hexes(style.seed, "device", world.counted("device")), traffic["device"])
    if style.content == "cluster":
        columns["query_cluster"] = _take(_topic_names(world), traffic["topic"])
    elif style.content == "signature":
        columns["signature"] = _signatures(world, traffic["topic"])
    if style.tokens:
        columns["input_tokens"], columns["output_tokens"] = traffic["input_tokens"], traffic["output_tokens"]
    if style.exchange_ids:
        number = np.arange(n, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(style.seed)
        columns["exchange_id"] = pa.array([f"x{v:016x}" for v in number.tolist()])
    return pa.table(columns)


def _signatures(world: Setting, topic: NDArray[Any]) -> pa.Array:
    """Each topic's template has a sketch; one prompt in three differs from it by one bit."""
    rng = world.style.rng("signatures")
    base = rng.integers(0, 2**64, len(world.topics), dtype=np.uint64)
    flip = np.where(
        rng.random(len(topic)) < 0.33, np.uint64(1) << rng.integers(0, 64, len(topic)).astype(np.uint64), np.uint64(0)
    )
    return pa.array([f"simhash64-v1:{v:016x}" for v in (base[topic] ^ flip).tolist()])


def _accounts(world: Setting, ids: NDArray[Any], addresses: list[str]) -> pa.Table:
    style, c, rng = world.style, world.cast.columns, world.style.rng("accounts")
    n = world.cast.n
    columns: dict[str, Any] = {
        "account_id": pa.array(ids),
        "created_at": _times(world, c["created"]),
        "plan": _texts(c["plan_name"]),
        "country": _texts(c["country"]),
        "organization": _texts(c["org"]),
        "status": pa.array(np.where(c["banned"] >= 0, "banned", "active").tolist()),
        "verified": _texts(c["verified"]),
    }
    if style.email == "raw":
        columns["email"] = _texts(c["email"])
    elif style.email == "triple":
        parts = [triple(address, style.seed) if address else (None, None, None) for address in c["email"]]
        for name, values in zip(("email_hash", "email_domain", "email_pattern"), zip(*parts, strict=True), strict=True):
            columns[name] = pa.array(values, type=pa.string())
    if style.seed % 3:
        ip = world.cast.pool("ip").draw(np.arange(n), rng.random(n))
        columns["signup_ip"] = _take(np.array(addresses, dtype=object), np.where(rng.random(n) < 0.9, ip, -1))
    if style.email != "absent":
        columns["phone_hash"] = _phones(world, rng)
    return pa.table(columns)


def _phones(world: Setting, rng: np.random.Generator) -> pa.Array:
    """SIM-farm numbers of rings, own numbers of those who verified by phone."""
    c = world.cast.columns
    own = np.flatnonzero((c["phone"] < 0) & (c["verified"] == "phone"))
    phone = c["phone"].copy()
    phone[own] = world.count("phone", len(own))
    family = rng.choice(own, len(own) // 50) if len(own) else own
    phone[family] = phone[rng.choice(own, len(family))] if len(own) else phone[family]
    return _take(hexes(world.style.seed, "phone", world.counted("phone"), 12), phone)


def _texts(values: NDArray[Any]) -> pa.Array:
    return pa.array([v or None for v in values], type=pa.string())


def _payments(world: Setting, ids: NDArray[Any]) -> pa.Table:
    rows, seed = world.cast.payments(), world.style.seed
    prefix = ("fp_", "pm-", "card:", "")[seed % 4] or "i"
    names = np.array([prefix + h for h in hexes(seed, "instrument", world.counted("instrument"))], dtype=object)
    instrument = rows["instrument"].astype(np.int64)
    return pa.table(
        {
            "account_id": _take(ids, rows["account"].astype(np.int64)),
            "instrument_id": _take(names, instrument),
            "kind": pa.array(rows["kind"].astype(str).tolist()),
            "added_at": _times(world, np.minimum(rows["added"].astype(float), world.style.days * 86_400 - 60)),
            "name_hash": _take(hexes(seed, "name", world.counted("name")), rows["name"].astype(np.int64)),
            "address_hash": _take(hexes(seed, "address", world.counted("address")), rows["address"].astype(np.int64)),
        }
    )


def _clusters(world: Setting) -> pa.Table:
    capability, names = [c for c, _ in world.topics], _topic_names(world).tolist()
    labels = [f"{c} {name[-4:]}" for c, name in zip(capability, names, strict=True)]
    return pa.table({"query_cluster": names, "label": labels, "capability": capability})


def _logins(world: Setting, traffic: Columns, ids: NDArray[Any], addresses: list[str]) -> pa.Table:
    at = np.flatnonzero(traffic["login"] & (traffic["surface"] > 0))
    columns = {
        "account_id": _take(ids, traffic["account"][at]),
        "at": _times(world, np.maximum(traffic["second"][at] - 20, 0)),
        "ip": _take(np.array(addresses, dtype=object), traffic["ip"][at]),
    }
    if world.style.devices:
        columns["device_id"] = _take(hexes(world.style.seed, "device", world.counted("device")), traffic["device"][at])
    return pa.table(columns)


def _actions(world: Setting, ids: NDArray[Any]) -> pa.Table:
    """Bans of ring accounts, and the ordinary mistakes and small crimes of everybody else."""
    rng, c = world.style.rng("actions"), world.cast.columns
    banned = np.flatnonzero(c["banned"] >= 0)
    honest = np.flatnonzero(c["ring"] == "")
    others = rng.choice(honest, len(honest) // 400, replace=False)
    who = np.concatenate([banned, others])
    at = np.concatenate([c["banned"][banned], rng.uniform(0, world.style.days * 86_400, len(others))])
    what = ["banned"] * len(banned) + rng.choice(["warned", "limited", "suspended", "banned"], len(others)).tolist()
    return pa.table({"account_id": pa.array(ids[who]), "at": _times(world, at), "action": what})


def _truth(world: Setting, ids: NDArray[Any], known: NDArray[Any]) -> pa.Table:
    c = world.cast.columns
    names = ("ring", "operator", "cell", "tier", "population", "group_id")
    return pa.table({"account_id": pa.array(ids[known])} | {name: _texts(c[name][known]) for name in names})


def offset_minutes(style_times: str, seed: int) -> int:
    """The whole feed's offset from UTC for the style `offset`."""
    return int(timedelta(hours=(2, -5, 5.5, 9)[seed % 4]).total_seconds() // 60) if style_times == "offset" else 0
