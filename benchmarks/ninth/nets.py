"""Address space: carriers, offices, clouds, VPNs; every pool is a list of (base, size, stride) runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from benchmarks.ninth.draws import Arr, Rng, U, mix


class Country(NamedTuple):
    """Where customers live: weight of the lab's customers there, hours from UTC, whether homes are behind NAT."""

    code: str
    weight: float
    utc: float
    nat: bool = False


COUNTRIES = [
    Country("US", 22, -6),
    Country("IN", 13, 5.5, nat=True),
    Country("BR", 6, -3, nat=True),
    Country("GB", 5, 0),
    Country("DE", 5, 1),
    Country("FR", 4, 1),
    Country("JP", 4, 9),
    Country("ID", 4, 7, nat=True),
    Country("CA", 3, -5),
    Country("MX", 3, -6, nat=True),
    Country("PH", 3, 8, nat=True),
    Country("VN", 3, 7, nat=True),
    Country("KR", 2.5, 9),
    Country("TR", 2.5, 3, nat=True),
    Country("ES", 2.5, 1),
    Country("IT", 2.5, 1),
    Country("PL", 2, 1),
    Country("NG", 2, 1, nat=True),
    Country("EG", 1.5, 2, nat=True),
    Country("PK", 2, 5, nat=True),
    Country("BD", 1.5, 6, nat=True),
    Country("AU", 2, 10),
    Country("NL", 1.5, 1),
    Country("UA", 1.5, 2),
    Country("AR", 1.5, -3),
    Country("CO", 1.5, -5, nat=True),
    Country("KE", 1, 3, nat=True),
    Country("SG", 1, 8),
    Country("HK", 1, 8),
    Country("IL", 1, 2),
    Country("AE", 1, 4, nat=True),
    Country("IR", 0.6, 3.5, nat=True),
]
TZ = {country.code: float(country.utc) for country in COUNTRIES}
FIRST = [a for a in range(2, 224) if a not in (10, 100, 127, 169, 172, 192, 198, 203)]


class Nets:
    """Allocates prefixes without overlap, remembers them for the networks feed, resolves keys to addresses."""

    def __init__(self, rng: Rng) -> None:
        self.rng = rng
        self.rows: list[tuple[str, int, str, str]] = []
        self.runs: list[tuple[int, int, int]] = []
        self.pools: list[tuple[int, int]] = []
        self.free = [int(x) for x in rng.permutation([a * 256 + b for a in FIRST for b in range(256)])]
        self.small: list[int] = []
        self.v6 = 0
        self.flat: Arr = np.zeros((0, 3), U)
        self.span: Arr = np.zeros((0, 2), np.int64)
        self.home: dict[str, list[int]] = {}
        self.cell: dict[str, list[int]] = {}

    def _prefix(self, length: int) -> int:
        """A fresh IPv4 prefix; those longer than /23 are carved out of a common /16, as small customers' are."""
        if length < 16:
            return self._wide(1 << (16 - length)) << 16
        if length <= 23:
            return self.free.pop() << 16
        if not self.small:
            base = self.free.pop() << 16
            self.small = [base + (int(i) << 8) for i in self.rng.permutation(256)]
        return self.small.pop()

    def _wide(self, n: int) -> int:
        """n /16s in a row, aligned, all of them free."""
        left = set(self.free)
        base = next(b for b in (x - x % n for x in reversed(self.free)) if all(b + k in left for k in range(n)))
        self.free = [x for x in self.free if not base <= x < base + n]
        return base

    def make(self, kind: str, org: str, length: int, count: int = 1, exits: int = 0, v6: bool = False) -> int:
        """A pool of `count` prefixes; with `exits`, only so many addresses of them are ever seen (NAT, VPN)."""
        asn = int(self.rng.integers(1000, 400000))
        runs: list[tuple[int, int, int]] = []
        for _ in range(count):
            base, size, text = self._six() if v6 else self._four(length)
            self.rows.append((text, asn, org, kind))
            stride = 256 if v6 else 1
            if exits:
                picks = self.rng.choice(min(size, 1 << 16), min(exits, size), replace=False)
                runs += [(base + int(p) * stride, 1, 1) for p in picks]
            else:
                runs.append((base, size, stride))
        return self.add(runs)

    def _four(self, length: int) -> tuple[int, int, str]:
        base = self._prefix(length)
        return base, 1 << (32 - length), f"{base >> 24}.{base >> 16 & 255}.{base >> 8 & 255}.{base & 255}/{length}"

    def _six(self) -> tuple[int, int, str]:
        self.v6 += 1
        top = (int(self.rng.choice([0x2A02, 0x2600, 0x2409, 0x2804, 0x2001])) << 16) | (0x1000 + self.v6 * 13)
        return top << 32, 1 << 24, f"{top >> 16:x}:{top & 0xFFFF:x}::/32"

    def add(self, runs: list[tuple[int, int, int]]) -> int:
        """A pool of explicit runs; returns its number."""
        self.pools.append((len(self.runs), len(runs)))
        self.runs += runs
        return len(self.pools) - 1

    def at(self, pool: Arr, key: Arr) -> Arr:
        """The address of each key in each pool."""
        if len(self.span) < len(self.pools):
            self.flat, self.span = np.array(self.runs, U), np.array(self.pools, np.int64)
        off, cnt = self.span[pool, 0], self.span[pool, 1]
        run = self.flat[off + (mix(key) % cnt.astype(U)).astype(np.int64)]
        with np.errstate(over="ignore"):
            return np.asarray(run[:, 0] + (mix(key ^ U(0xABCDEF)) % run[:, 1]) * run[:, 2])

    def carriers(self, word: Callable[[], str]) -> None:
        """Two to four fixed-line and two mobile carriers a country, some with IPv6."""
        for code, weight, _, nat in COUNTRIES:
            self.home[code] = [self._line(word, code, weight, nat) for _ in range(int(self.rng.integers(2, 5)))]
            self.cell[code] = [self._mobile(word, code, weight) for _ in range(2)]

    def _line(self, word: Callable[[], str], code: str, weight: float, nat: bool) -> int:
        six = self.rng.random() < 0.3
        count = 1 + int(weight > 3)
        pool = self.make("residential", f"{word()} {code}", int(self.rng.integers(12, 17)), count, v6=six)
        if nat and not six and self.rng.random() < 0.4:  # homes behind carrier-grade NAT
            pool = self.make("residential", f"{word()} Broadband {code}", 19, exits=int(80 + 40 * weight))
        return pool

    def _mobile(self, word: Callable[[], str], code: str, weight: float) -> int:
        six = self.rng.random() < 0.45
        exits = 0 if six else int(30 + 12 * weight)
        return self.make("mobile", f"{word()} Mobile {code}", 20, exits=exits, v6=six)
