"""Keeps a world within so many rows: who asks how often is thinned before anything is written."""

import numpy as np

from benchmarks.fifteenth.batch import Batch
from benchmarks.fifteenth.world import World

RING_ROWS, RING_MOST, ALL_ROWS = 600_000, 720_000, 1_380_000


def cut(world: World, numbers: list[int], least: int) -> list[int]:
    """Accounts of each ring, cut in proportion where all of them would write more than RING_ROWS exchanges."""
    most = RING_ROWS / (22 * min(world.days, 12))
    if sum(numbers) <= most:
        return numbers
    return [max(least, int(n * most / sum(numbers))) for n in numbers]


def fit(world: World) -> None:
    """Make room for all rows: private people come on fewer days, busy groups and rings ask less a day."""
    crowds = [b for b in world.batches if b.population == "private"]
    groups = [b for b in world.batches if b.population not in ("", "private")]
    rings = [b for b in world.batches if b.ring]
    _slow(rings, min(1.0, RING_MOST / max(_mass(rings), 1.0)))
    room = ALL_ROWS - _mass(rings)
    keep = float(np.clip(max(room - _mass(groups), 0.35 * room) / _mass(crowds), 0.3, 1.0))
    for batch in crowds if keep < 1 else []:
        batch.lam *= world.rng.random(batch.lam.shape) < keep
    _slow(groups, float(np.clip((room - _mass(crowds)) / max(_mass(groups), 1.0), 0.2, 1.0)))


def _mass(batches: list[Batch]) -> float:
    """Expected exchanges of the batches."""
    return sum(float(b.lam.sum()) for b in batches)


def _slow(batches: list[Batch], keep: float) -> None:
    for batch in batches if keep < 1 else []:
        batch.lam *= keep
