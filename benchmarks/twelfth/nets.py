"""The address plan: every carrier, gateway, cloud and proxy is a slice of one address array."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from benchmarks.twelfth.lands import LANDS

V6 = 1 << 40


@dataclass(frozen=True)
class Pool:
    """A slice of `Nets.flat()`: the addresses someone may appear from."""

    lo: int
    n: int


@dataclass
class Nets:
    """Hands out prefixes and remembers the rows of the networks feed."""

    rng: np.random.Generator
    rows: list[dict[str, object]] = field(default_factory=list)
    blocks: list[np.ndarray] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    size: int = 0
    asn: int = 210000

    def keep(self, addresses: np.ndarray) -> Pool:
        """Store addresses as a new pool (also a pool picked out of others' addresses)."""
        self.blocks.append(addresses.astype(np.int64))
        pool = Pool(self.size, len(addresses))
        self.size += len(addresses)
        return pool

    def _base(self) -> int:
        while True:
            high = int(self.rng.integers(23 * 256, 220 * 256))
            if high // 256 not in (100, 127, 169, 172, 192, 198, 203) and high not in self.used:
                self.used.add(high)
                return high << 16

    def new(self, kind: str, org: str, n: int, listed: float = 0.95) -> Pool:
        """A new network with n addresses in its own prefix."""
        self.asn += int(self.rng.integers(1, 40))
        bits = 24 if n <= 200 else 20 if n <= 3500 else 16
        base = self._base()
        span = 2 ** (32 - bits) - 2
        self._row(f"{base >> 24}.{base >> 16 & 255}.0.0/{bits}", org, kind, listed)
        return self.keep(base + 1 + np.sort(self.rng.choice(span, min(n, span), replace=False)))

    def new6(self, kind: str, org: str, n: int) -> Pool:
        """The same for IPv6: each address is one subscriber's /64."""
        hextet = self._base() >> 16
        self._row(f"2a02:{hextet:x}::/32", org, kind, 0.95)
        return self.keep(V6 + (hextet << 32) + self.rng.choice(2**31, n, replace=False))

    def _row(self, prefix: str, org: str, kind: str, listed: float) -> None:
        if self.rng.random() < listed:
            self.rows.append({"prefix": prefix, "asn": self.asn, "organization": org, "kind": kind})

    def join(self, pools: list[Pool], n: int) -> Pool:
        """n addresses picked out of existing pools: what a proxy vendor rents of other people's lines."""
        flat = self.flat()
        every = np.concatenate([np.arange(p.lo, p.lo + p.n) for p in pools])
        return self.keep(flat[self.rng.choice(every, min(n, len(every)), replace=False)])

    def flat(self) -> np.ndarray:
        """All addresses in pool order."""
        self.blocks = [np.concatenate(self.blocks)]
        return self.blocks[0]


def text(addresses: np.ndarray) -> np.ndarray:
    """Addresses as the feed writes them."""
    unique, back = np.unique(addresses, return_inverse=True)
    made = [_four(int(a)) if a < V6 else _six(int(a) - V6) for a in unique]
    return np.array(made, dtype=object)[back]


def _four(a: int) -> str:
    return f"{a >> 24}.{a >> 16 & 255}.{a >> 8 & 255}.{a & 255}"


def _six(a: int) -> str:
    return f"2a02:{a >> 32:x}:{a >> 16 & 65535:x}:{a & 65535:x}::/64"


@dataclass
class Plan:
    """The public networks of the world: carriers of each country, clouds, commercial VPNs."""

    home: list[list[Pool]]
    mobile: list[list[Pool]]
    cloud: list[Pool]
    vpn: list[Pool]
    relay: Pool
    sat: list[Pool]


def plan(nets: Nets, people: int) -> Plan:
    """Size each country's carriers by its customers: a line is rarely reused, a mobile gateway always."""
    home, mobile = [], []
    for land in LANDS:
        lines = int(400 + people * land.share / 110 / land.isps * 2.2)
        home.append([_isp(nets, land.code, i, lines) for i in range(land.isps)])
        gates = [int(nets.rng.integers(10, 90)) for _ in range(2)]
        mobile.append([nets.new("mobile", f"{land.code} Mobile {i + 1}", g) for i, g in enumerate(gates)])
    cloud = [nets.new("hosting", f"Cloud {x}", 900) for x in ("Alba", "Boreas", "Cirro", "Delta")]
    vpn = [nets.new("vpn" if i % 3 else "hosting", f"Private Tunnel {i}", 40) for i in range(5)]
    sat = [nets.new("mobile" if i else "business", f"Orbit Link {i}", 12) for i in range(3)]
    return Plan(home, mobile, cloud, vpn, nets.new("proxy", "Mail and Web Relay", 150), sat)


def _isp(nets: Nets, code: str, i: int, lines: int) -> Pool:
    make = nets.new6 if i % 3 == 2 else nets.new
    return make("residential", f"{code} Broadband {i + 1}", min(lines, 12000))
