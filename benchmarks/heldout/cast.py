"""The cast of a world: accounts with their attributes and weighted pools of addresses, clients, devices and topics."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
DAY = 86_400

DEFAULTS: dict[str, Any] = {
    "population": "private",
    "group_id": "",
    "ring": "",
    "operator": "",
    "cell": "",
    "tier": "",
    "created": 0.0,  # seconds from the start of the world, negative before it
    "first": 0.0,  # days from the start of the world: active from ...
    "last": 1e9,  # ... until
    "sessions": 0.3,  # expected a day
    "length": 4.0,  # expected exchanges a session
    "gap": 60.0,  # median seconds between two exchanges
    "weekend": 0.7,
    "profile": 0,  # row of the table of day profiles
    "profile_daily": False,  # row profile + day instead
    "plan": 0,  # row of the table of day plans
    "spread": 300.0,  # seconds of jitter behind the slot's start
    "rotates": False,  # a new exit for each exchange instead of each session
    "in_tokens": 600.0,
    "out_tokens": 500.0,
    "surface": 0,
    "email": "",
    "org": "",
    "country": "",
    "plan_name": "",
    "verified": "",
    "parent": -1,
    "banned": -1.0,  # seconds from the start; negative: never
    "phone": -1,
    "credential": -1,
}
KINDS = ("ip", "client", "device", "topic")


class Cast:
    """Accounts in order of casting; `seal` turns the parts into arrays."""

    def __init__(self) -> None:
        self.n = 0
        self._parts: list[tuple[int, int, dict[str, Any]]] = []
        self._pools: dict[str, list[tuple[Ints, Ints, NDArray[np.float64]]]] = {kind: [] for kind in KINDS}
        self._payments: list[dict[str, Any]] = []
        self.columns: dict[str, NDArray[Any]] = {}

    def add(self, n: int, **columns: Any) -> Ints:
        """Cast n accounts; a column is a scalar or an array of n. Returns their indices."""
        unknown = set(columns) - set(DEFAULTS)
        if unknown:
            raise TypeError(f"no such column: {sorted(unknown)}")
        self._parts.append((self.n, n, columns))
        self.n += n
        return np.arange(self.n - n, self.n, dtype=np.int64)

    def give(self, kind: str, accounts: Ints, values: Ints, weight: Any = 1.0) -> None:
        """Put values[i] into the pool of accounts[i]."""
        shape = np.broadcast_shapes(accounts.shape, values.shape)
        self._pools[kind].append(
            (
                np.broadcast_to(accounts, shape).ravel(),
                np.broadcast_to(values, shape).ravel().astype(np.int64),
                np.broadcast_to(np.asarray(weight, float), shape).ravel(),
            )
        )

    def pay(self, accounts: Ints, instruments: Ints, **columns: Any) -> None:
        """Payment rows: kind, added (seconds), name and address (numbers to be hashed, -1 for none)."""
        self._payments.append({"account": accounts, "instrument": instruments, **columns})

    def seal(self) -> None:
        """Concatenate the parts: one array a column."""
        for name, default in DEFAULTS.items():
            dtype: Any = object if isinstance(default, str) else type(default)
            out = np.full(self.n, default, dtype=dtype)
            for start, n, columns in self._parts:
                if name in columns:
                    out[start : start + n] = columns[name]
            self.columns[name] = out

    def pool(self, kind: str) -> Pool:
        """The pools of one kind, by account."""
        parts = self._pools[kind]
        if not parts:
            empty = np.zeros(0, np.int64)
            return Pool(self.n, empty, empty, np.zeros(0))
        return Pool(self.n, *(np.concatenate(column) for column in zip(*parts, strict=True)))

    def payments(self) -> dict[str, NDArray[Any]]:
        """All payment rows, columnar."""
        fill = {"kind": "card", "added": 0.0, "name": -1, "address": -1}
        names = ("account", "instrument", *fill)
        rows: dict[str, list[NDArray[Any]]] = {name: [] for name in names}
        for part in self._payments:
            n = len(part["account"])
            for name in names:
                rows[name].append(np.broadcast_to(np.asarray(part.get(name, fill.get(name))), n))
        return {name: np.concatenate(parts) if parts else np.zeros(0) for name, parts in rows.items()}


class Pool:
    """Weighted values by account, drawn from in bulk."""

    def __init__(self, n: int, account: Ints, value: Ints, weight: NDArray[np.float64]) -> None:
        order = np.argsort(account, kind="stable")
        self.account, self.value = account[order], value[order]
        self.start = np.searchsorted(self.account, np.arange(n + 1))
        total = np.concatenate([[0.0], np.cumsum(weight[order])])
        low, high = total[self.start[:-1]], total[self.start[1:]]
        span = np.where(high > low, high - low, 1.0)
        self._key = self.account + (total[1:] - low[self.account]) / span[self.account]
        self.size = np.diff(self.start)

    def draw(self, account: Ints, u: NDArray[np.float64]) -> Ints:
        """One value for each account by u in [0, 1); -1 where the pool is empty."""
        if not len(self.value):
            return np.full(len(account), -1, np.int64)
        at = np.searchsorted(self._key, account + u * 0.999999, side="right")
        at = np.clip(at, self.start[account], np.maximum(self.start[account + 1] - 1, 0))
        return np.where(self.size[account] > 0, self.value[np.minimum(at, len(self.value) - 1)], -1)
