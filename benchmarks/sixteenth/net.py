"""The networks of a world: providers at home, carriers, hosters and VPNs, and the lines that they give."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import NamedTuple

from benchmarks.sixteenth.countries import CODES
from benchmarks.sixteenth.lines import Line
from benchmarks.sixteenth.prefixes import Block, Prefixes, v4

SMALL_TOWNS = ("Lakeside ISP", "MetroLine Fiber", "Summit Broadband")
HOSTERS = ("Nimbus Cloud", "Corvid Hosting", "BlueRack", "Hexa VPS", "Ostra Servers")
VPNS = {"MoleVPN": 120, "Hide&Go": 60, "TunnelFox": 40, "SnowVPN": 25}


class Provider(NamedTuple):
    """Of lines at home."""

    blocks: list[Block]
    six: str | None = None
    nat: list[str] | None = None


class Carrier(NamedTuple):
    """Of lines for telephones."""

    nat: list[str]
    six: str | None


class Net(Prefixes):
    """All networks; lines are drawn from them."""

    def __init__(self, r: random.Random) -> None:
        super().__init__(r)
        self.isps = {c: [self._isp(c, i) for i in range(r.choice((2, 3, 3)))] for c in CODES}
        for name in SMALL_TOWNS:
            self.isps[r.choice(CODES[:20])].append(Provider([self.block("residential", name, 20)]))
        self.carriers = {c: [self._carrier(c, i) for i in range(r.choice((1, 2, 2)))] for c in CODES}
        self.hosts = [self.block("hosting", name, 16) for name in HOSTERS]
        self.vpns = [self.pool("vpn", name, exits) for name, exits in VPNS.items()]
        self.special: dict[str, list[str]] = {}
        """Addresses of gateways (`places.py`), by kind, as they come to be used."""

    def home(self, c: str) -> Line:
        """A private line: fixed, leased, behind the provider's NAT, or with IPv6."""
        r, isp = self.r, self.r.choice(self.isps[c])
        if isp.nat and r.random() < 0.6:
            return Line(r.sample(isp.nat, 3), 86400 * 5, r.randrange(1 << 30))
        ips = [self.ip_in(r.choice(isp.blocks)) for _ in range(r.choice((1, 1, 1, 2, 4, 12)))]
        if isp.six and r.random() < 0.6:
            return Line(ips[:1] + self.sixes(isp.six, 5), 30000, r.randrange(1 << 30))
        return Line(ips, 86400 * 21 / max(len(ips), 2), r.randrange(1 << 30))

    def mobile(self, c: str, one: Carrier | None = None) -> Line:
        """A telephone's line at a carrier of the country, or at this one."""
        r, carrier = self.r, one or self.r.choice(self.carriers[c])
        if carrier.six and r.random() < 0.5:
            sixes = self.sixes(carrier.six, 2) + self.sixes(carrier.six, 2)
            return Line(sixes + r.sample(carrier.nat, 2), 15000, r.randrange(1 << 30))
        return Line(r.sample(carrier.nat, min(24, len(carrier.nat))), 7200, r.randrange(1 << 30))

    def residential(self, n: int, codes: Sequence[str] | None = None) -> list[str]:
        """Exits of a rented residential proxy: n private lines, in these countries or all over."""
        r = self.r
        return [self.ip_in(r.choice(r.choice(self.isps[r.choice(codes or CODES)]).blocks)) for _ in range(n)]

    def _isp(self, c: str, i: int) -> Provider:
        org = f"{c} {('Telecom', 'Cable', 'Fibra')[i]}"
        blocks = [self.block("residential", org, 16, i == 0) for _ in range(3 if c in ("US", "IN") else 2)]
        six = self.six_block("residential", org) if self.r.random() < 0.6 else None
        behind = self.r.random() < 0.35
        nat = [v4(blocks[0].base + self.r.randrange(40000)) for _ in range(60)] if behind else None
        return Provider(blocks, six, nat)

    def _carrier(self, c: str, i: int) -> Carrier:
        org = f"{c} {('Mobile', 'Cell')[i]}"
        block = self.block("mobile", org, 20)
        six = self.six_block("mobile", org) if self.r.random() < 0.5 else None
        return Carrier([v4(block.base + 3 + 5 * k) for k in range(self.r.choice((40, 90, 200)))], six)
