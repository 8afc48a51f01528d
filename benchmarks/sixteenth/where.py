"""Where sessions come from: address, machine, client, surface and key."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from benchmarks.sixteenth.account import Account
from benchmarks.sixteenth.clock import Arr
from benchmarks.sixteenth.lines import Way
from benchmarks.sixteenth.sessions import Sessions
from benchmarks.sixteenth.world import DAY, World

PLACE = {("home", 0): 1, ("home", 1): 0.25, ("work", 0): 0.06, ("work", 1): 1, ("any", 0): 1, ("any", 1): 1}
"""What a line is worth out of working hours (0) and in them (1)."""


class Where(NamedTuple):
    """An entry a session."""

    ip: Arr
    device: Arr
    client: Arr
    surface: Arr
    key: Arr


def where(world: World, sessions: Sessions) -> Where:
    """Draw a line and a machine for every session."""
    # Its own dice: one number of the world's, however many sessions there are.
    r = random.Random(int(world.rng.integers(1 << 40)))
    rows: list[tuple[Any, ...]] = []
    for i, at, hour in zip(*(part.tolist() for part in sessions[:3]), strict=True):
        a, day = world.accounts[i], int(at // DAY)
        way = _way(r, a, day, _busy(world, a, day, hour))
        machine = _choose(r, a.devices, [device.weight for device in a.devices])
        keyed = a.creds and machine.surface not in ("web", "app")
        key = r.choice(a.creds) if a.creds and keyed else None
        rows.append((way.line.at(world.start + at), machine.id, machine.client(day), machine.surface, key))
    return Where(*(np.array(column, object) for column in zip(*rows, strict=True)))


def _busy(world: World, a: Account, day: int, hour: int) -> int:
    """Whether it works: a member of a group in the group's hours, others by their weekdays."""
    if a.group == "":
        return int(8 <= hour < 18 and ((world.weekday + day - a.wend) % 7) >= 2)
    return int(6 < hour < 19 or len(a.lines) == 1)


def _way(r: random.Random, a: Account, day: int, busy: int) -> Way:
    fits = [way.days is None or way.days[0] <= day < way.days[1] for way in a.lines]
    weights = [way.weight * PLACE[way.place, busy] if fit else 0 for way, fit in zip(a.lines, fits, strict=True)]
    return _choose(r, a.lines, weights)


def _choose(r: random.Random, items: Sequence[Any], weights: Sequence[float]) -> Any:
    """One by weight; without a draw where there is but one, any where all weights are zero."""
    if len(items) == 1:
        return items[0]
    if sum(weights) <= 0:
        return r.choice(items)
    left = r.random() * sum(weights)
    for item, weight in zip(items, weights, strict=True):
        left -= weight
        if left < 0:
            return item
    return items[-1]
