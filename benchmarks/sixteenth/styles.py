"""What each style of world holds."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.sixteenth import market
from benchmarks.sixteenth.crowd import crowd
from benchmarks.sixteenth.groups import group
from benchmarks.sixteenth.kinds_life import LIFE
from benchmarks.sixteenth.kinds_machine import MACHINE
from benchmarks.sixteenth.kinds_work import WORK
from benchmarks.sixteenth.rings import ring
from benchmarks.sixteenth.world import World

KINDS = [*WORK, *MACHINE, *LIFE]


@dataclass(frozen=True, slots=True)
class Style:
    """Ranges from which a world is drawn; with one end only, nothing is."""

    honest: tuple[int, ...]
    kinds: tuple[int, ...]
    """Kinds of honest groups."""
    operators: tuple[int, int] | None = None
    rings: tuple[int, int] = (3, 8)
    """Or as many as operators, where these are more."""
    sizes: tuple[int, int] = (20, 2000)
    most: int | None = None
    """Ring accounts; None: the fewer, the more days there are."""


TABLE = {
    "contract": Style((10500, 14500), (20, 30), (2, 6)),
    "evasive": Style((10500, 14500), (20, 30), (2, 6), sizes=(30, 700), most=1400),
    "small": Style((10000,), (18,), (2, 4), rings=(2, 6), sizes=(20, 80), most=400),
    "noschedule": Style((10500, 14500), (20, 30), (2, 6)),
    "none": Style((14000, 22000), (22, 30)),
}
STYLES: tuple[str, ...] = tuple(TABLE)


def build(style: str, seed: int, accounts: int | None = None, days: int | None = None) -> World:
    """A whole world, not yet lived through; so many honest accounts and days, where they are told."""
    world, look = World(style, seed, days), TABLE[style]
    # Drawn even where they are told, as the days are.
    total, kinds = _within(world, look.honest), _within(world, look.kinds)
    _honest(world, accounts or total, kinds, None if accounts is None else max(5, accounts // 10))
    if look.operators:
        _rings(world, style, look, world.r.randint(*look.operators))
    return world


def _within(world: World, span: tuple[int, ...]) -> int:
    return world.r.randint(*span) if len(span) == 2 else span[0]


def _honest(world: World, total: int, kinds: int, most: int | None) -> None:
    """Groups of so many kinds, several of some, until nearly half are in one; then private people up to the total."""
    for kind in world.r.sample(KINDS, kinds):
        for j in range(world.r.choice((1, 1, 2, 2, 3))):
            if len(world.accounts) < total * 0.45:
                group(world, kind, j + 1, most)
    crowd(world, total - len(world.accounts))


def _rings(world: World, style: str, look: Style, count: int) -> None:
    """One ring an operator at least; with further ones operators go on, or begin anew."""
    r = world.r
    pools = max(1, count - r.choice((0, 1, 1, 2)))
    staff = market.operators(world, count, pools, r.choice((1, 2)))
    rings = r.randint(max(look.rings[0], count), look.rings[1])
    for i, n in enumerate(_sizes(world, look, rings)):
        op = staff[i] if i < count else r.choice(staff)
        if i >= count and r.random() < 0.5:
            op = market.anew(world, op, staff)
        ring(world, op, i + 1, max(look.sizes[0], n), style)


def _sizes(world: World, look: Style, rings: int) -> list[int]:
    """Small rings are as frequent as large ones; the largest are halved until the world has room for all."""
    low, high = look.sizes
    most = look.most or 38000 // world.days
    out = [round(low * (high / low) ** world.r.random()) for _ in range(rings)]
    while sum(out) > most:
        out[out.index(max(out))] //= 2
    return out
