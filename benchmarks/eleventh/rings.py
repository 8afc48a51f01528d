"""Operators, their rings and cells."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from benchmarks.eleventh import tiers
from benchmarks.eleventh.model import DAY, Account, Plan, World, act
from benchmarks.eleventh.people import account

MOMENTS = {"plain": (9, 17), "careful": (8, 15), "evasive": (8, 14)}
COVER = {"plain": 0.0, "careful": 1 / 3, "evasive": 0.5}
BANNED = {"plain": 0.06, "careful": 0.03, "evasive": 0.015}
INHERITED = "operator ring cell tier targets rate focus day_share size weekend plan clients"


@dataclass(slots=True)
class Operator:
    """Who is behind rings: aims, and the proxies rented."""

    name: str
    topics: list[int]
    proxies: np.ndarray
    rings: dict[str, list[list[int]]] = field(default_factory=dict)


def build(world: World) -> None:
    """All operators with all their cells."""
    style, rng = world.style, world.rng
    if not style.operators:
        return
    operators = [_operator(world, number) for number in range(style.operators)]
    for number, size in enumerate(_sizes(world)):
        tier = style.tiers[number % len(style.tiers)] if number < 3 else str(rng.choice(style.tiers))
        owner = operators[number] if number < len(operators) else operators[int(rng.integers(len(operators)))]
        _cell(world, owner, number, tier, size)


def _operator(world: World, number: int) -> Operator:
    """An operator aims at 5-30 clusters of a few capabilities: some popular, some hardly asked by others."""
    rng = world.rng
    wanted = np.flatnonzero(np.isin(world.capability, rng.choice(world.capability.max() + 1, 3, replace=False)))
    weight = np.diff(world.popularity, prepend=0)[wanted] ** 0.6
    topics = rng.choice(wanted, size=int(rng.integers(5, 31)), replace=False, p=weight / weight.sum())
    # Few pools for several operators: some of them rent the same one.
    return Operator(f"op-{number}", topics.tolist(), world.pick(world.pools["proxy"]))


def _sizes(world: World) -> list[int]:
    """Cell sizes of 20-200 that add up to the style's ring accounts."""
    left, out, style = world.style.ring_accounts, list[int](), world.style
    top = 200 if style.name == "needle" else max(25, left // 5)
    while left >= 20:
        size = int(np.clip(world.rng.lognormal(4.1, 0.6), 20, min(200, top, left)))
        # A rest too small for a cell joins the last one.
        size = left if left - size < 20 else size
        out.append(min(size, 200))
        left -= size
    return out


def _cell(world: World, owner: Operator, number: int, tier: str, size: int) -> None:
    """One cell: accounts, what they share, the schedule, the bans; joined to an earlier cell or a ring by itself."""
    rings = owner.rings.setdefault(tier, [])
    joins = bool(rings) and (world.style.name == "needle" or world.rng.random() < 0.45)
    if not joins:
        rings.append([])
    elder, ring = list(rings[-1]), f"ring-{owner.name[3:]}-{tier[0]}{len(rings)}"
    subset = max(4, int(len(owner.topics) * world.rng.uniform(0.5, 1)))
    topics = world.rng.permutation(owner.topics)[:subset].tolist()
    members = [_member(world, owner, ring, f"cell-{number}", tier, made, topics) for made in _births(world, size)]
    linked = tiers.bridge(world, elder, members, tier) if joins else set()
    tiers.equip(world, members, tier, owner.proxies, linked)
    members += _replace(world, members, tier)
    rings[-1].extend(members)
    world.plans.extend(_plans(world, members, tier))


def _births(world: World, size: int) -> np.ndarray:
    """Creation times: one or two waves, or a trickle over weeks."""
    rng, last = world.rng, (world.style.days - 8) * DAY
    born = rng.uniform(-45, 3) * DAY
    if rng.random() < 0.5:
        waves = born + rng.uniform(0, 12, 2) * DAY
        return np.minimum(rng.choice(waves, size) + rng.exponential(0.25, size) * DAY, last)
    return np.minimum(born + rng.uniform(0, rng.uniform(14, 40), size) * DAY, last)


def _member(world: World, owner: Operator, ring: str, cell: str, tier: str, created: float, topics: list[int]) -> int:
    """A ring account, with the habits of its cover."""
    who = account(world, "", "", world.country(), float(created))
    who.operator, who.ring, who.cell, who.tier, who.targets = owner.name, ring, cell, tier, topics
    who.rate, who.focus = float(world.rng.lognormal(np.log(26), 0.4)), float(world.rng.uniform(0.8, 0.95))
    who.day_share = 0.9 if COVER[tier] else 0.0
    who.size, who.weekend = max(0.3, who.rate * COVER[tier] / 1.4 - 1.0) / 1.2, 1.0
    return len(world.accounts) - 1


def _replace(world: World, members: list[int], tier: str) -> list[int]:
    """Ban a few and let others take over their place."""
    made, rng = [], world.rng
    for index in members:
        old = world.accounts[index]
        at = float(rng.uniform(max(5 * DAY, old.created + 3 * DAY), (world.style.days - 1) * DAY))
        if rng.random() < BANNED[tier]:
            old.ended = at
            act(world, old, at, "banned", "volume")
            heir = at + float(rng.exponential(0.7)) * DAY
            if rng.random() < 0.75 and heir < (world.style.days - 2) * DAY:
                made.append(_heir(world, old, heir))
    return made


def _heir(world: World, old: Account, created: float) -> int:
    """The account that replaces a banned one: same work and places, a new face."""
    who = account(world, "", "", old.country, created)
    for name in INHERITED.split():
        setattr(who, name, getattr(old, name))
    tiers.succeed(world, who, old)
    return len(world.accounts) - 1


def _plans(world: World, members: list[int], tier: str) -> list[Plan]:
    """The cell's schedule; without schedules, every account's own."""
    if world.style.scheduled:
        return [tiers.schedule(world, members, tier, MOMENTS[tier], 1 - COVER[tier])]
    return [tiers.own_hours(world, member, 1 - COVER[tier]) for member in members]
