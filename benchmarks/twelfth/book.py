"""The book of accounts: one numeric column per habit, one text column per feed field."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from benchmarks.twelfth.nets import Pool

Batch = dict[str, np.ndarray]
NUMBERS: dict[str, tuple[type, float]] = {
    "land": (int, 0),
    "tz": (float, 0),
    "created": (int, 0),
    "start": (int, 0),
    "end": (int, 2**40),
    "profile": (int, 0),
    "weekend": (float, 0.6),
    "active": (float, 0.15),
    "rate": (float, 1.2),
    "turns": (float, 4),
    "gap": (float, 90),
    "work_site": (float, 0),
    "work_away": (float, 0.1),
    "off_site": (float, 0),
    "off_away": (float, 0.15),
    "home_lo": (int, 0),
    "home_n": (int, 1),
    "home_mode": (int, 1),
    "site_lo": (int, 0),
    "site_n": (int, 1),
    "site_mode": (int, 0),
    "away_lo": (int, 0),
    "away_n": (int, 1),
    "away_mode": (int, 2),
    "lease": (int, 9),
    "own_dev": (int, -1),
    "own_dev_n": (int, 1),
    "away_dev": (int, -1),
    "site_dev": (int, -1),
    "site_dev_n": (int, 0),
    "dev_mode": (int, 0),
    "client": (int, 0),
    "away_client": (int, 0),
    "site_client": (int, -1),
    "sdk": (float, 0.0),
    "sdk_client": (int, 60),
    "fam0": (int, 0),
    "fam1": (int, 0),
    "fam2": (int, 0),
    "tmpl_lo": (int, 0),
    "tmpl_n": (int, 0),
    "p_own": (float, 0.0),
    "order": (int, 0),
    "phase": (float, 0.0),
    "flip": (int, 12),
    "beat": (int, 0),
    "minute": (int, 0),
    "event_day": (int, -1),
    "event_hour": (float, 12),
    "boost": (float, 0),
    "model": (int, 0),
    "switch": (int, 0),
    "warm": (int, 0),
    "banned": (int, 0),
    "wordy": (float, 1.0),
    "refusal": (float, 0.01),
    "session_shift": (float, 0.0),
}
TEXTS = (
    "email",
    "plan",
    "organization",
    "signup_lo",
    "signup_client",
    "signup_dev",
    "phone",
    "verified",
    "parent",
    "referrer",
    "ring",
    "operator",
    "cell",
    "tier",
    "population",
    "klass",
    "group_id",
)
FIXED, LEASE, ROTATE = 0, 1, 2
NULL = np.array(None)
"""For np.where: no value in a column of objects."""


@dataclass
class Book:
    """Batches of accounts and their payment rows; `codes` hands out opaque numbers."""

    batches: list[Batch] = field(default_factory=list)
    payments: list[dict[str, Any]] = field(default_factory=list)
    acts: list[dict[str, Any]] = field(default_factory=list)
    size: int = 0
    next_code: int = 1

    def code(self, n: int = 1) -> int:
        """The first of n fresh codes (devices, phones, instruments, people)."""
        self.next_code += n
        return self.next_code - n

    def codes(self, n: int) -> np.ndarray:
        """n fresh codes."""
        return np.arange(n) + self.code(n)

    def blank(self, n: int) -> Batch:
        """A batch of n accounts of default habits."""
        batch: Batch = {k: np.full(n, v, dtype=t) for k, (t, v) in NUMBERS.items()}
        batch.update({k: np.full(n, None, dtype=object) for k in TEXTS})
        return batch

    def add(self, batch: Batch) -> int:
        """Enter a batch; returns the number of its first account. Kin get their real numbers here."""
        me = np.arange(len(batch["land"]))
        for key, kin in (("referrer", me // 2), ("parent", me * 0)):
            asked = (batch[key] == -2) & (kin != me)
            batch[key] = np.where(asked, kin + self.size, NULL)
        self.batches.append(batch)
        self.size += len(batch["land"])
        return self.size - len(batch["land"])

    def close(self) -> Batch:
        """All accounts as one batch."""
        return {k: np.concatenate([b[k] for b in self.batches]) for k in self.batches[0]}

    def pay(
        self,
        accounts: np.ndarray,
        kinds: list[str],
        codes: np.ndarray,
        land: list[str],
        bins: list[str | None],
        added: np.ndarray,
        holder: np.ndarray,
        house: np.ndarray,
        seen: float = 1.0,
    ) -> None:
        """One payment row for each account."""
        for row in zip(accounts, kinds, codes, land, bins, added, holder, house, strict=True):
            keys = ("account", "kind", "code", "issuer_country", "bin", "added", "holder", "house")
            self.payments.append(dict(zip(keys, row, strict=True)))


def place(batch: Batch, where: str, pool: Pool | list[Pool], mode: int, chosen: np.ndarray | None = None) -> None:
    """Set the address pool of `home`, `site` or `away`; of several pools each account has its `chosen` one."""
    pools = [pool] if isinstance(pool, Pool) else pool
    lo, n = np.array([p.lo for p in pools]), np.array([p.n for p in pools])
    at = np.zeros(len(batch["land"]), dtype=int) if chosen is None else chosen
    batch[f"{where}_lo"], batch[f"{where}_n"] = lo[at], n[at]
    batch[f"{where}_mode"] = np.full(len(at), mode)
