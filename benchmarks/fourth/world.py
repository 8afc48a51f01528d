"""The world under construction: columns of accounts, payment rows, exits and habits, before any traffic."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from benchmarks.fourth.columns import DEFAULTS
from benchmarks.fourth.internet import COUNTRIES, Internet
from benchmarks.fourth.styles import Order
from benchmarks.fourth.tools import DAY, Array, Menus
from benchmarks.fourth.topics import Topics


class World:
    """Everything the builders of populations and rings add to."""

    def __init__(self, order: Order, rng: np.random.Generator) -> None:
        """Open an empty world of an order."""
        self.order, self.rng = order, rng
        self.start = 1_735_689_600 + int(rng.integers(0, 500)) * DAY  # from January 2025
        self.days = int(order.days or rng.integers(14, 31))
        self.net = Internet(rng, order.honest)
        self.topics = Topics(rng, int(rng.integers(2500, 6000)))
        self.exits = Menus()
        self.schedules: list[tuple[Array, float, bool, int]] = []
        self.clients: list[str] = []
        self.notes: dict[str, Any] = {
            "style": order.style,
            "seed": order.seed,
            "days": self.days,
            "rings": [],
            "groups": {},
        }
        self._frames: list[pd.DataFrame] = []
        self._payments: list[pd.DataFrame] = []
        self._moods: list[tuple[Array, Array]] = []
        self._count = 0
        self._serial = int(rng.integers(1 << 20))

    def add(self, count: int, **columns: Any) -> Array:
        """Add accounts; what is not given has the default. Tell their numbers."""
        if unknown := set(columns) - set(DEFAULTS):
            raise ValueError(f"unknown columns {unknown}")
        frame = pd.DataFrame({name: _full(columns.get(name, value), count) for name, value in DEFAULTS.items()})
        self._frames.append(frame)
        self._count += count
        return np.arange(self._count - count, self._count)

    def amend(self, **columns: Any) -> None:
        """Replace columns of the accounts added last, for those that need their numbers first."""
        for name, value in columns.items():
            self._frames[-1][name] = value

    def serials(self, count: int) -> Array:
        """Fresh numbers for devices, phones, instruments, persons."""
        self._serial += count
        return np.arange(self._serial - count, self._serial)

    def client(self, name: str) -> int:
        """The number of a client string."""
        if name not in self.clients:
            self.clients.append(name)
        return self.clients.index(name)

    def pay(self, account: Array, instrument: Array, **columns: Any) -> None:
        """Give accounts instruments; `name`, `address` are numbers of persons and places (-1: not known)."""
        wanted = {
            "kind": "card",
            "issuer_country": None,
            "bin": None,
            "added": np.nan,
            "removed": np.nan,
            "name": -1,
            "address": -1,
        }
        full = {key: _full(columns.get(key, value), len(account)) for key, value in wanted.items()}
        self._payments.append(pd.DataFrame({"account": account, "instrument": instrument, **full}))

    def schedule(self, slots: Array, spread: float, shuffled: bool, weekdays: int = 127) -> int:
        """Add a group schedule: seconds of the day, spread after each, whether slots are drawn anew each day."""
        self.schedules.append((np.sort(np.asarray(slots, dtype=float)), spread, shuffled, weekdays))
        return len(self.schedules) - 1

    def mood(self, account: Array, by_day: Array) -> None:
        """Multiply the volume of accounts by a factor for each day."""
        self._moods.append((account, by_day))

    def volume(self) -> Array:
        """The factor for each account and day."""
        factor = np.ones((self._count, self.days), dtype=np.float32)
        for account, by_day in self._moods:
            factor[account] *= by_day.astype(np.float32)
        return factor

    def accounts(self) -> pd.DataFrame:
        """All accounts, in the order they were added."""
        return pd.concat(self._frames, ignore_index=True)

    def payments(self) -> pd.DataFrame:
        """All payment rows."""
        return pd.concat(self._payments, ignore_index=True)

    def countries(self, count: int) -> Array:
        """Draw countries of accounts."""
        names = list(COUNTRIES)
        weights = np.array([weight for weight, _ in COUNTRIES.values()], dtype=float)
        return self.rng.choice(np.array(names, dtype=object), count, p=weights / weights.sum())

    def note_group(self, group: str, size: int, **facts: Any) -> None:
        """Write a group of honest accounts, and what makes it a trap, into the world's notes."""
        self.notes["groups"][group] = {"size": size, **facts}


def zones(country: Array) -> Array:
    """Hours ahead of UTC."""
    return np.array([COUNTRIES[name][1] for name in country])


def _full(value: Any, count: int) -> Array:
    """One value for each row; text columns stay objects."""
    if isinstance(value, np.ndarray | list):
        if len(value) != count:
            raise ValueError(f"{len(value)} values for {count} rows")
        return np.asarray(value, dtype=object) if len(value) and isinstance(value[0], str | None) else np.asarray(value)
    return np.full(count, value, dtype=object if value is None or isinstance(value, str) else None)
