"""Prefixes of addresses, and what the networks feed says of them."""

from __future__ import annotations

import random
from typing import Any, NamedTuple

RESERVED = {10, 100, 127, 169, 172, 192, 198, 203}


class Block(NamedTuple):
    """IPv4 addresses one after another, as numbers."""

    base: int
    size: int


def v4(n: int) -> str:
    """An IPv4 address of a number of 32 bits."""
    return f"{n >> 24}.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}"


class Prefixes:
    """Gives out prefixes that nobody has yet."""

    def __init__(self, r: random.Random) -> None:
        self.r = r
        self.rows: list[dict[str, Any]] = []
        """Of the networks feed."""
        self.asn = 20000 + r.randrange(9000)
        self._six = 0
        self._small: list[list[int]] = []
        firsts = [a for a in range(2, 222) if a not in RESERVED]
        self._free = [(a << 24) + (b << 16) for a in firsts for b in range(0, 256, 3)]
        r.shuffle(self._free)

    def feed(self, prefix: str, org: str, kind: str) -> None:
        """Tell of a prefix; of one in 25 the lab knows nothing."""
        if self.r.random() < 0.96:
            self.rows.append({"prefix": prefix, "asn": str(self.asn), "organization": org, "kind": kind})

    def block(self, kind: str, org: str, bits: int, asn: bool = True) -> Block:
        """A prefix of 16 to 28 bits; without `asn` in the autonomous system of the last one."""
        if asn:
            self.asn += self.r.randrange(1, 40)
        base = self._take(bits)
        self.feed(f"{v4(base)}/{bits}", org, kind)
        return Block(base, 1 << (32 - bits))

    def six_block(self, kind: str, org: str) -> str:
        """The first 32 bits of IPv6 addresses."""
        self._six += self.r.randrange(1, 9)
        prefix = f"2a{0x01 + self._six // 4000:02x}:{self._six % 4000 + 0x100:x}"
        self.feed(prefix + "::/32", org, kind)
        return prefix

    def ip_in(self, block: Block) -> str:
        """Any address of the block but the first and the last."""
        return v4(block.base + 1 + self.r.randrange(block.size - 2))

    def sixes(self, prefix: str, n: int) -> list[str]:
        """n addresses in one /64."""
        r = self.r
        net = f"{prefix}:{r.randrange(1, 65536):x}:{r.randrange(1, 65536):x}"
        return [net + "".join(f":{r.randrange(1, 65536):x}" for _ in range(4)) for _ in range(n)]

    def pool(self, kind: str, org: str, n: int, bits: int = 22) -> list[str]:
        """n addresses in a prefix of their own."""
        block = self.block(kind, org, bits)
        return [self.ip_in(block) for _ in range(n)]

    def _take(self, bits: int) -> int:
        """The first address of a free prefix; small ones are cut from the same 16 bits."""
        if bits == 16:
            return self._free.pop()
        size = 1 << (32 - bits)
        for span in self._small:
            if span[0] % size == 0 and span[0] + size <= span[1]:
                span[0] += size
                return span[0] - size
        base = self._free.pop()
        self._small.append([base + size, base + 65536])
        return base
