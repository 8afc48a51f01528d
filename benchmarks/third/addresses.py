"""The address space: numbers for addresses, /16 networks cut into customers' ranges, what the networks feed knows."""

from __future__ import annotations

from typing import NamedTuple

from benchmarks.third.draw import Draw

_RESERVED = (10, 127, 100, 169, 172, 192, 198, 203)


class Source(NamedTuple):
    """Where an account comes from: a run of addresses, how long it keeps one (seconds), the share of its sittings."""

    start: int
    length: int
    period: float
    weight: float = 1.0

    def weighing(self, weight: float) -> Source:
        """The same addresses with another share."""
        return self._replace(weight=weight)


class Span(NamedTuple):
    """A run of address numbers."""

    start: int
    length: int

    def source(self, period: float, weight: float = 1.0) -> Source:
        """As what an account uses."""
        return Source(self.start, self.length, period, weight)


class Network(NamedTuple):
    """A row of the networks feed."""

    prefix: str
    asn: int | None
    organization: str
    kind: str


class Addresses:
    """All addresses by number, and the rows of the networks feed, which knows only a share of the networks."""

    def __init__(self, draw: Draw) -> None:
        self._draw = draw
        self.texts: list[str] = []
        self.networks: list[Network] = []
        self.known = draw.uniform(0.6, 1)
        self._asn = draw.integer(3000, 9000)
        self._taken: set[tuple[int, int]] = set()

    def new_asn(self) -> int:
        """A number of an autonomous system."""
        self._asn += self._draw.integer(1, 400)
        return self._asn

    def new_16(self) -> tuple[int, int]:
        """The first two bytes of an unused public /16."""
        while True:
            pair = self._draw.integer(1, 223), self._draw.integer(0, 255)
            if pair[0] not in _RESERVED and pair not in self._taken:
                self._taken.add(pair)
                return pair

    def label(self, prefix: str, asn: int | None, organization: str, kind: str, chance: float | None = None) -> None:
        """Put a network into the feed, by chance that of the feed's coverage."""
        if self._draw.chance(self.known if chance is None else chance):
            self.networks.append(Network(prefix, asn, organization, kind))

    def add(self, texts: list[str]) -> Span:
        """Number new addresses."""
        start = len(self.texts)
        self.texts.extend(texts)
        return Span(start, len(texts))

    def scattered(self, pair: tuple[int, int], n: int, below: int = 65_536) -> Span:
        """n addresses anywhere in the first `below` of a /16."""
        hosts = self._draw.rng.choice(below, size=min(n, below), replace=False)
        return self.add([v4(pair, int(host)) for host in hosts])

    def one_of(self, where: Span | Source) -> int:
        """Any address of a run."""
        return self._draw.integer(where.start, where.start + where.length - 1)


class Block:
    """A provider's /16 cut into small customer ranges; it takes another one when full."""

    def __init__(self, addresses: Addresses, draw: Draw, organization: str, kind: str) -> None:
        self._addresses, self._draw = addresses, draw
        self.organization, self.kind = organization, kind
        self.asn = addresses.new_asn()
        self.last = ""
        self._fresh()

    def _fresh(self) -> None:
        self._pair = self._addresses.new_16()
        self._next = 0
        prefix = f"{self._pair[0]}.{self._pair[1]}.0.0/16"
        self._addresses.label(prefix, self.asn, self.organization, self.kind)

    def sub(self, bits: int, n: int) -> Span:
        """Allot a range of 2**bits addresses, n of which are in use; its prefix is then `last`."""
        size = 1 << bits
        self._next = -(-self._next // size) * size + size * self._draw.integer(0, 2)
        if self._next + size > 65_536:
            self._fresh()
        low = self._next
        self._next += size
        usable = max(1, size - 2)
        hosts = self._draw.rng.choice(usable, size=min(n, usable), replace=False) + low + (1 if size > 2 else 0)
        self.last = f"{v4(self._pair, low)}/{32 - bits}"
        return self._addresses.add([v4(self._pair, int(host)) for host in hosts])


def v4(pair: tuple[int, int], host: int) -> str:
    """Text of an address in a /16."""
    return f"{pair[0]}.{pair[1]}.{host >> 8}.{host & 255}"
