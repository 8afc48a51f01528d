"""The columns of each feed, as Arrow arrays: strings are taken from small tables, never made one by one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from app.worlds.cast import Internet, Rows
from app.worlds.spec import WorldSpec
from app.worlds.topics import CAPABILITIES, capability_codes
from app.worlds.traffic import MODELS

Table = dict[str, Any]
_NOTHING: Final = pa.scalar("")
_DOT: Final = pa.scalar(".")


def account_names(rng: np.random.Generator, count: int) -> Rows:
    """Ids in random order, so that nothing can be read from them."""
    names: Rows = np.array([f"acct_{value:08x}" for value in rng.permutation(count) * 2654435761 % 2**32], object)
    return names


def static_feeds(
    spec: WorldSpec, world: dict[str, Rows], names: Rows, internet: Internet
) -> dict[str, Callable[[], Table]]:
    """What makes each feed that does not grow day by day: one at a time, so that one is in memory."""
    return {
        "accounts": lambda: _accounts(spec, world, names),
        "payments": lambda: _payments(spec, world, names),
        "clusters": lambda: {
            "query_cluster": _clusters(spec),
            "label": np.array([f"topic {at}" for at in range(spec.topics)], object),
            "capability": CAPABILITIES[capability_codes(spec)],
        },
        "networks": lambda: {
            "prefix": np.array([row[0] for row in internet.networks], object),
            "asn": np.array([row[1] for row in internet.networks], np.int64),
            "organization": np.array([row[2] for row in internet.networks], object),
            "kind": np.array([row[3] for row in internet.networks], object),
        },
        "actions": lambda: _actions(spec, world, names),
    }


def _accounts(spec: WorldSpec, world: dict[str, Rows], names: Rows) -> Table:
    parent = names[world["parent"]].copy()
    parent[world["parent"] < 0] = None
    return {
        "account_id": names, "created_at": _moments(spec, world["created"] * 1440), "email": world["mail"],
        "plan": world["plan"], "country": world["country"], "organization": _texts(world["organization"]),
        "verified": world["verified"], "signup_ip": _addresses(world["addresses"][:, 0]),
        "signup_client": _clients(world["client"]), "signup_device": world["device"], "parent_account_id": parent,
    }  # fmt: skip


def _payments(spec: WorldSpec, world: dict[str, Rows], names: Rows) -> Table:
    paying = world["card"] != ""
    holder, kind = world["name"][paying], world["instrument"][paying]
    some = np.where(holder != "", holder, np.array([f"name-of-{name}" for name in names[paying]], object))
    usual = np.where(holder != "", "virtual-card", "card").astype(object)
    return {
        "account_id": names[paying], "instrument_id": world["card"][paying], "kind": np.where(kind != "", kind, usual),
        "added_at": _moments(spec, world["created"][paying] * 1440), "name_hash": _hashes(some, "n"),
    }  # fmt: skip


def _actions(spec: WorldSpec, world: dict[str, Rows], names: Rows) -> Table:
    banned = ~np.isnan(world["banned"])
    count = int(banned.sum())
    return {
        "account_id": names[banned], "at": _moments(spec, world["banned"][banned] * 1440),
        "action": np.full(count, "banned", object), "reason": np.full(count, "abuse", object),
    }  # fmt: skip


class Exchanges:
    """Turns parts of a day's traffic into the tables of exchanges and logins."""

    def __init__(self, spec: WorldSpec, world: dict[str, Rows], names: Rows) -> None:
        self._spec = spec
        self._names, self._devices = pa.array(names), pa.array(world["device"])
        self._surfaces = pa.array(np.where(world["schedule"] == 1, "api", "app").astype(object))
        self._models, self._clusters = pa.array(MODELS), pa.array(_clusters(spec))
        seconds = np.datetime_as_string(np.datetime64(0, "s") + np.arange(86_400), unit="s")
        self._clock: Any = pa.array([f"{text[10:]}Z" for text in seconds.tolist()])

    def table(self, day: dict[str, Rows], number: int, first: int) -> Table:
        """Columns of a part of day `number`, whose exchanges are numbered from `first` on."""
        account: Any = pa.array(day["account"])
        at: Any = pc.utf8_lpad(pa.array(np.arange(first, first + len(account))).cast(pa.string()), 7, "0")
        return {
            "exchange_id": pc.binary_join_element_wise(pa.scalar(f"x{number:03d}"), at, pa.scalar("-")),
            "occurred_at": self._moments(day["minute"], number),
            "account_id": self._names.take(account),
            "ip": _addresses(day["address"]),
            "client": _clients(day["client"]),
            "device_id": self._devices.take(account),
            "model": self._models.take(day["model"]),
            "query_cluster": self._clusters.take(day["topic"]),
            "input_tokens": day["input_tokens"],
            "output_tokens": day["output_tokens"],
            "surface": self._surfaces.take(account),
        }

    def _moments(self, minutes: Rows, number: int) -> Any:
        """Minutes within day `number` -> RFC 3339: taken from the seconds of that day."""
        today = pa.scalar(str(date.fromisoformat(self._spec.first_day) + timedelta(days=number)))
        clock: Any = pc.binary_join_element_wise(today, self._clock, _NOTHING)
        return clock.take(np.round(minutes * 60).astype("int64") - number * 86_400)

    def logins(self, rng: np.random.Generator, account: Rows, table: Table) -> Table:
        """A tenth of the accounts' first exchanges of the part, as logins."""
        _, first = np.unique(account, return_index=True)
        chosen = np.sort(first[rng.random(len(first)) < 0.1])
        named = {"account_id": "account_id", "at": "occurred_at", "ip": "ip", "device_id": "device_id"}
        return {name: table[column].take(chosen) for name, column in named.items()}


def _moments(spec: WorldSpec, minutes: Any) -> Any:
    """Minutes of the world -> RFC 3339, to the second."""
    begin = np.datetime64(spec.first_day, "s")
    seconds = np.round(np.asarray(minutes, float) * 60).astype("timedelta64[s]")
    return np.char.add(np.datetime_as_string(begin + seconds, unit="s"), "Z").astype(object)


def _texts(values: Any) -> Rows:
    """Empty text is a null."""
    result = np.asarray(values, object).copy()
    result[result == ""] = None
    return result


def _clusters(spec: WorldSpec) -> Rows:
    names: Rows = np.array([f"qc-{at:05d}" for at in range(spec.topics)], object)
    return names


def _addresses(numbers: Any) -> Any:
    octets: Any = pa.array([str(value) for value in range(256)])
    parts: Any = [octets.take(numbers >> shift & 255) for shift in (24, 16, 8, 0)]
    return pc.binary_join_element_wise(*parts, _DOT)


def _clients(numbers: Any) -> Any:
    prints = pa.array([f"t13d{number * 7919 % 65536:04x}_{number:02d}" for number in range(1024)])
    return prints.take(numbers)


def _hashes(values: Rows, prefix: str) -> Rows:
    return np.array([prefix + hashlib.sha256(str(value).encode()).hexdigest()[:20] for value in values], object)
