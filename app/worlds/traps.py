"""Traps that a world has only when asked: more honest people who share things; each draws from its own stream."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from app.worlds.cast import JOB, SLOTS, Rows
from app.worlds.chance import stream
from app.worlds.spec import WorldSpec

if TYPE_CHECKING:
    from app.worlds.honest import Crowd


def _classroom(crowd: Crowd, count: int, at: int) -> None:
    rng, values = crowd.rng, crowd.common(count)
    room = crowd.internet.block("education", f"School {at}", 1) + 1
    values["addresses"][:, :2] = room
    machines = np.array([f"dev-class{at}-{index:03d}" for index in range(count)], object)
    values |= {
        "created": np.full(count, rng.uniform(0, crowd.spec.days * 0.6)) + rng.uniform(0, 0.04, count),
        "ends": np.full(count, 1e9), "device": machines[rng.integers(0, max(1, count // 3), count)],
        "card": np.full(count, "", object), "zone": np.full(count, values["zone"][0]),
        "topics": np.repeat(crowd.topics((1, 3)) + 11, count, axis=0) % crowd.spec.topics,
    }  # fmt: skip
    crowd.cast.add(count, population="classroom", group=f"classroom-{at}", **values)


def _prepaid(crowd: Crowd, count: int, at: int) -> None:
    values = crowd.common(count)
    values |= {"card": np.full(count, crowd.new_cards(1)[0], object), "plan": np.full(count, "pro", object)}
    crowd.cast.add(count, population="prepaid", group=f"prepaid-{at}", instrument="prepaid-card", **values)


def _carrier(crowd: Crowd, count: int, at: int) -> None:
    values = crowd.common(count)
    for slot in range(SLOTS):
        values["addresses"][:, slot] = crowd.carrier_exits(count)
    crowd.cast.add(count, population="carrier", group=f"carrier-{at}", **values)


def _vpn(crowd: Crowd, count: int, at: int) -> None:
    values = crowd.common(count)
    for slot in range(SLOTS):
        values["addresses"][:, slot] = crowd.vpn_exits(count)
    crowd.cast.add(count, population="vpn", group=f"vpn-{at}", **values)


def _program(crowd: Crowd, count: int, at: int) -> None:
    values = crowd.common(count)
    period = crowd.rng.choice([30.0, 60.0, 120.0], count)
    values["rate"] = values["rate"] * 6
    crowd.cast.add(count, population="private", schedule=JOB, period=period, phase=0.0, jitter=1.5, **values)


TRAPS: Final[dict[str, tuple[int, int, Callable[[Any, int, int], None]]]] = {
    "classrooms": (15, 35, _classroom),
    "prepaid": (10, 200, _prepaid),
    "carriers": (200, 2_000, _carrier),
    "vpn_only": (200, 2_000, _vpn),
    "programs": (2_000, 20_000, _program),
}
"""Knob of WorldSpec -> (smallest group, largest group, who adds one)."""


def ban_some(spec: WorldSpec, world: dict[str, Rows]) -> None:
    """Ban a share of the honest for reasons of their own."""
    if not spec.banned:
        return
    rng, count = stream(spec.seed, "banned"), len(world["ring"])
    chosen = (rng.random(count) < spec.banned) & (world["ring"] == "")
    day = np.maximum(world["created"], 0) + rng.uniform(0, 1, count) * spec.days
    world["banned"] = np.where(chosen & (day < spec.days), day, world["banned"])
    world["ends"] = np.fmin(world["ends"], world["banned"])
