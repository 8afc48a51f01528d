"""Longest-prefix match: `python -m benchmarks.prefixes [PREFIXES [ADDRESSES]]` prints addresses a second."""

from __future__ import annotations

import ipaddress
import random
import sys
import time

from app.ingest.networks import PrefixTable


def main(prefixes: int, addresses: int) -> None:
    """Draw a table of the lengths that are announced, and look addresses up in it."""
    chance = random.Random(1)
    four = {f"{_v4(chance, length)}/{length}" for length in chance.choices(range(8, 25), k=prefixes * 4 // 5)}
    six = {f"{_v6(chance, length)}/{length}" for length in chance.choices(range(20, 49), k=prefixes // 5)}
    began = time.process_time()
    table = PrefixTable([*four, *six])
    print(f"{len(four) + len(six):,} prefixes taken in {time.process_time() - began:.1f} CPU s")
    for name, draw, bits in (("IPv4", _v4, 32), ("IPv6", _v6, 64)):
        asked = [f"{draw(chance, bits)}{'/64' if bits == 64 else ''}" for _ in range(addresses)]
        began = time.process_time()
        found = sum(table.longest(one) is not None for one in asked)
        print(f"{name}: {addresses / (time.process_time() - began):,.0f} addresses/s, {found:,} of {addresses:,} found")


def _v4(chance: random.Random, length: int) -> str:
    return str(ipaddress.IPv4Address(chance.getrandbits(32) >> (32 - length) << (32 - length)))


def _v6(chance: random.Random, length: int) -> str:
    number = (1 << 125) | chance.getrandbits(125)
    return str(ipaddress.IPv6Address(number >> (128 - length) << (128 - length)))


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    main(*(given + [1_000_000, 200_000][len(given) :]))
