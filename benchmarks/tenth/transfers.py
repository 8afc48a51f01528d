"""A transfer as an instrument that both of its ends show."""

from __future__ import annotations

import numpy as np

from benchmarks.tenth.core import Array, World, hexes


def wallet(world: World) -> str:
    """An address-like instrument."""
    return "0x" + hexes(world.rng.integers(1, 1 << 62))[0]


def give(world: World, who: Array, instrument: str, added: Array, kind: str | None = "crypto") -> None:
    """Rows of one instrument with explicit times; a row before birth waits for the birth."""
    for i, t in zip(who, np.broadcast_to(added, (len(who),)), strict=True):
        born = float(world.col["born"][i])
        world.pay.append(
            {
                "who": int(i),
                "instrument_id": instrument,
                "added": max(float(t), born + 30),
                "kind": kind if world.rng.random() > 0.2 else None,
            }
        )
