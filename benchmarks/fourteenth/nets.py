"""The address plan: networks of providers, and slices of addresses that accounts draw from."""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from typing import Any

import numpy as np

from benchmarks.fourteenth.places import CODES

_V6 = 0x2A02 << 48


@dataclass(frozen=True)
class Slice:
    """A run of the address table."""

    start: int
    size: int


class Nets:
    """All addresses of a world, and the rows of the networks feed."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng, self.chunks, self.total = rng, [], 0
        self.rows: list[dict[str, Any]] = []
        self._next, self._six = 31 << 24, 1
        self.isps = {c: [self._isp(c, i) for i in range(3)] for c in CODES}
        self.carriers = {c: [self._carrier(c, i) for i in range(2)] for c in CODES}
        self.clouds = [self.block("hosting", f"Cloud {i + 1}", 4096) for i in range(6)]

    chunks: list[np.ndarray]

    def add(self, addresses: np.ndarray) -> Slice:
        """Put addresses (of any networks) into the table."""
        out = Slice(self.total, len(addresses))
        self.chunks.append(addresses.astype(np.uint64))
        self.total += len(addresses)
        return out

    def block(self, kind: str, name: str, size: int, told: float = 0.94) -> Slice:
        """A fresh IPv4 network of one owner, with `size` addresses in use."""
        bits = max(3, int(np.ceil(np.log2(size + 2))))
        room = 1 << bits
        base = -(-self._next // max(room, 256)) * max(room, 256)
        self._next = base + max(room, 256)
        if self.rng.random() < told:
            self._row(f"{IPv4Address(base)}/{32 - bits}", kind, name)
        return self.add(base + 1 + np.arange(size))

    def block6(self, kind: str, name: str, size: int) -> Slice:
        """A fresh IPv6 network (a /32), with `size` subscribers' /64 in use."""
        base = _V6 | (self._six << 32)
        self._six += 1
        self._row(f"{IPv6Address(base << 64)}/32", kind, name)
        lines = self.rng.choice(1 << 24, size, replace=False).astype(np.uint64) << np.uint64(8)
        return self.add(np.uint64(base) + lines)

    def sample(self, parts: list[Slice], size: int) -> Slice:
        """An inventory: addresses picked out of other networks."""
        table = np.concatenate(self.chunks)
        pool = np.concatenate([table[p.start : p.start + p.size] for p in parts])
        self.chunks = [table]
        return self.add(self.rng.choice(pool, min(size, len(pool)), replace=False))

    def sub(self, whole: Slice, size: int) -> Slice:
        """A random run inside a slice."""
        size = min(size, whole.size)
        return Slice(whole.start + int(self.rng.integers(0, whole.size - size + 1)), size)

    def table(self) -> np.ndarray:
        """All addresses in one array."""
        return np.concatenate(self.chunks)

    def _row(self, prefix: str, kind: str, name: str) -> None:
        row = {"prefix": prefix, "asn": 64512 + len(self.rows), "organization": name, "kind": kind}
        self.rows.append(row)

    def _isp(self, country: str, i: int) -> Slice:
        if i == 2:
            return self.block6("residential", f"{country} Fibre Six", 6000)
        return self.block("residential", f"{country} Broadband {i + 1}", 8000)

    def _carrier(self, country: str, i: int) -> Slice:
        if i and self.rng.random() < 0.4:
            return self.block6("mobile", f"{country} Mobile Six", 6000)
        return self.block("mobile", f"{country} Mobile {i + 1}", int(self.rng.integers(16, 120)))


def texts(codes: np.ndarray, salt: np.ndarray) -> np.ndarray:
    """Addresses as text; an IPv6 line gets the host part of its salt (a device on a day)."""
    six = codes >= np.uint64(1 << 32)
    out = np.empty(len(codes), dtype=object)
    found, back = np.unique(codes[~six], return_inverse=True)
    if len(found):
        out[~six] = np.array([str(IPv4Address(int(a))) for a in found], dtype=object)[back]
    pairs = list(zip(codes[six].tolist(), salt[six].tolist(), strict=True))
    known = {p: str(IPv6Address((p[0] << 64) | (p[1] & ((1 << 64) - 1)))) for p in dict.fromkeys(pairs)}
    out[six] = np.array([known[p] for p in pairs], dtype=object)
    return out
