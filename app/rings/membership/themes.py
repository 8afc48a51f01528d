"""Parts of a group by what they ask: operators that share a pool have targets of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import sparse

from app.model.features import Floats, ranges
from app.rings.population.levels import Accounts
from app.rings.population.mixes import alike
from app.rings.population.world import World
from app.rings.seeding.partition import largest, partition

LIFT: Final = 8.0
"""A topic is the group's when it has so many times the share that it has among everybody else."""
TOGETHER: Final = 0.1
"""Mean cosine of the topics of one theme at least: members who ask five of fifty at random have as much."""
ALIKE: Final = 0.35
"""Cosine of two parts' mixes from which on they are one. Two operators with a target in common reach .31, cells of one
have .19 to .40: to mix operators is worse than to leave one in two rings."""
COVERED: Final = 0.1
"""Share of an account's exchanges that has to be of a theme for the account to ask it, below all it covers it with."""
MOST_TOPICS: Final = 1_000


@dataclass(frozen=True, slots=True)
class Themes:
    """Members by what they mainly ask."""

    parts: list[Accounts]
    """By theme, of those that enough members mainly ask; sorted by size, largest first."""
    none: Accounts
    """Those who ask something, but hardly anything of a theme."""


def themes(world: World, members: Accounts, least: int, seed: int) -> Themes:
    """The themes of a group that at least `least` members mainly ask."""
    b, s = world.behaviour, len(members)
    rows = ranges(b.topic_start, members)
    if not len(rows):
        return Themes([], members[:0])
    topics, column = np.unique(b.topic[rows], return_inverse=True)
    owner = np.searchsorted(members, world.topic_account[rows])
    mix = np.bincount(column, weights=b.topic_share[rows], minlength=len(topics)) / s
    everybody = b.topic_weight[topics]
    outside = np.maximum(everybody * b.n - mix * s, 0.0) / max(b.n - s, 1)
    own = (mix >= LIFT * (outside + 0.5 / b.n)) & (np.bincount(column, minlength=len(topics)) >= least)
    own[np.argsort(-mix, kind="stable")[MOST_TOPICS:]] = False
    if own.sum() < 2:
        return Themes([], members[:0])
    keep = own[column]
    number = (np.cumsum(own) - 1)[column[keep]]
    theme = _joined(owner[keep], number, b.topic_share[rows][keep], s, seed)
    share = np.zeros((s, int(theme.max()) + 1))
    np.add.at(share, (owner[keep], theme[number]), b.topic_share[rows][keep])
    main = np.where(share.max(axis=1) > 0, share.argmax(axis=1), -1)
    found = [members[main == one] for one in range(share.shape[1])]
    found = _alike(world, [part for part in found if len(part) >= least])
    none = members[(share.max(axis=1) < COVERED) & (np.bincount(owner, minlength=s) > 0)]
    return Themes(sorted(found, key=largest), none)


def _alike(world: World, parts: list[Accounts]) -> list[Accounts]:
    """Parts whose mixes overlap are one: cells of one operator divide its targets among them."""
    if len(parts) < 2:
        return parts
    return [np.sort(np.concatenate([parts[i] for i in places])) for places in alike(world, parts, ALIKE)]


def _joined(owner: Accounts, topic: Accounts, share: Floats, members: int, seed: int) -> Accounts:
    """Theme of each topic: communities under the cosine of how members' exchanges fall on them.

    Communities and not components: one odd topic that both of two operators ask would chain all of theirs together.
    """
    asked = sparse.csr_matrix((share, (owner, topic)), shape=(members, int(topic.max()) + 1))
    alone = np.sqrt(np.asarray(asked.multiply(asked).sum(axis=0)).ravel())
    product = sparse.csr_matrix(asked.T @ asked)
    product.sort_indices()
    both = sparse.triu(product, k=1, format="csr").tocoo()
    cosine = both.data / (alone[both.row] * alone[both.col])
    cells = partition(both.row, both.col, cosine, len(alone), resolution=TOGETHER, seed=seed)
    theme = np.arange(len(alone), dtype=np.int64)
    for cell in cells:
        theme[cell] = cell.min()
    return np.unique(theme, return_inverse=True)[1]
