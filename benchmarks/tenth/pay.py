"""Instruments: cards with few popular BINs, second cards, prepaid cards of one shop, invoices of firms."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from benchmarks.tenth.core import Array, World, hexes, stamps, zipf
from benchmarks.tenth.net import COUNTRY

VIRTUAL = [f"{527000 + 31 * i}" for i in range(8)]  # issuers of virtual and prepaid cards, which honest people use, too
KINDS = ["card", "virtual-card", "prepaid-card", "wallet", "bank-debit"]
PAYMENT = [
    "account_id",
    "instrument_id",
    "kind",
    "issuer_country",
    "bin",
    "added_at",
    "removed_at",
    "name_hash",
    "address_hash",
]


def token(world: World) -> str:
    """A payment provider's fingerprint."""
    return "fp_" + hexes(world.rng.integers(1, 1 << 60))[0]


def charge(world: World, who: Array, instrument: str, at: float | None = None, **more: Any) -> None:
    """Give one instrument to accounts: some days after signup, or on the day of an event (`at`)."""
    for i in who:
        born, late = float(world.col["born"][i]) + 60, float(world.rng.exponential(4)) * 86400
        row = {
            "who": int(i),
            "instrument_id": instrument,
            "added": born + late if at is None else max(born, at + late / 8),
        }
        world.pay.append(row | more)


def honest_cards(world: World, who: Array, part: float = 0.55) -> None:
    """Half of the people pay; one in eight has a second instrument; issuer and address are often missing."""
    rng = world.rng
    payers = who[rng.random(len(who)) < part]
    rank, kind = zipf(rng, len(payers), 40, 1.0), rng.choice(KINDS, len(payers), p=[0.7, 0.05, 0.05, 0.15, 0.05])
    for i, r, k in zip(payers, rank, kind, strict=True):
        c = int(world.col["c"][i])
        more: dict[str, Any] = {
            "kind": str(k),
            "issuer_country": COUNTRY[c][0] if rng.random() < 0.8 else None,
            "bin": _bin(str(k), c, int(r)),
        }
        if rng.random() < 0.4:
            more["name_hash"] = "nm" + hexes(rng.integers(1, 1 << 40))[0]
        charge(world, np.array([i]), token(world), **more)
        if rng.random() < 0.12:
            charge(world, np.array([i]), token(world), kind="card")


def _bin(kind: str, country: int, rank: int) -> str | None:
    """The bank of a card: few popular ones a country."""
    if kind in ("virtual-card", "prepaid-card"):
        return VIRTUAL[rank % len(VIRTUAL)]
    return f"{400000 + country * 4000 + rank * 7}" if kind == "card" else None


def payments(world: World) -> pd.DataFrame:
    """The payments feed; nothing is known after the window."""
    data = pd.DataFrame(world.pay)
    for name in ("kind", "issuer_country", "bin", "removed", "name_hash", "address_hash"):
        if name not in data:
            data[name] = None
    data = data[data["added"] < world.span - 60].drop_duplicates(["who", "instrument_id"])
    removed = data["removed"].astype(float)
    data.loc[world.rng.random(len(data)) < 0.04, "added"] = np.nan  # imports of an older provider have no date
    data["account_id"] = world.col["id"][data["who"].to_numpy()]
    data["added_at"] = stamps(world, data["added"].to_numpy(), world.unit)
    data["removed_at"] = stamps(world, removed.where(removed < world.span).to_numpy(), world.unit)
    return data[PAYMENT].dropna(axis=1, how="all").sort_values(["added_at", "account_id", "instrument_id"])
