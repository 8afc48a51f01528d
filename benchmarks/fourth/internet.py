"""The address space: access networks by country, carriers behind few exits, hosting, VPN, campuses and offices."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

Array = np.ndarray

COUNTRIES = {
    "US": (26, -6), "IN": (14, 5), "BR": (9, -3), "DE": (6, 1), "GB": (6, 0), "JP": (5, 9), "ID": (6, 7), "NG": (4, 1),
    "MX": (4, -6), "TR": (4, 3), "VN": (4, 7), "FR": (4, 1), "PL": (3, 1), "KR": (3, 9), "PK": (2, 5),
}  # fmt: skip
_STEMS = (
    "Nor",
    "Lum",
    "Vel",
    "Tas",
    "Kor",
    "Bri",
    "Ost",
    "Quil",
    "Zan",
    "Mer",
    "Hel",
    "Dov",
    "Fen",
    "Gal",
    "Ry",
    "Pax",
)
_ENDS = ("net", "link", "com", "wave", "line", "tel", "via", "grid")
_SIX_SHARE = 0.25


@dataclass
class Network:
    """One announced prefix: who holds it and how many of its hosts are in use."""

    number: int
    kind: str
    country: str
    asn: int
    organization: str
    six: bool
    used: int


class Internet:
    """Hands out addresses as numbers into one table of strings."""

    def __init__(self, rng: np.random.Generator, households: int) -> None:
        """Lay out access networks and carriers in proportion to the countries."""
        self.rng = rng
        self.networks: list[Network] = []
        self._blocks = rng.permutation(190 * 250)
        self.homes: dict[str, list[Network]] = {}
        self.carriers: dict[str, list[Network]] = {}
        total = sum(weight for weight, _ in COUNTRIES.values())
        for country, (weight, _) in COUNTRIES.items():
            share = max(60, int(households * weight / total))
            providers = int(rng.integers(2, 5))
            self.homes[country] = [
                self.open("residential", country, int(share * rng.uniform(0.8, 2.5)), six=rng.random() < _SIX_SHARE)
                for _ in range(providers)
            ]
            self.carriers[country] = [
                self.open("mobile", country, int(rng.integers(3, 30))) for _ in range(int(rng.integers(1, 3)))
            ]

    def open(self, kind: str, country: str, used: int, six: bool = False, name: str | None = None) -> Network:
        """Announce one more prefix."""
        rng = self.rng
        if name is None:
            name = f"{rng.choice(_STEMS)}{rng.choice(_STEMS).lower()}{rng.choice(_ENDS)} {country}"
        number = len(self.networks)
        network = Network(number, kind, country, int(rng.integers(2000, 64000)), name, six, min(max(used, 1), 60_000))
        self.networks.append(network)
        return network

    def draw(self, network: Network, size: int | tuple[int, ...]) -> Array:
        """Draw addresses of a network with replacement, as dynamic assignment does."""
        host = self.rng.integers(0, network.used, size)
        return network.number * 65_536 + self._scatter(network, host)

    def take(self, network: Network, count: int) -> Array:
        """All different addresses of a network, at most as many as it uses."""
        host = self.rng.permutation(network.used)[:count]
        return network.number * 65_536 + self._scatter(network, host)

    def _scatter(self, network: Network, host: Array) -> Array:
        """Spread hosts over the prefix; a small network stays within a few /24."""
        step = 1 if network.used < 400 else 7
        return (host * step + 11 + network.asn % 240 * (256 if network.used < 400 else 0)) % 65_536

    def home(self, country: Array, width: int) -> Array:
        """A row of home addresses for each account: one provider, now and then another address of it."""
        rows = np.zeros((len(country), width), dtype=np.int64)
        for name in np.unique(country):
            here = np.flatnonzero(country == name)
            which = self.rng.integers(0, len(self.homes[name]), len(here))
            for place, network in enumerate(self.homes[name]):
                mine = here[which == place]
                rows[mine] = self.draw(network, (len(mine), width))
        return rows

    def mobile(self, country: Array, width: int) -> Array:
        """A row of carrier exits for each account."""
        rows = np.zeros((len(country), width), dtype=np.int64)
        for name in np.unique(country):
            here = np.flatnonzero(country == name)
            network = self.carriers[name][int(self.rng.integers(0, len(self.carriers[name])))]
            rows[here] = self.draw(network, (len(here), width))
        return rows

    def prefix(self, network: Network) -> tuple[str, str]:
        """The start of a network's addresses and its CIDR."""
        block = int(self._blocks[network.number])
        first, second = block // 250 + 23, block % 250 + 1
        if network.six:
            return (
                f"2a{first % 100:02d}:{second:x}{block % 16:x}:",
                f"2a{first % 100:02d}:{second:x}{block % 16:x}::/32",
            )
        if first == 127 or (first == 172 and 16 <= second < 32) or (first == 192 and second == 168):
            first = 213
        return f"{first}.{second}.", f"{first}.{second}.0.0/16"

    def strings(self, codes: Array) -> Array:
        """Addresses as text; -1 is none."""
        unique, back = np.unique(codes, return_inverse=True)
        starts = [self.prefix(network)[0] for network in self.networks]
        text = np.array([self._text(int(code), starts) for code in unique], dtype=object)
        return text[back]

    def _text(self, code: int, starts: list[str]) -> str | None:
        if code < 0:
            return None
        network, host = self.networks[code // 65_536], code % 65_536
        if network.six:
            return f"{starts[network.number]}{host:x}:{(host * 40503 + network.asn) % 65_536:x}::/64"
        return f"{starts[network.number]}{host // 256}.{host % 256}"

    def table(self) -> pd.DataFrame:
        """The networks feed."""
        rows = [(self.prefix(one)[1], one.asn, one.organization, one.kind) for one in self.networks]
        return pd.DataFrame(rows, columns=["prefix", "asn", "organization", "kind"]).drop_duplicates("prefix")
