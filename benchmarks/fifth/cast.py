"""The cast: every account as a row of numbers that the traffic is later played from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchmarks.fifth.geography import Geography
from benchmarks.fifth.nets import Nets
from benchmarks.fifth.topics import Topics

I64 = npt.NDArray[np.int64]
REASONS = ("automated-abuse", "chargeback", "spam", "policy", "rate")
DEFAULTS: dict[str, Any] = {
    "population": "private",
    "group": "",
    "ring": "",
    "operator": "",
    "cell": "",
    "tier": "",
    "created": -100.0,
    "country": 0,
    "plan": "free",
    "email": "",
    "organization": "",
    "verified": "email",
    "phone": 0,
    "parent": -1,
    "referrer": -1,
    "zone": 0.0,
    "net": 0,
    "net2": 0,
    "share2": 0.0,
    "signup_net": -1,
    "home": 0,
    "client_web": "",
    "client_api": "",
    "p_api": 0.0,
    "device": 0,
    "devices": 1,
    "keys": 1,
    "profile": 0,
    "beat": 0,
    "beats": 8,
    "period": 1,
    "jitter": 60.0,
    "p_beat": 0.0,
    "rate": 4.0,
    "active": 0.3,
    "weekend": 0.7,
    "first": 0.0,
    "last": 999.0,
    "calendar": 0,
    "bundle": 0,
    "p_bundle": 0.0,
    "p_own": 0.6,
    "taste": 8,
    "length": 1.0,
    "frontier": 0.3,
    "friction": 1.0,
}


@dataclass
class Scene:
    """Everything a population needs to draw itself."""

    rng: np.random.Generator
    days: int
    nets: Nets
    land: Geography
    topics: Topics
    parts: list[dict[str, Any]] = field(default_factory=list)
    pays: list[pd.DataFrame] = field(default_factory=list)
    calendars: list[npt.NDArray[np.float64]] = field(default_factory=list)
    actions: list[tuple[int, float, str, str]] = field(default_factory=list)
    about: list[dict[str, Any]] = field(default_factory=list)
    size: int = 0

    def __post_init__(self) -> None:
        self.calendars.append(np.ones(self.days))

    def key(self, count: int = 1) -> npt.NDArray[np.int64]:
        """Fresh random keys (of devices, households, cards, phones)."""
        return self.rng.integers(1, 1 << 62, count)

    def calendar(self, weights: npt.NDArray[np.float64]) -> int:
        """Register how busy each day is; returns its id."""
        self.calendars.append(weights)
        return len(self.calendars) - 1

    def add(self, count: int, **columns: Any) -> I64:
        """Add accounts; columns are scalars or arrays of that length. Returns their numbers."""
        unknown = set(columns) - set(DEFAULTS)
        if unknown:
            raise KeyError(f"no such columns: {sorted(unknown)}")
        number = np.arange(self.size, self.size + count)
        columns.setdefault("home", self.key(count))
        columns.setdefault("device", self.key(count))
        columns.setdefault("beat", number + (1 << 40))
        self.parts.append({name: _spread(columns.get(name, value), count) for name, value in DEFAULTS.items()})
        self.size += count
        return number

    def pay(self, account: I64, card: I64, **columns: Any) -> None:
        """Add payment instruments: `card` is the instrument's key."""
        count = len(account)
        table = {
            "account": account,
            "card": card,
            "kind": "card",
            "country": 0,
            "bin": 0,
            "added": -50.0,
            "removed": np.nan,
        }
        table |= {"name": card + 1, "address": card + 2} | columns
        self.pays.append(pd.DataFrame({name: _spread(value, count) for name, value in table.items()}))

    def act(self, account: int, at: float, action: str, reason: str) -> None:
        """Add one decision on an account."""
        self.actions.append((account, at, action, reason))

    def cast(self) -> pd.DataFrame:
        """All accounts added so far."""
        return pd.DataFrame({name: np.concatenate([part[name] for part in self.parts]) for name in DEFAULTS})


def _spread(value: Any, count: int) -> npt.NDArray[Any]:
    array = np.asarray(value, object if isinstance(value, str) else None)
    return np.full(count, value, array.dtype) if array.ndim == 0 else array
