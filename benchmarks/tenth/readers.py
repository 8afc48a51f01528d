"""Honest reviewers: the crowd, and circles that review the same rare works together."""

from __future__ import annotations

import numpy as np

from benchmarks.tenth.core import Array, World, log_uniform, mix

Rows = tuple[Array, Array, Array]


def tail(world: World, k: int) -> Array:
    """k rare products: beyond the first third of the catalogue."""
    total = len(world.topics.cdf)
    return world.rng.choice(np.arange(total // 3, total), k, replace=False)


def reviews(world: World, who: Array) -> Rows:
    """Lognormal-Pareto activity; tastes: half of a person's reviews are near one spot of the catalogue."""
    rng, total = world.rng, len(world.topics.cdf)
    n = 1 + (rng.pareto(1.05, len(who)) * 5).clip(0, 350).astype(int)
    s = np.repeat(who, n)
    spot = (mix(world.col["key"][s], rng.integers(0, 2, len(s))) % np.uint64(total)).astype(int)
    near = (spot + rng.geometric(0.03, len(s))) % total
    item = np.where(rng.random(len(s)) < 0.3, near, world.topics.of(rng.random(len(s))))
    binge = rng.random(len(s)) < 0.5  # people catch up: many reviews in one evening
    evening = (mix(world.col["key"][s], rng.integers(0, 4, len(s))) % np.uint64(world.days)) * 86400.0
    start = np.where(binge, evening + rng.uniform(60_000, 80_000, len(s)), rng.uniform(0, world.span, len(s)))
    return s, item, start


def fans(world: World) -> list[Rows]:
    """Fans of an author or a band: 30-300 people of all ages, nearly all of 8-20 rare works; bursts at releases."""
    rng, out = world.rng, []
    for _ in range(int(rng.integers(3, 8))):
        who, works = (
            world.take(log_uniform(rng, 30, 300)),
            tail(world, int(rng.integers(8, 21))),
        )
        world.group(who, "private", "fans")
        hit = rng.random((len(who), len(works))) < rng.beta(2, 2, len(who))[:, None]
        i, j = np.nonzero(hit)
        release = rng.random(len(works)) < 0.25
        night = rng.uniform(0, world.days - 3, len(works))[j] * 86400
        out.append(
            (
                who[i],
                works[j],
                np.where(release[j], night + rng.exponential(20_000, len(i)), rng.uniform(0, world.span, len(i))),
            )
        )
    return out


def giveaways(world: World) -> list[Rows]:
    """Early-reader programmes: 25-120 readers get 3-6 rare titles of one publisher and answer in one fortnight."""
    rng, out = world.rng, []
    for _ in range(int(rng.integers(3, 7))):
        who, works = world.take(int(rng.integers(25, 120))), tail(world, int(rng.integers(3, 7)))
        world.group(who, "private", "giveaway")
        i, j = np.nonzero(rng.random((len(who), len(works))) < 0.8)
        out.append((who[i], works[j], rng.uniform(0, world.days - 14) * 86400 + rng.gamma(2, 3 * 86400, len(i))))
    return out


def clubs(world: World) -> list[Rows]:
    """Book clubs: 6-25 friends, one title every ten days, on the night of the meeting."""
    rng, out = world.rng, []
    for _ in range(int(rng.integers(10, 30))):
        who, works = world.take(int(rng.integers(6, 26))), tail(world, max(3, world.days // 10))
        world.group(who, "private", "club")
        i, j = np.nonzero(rng.random((len(who), len(works))) < 0.7)
        out.append((who[i], works[j], j * 864_000.0 + 70_000 + rng.exponential(9000, len(i))))
    return out


def classes(world: World) -> list[Rows]:
    """A class of 20-90 with fresh accounts must review three set works by a deadline: as odd as a campaign."""
    rng, out = world.rng, []
    for _ in range(int(rng.integers(2, 6))):
        who, works = world.take(int(rng.integers(20, 90))), tail(world, 3)
        world.group(who, "university", "class")
        day = float(rng.uniform(5, world.days - 15)) * 86400
        world.col["born"][who] = day + rng.gamma(1.5, 20_000, len(who))
        i, j = np.nonzero(rng.random((len(who), 3)) < 0.9)
        out.append((who[i], works[j], day + 9 * 86400 - rng.exponential(60_000, len(i)).clip(0, 700_000)))
    return out
