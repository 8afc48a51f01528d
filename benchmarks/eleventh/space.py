"""Address space: prefixes with owners, and sites (the addresses of a place, day by day)."""

from __future__ import annotations

from ipaddress import IPv4Address

import numpy as np


class Space:
    """Allocates aligned prefixes and keeps the sites' addresses in one flat array."""

    def __init__(self, days: int, rng: np.random.Generator) -> None:
        self.days, self.rng = days, rng
        self.networks: list[dict[str, object]] = []
        self.next = 23 << 24
        self.parts: list[np.ndarray] = []
        self.widths: list[int] = []

    def block(self, bits: int, kind: str, owner: str, listed: bool = True) -> np.ndarray:
        """A new prefix: its usable addresses."""
        size = 1 << (32 - bits)
        # Gaps keep neighbours in the allocation from being neighbours in a subnet.
        base = -(-(self.next + int(self.rng.integers(1 << 16))) // size) * size
        self.next = base + size
        if listed:
            asn = 2_000 + abs(hash_name(owner)) % 60_000
            row = {"prefix": f"{IPv4Address(base)}/{bits}", "asn": asn, "organization": owner, "kind": kind}
            self.networks.append(row)
        return np.arange(base + 1, base + max(2, size - 1), dtype=np.int64)

    def site(self, addresses: np.ndarray) -> int:
        """A place with the same addresses every day."""
        return self._add(np.tile(addresses, (self.days, 1)))

    def moving(self, pool: np.ndarray, churn: float, width: int = 1) -> int:
        """A place whose addresses change with a chance of churn a day."""
        step = np.cumsum(self.rng.random(self.days) < churn)
        drawn = self.rng.choice(pool, size=(int(step[-1]) + 1, width))
        return self._add(drawn[step])

    def _add(self, matrix: np.ndarray) -> int:
        self.parts.append(matrix.ravel())
        self.widths.append(matrix.shape[1])
        return len(self.widths) - 1

    def lookup(self, site: np.ndarray, day: np.ndarray, u: np.ndarray) -> np.ndarray:
        """The address that each (site, day) uses, by a draw u."""
        flat, width = np.concatenate(self.parts), np.array(self.widths)
        offset = np.concatenate([[0], np.cumsum(width * self.days)])[:-1]
        found: np.ndarray = flat[offset[site] + day * width[site] + (u * width[site]).astype(np.int64)]
        return found


def hash_name(text: str) -> int:
    """A stable hash; Python's own differs from run to run."""
    value = 7
    for letter in text:
        value = (value * 131 + ord(letter)) % 1_000_003
    return value
