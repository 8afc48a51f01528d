"""Address space: who owns which block, and which address an account shows at a moment."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from benchmarks.fifth.mixing import U64, mix

STATIC, LEASE, DAY, SESSION, REQUEST = range(5)
V6 = 1 << 40
WIDE = 260_000  # addresses of a wide block that are handed out
_RESERVED = {0, 10, 100, 127, 169, 172, 192, 198, 203}
I64 = npt.NDArray[np.int64]


@dataclass
class Nets:
    """A registry of nets. A net is a set of addresses plus a rule of how long one of them stays with an account."""

    rng: np.random.Generator
    rules: list[tuple[int, int, int, int, int, int, int]] = field(default_factory=list)
    table: list[I64] = field(default_factory=list)
    rows: list[tuple[str, int, str, str]] = field(default_factory=list)
    _used: set[int] = field(default_factory=set)
    _open: dict[str, tuple[int, int, int, str]] = field(default_factory=dict)
    _table_size: int = 0
    _v6: int = 0

    def wide(self, kind: str, organization: str) -> int:
        """Take a fresh /14 and tell of it in the networks feed; returns its first address."""
        while True:
            first, second = (int(x) for x in self.rng.integers(2, [223, 64]))
            if first not in _RESERVED and (block := first << 6 | second) not in self._used:
                break
        self._used.add(block)
        base = block << 18
        self.rows.append((f"{ipaddress.IPv4Address(base)}/14", self._asn(), organization, kind))
        return base

    def narrow(self, kind: str, organization: str, told: bool = True, bits: int = 24) -> int:
        """Take a small block (a /24 or smaller, in a /24 of its own) inside some provider of that kind."""
        base, used, asn, provider = self._open.get(kind, (0, 900, 0, ""))
        if used >= 900:
            provider = f"{kind} provider {len(self.rows)}"
            base, used, asn = self.wide(kind, provider), 0, self.rows[-1][1]
        self._open[kind] = (base, used + 1, asn, provider)
        start = base + (used << 8)
        if kind == "hosting":  # the feed names the tenant, not the trade
            organization = f"Tenant {self.rng.integers(0, 1 << 30):07x}"
        if told:
            self.rows.append((f"{ipaddress.IPv4Address(start)}/{bits}", asn, organization, kind))
        return start

    def six(self, organization: str) -> int:
        """Take an IPv6 /32 of a household provider."""
        self._v6 += 1
        self.rows.append((f"2a01:{0x1000 + self._v6:x}::/32", self._asn(), organization, "residential"))
        return V6 + (self._v6 << 20)

    def net(self, base: int, size: int, stick: int, lease: int = 1) -> int:
        """Register a contiguous net."""
        self.rules.append((base, size, stick, lease, -1, size, 0))
        return len(self.rules) - 1

    def pool(self, addresses: I64, stick: int, active: int = 0, shift: int = 0, lease: int = 1) -> int:
        """Register a scattered net: a pool of exits of which `active` are up at a time, `shift` replaced each day."""
        size = len(addresses)
        self.rules.append((0, size, stick, lease, self._table_size, min(active or size, size), shift))
        self.table.append(addresses.astype(np.int64))
        self._table_size += size
        return len(self.rules) - 1

    def again(self, net: int, stick: int, lease: int = 1) -> int:
        """The same addresses under another rule of stickiness (another customer of the pool)."""
        base, size, _, _, offset, active, shift = self.rules[net]
        self.rules.append((base, size, stick, lease, offset, active, shift))
        return len(self.rules) - 1

    def address(self, net: I64, home: U64, account: I64, day: I64, session: I64, row: I64) -> I64:
        """The address (as a number) of each row."""
        rules = np.array(self.rules, np.int64)[net]
        base, size, stick, lease, offset, active, shift = rules.T
        lease = np.maximum(lease, 1)
        term = (day + (home % np.uint64(1 << 20)).astype(np.int64) % lease) // lease
        own = mix(account, day + 1)
        key = np.select(
            [stick == STATIC, stick == LEASE, stick == DAY, stick == SESSION],
            [home, mix(home, term + 7), own, mix(own, session)],
            mix(own, row),
        )
        root = np.where(offset >= 0, offset, base)
        index = ((mix(key, root) % active.astype(np.uint64)).astype(np.int64) + day * shift) % size
        table = np.concatenate(self.table) if self.table else np.zeros(1, np.int64)
        number: I64 = np.where(offset >= 0, table[np.clip(offset + index, 0, len(table) - 1)], base + index)
        return number

    def _asn(self) -> int:
        return int(self.rng.integers(3000, 65000))


def shown(numbers: I64) -> list[str]:
    """Addresses as text; IPv6 as the /64 a gateway would keep."""
    out = []
    for number in numbers.tolist():
        if number >= V6:
            block, low = (number - V6) >> 20, number & 0xFFFFF
            out.append(f"2a01:{0x1000 + block:x}:{low >> 10:x}:{low & 0x3FF:x}::/64")
        else:
            out.append(f"{number >> 24}.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}")
    return out
