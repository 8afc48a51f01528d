"""The address plan: operators' prefixes, and the book of addresses that places refer to."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from benchmarks.seventh.geo import COUNTRIES
from benchmarks.seventh.util import U64, Arr, Rng, between, zipf

RESERVED = {0, 10, 100, 127, 169, 172, 192, 198, 203}  # octets that hold special ranges: left out whole


@dataclass
class As:
    """One autonomous system with its prefixes (v4: start and bits; v6: the upper 64 bits of a /32)."""

    asn: int
    org: str
    kind: str
    country: int
    v4: list[tuple[int, int]]
    v6: int


@dataclass
class Net:
    """All systems, and the book: every address anybody may appear with (v4 below 2^32, else the /64)."""

    rng: Rng
    systems: list[As] = field(default_factory=list)
    rows: list[tuple[str, int, str, str]] = field(default_factory=list)
    book: list[Arr] = field(default_factory=list)
    size: int = 0

    def __post_init__(self) -> None:
        ok = [o for o in range(1, 224) if o not in RESERVED]
        self._blocks = iter(self.rng.permutation([o * 256 + b for o in ok for b in range(256)]))
        self.home = [
            [self.system(c, "residential", f"{k.code} {w} Telecom", 4) for w in ("First", "City", "Fibre")]
            for c, k in enumerate(COUNTRIES)
        ]
        self.mobile = [
            [self.system(c, "mobile", f"{k.code} Mobile {w}", 2) for w in ("One", "Two")]
            for c, k in enumerate(COUNTRIES)
        ]
        self.firms = [self.system(c, "business", f"{k.code} Business Lines", 2) for c, k in enumerate(COUNTRIES)]
        self.schools = [self.system(c, "education", f"{k.code} Research Network", 2) for c, k in enumerate(COUNTRIES)]
        self.hosts = [
            self.system(-1, "hosting", f"{w} Cloud", 5)
            for w in ("Nimbus", "Forge", "Ocean", "Hexa", "Rack", "Leaf", "Volt", "Stack")
        ]
        self.vpns = [
            self.system(-1, "vpn" if self.rng.random() < 0.6 else "hosting", f"{w} VPN Services", 2)
            for w in ("Tunnel", "Mullet", "Fox", "Shield")
        ]
        self.dcs = [
            self.system(-1, "proxy" if self.rng.random() < 0.5 else "hosting", f"{w} Proxies", 2)
            for w in ("Rapid", "Lime")
        ]

    def system(self, country: int, kind: str, org: str, most: int) -> As:
        """A new system of 1..most prefixes, told to the networks feed (a few are missing there)."""
        v4 = []
        for _ in range(between(self.rng, 1, most)):
            bits = between(self.rng, 17, 20)
            start = (int(next(self._blocks)) << 16) | (between(self.rng, 0, 2 ** (bits - 16) - 1) << (32 - bits))
            v4.append((start, bits))
        top = (0x2A00 + between(self.rng, 1, 15)) << 48 | between(self.rng, 0, 65535) << 32
        a = As(between(self.rng, 3000, 399000), org, kind, country, v4, top)
        self.systems.append(a)
        self.rows += [(f"{dotted(s)}/{b}", a.asn, org, kind) for s, b in v4 if self.rng.random() < 0.98]
        self.rows.append((f"{top >> 48:x}:{(top >> 32) & 0xFFFF:x}::/32", a.asn, org, kind))
        return a

    def draw(self, rng: Rng, a: As, n: int, v6: float = 0.0) -> Arr:
        """n addresses of a system, some of them a /64."""
        p = np.array(a.v4)[rng.choice(len(a.v4), n, p=zipf(len(a.v4), 0.7))]
        host = (rng.random(n) * (2.0 ** (32 - p[:, 1]) - 2)).astype(np.int64) + 1
        out = (p[:, 0] + host).astype(U64)
        six = U64(a.v6) + rng.integers(0, 2**32, n).astype(U64)
        return np.where(rng.random(n) < v6, six, out)

    def block(self, rng: Rng, a: As, k: int, org: str = "", kind: str = "") -> Arr:
        """k neighbouring addresses (a customer's /29 or so), with a row of its own where org is given."""
        s, b = a.v4[between(rng, 0, len(a.v4) - 1)]
        bits = 32 - max(2, int(np.ceil(np.log2(k + 2))))
        start = s + between(rng, 0, 2 ** (bits - b) - 1) * 2 ** (32 - bits)
        if org:
            self.rows.append((f"{dotted(start)}/{bits}", a.asn, org, kind or a.kind))
        return np.asarray(start + 1 + np.arange(k), U64)

    def add(self, ips: Arr) -> int:
        """Writes addresses into the book; their first position."""
        self.book.append(np.asarray(ips, U64))
        self.size += len(ips)
        return self.size - len(ips)

    def flat(self) -> Arr:
        """The whole book as one array."""
        if len(self.book) > 1:
            self.book = [np.concatenate(self.book)]
        return self.book[0]


def dotted(v: int) -> str:
    """An IPv4 address as text."""
    return f"{v >> 24}.{(v >> 16) & 255}.{(v >> 8) & 255}.{v & 255}"


def six(top: int, host: int) -> str:
    """An IPv6 address of its two halves."""
    return ":".join(f"{(x >> s) & 0xFFFF:x}" for x in (top, host) for s in (48, 32, 16, 0))
