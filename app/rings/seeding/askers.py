"""Accounts that ask the same out of all that is asked: seeds where what a ring shares goes round in small bundles."""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy import sparse

from app.model.chance import poisson_bits
from app.rings.config import RingConfig
from app.rings.population.levels import Accounts
from app.rings.population.world import World
from app.rings.seeding.partition import largest, partition

OFTEN: Final = 4.0
"""Times as often as chance that two topics are asked by one account, to be asked together."""
MARGIN: Final = 10.0
"""Bits beyond Bonferroni."""
MAINLY: Final = 0.25
"""Share of an account's exchanges that fall on a set of topics, for it to be an asker of theirs."""
CROWD: Final = 0.05
"""Share of all that ask anything from which on a topic tells nobody apart."""
DENSITY: Final = 0.5
"""Bits a pair at least inside a set."""
MOST: Final = 256
"""Topics of an account that are looked at, those it asks most."""


def askers(world: World, config: RingConfig) -> list[Accounts]:
    """Accounts that mainly ask one set of topics that go together, largest first; each sorted."""
    sets = _sets(world, config)
    cells: list[Accounts] = []
    for topics in sets:
        share = np.asarray(world.asked[:, topics].sum(axis=1)).ravel()
        cell = np.flatnonzero(share >= MAINLY)
        if len(cell) >= config.seed_size:
            cells.append(cell)
    return sorted(cells, key=largest)


def _sets(world: World, config: RingConfig) -> list[Accounts]:
    """Topics that the same accounts ask far more often than chance."""
    asked = _mostly_asked(world)
    size = np.asarray(asked.sum(axis=0)).ravel()
    n = max(world.everybody.asking, 1)
    some = np.flatnonzero((size >= config.seed_size) & (size <= CROWD * n))
    if len(some) < 2:
        return []
    held = asked[:, some]
    both = sparse.triu(sparse.csr_matrix(held.T @ held), k=1, format="csr").tocoo()
    expected = size[some][both.row] * size[some][both.col] / n
    tests = len(some) * (len(some) - 1) / 2
    good = (poisson_bits(both.data, expected) - np.log2(max(tests, 1)) >= MARGIN) & (both.data >= OFTEN * expected)
    weight = np.log2(both.data[good] / expected[good])
    cells = partition(both.row[good], both.col[good], weight, len(some), resolution=DENSITY, seed=config.seed)
    return [some[cell] for cell in cells]


def _mostly_asked(world: World) -> sparse.csr_matrix:
    """Shape (n, t): 1 where a topic is among those that an account asks most, of which few bound the work of a pair."""
    b, account = world.behaviour, world.topic_account
    order = np.lexsort((b.topic, -b.topic_share, account))
    rank = np.arange(len(order)) - b.topic_start[account[order]]
    kept = order[rank < MOST]
    shape = (b.n, len(b.topic_weight))
    return sparse.csr_matrix((np.ones(len(kept), dtype=np.int32), (account[kept], b.topic[kept])), shape=shape)
