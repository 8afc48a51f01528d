"""The address plan: who announces which block, disjoint, in sizes that look like an RIR's."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from benchmarks.eighth.geo import COUNTRIES

RESERVED = {0, 10, 100, 127, 169, 172, 192, 198, 203}
STEMS = {
    "residential": ["Telecom", "Cable", "Fibra", "Broadband"],
    "mobile": ["Mobile", "Cellular", "Wireless"],
    "business": ["Business Networks", "Carrier Services"],
    "education": ["Research and Education Network"],
}
HOSTS = ["Amber Cloud", "Nimbus Compute", "Hexa Hosting", "Leaseblock", "Vantage VPS", "Borealis Cloud"]
VPNS = ["Tunnelfox VPN", "Quiet Harbor VPN", "Northgate VPN", "Edge Relay"]


@dataclass
class Net:
    """One block of IPv4 addresses and one of IPv6, and who announces them."""

    base: int
    bits: int
    v6: int
    asn: int
    org: str
    kind: str
    country: int

    @property
    def size(self) -> int:
        return 1 << (32 - self.bits)


class Plan:
    """All networks of a world; `of(kind, country)` finds them."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng
        self.nets: list[Net] = []
        slots = [(o << 24) | (k << 20) for o in range(2, 223) if o not in RESERVED for k in range(16)]
        self.slots = list(rng.permutation(slots))
        for c in range(len(COUNTRIES)):
            for kind, stems in STEMS.items():
                for stem in stems[: int(rng.integers(1, len(stems) + 1))]:
                    self.add(kind, f"{COUNTRIES[c].code} {stem}", c)
        for name in HOSTS:
            self.add("hosting", name, -1)
        for name in VPNS:
            self.add("vpn", name, -1)

    def add(self, kind: str, org: str, country: int) -> Net:
        """A new block: the wide for homes, the narrow for VPNs."""
        bits = {"residential": 14, "mobile": 17, "vpn": 20}.get(kind, 15) + int(self.rng.integers(-1, 2))
        six = (0x2A00 + int(self.rng.integers(0, 16))) << 48 | (0x1000 + len(self.nets)) << 32
        net = Net(int(self.slots.pop()), bits, six, int(self.rng.integers(1200, 64000)), org, kind, country)
        self.nets.append(net)
        return net

    def of(self, kind: str, country: int = -1) -> list[Net]:
        """The networks of a kind (and a country); a country without any borrows another's."""
        found = [n for n in self.nets if n.kind == kind and (country < 0 or n.country == country)]
        return found or [n for n in self.nets if n.kind == kind]


def prefixes(net: Net) -> list[str]:
    """What the enrichment vendor lists: two halves of the IPv4 block and the IPv6 allocation."""
    half = net.size // 2
    out = [f"{dotted(net.base + i * half)}/{net.bits + 1}" for i in range(2)]
    return [*out, f"{net.v6 >> 48:x}:{(net.v6 >> 32) & 0xFFFF:x}::/32"]


def dotted(x: int) -> str:
    """An IPv4 number as text."""
    return f"{x >> 24}.{(x >> 16) & 255}.{(x >> 8) & 255}.{x & 255}"


def text(hi: int, lo: int) -> str:
    """An address as text; hi is zero for IPv4."""
    if hi == 0:
        return dotted(lo)
    return ":".join(f"{(v >> s) & 0xFFFF:x}" for v in (hi, lo) for s in (48, 32, 16, 0))
