"""The examiner's internet: providers, subnets, addresses; numbered in casting, written in the style's notation."""

from __future__ import annotations

import hashlib
import ipaddress
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.heldout.cast import Ints
from benchmarks.heldout.style import Style

_RESERVED = ("0", "10", "100.64", "127", "169.254", "172.16", "172.17", "192.0", "192.168", "198.18", "198.51", "203.0")


class Internet:
    """Subnets with a provider; addresses in them. Address i lies in subnet `subnet_of[i]`."""

    def __init__(self, style: Style) -> None:
        self._style = style
        self._rng = style.rng("internet")
        self._next_asn = int(self._rng.integers(3_000, 60_000))
        self.subnets = 0
        self._about: list[tuple[int, str, str, int]] = []  # subnets, kind, organisation, asn
        self._subnet_of: list[Ints] = []
        self.addresses = 0
        self._shared: dict[str, Ints] = {}

    def provider(self, kind: str, organization: str, subnets: int) -> Ints:
        """Announce so many subnets of one provider; returns their numbers."""
        self._next_asn += int(self._rng.integers(1, 50))
        self._about.append((subnets, kind, organization, self._next_asn))
        self.subnets += subnets
        return np.arange(self.subnets - subnets, self.subnets, dtype=np.int64)

    def addresses_in(self, subnet: Ints) -> Ints:
        """One new address in each of the given subnets."""
        self._subnet_of.append(np.asarray(subnet, dtype=np.int64).ravel())
        n = self._subnet_of[-1].size
        self.addresses += n
        return np.arange(self.addresses - n, self.addresses, dtype=np.int64).reshape(np.shape(subnet))

    def pool(self, name: str, kind: str, subnets: int, each: int) -> Ints:
        """A provider's shared exits, made once a name."""
        if name not in self._shared:
            self._shared[name] = self.addresses_in(np.repeat(self.provider(kind, name, subnets), each))
        return self._shared[name]

    def written(self) -> tuple[list[str], list[dict[str, Any]]]:
        """Every address as text, and the rows of the networks feed."""
        subnet_of = np.concatenate(self._subnet_of) if self._subnet_of else np.zeros(0, np.int64)
        order = np.argsort(subnet_of, kind="stable")
        start = np.searchsorted(subnet_of[order], np.arange(self.subnets))
        host = np.empty(len(subnet_of), np.int64)
        host[order] = np.arange(len(subnet_of)) - start[subnet_of[order]]
        six = self._families()
        v4, v6 = self._prefixes4(), self._prefixes6()
        scatter = self._rng.permutation(254) + 1
        texts = [
            self._text(six[s], int(v4[s]), int(v6[s]), int(h), scatter)
            for s, h in zip(subnet_of.tolist(), host.tolist(), strict=True)
        ]
        return texts, self._rows(six, v4, v6)

    def _families(self) -> NDArray[np.bool_]:
        share = {"v6": 1.0, "mixed": 0.4}.get(self._style.ip, 0.0)
        return self._rng.random(self.subnets) < share

    def _prefixes4(self) -> Ints:
        """Distinct public /24 networks, as their first three bytes."""
        drawn = np.unique(self._rng.integers(1 << 16, 223 << 16, self.subnets * 2 + 500))
        bad = np.zeros(len(drawn), bool)
        for text in _RESERVED:
            parts = [int(part) for part in text.split(".")]
            bad |= (drawn >> 16 == parts[0]) if len(parts) == 1 else (drawn >> 8 == parts[0] * 256 + parts[1])
        bad |= (drawn >> 8 >= 100 * 256 + 64) & (drawn >> 8 < 100 * 256 + 128)
        bad |= (drawn >> 8 >= 172 * 256 + 16) & (drawn >> 8 < 172 * 256 + 32)
        return np.asarray(self._rng.permutation(drawn[~bad])[: self.subnets])

    def _prefixes6(self) -> Ints:
        """Distinct /48 networks under 2a00::/12, as bits 16..48."""
        drawn = np.unique(self._rng.integers(0, 1 << 32, self.subnets * 2 + 500))
        return np.asarray(self._rng.permutation(drawn)[: self.subnets])

    def _text(self, six: bool, v4: int, v6: int, host: int, scatter: Ints) -> str:
        style = self._style.ip
        if style == "hash":
            return "h:" + hashlib.blake2b(f"{self._style.seed}/{v4}/{host}".encode(), digest_size=12).hexdigest()
        if six:
            base = (0x2A00 << 112) | (v6 << 80) | ((host + 1) << 64)
            return str(ipaddress.IPv6Address(base | (((v6 * 2654435761 + host * 40503) & 0xFFFFFFFF) | 1)))
        network = f"{v4 >> 16}.{v4 >> 8 & 255}.{v4 & 255}"
        return f"{network}.0/24" if style == "cidr" else f"{network}.{scatter[host % 254]}"

    def _rows(self, six: NDArray[np.bool_], v4: Ints, v6: Ints) -> list[dict[str, Any]]:
        rows, subnet = [], 0
        for count, kind, organization, asn in self._about:
            for _ in range(count):
                if six[subnet]:
                    prefix = str(ipaddress.IPv6Network(((0x2A00 << 112) | (int(v6[subnet]) << 80), 48)))
                else:
                    value = int(v4[subnet])
                    prefix = f"{value >> 16}.{value >> 8 & 255}.{value & 255}.0/24"
                rows.append({"prefix": prefix, "asn": asn, "organization": organization, "kind": kind})
                subnet += 1
        return rows
