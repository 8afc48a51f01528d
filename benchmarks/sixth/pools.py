"""Rented pools of residential exits, and the honest people who rent them too."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.sixth.geography import CODES, WEIGHT
from benchmarks.sixth.lines import FOUR, SEGMENT, Pool, fixed, through
from benchmarks.sixth.mixing import mix
from benchmarks.sixth.people import draw
from benchmarks.sixth.scene import Scene


def open_pool(scene: Scene, size: int, share: float = 0.02, countries: Any = None) -> int:
    """Rotating home lines of many countries, a share of them lines of honest people of this world; its number."""
    rng = scene.rng
    if countries is None:
        countries = rng.choice(len(CODES), 9, replace=False, p=WEIGHT)
    countries = np.asarray(countries)
    exits = _lines_of(scene, size, countries)
    homes = _homes(scene, countries, share, size)
    exits = np.concatenate([exits, homes])
    rng.shuffle(exits)
    window = max(200, size // int(rng.integers(4, 9)))
    scene.pools.append(Pool(exits, window, int(rng.integers(3, 40)), countries))
    return len(scene.pools) - 1


def _lines_of(scene: Scene, size: int, countries: Any) -> Any:
    """Addresses in the lease segments of homes."""
    rng, exits = scene.rng, []
    each = (size // len(countries) + 1) // 3 + 1
    for country in countries:
        for base, count in scene.nets.access(int(country)).homes:
            segments = rng.integers(0, count // SEGMENT, 4)
            segment = rng.choice(segments, each) * SEGMENT
            exits.append((base + segment + rng.integers(0, SEGMENT, each)).astype(np.uint64))
    return np.concatenate(exits)[:size]


def _homes(scene: Scene, countries: Any, share: float, size: int) -> Any:
    """Home addresses of private people, most of whom keep theirs for good."""
    rng, cohort = scene.rng, scene.homes
    fitting = np.flatnonzero((cohort.lines[:, 0, 0] == FOUR) & np.isin(cohort.country, countries))
    chosen = rng.choice(fitting, min(len(fitting), max(3, int(size * share)), 500), replace=False)
    line, account = cohort.lines[chosen, 0], scene.private[chosen]
    lease = mix(account, (account % 97) // np.maximum(line[:, 3], 1))
    homes = (line[:, 1] + (lease % np.maximum(line[:, 2], 1).astype(np.uint64)).astype(np.int64)).astype(np.uint64)
    keeps = rng.random(len(chosen)) < 0.6
    for row, home in zip(chosen[keeps], homes[keeps], strict=True):
        cohort.lines[row, 0] = fixed(int(home))
    return homes


def add_customers(scene: Scene, pool: int, count: int, group: str) -> None:
    """People who pay for the same exits: price watchers, the cautious, people abroad."""
    rng = scene.rng
    cohort = draw(scene, count, "pool-customer", group, rng.choice(scene.pools[pool].countries, count))
    cohort.rate *= 1.5
    cohort.use(3, through(pool), rng.choice([0.4, 2.0, 8.0], count), rng.choice([0.4, 2.0, 8.0], count))
    abroad = (rng.random(count) < 0.4)[:, None]
    cohort.signup_line = np.where(abroad, through(pool), cohort.lines[:, 0])
    scene.add(cohort)
