"""The five styles: how many people, which traps, which rings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np

from benchmarks.eighth.crowd import crowd
from benchmarks.eighth.market import Market
from benchmarks.eighth.rings import ring
from benchmarks.eighth.traps_api import API, authorised, white_label
from benchmarks.eighth.traps_grey import GREY
from benchmarks.eighth.traps_life import LIFE
from benchmarks.eighth.traps_work import WORK, labelling
from benchmarks.eighth.world import World


@dataclass(frozen=True)
class Style:
    """Ranges of one style."""

    people: tuple[int, int]
    rows: tuple[int, int]  # the crowd's
    traps: tuple[int, int]  # sorts of honest groups
    trap_rows: int  # of one group
    rings: tuple[int, int]
    sizes: tuple[int, int]
    tiers: tuple[float, float, float]
    most: int  # accounts in rings
    ring_rows: int


RANGES: Final = {
    "contract": Style(
        (10000, 46000), (260000, 420000), (8, 15), 18000, (0, 8), (20, 2000), (0.3, 0.4, 0.3), 5000, 330000
    ),
    "none": Style((12000, 44000), (300000, 420000), (19, 29), 22000, (0, 0), (1, 1), (1, 0, 0), 0, 0),
    "evasive": Style((10000, 34000), (260000, 400000), (8, 14), 16000, (2, 5), (60, 800), (0, 0, 1), 2000, 260000),
    "small": Style((8000, 25000), (220000, 380000), (8, 14), 16000, (4, 8), (20, 80), (0.3, 0.4, 0.3), 640, 190000),
    "thin": Style((8000, 30000), (220000, 380000), (6, 12), 16000, (2, 5), (100, 1000), (0.5, 0.4, 0.1), 2600, 300000),
}
STYLES: Final = tuple(RANGES)
CONTRACTED: Final = (authorised, labelling, white_label)
"""Bulk that its contract alone tells from a ring."""


def build(style: str, seed: int, accounts: int | None = None, days: int | None = None) -> World:
    """A world that is not written yet; what of the crowd's accounts and of days is not given is drawn.

    Groups and volumes follow the crowd; rings and their work are cut where it is smaller than drawn, never grown.
    """
    w, s = World(style, seed, days), RANGES[style]
    drawn, rows = w.drawn(*s.people), int(w.rng.integers(*s.rows))
    people = accounts or drawn
    w.part = people / drawn
    crowd(w, people, rows * w.part)
    w.cap = s.trap_rows * w.part
    m = Market(w)
    traps(w, m, s)
    rings(w, m, s)
    return w


def traps(w: World, m: Market, s: Style) -> None:
    """Some sorts of honest groups."""
    found = makers(w, m)
    names, n = list(found), int(w.rng.integers(s.traps[0], s.traps[1] + 1))
    for name in [names[int(k)] for k in w.rng.permutation(len(names))[:n]]:
        before = w.count
        found[name]()
        w.traps[name] = w.count - before


def makers(w: World, m: Market) -> dict[str, Callable[[], None]]:
    """Of each sort of honest group that this lab can tell from a ring, what makes one."""
    kept = [make for make in (*WORK, *API, *LIFE) if told(w) or make not in CONTRACTED]
    found: dict[str, Callable[[], None]] = {make.__name__: partial(make, w) for make in kept}
    return found | {make.__name__: partial(make, w, m) for make in GREY}


def told(w: World) -> bool:
    """Whether the feeds tell of contracts."""
    return "accounts" in w.lab.files and {"organization", "verified"} <= w.lab.ac


def rings(w: World, m: Market, s: Style) -> None:
    """The operators, with rows by their sizes; large ones get fewer rows an account, not fewer a working day."""
    r, part = w.rng, min(1.0, w.part)
    sizes: list[int] = []
    for _ in range(int(r.integers(s.rings[0], s.rings[1] + 1))):
        sizes.append(min(w.drawn(*s.sizes), max(s.sizes[0], int(s.most * part) - sum(sizes))))
    weight = np.array(sizes, float) ** 0.8
    for k, n in enumerate(sizes):
        tier = str(r.choice(["plain", "careful", "evasive"], p=s.tiers))
        ring(w, m, k + 1, tier, n, s.ring_rows * part * weight[k] / weight.sum())
