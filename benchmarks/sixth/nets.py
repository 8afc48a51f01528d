"""Address space: who owns which block, and addresses as text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from benchmarks.sixth.geography import CODES, WEIGHT
from benchmarks.sixth.mail import AFTER, BEFORE

_FIRST_OCTETS = [
    octet
    for low, high in ((24, 100), (101, 127), (128, 169), (173, 192), (193, 198), (200, 223))
    for octet in range(low, high)
]
Block = tuple[int, int]
"""First address and number of addresses."""


@dataclass
class Access:
    """The access networks of a country: three residential providers, two mobile carriers."""

    homes: list[Block] = field(default_factory=list)
    homes_six: list[int] = field(default_factory=list)
    mobile: list[Block] = field(default_factory=list)
    mobile_six: list[int] = field(default_factory=list)


class Nets:
    """A registry of blocks. IPv4 is an integer; IPv6 is 2^63 | provider << 44 | customer << 16 | interface."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng
        self.rows: list[tuple[str, int, str, str]] = []
        self._used: set[int] = set()
        self._open: dict[int, list[int]] = {}
        self._access: dict[int, Access] = {}
        self._six = 0

    def block(self, bits: int, kind: str, organization: str, asn: int) -> Block:
        """Take a block of that prefix length and tell of it in the networks feed."""
        base = self._large(bits) if bits <= 16 else self._part(bits)
        text = f"{base >> 24}.{base >> 16 & 255}.{base >> 8 & 255}.{base & 255}/{bits}"
        self.rows.append((text, asn, organization, kind))
        return base, 1 << (32 - bits)

    def _large(self, bits: int) -> int:
        while True:
            base = (int(self.rng.choice(_FIRST_OCTETS)) << 24) | (int(self.rng.integers(0, 256)) << 16)
            base &= ~((1 << (32 - bits)) - 1)
            keys = [(base >> 16) + step for step in range(1 << (16 - bits))]
            if not self._used.intersection(keys):
                self._used.update(keys)
                return base

    def _part(self, bits: int) -> int:
        """The next of its size in a /16 that is cut into blocks of this size."""
        size, current = 1 << (32 - bits), self._open.get(bits)
        if current is None or current[0] + size > current[1]:
            base = self._large(16)
            current = [base, base + (1 << 16)]
            self._open[bits] = current
        current[0] += size
        return current[0] - size

    def six(self, kind: str, organization: str, asn: int) -> int:
        """Take an IPv6 /32."""
        self._six += 1
        self.rows.append((f"2a{self._six >> 8 & 255:02x}:{self._six & 255:x}00::/32", asn, organization, kind))
        return self._six

    def access(self, country: int) -> Access:
        """The access networks of a country, laid out when first asked for."""
        if country not in self._access:
            self._access[country] = self._lay_out(country)
        return self._access[country]

    def _lay_out(self, country: int) -> Access:
        access = Access()
        for name in ("Telecom", "Cable", "Fiber"):
            asn, organization = self._asn(), f"{CODES[country]} {name}"
            bits = 15 if WEIGHT[country] > 0.04 else 16
            access.homes.append(self.block(bits, "residential", organization, asn))
            access.homes_six.append(self.six("residential", organization, asn))
        for index in (1, 2):
            asn, organization = self._asn(), f"{CODES[country]} Mobile {index}"
            base, _ = self.block(22, "mobile", organization, asn)
            access.mobile.append((base + 64, int(self.rng.choice([24, 48, 96]))))
            access.mobile_six.append(self.six("mobile", organization, asn))
        return access

    def _asn(self) -> int:
        return int(self.rng.integers(3000, 65000))

    def small(
        self, kind: str = "business", count: int = 1, organization: str | None = None, bits: int | None = None
    ) -> Block:
        """The addresses of an office, a campus, a hoster, in a block of its own."""
        bits = bits or (32 - max(2, int(np.ceil(np.log2(count + 2)))))
        name = organization or f"{self.rng.choice(BEFORE)} {self.rng.choice(AFTER)}".title()
        base, _ = self.block(bits, kind, name, self._asn())
        return base + 1, count


def shown(codes: Any) -> Any:
    """Addresses as text."""
    return np.array([_four(code) if code < 1 << 32 else _six(code) for code in codes.tolist()], object)


def _four(code: int) -> str:
    return f"{code >> 24}.{code >> 16 & 255}.{code >> 8 & 255}.{code & 255}"


def _six(code: int) -> str:
    provider, customer, interface = code >> 44 & 0x7FFFF, code >> 16 & 0xFFFFFFF, code & 0xFFFF
    tail = (interface * 2654435761 + customer * 40503) & 0xFFFFFFFF
    parts = (
        provider & 255,
        customer >> 16 & 0xFFFF,
        customer & 0xFFFF,
        interface ^ 0x5A5A | 1,
        tail >> 16,
        tail & 0xFFFF,
        interface ^ 0x1357 | 1,
    )
    text = [f"{part:x}" for part in parts]
    return f"2a{provider >> 8 & 255:02x}:{text[0]}00:" + ":".join(text[1:])
