"""Where a ring's traffic comes out: own servers, rented pools, resellers, residential lines; and how it moves on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from app.worlds.cast import SLOTS, Rows
from app.worlds.chance import stream
from app.worlds.honest import Crowd
from app.worlds.spec import RingSpec


@dataclass(frozen=True, slots=True)
class Pool:
    """A rented pool or a reseller: its first address, how many, and the client of a reseller's connector."""

    start: int
    span: int
    client: int = -1


class Pools:
    """The pools of a world, each made with its innocent customers when the first ring names it."""

    def __init__(self, crowd: Crowd) -> None:
        self._crowd = crowd
        self._made: dict[tuple[str, str], Pool] = {}

    def get(self, ring: RingSpec) -> Pool:
        """The pool or reseller that a ring names."""
        key = (ring.exits, ring.pool)
        if key not in self._made:
            self._made[key] = self._rented(ring) if ring.exits == "rented-pool" else self._reseller(ring)
        return self._made[key]

    def _rented(self, ring: RingSpec) -> Pool:
        """A rented pool's exits are other people's lines, and it has other customers."""
        crowd, blocks = self._crowd, -(-ring.addresses // 200)
        start = crowd.internet.block(
            "residential", f"Access {ring.pool}", max(4, blocks * 4), region=_region(crowd, ring)
        )
        pool = Pool(start, ring.addresses * 4)
        count = _innocents(ring)
        values = crowd.common(count)
        values["addresses"][:, :2] = pool.start + crowd.rng.integers(0, pool.span, (count, 2))
        crowd.cast.add(count, population="private", group=f"users of {ring.pool}", **values)
        return pool

    def _reseller(self, ring: RingSpec) -> Pool:
        """A reseller's customers come out of its proxies with its client; the ring's accounts are among them."""
        crowd, count = self._crowd, _innocents(ring)
        start = crowd.internet.block(
            "proxy", f"Reseller {ring.pool}", -(-ring.addresses // 200), region=_region(crowd, ring)
        )
        pool = Pool(start + 1, ring.addresses, 46 + len(self._made) % 10)
        values = crowd.common(count)
        values["addresses"][:, :3] = pool.start + crowd.rng.integers(0, pool.span, (count, 3))
        values["client"] = np.full(count, pool.client)
        crowd.cast.add(count, population="reseller-customer", group=f"customers of {ring.pool}", **values)
        return pool


def _innocents(ring: RingSpec) -> int:
    return max(20, int(ring.addresses * ring.innocents_an_address)) if ring.innocents_an_address else 0


def exits(crowd: Crowd, ring: RingSpec, at: int, pools: Pools, cell: Rows) -> dict[str, Any]:
    """Columns of the ring's addresses: those of the first days, and how they move on."""
    rng, count = crowd.rng, ring.size
    values: dict[str, Any] = {}
    start: Any
    stride: Any
    if ring.exits in ("rented-pool", "reseller"):
        pool = pools.get(ring)
        start, span, stride = pool.start, pool.span, _strides(crowd, at, count)
        values["addresses"] = start + rng.integers(0, span, (count, SLOTS))
        if pool.client >= 0:
            values |= {"client": np.full(count, pool.client), "client2": np.full(count, pool.client)}
    elif ring.exits == "residential":
        line, base = crowd.lines(count)
        start, span, stride = base, crowd.provider_span, _strides(crowd, at, count)
        values["addresses"] = np.repeat(line[:, None], SLOTS, axis=1)
    else:
        epochs = 1 if not ring.rotate_days else int(np.ceil(crowd.spec.days / ring.rotate_days))
        blocks = -(-ring.addresses * epochs // 120)
        host = crowd.internet.block("hosting", f"Servers {at}", blocks, region=_region(crowd, ring))
        offset = cell[:, None] * 7 + rng.integers(0, max(2, ring.addresses // ring.cells), (count, SLOTS))
        values["addresses"] = host + 1 + offset % ring.addresses
        start, span, stride = host + 1, ring.addresses * epochs, ring.addresses
    return values | _moves(crowd, ring, at) | {"exit": start, "span": span, "stride": stride}


def _region(crowd: Crowd, ring: RingSpec) -> str | None:
    """Its infrastructure's; a pool or reseller of one name is one in all labs; None: where the world's servers are."""
    return ring.infrastructure or (f"pool {ring.pool}" if ring.pool and crowd.spec.lab else None)


def _strides(crowd: Crowd, at: int, count: int) -> Rows:
    """How far each account moves in a pool: at random, so that neighbours part."""
    return stream(crowd.spec.seed, "strides", at).integers(1, 1 << 20, count)


def _moves(crowd: Crowd, ring: RingSpec, at: int) -> dict[str, Any]:
    """Who rotates and how often; the line of each account's own."""
    rng, count = stream(crowd.spec.seed, "moves", at), ring.size
    follows = rng.random(count) < ring.rotate_share
    values: dict[str, Any] = {"rotate": np.where(follows, ring.rotate_days, 0.0), "own_line": ring.own_line}
    if ring.own_line:
        with crowd.apart(f"lines of ring {at}"):
            values["line"] = crowd.lines(count)[0]
    return values
