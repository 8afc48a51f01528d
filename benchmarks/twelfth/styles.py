"""The styles of worlds and how many rings of which size and care they hold."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from benchmarks.twelfth import crowd, operators
from benchmarks.twelfth.book import NULL, Batch
from benchmarks.twelfth.tiers import MIXES
from benchmarks.twelfth.world import DAY, World, make


@dataclass(frozen=True)
class Style:
    """Numbers of one style; `rings` and `size` are inclusive ranges."""

    people: int
    rounds: int
    share: float
    rings: tuple[int, int]
    size: tuple[int, int]
    mixes: tuple[str, ...]
    staff: int = 2600


DRAWN: dict[str, Style] = {
    "contract": Style(14000, 1, 0.42, (0, 8), (20, 2000), ("mixed", "sloppy", "steady", "quiet")),
    "none": Style(17000, 3, 0.45, (0, 0), (1, 1), ("mixed",)),
    "evasive": Style(14000, 1, 0.4, (2, 5), (60, 800), ("quiet", "ghost", "ghost"), 1900),
    "small": Style(13000, 1, 0.42, (4, 8), (20, 80), tuple(MIXES)),
}
STYLES = tuple(DRAWN)
HONEST_ROWS, RING_ROWS = 480_000, 380_000


def build(name: str, seed: int, people: int | None = None, days: int | None = None) -> tuple[World, Batch]:
    """A populated world and its closed book."""
    style = DRAWN[name]
    count = people or style.people
    # The window's length is part of the world: between three and five weeks.
    world = make(seed, name, count, days or 21 + (seed * 5 + len(name)) % 15)
    crowd.fill(world, count, style.rounds, style.share)
    crowd.overlap(world)
    _rings(world, style)
    book = world.book.close()
    _fit(world, book)
    return world, book


def _rings(world: World, style: Style) -> None:
    """Rings with sizes spread over orders of magnitude; an operator may run two."""
    rng = world.rng
    sizes = _sizes(world, style)
    operator = 0
    for i, size in enumerate(sizes):
        operator += int(i == 0 or rng.random() > 0.15)
        operators.run(world, i + 1, operator, size, str(rng.choice(style.mixes)))


def _sizes(world: World, style: Style) -> list[int]:
    # The count walks through its range by seed, so that few worlds already differ much.
    rng, span = world.rng, style.rings[1] - style.rings[0] + 1
    count = style.rings[0] + (world.seed * 5 + 1) % span
    low, high = np.log(style.size[0]), np.log(style.size[1])
    while True:
        sizes = [int(np.exp(x)) for x in rng.uniform(low, high, count)]
        if sum(sizes) <= style.staff:
            return sizes


def expected(world: World, book: Batch) -> np.ndarray:
    """Rows each account will write, about."""
    alive = np.minimum(book["end"], world.close) - np.maximum(book["start"], world.day0)
    days = np.maximum(alive, 0) / DAY
    rows = days * book["active"] * book["rate"] * book["turns"] * (5 + 2 * np.minimum(book["weekend"], 1.5)) / 7
    return np.asarray(rows)


def _fit(world: World, book: Batch) -> None:
    """Keep the feed within its size: a busy town is calmed, long-lived rings are caught sooner."""
    rows, guilty = expected(world, book), book["ring"] != NULL
    honest = rows[~guilty].sum()
    if honest > HONEST_ROWS:
        book["active"][~guilty] *= HONEST_ROWS / honest
    if guilty.any() and rows[guilty].sum() > RING_ROWS:
        factor = max(0.3, RING_ROWS / rows[guilty].sum())
        start = np.maximum(book["start"], book["warm"])[guilty]
        life = np.minimum(book["end"][guilty], world.close) - start
        book["end"][guilty] = start + np.maximum(life * factor, 0.7 * DAY).astype(int)
