"""Countries and how people there get online: home lines, mobile carriers, offices, clouds, VPNs, proxy pools."""

from __future__ import annotations

import numpy as np

from benchmarks.third.addresses import Addresses, Block, Network, Source, Span
from benchmarks.third.draw import DAY, FOREVER, Draw, zipf
from benchmarks.third.mail import Words

COUNTRIES = (
    *(("US", -6, 20), ("IN", 5.5, 11), ("CN", 8, 5), ("BR", -3, 5), ("DE", 1, 6), ("GB", 0, 6), ("FR", 1, 4)),
    *(("JP", 9, 6), ("KR", 9, 4), ("ID", 7, 4), ("VN", 7, 3), ("PH", 8, 3), ("NG", 1, 2.5), ("PK", 5, 2.5)),
    *(("MX", -6, 3), ("CA", -5, 3), ("AU", 10, 2.5), ("TR", 3, 2), ("PL", 1, 2), ("ES", 1, 2.5), ("IT", 1, 2)),
    *(("NL", 1, 2), ("SG", 8, 1.5), ("AE", 4, 1.2), ("ZA", 2, 1), ("KE", 3, 1), ("EG", 2, 1), ("AR", -3, 1.2)),
    *(("UA", 2, 1.2), ("IL", 2, 1)),
)
"""Code, hours east of Greenwich, share of the people (before the world's own draw)."""
CODES = tuple(code for code, _, _ in COUNTRIES)
HOURS = {code: hours for code, hours, _ in COUNTRIES}
_LEASES = (DAY, 3 * DAY, 7 * DAY, 30 * DAY, FOREVER)


class Access:
    """Who provides addresses to whom."""

    def __init__(self, draw: Draw, addresses: Addresses, words: Words, honest: int) -> None:
        self._draw, self._addresses, self._words, self._honest = draw, addresses, words, honest
        self._weights = np.array([share for _, _, share in COUNTRIES]) * draw.rng.gamma(2, 1, len(COUNTRIES))
        self._lines = draw.log_uniform(1.2, 8)
        """Home addresses for each honest account, before each provider's own factor."""
        self.homes: dict[str, list[tuple[Span, float, float]]] = {}
        """Of each country's providers: addresses, seconds a lease lasts, share."""
        self._carriers: dict[str, tuple[Span, float]] = {}
        for place, code in enumerate(CODES):
            self.homes[code] = [self._provider(place) for _ in range(draw.integer(1, 3))]
            self._carriers[code] = self._carrier()
        self._companies()

    def _provider(self, place: int) -> tuple[Span, float, float]:
        draw = self._draw
        name = self._words.title() + draw.pick(("net", " Telecom", " Fiber", " Cable"))
        asn = self._addresses.new_asn()
        people = self._honest * self._weights[place] / self._weights.sum()
        n = int(max(60, people * self._lines * draw.uniform(0.3, 0.8)))
        lines = self._v6(n, name, asn) if draw.chance(0.15) else self._v4(n, name, asn)
        return lines, float(draw.pick(_LEASES)), float(draw.rng.gamma(2, 1))

    def _v4(self, n: int, name: str, asn: int) -> Span:
        pair = self._addresses.new_16()
        self._addresses.label(f"{pair[0]}.{pair[1]}.0.0/16", asn, name, "residential")
        return self._addresses.scattered(pair, n)

    def _v6(self, n: int, name: str, asn: int) -> Span:
        part = self._draw.integer
        prefix = f"{part(0x2400, 0x2FFF):x}:{part(1, 0xFFFF):x}"
        lines = self._addresses.add([f"{prefix}:{part(1, 0xFFFF):x}:{part(1, 0xFFFF):x}::/64" for _ in range(n)])
        self._addresses.label(f"{prefix}::/32", asn, name, "residential")
        return lines

    def _carrier(self) -> tuple[Span, float]:
        draw = self._draw
        name = self._words.title() + " Mobile"
        pair = self._addresses.new_16()
        self._addresses.label(f"{pair[0]}.{pair[1]}.0.0/16", self._addresses.new_asn(), name, "mobile")
        gates = self._addresses.scattered(pair, draw.integer(4, max(6, self._honest // 600)), 2048)
        return gates, float(draw.pick((1800, 3600, 6 * 3600, DAY)))

    def _companies(self) -> None:
        draw, title = self._draw, self._words.title
        self.offices = [self.block(title() + " Business", "business") for _ in range(draw.integer(3, 8))]
        names = (" Cloud", " Hosting", " VPS")
        self.clouds = [self.block(title() + draw.pick(names), "hosting") for _ in range(draw.integer(5, 12))]
        self._cloud_weights = zipf(len(self.clouds), draw.uniform(0.6, 1.3))
        self.vpns: list[Span] = []
        for _ in range(draw.integer(2, 6)):
            block = self.block(title() + " VPN", "vpn" if draw.chance(0.7) else "hosting")
            self.vpns.append(block.sub(10, draw.integer(6, 120)))
        self.tenants = [cloud.sub(12, draw.integer(80, 800)) for cloud in self.clouds]
        """Churning addresses of each cloud's ordinary tenants."""

    def block(self, organization: str, kind: str) -> Block:
        """A new provider of ranges."""
        return Block(self._addresses, self._draw, organization, kind)

    def country(self) -> str:
        """A country by its share of the people."""
        return self._draw.weighted(CODES, self._weights)

    def cloud(self) -> Block:
        """A cloud, large ones more often."""
        return self._draw.weighted(self.clouds, self._cloud_weights)

    def office(self) -> Block:
        """A provider of offices."""
        return self._draw.pick(self.offices)

    def home(self, country: str) -> Source:
        """A home line: one address for good, or one of the provider's for the time of a lease."""
        providers = self.homes[country]
        lines, lease, _ = self._draw.weighted(providers, [share for _, _, share in providers])
        if self._draw.chance(0.25):
            return Source(self._addresses.one_of(lines), 1, FOREVER)
        return lines.source(lease)

    def mobile(self, country: str, weight: float = 1.0) -> Source:
        """The gateways of the country's carrier, which thousands share."""
        gates, period = self._carriers[country]
        return gates.source(period, weight)

    def proxy_pool(self, n: int) -> Span:
        """A rented pool of n residential exits: addresses that households use as well, a few labelled proxy."""
        draw, addresses = self._draw, self._addresses
        start = len(addresses.texts)
        for _ in range(n):
            lines = draw.pick(self.homes[self.country()])[0]
            addresses.texts.append(addresses.texts[addresses.one_of(lines)])
        labelled = draw.uniform(0, 0.4) if draw.chance(0.4) else 0
        for text in addresses.texts[start:]:
            if ":" not in text and draw.chance(labelled):
                prefix = text.rsplit(".", 1)[0] + ".0/24"
                addresses.networks.append(Network(prefix, None, "Exit Network", "proxy"))
        return Span(start, n)
