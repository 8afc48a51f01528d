"""Lines: where an account's addresses come from, and which of them it shows at a moment.

A line is four numbers: kind, base, size and the days that an address is held (0: for a sitting, -1: for a request).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.sixth.geography import SIX
from benchmarks.sixth.mixing import U64, mix
from benchmarks.sixth.nets import Block, Nets

FOUR, SIX_LINE, ROTATING = range(3)
SITTING, REQUEST, FOREVER = 0, -1, 99999
NOWHERE = (FOUR, 0, 1, FOREVER)
SEGMENT = 4096
"""Addresses that a provider leases to homes of one place."""


@dataclass
class Pool:
    """Rotating exits: `window` of the addresses are within reach of a sitting, and move on by `step` each half hour."""

    addresses: Any
    window: int
    step: int
    countries: Any


def fixed(address: int) -> tuple[int, int, int, int]:
    """One address for good."""
    return FOUR, address, 1, FOREVER


def within(block: Block, held: int) -> tuple[int, int, int, int]:
    """Addresses of a block."""
    return FOUR, block[0], block[1], held


def through(pool: int, held: int = SITTING) -> tuple[int, int, int, int]:
    """Exits of a pool."""
    return ROTATING, pool, 1, held


def home_lines(rng: np.random.Generator, nets: Nets, country: Any, six_share: float | None = None) -> Any:
    """A home line each: IPv6 in the country's share, else IPv4 with a lease of 1 day to never."""
    count = len(country)
    six = rng.random(count) < (SIX[country] if six_share is None else six_share)
    held = rng.choice([1, 5, 14, 45, FOREVER], count, p=[0.08, 0.17, 0.2, 0.25, 0.3])
    out = np.zeros((count, 4), np.int64)
    for code in np.unique(country):
        access, here = nets.access(int(code)), np.flatnonzero(country == code)
        provider = rng.integers(0, 3, len(here))
        base, size = np.array(access.homes)[provider].T
        offset, lasting = rng.integers(0, size), held[here] >= FOREVER
        first = np.where(lasting, base + offset, base + offset // SEGMENT * SEGMENT)
        span = np.where(lasting, 1, np.minimum(size, SEGMENT))
        out[here] = np.stack([np.zeros(len(here)), first, span, held[here]], 1)
        modern = here[six[here]]
        out[modern] = _six_lines(rng, access.homes_six, np.maximum(held[modern], 14))
    return out


def mobile_lines(rng: np.random.Generator, nets: Nets, country: Any) -> Any:
    """A phone's line each: shared IPv4 addresses of a carrier, or IPv6 where 464XLAT carriers hand it out."""
    out = np.zeros((len(country), 4), np.int64)
    for code in np.unique(country):
        access, here = nets.access(int(code)), np.flatnonzero(country == code)
        carrier = rng.integers(0, 2, len(here))
        base, size = np.array(access.mobile)[carrier].T
        out[here] = np.stack([np.zeros(len(here)), base, size, rng.choice([SITTING, 1], len(here))], 1)
        modern = here[rng.random(len(here)) < SIX[code] * 0.8]
        out[modern] = _six_lines(rng, access.mobile_six, np.ones(len(modern)))
    return out


def _six_lines(rng: np.random.Generator, providers: list[int], held: Any) -> Any:
    provider = np.array(providers)[rng.integers(0, len(providers), len(held))]
    return np.stack([np.ones(len(held)), provider, rng.integers(1, 1 << 40, len(held)), held], 1)


def addresses(pools: list[Pool], line: Any, account: Any, day: Any, sitting: Any, request: Any, second: Any) -> Any:
    """The address that each row shows; line: (rows, 4), the rest: (rows,)."""
    kind, base, size, held = line.T
    lease = np.where(
        held > 0,
        mix(account, (day + account % 97) // np.maximum(held, 1)),
        np.where(held == SITTING, mix(sitting, 7), mix(request, 11)),
    )
    code = (base + (lease % np.maximum(size, 1).astype(np.uint64)).astype(np.int64)).astype(np.uint64)
    six = kind == SIX_LINE
    code[six] = _six_codes(base[six], size[six], held[six], account[six], day[six])
    for number in np.unique(base[kind == ROTATING]):
        here = (kind == ROTATING) & (base == number)
        pool = pools[number]
        half_hour = (second[here] // 1800).astype(np.int64)  # who is online moves on slowly through the pool
        reach = (lease[here] % U64(pool.window)).astype(np.int64)
        code[here] = pool.addresses[(half_hour * pool.step + reach) % len(pool.addresses)]
    return code


def _six_codes(provider: Any, key: Any, held: Any, account: Any, day: Any) -> Any:
    interface = mix(account, day) & U64(0xFFFF)
    lease = mix(key, (day + account % 97) // np.maximum(held, 1))
    customer = (lease & U64(0xFFFFFFF)) | U64(1 << 20)
    return U64(1 << 63) | (provider.astype(np.uint64) << U64(44)) | (customer << U64(16)) | interface
