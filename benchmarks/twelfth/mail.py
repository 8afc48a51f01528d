"""Mailboxes: how each sort of person or office names its own."""

from __future__ import annotations

import numpy as np

from benchmarks.twelfth.book import Batch
from benchmarks.twelfth.lands import LANDS, person
from benchmarks.twelfth.mix import pick
from benchmarks.twelfth.world import World

_PARTS = "nor vel tam sil bra cor dun fen gal hol kes lin mor pal ras tel ulm var wex yar"
_WORD = _PARTS.split()


def company(world: World) -> str:
    """A firm's name."""
    a, b, c = (_WORD[i] for i in world.rng.integers(0, len(_WORD), 3))
    return f"{a}{b}{c}" if world.rng.random() < 0.5 else f"{a}{b}-{c}"


def web(world: World, land: np.ndarray, digits: float = 0.5) -> list[str]:
    """Private mailboxes at the country's usual providers: names, many with a birth year or a number."""
    rng, n = world.rng, len(land)
    first, last = person(rng, n)
    style, number, roll = rng.random(n), rng.integers(1, 9999, n), rng.random(n)
    hosts = [LANDS[k].mail[i % len(LANDS[k].mail)] for k, i in zip(land, rng.integers(0, 60, n), strict=True)]
    out = []
    for f, family, s, d, r, host in zip(first, last, style, number, roll, hosts, strict=True):
        local = f"{f}.{family}" if s < 0.4 else f"{f}{family}" if s < 0.75 else f"{family}{f[0]}"
        out.append(f"{local}{_tail(int(d), digits, float(r))}@{host}")
    return out


def _tail(number: int, digits: float, roll: float) -> str:
    if roll > digits:
        return ""
    return str(1960 + number % 50) if roll < digits / 2 else str(number)


def boxes(world: World, batch: Batch, style: str, org: str) -> list[str]:
    """The mailboxes of a group by its habit; some members always use a private one."""
    n = len(batch["land"])
    private = web(world, batch["land"])
    if style == "web":
        return private
    made = _styled(world, batch, style, org, private)
    return [p if r < 0.06 else m for p, m, r in zip(private, made, world.rng.random(n), strict=True)]


def _styled(world: World, batch: Batch, style: str, org: str, private: list[str]) -> list[str]:
    n = len(private)
    if style == "domain":
        return [f"{p.split('@')[0].rstrip('0123456789')}@{org}.example" for p in private]
    if style == "numbered":
        stem = ("pupil", "user", "desk", "store", "agent", "tablet")[int(world.rng.integers(0, 6))]
        return [f"{stem}{i + 1:03d}@{org}.example" for i in range(n)]
    if style == "plus":
        heads = [private[i].split("@") for i in range(1 + n // 12)]
        return [f"{heads[i % len(heads)][0]}+{i // len(heads) + 1}@{heads[i % len(heads)][1]}" for i in range(n)]
    return [f"{k:09x}@relay.example" for k in world.rng.integers(0, 16**9, n)]


def bought(world: World, land: np.ndarray, hosts: tuple[str, ...]) -> list[str]:
    """Mailboxes from a seller: plausible names with digits at two or three providers."""
    made = web(world, land, 0.8)
    host = pick(world.rng, np.arange(len(hosts), 0, -1), len(land))
    return [f"{m.split('@')[0]}@{hosts[h]}" for m, h in zip(made, host, strict=True)]
