"""The grey market that honest people and rings both buy from: proxies, VPNs, cards, numbers, mailboxes."""

from dataclasses import dataclass, field

import numpy as np

from benchmarks.fourteenth.hashing import mix
from benchmarks.fourteenth.nets import Nets, Slice
from benchmarks.fourteenth.places import CODES


@dataclass(frozen=True)
class Seller:
    """A shop of prepaid cards or credits: its bin, and the instruments it pays with."""

    key: int
    bins: tuple[str, ...]
    stock: int

    def instruments(self, picks: np.ndarray) -> np.ndarray:
        """Keys of the shop's own instruments, which many customers see."""
        return mix(self.key, picks % self.stock)


@dataclass
class Market:
    """All shops of a world."""

    vpns: list[Slice] = field(default_factory=list)
    proxies: list[Slice] = field(default_factory=list)
    datacentre: list[Slice] = field(default_factory=list)
    tor: Slice = field(default_factory=lambda: Slice(0, 1))
    sellers: list[Seller] = field(default_factory=list)
    sms: list[tuple[int, int]] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)


def _inventory(nets: Nets, rng: np.random.Generator) -> Slice:
    """A residential proxy vendor: lines of many countries, which honest people use as well."""
    lands = rng.choice(CODES, int(rng.integers(4, 20)), replace=False)
    parts = [p for c in lands for p in nets.isps[str(c)][:2]]
    return nets.sample(parts, int(rng.integers(5000, 60000)))


def market(nets: Nets, rng: np.random.Generator) -> Market:
    """Open the shops."""
    m = Market()
    kinds = ("vpn", "vpn", "vpn", "hosting")
    m.vpns = [nets.block(kinds[i % 4], f"Privacy Net {i + 1}", int(rng.integers(20, 200))) for i in range(7)]
    m.proxies = [_inventory(nets, rng) for _ in range(5)]
    m.datacentre = [nets.block("proxy", f"Exit Lease {i + 1}", int(rng.integers(60, 250)), 0.6) for i in range(3)]
    m.tor = nets.sample(nets.clouds, 220)
    for _ in range(6):
        bins = tuple(str(b) for b in rng.integers(400000, 559999, int(rng.integers(1, 4))))
        m.sellers.append(Seller(int(rng.integers(1 << 60)), bins, int(rng.integers(4, 60))))
    m.sms = [(int(rng.integers(1 << 60)), int(rng.integers(60, 900))) for _ in range(4)]
    m.boxes = [f"{w}mail.{t}" for w, t in (("quick", "site"), ("rambler", "post"), ("inbox", "land"), ("zoho", "live"))]
    return m
