"""Sources of addresses: each says which address a key (a household, a firm, a worker) has at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from benchmarks.eighth.hashing import Arr, mix, mod, u64, unit
from benchmarks.eighth.nets import Net

DAY = 86400.0
LOW32 = np.uint64(0xFFFFFFFF)
Pair = tuple[Arr, Arr]


class Source(Protocol):
    """Addresses of keys at times, high and low 64 bits; the high ones of IPv4 are zero."""

    def draw(self, key: Arr, t: Arr) -> Pair: ...


def _six(net: Net, prefix: Arr, host: Arr) -> Pair:
    """An IPv6 address: a /64 of the customer, a privacy address of the handset."""
    return u64(np.uint64(net.v6)) | (prefix & LOW32), host | np.uint64(1)


def _blend(six: Arr, a: Pair, b4: Arr) -> Pair:
    """IPv6 where the customer has it, else IPv4."""
    return np.where(six, a[0], np.uint64(0)), np.where(six, a[1], b4)


@dataclass
class Home:
    """A household's line: its lease changes after days, IPv6 hosts change daily."""

    net: Net
    lease: float
    v6: float

    def draw(self, key: Arr, t: Arr) -> Pair:
        span = self.lease * (0.5 + 1.5 * unit(mix(key, 5)))
        h = mix(key, np.floor(t / DAY / span + 50 * unit(mix(key, 6))), 1)
        six = _six(self.net, h, mix(key, np.floor(t / DAY), 3))
        return _blend(unit(mix(key, 2)) < self.v6, six, u64(self.net.base) + h % u64(self.net.size))


@dataclass
class Mobile:
    """A carrier: few public gateways for everybody (they change within hours), or a /64 of the handset."""

    net: Net
    gates: int
    v6: float

    def draw(self, key: Arr, t: Arr) -> Pair:
        h = mix(key, np.floor(t / 3600 + 7 * unit(mix(key, 6))), 1)
        six = _six(self.net, mix(key, np.floor(t / 14400), 8), mix(key, np.floor(t / DAY), 3))
        return _blend(unit(mix(key, np.floor(t / DAY), 2)) < self.v6, six, u64(self.net.base) + h % u64(self.gates))


@dataclass
class Office:
    """Firms and campuses: static NAT addresses of the organisation whose key it is."""

    net: Net
    each: int

    def draw(self, key: Arr, t: Arr) -> Pair:
        first = mix(key, 4) % u64(self.net.size // 16) * u64(16)
        lo = u64(self.net.base) + first + mix(key, np.floor(t / 1800), 1) % u64(self.each)
        return np.zeros(len(lo), np.uint64), lo


@dataclass
class Pool:
    """A list of addresses handed out for `stick` seconds."""

    hi: Arr
    lo: Arr
    stick: float

    def draw(self, key: Arr, t: Arr) -> Pair:
        i = mod(mix(key, np.floor(t / self.stick + unit(mix(key, 6)))), len(self.lo))
        return self.hi[i], self.lo[i]


def chunk(rng: np.random.Generator, net: Net, n: int, run: int) -> Pair:
    """n IPv4 addresses of a network, in runs of neighbours as hosters rent them."""
    starts = rng.integers(0, net.size // run, -(-n // run)) * run
    lo = (net.base + starts[:, None] + np.arange(run)).ravel()[:n]
    return np.zeros(n, np.uint64), lo.astype(np.uint64)
