"""Payment instruments of a group's members, and telephone numbers."""

from typing import Any

import numpy as np
import pandas as pd

from benchmarks.fourteenth.hashing import mix, names, where_told
from benchmarks.fourteenth.places import CODES
from benchmarks.fourteenth.world import Group, World

_BINS = [str(b) for b in range(410000, 410160)]
_KINDS = {
    "one": "card", "few": "card", "invoice": "invoice", "gift": "prepaid-card", "seller": "wallet",
    "virtual": "virtual-card",
    "stolen": "card", "crypto": "crypto",
}  # fmt: skip


def _picks(world: World, group: Group, knobs: dict[str, Any], n: int) -> np.ndarray:
    """The key of each member's instrument."""
    way, per = knobs["pay"], max(1.0, knobs["per_card"])
    if way in ("one", "invoice"):
        return np.full(n, group.key)
    if way == "seller":
        shop = world.market.sellers[_shop(world, group, knobs)]
        return shop.instruments(world.rng.integers(0, 1 << 40, n)).astype(np.int64)
    if per < 1.5:
        return world.keys(n)
    done = group.once("cards", lambda: [0])
    sizes = np.maximum(1, world.rng.poisson(per, n))
    out = mix(group.key, 21, np.repeat(np.arange(n), sizes)[:n] + done[0]).astype(np.int64)
    done[0] += n
    return out


def _shop(world: World, group: Group, knobs: dict[str, Any]) -> int:
    found = group.once("seller", lambda: int(knobs.get("seller", world.rng.integers(99))))
    return int(found) % len(world.market.sellers)


def _bins(world: World, group: Group, way: str, country: np.ndarray, knobs: dict[str, Any]) -> np.ndarray:
    n = len(country)
    local = np.array(
        [
            _BINS[(CODES.index(c) * 5 + int(i)) % len(_BINS)]
            for c, i in zip(country, world.rng.integers(0, 5, n), strict=True)
        ],
        dtype=object,
    )
    if way in ("gift", "seller"):
        bins = world.market.sellers[_shop(world, group, knobs)].bins
        return world.rng.choice(np.array(bins, dtype=object), n)
    if way == "virtual":
        return np.full(n, group.once("bin", lambda: str(world.rng.integers(420000, 420012))), dtype=object)
    if way == "stolen":
        return world.rng.choice(np.array(_BINS, dtype=object), n)
    return local


def _rows(world: World, group: Group, knobs: dict[str, Any], df: pd.DataFrame, pick: np.ndarray) -> pd.DataFrame:
    """Rows of the members that pay the group's way."""
    way, n, rng = knobs["pay"], len(df), world.rng
    own = way == "own"
    kind = rng.choice(["card", "wallet", "bank-debit"], n, p=[0.75, 0.18, 0.07]) if own else np.full(n, _KINDS[way])
    country = df["country"].to_numpy()
    issuer = np.where(rng.random(n) < (0.3 if way == "stolen" else 0.95), country, rng.choice(CODES, n))
    one = way in ("one", "invoice", "few", "virtual") and rng.random() < knobs.get("one_name", 0.8)
    holder = np.full(n, group.key) if one else df["key"].to_numpy()
    added = df["born"].to_numpy() + rng.exponential(0.5 if way in ("gift", "stolen") else 3, n)
    return pd.DataFrame({
        "account_id": df["account_id"].to_numpy(), "instrument_id": names("pi_", mix(pick, 26)), "kind": kind,
        "issuer_country": issuer,
        "bin": _bins(world, group, way, country, knobs), "added": added, "removed": np.nan,
        "name_hash": names("n", mix(holder, 22)), "address_hash": names("a", mix(holder, 23)),
    })  # fmt: skip


def _tested(world: World, rows: pd.DataFrame) -> pd.DataFrame:
    """Cards that were tried and taken off within the hour: many for a card tester."""
    times = np.repeat(np.arange(len(rows)), world.rng.geometric(0.25, len(rows)))
    out = rows.iloc[times].copy()
    out["instrument_id"] = names("pi_", mix(world.keys(len(out)), 26))
    out["removed"] = out["added"] + world.rng.exponential(0.03, len(out))
    return out


def pay(world: World, group: Group, knobs: dict[str, Any], df: pd.DataFrame) -> None:
    """Note the instruments of the members; most people on a free plan have none."""
    rng = world.rng
    if knobs["pay"] == "free":
        return
    some = df[rng.random(len(df)) < knobs["pay_share"]]
    if not len(some):
        return
    pick = some["key"].to_numpy() if knobs["pay"] == "own" else _picks(world, group, knobs, len(some))
    rows = _rows(world, group, knobs, some, pick)
    world.payments.append(rows)
    late = rows[rng.random(len(rows)) < knobs.get("testing", 0.01)]
    if len(late):
        world.payments.append(_tested(world, late))
    second = rows[rng.random(len(rows)) < 0.06].copy()
    second["instrument_id"] = names("pi_", mix(world.keys(len(second)), 26))
    second["added"] += rng.exponential(30, len(second))
    world.payments.append(second)


def phones(world: World, group: Group, knobs: dict[str, Any], n: int) -> np.ndarray:
    """Hashes of telephone numbers; a seller of SMS numbers uses each many times."""
    way, rng = knobs["phone"], world.rng
    own = world.keys(n)
    if way == "sms":
        shop = world.market.sms[int(group.once("sms", lambda: rng.integers(len(world.market.sms))))]
        own = mix(shop[0], rng.integers(0, shop[1], n)).astype(np.int64)
    if way == "farm":
        own = mix(group.key, 24, rng.integers(0, max(1, n // 3) + 3, n)).astype(np.int64)
    if way == "firm":
        own = mix(group.key, 25, rng.integers(0, 3, n)).astype(np.int64)
    told = rng.random(n) < {"own": 0.55, "none": 0.03, "firm": 0.5}.get(way, 0.9)
    return where_told(told, names("ph_", mix(own, 27)))
