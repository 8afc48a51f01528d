"""Parts of a group by what they ask: operators that share a pool have targets of their own."""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from app.model.features import ranges
from app.rings.levels import Accounts
from app.rings.world import World

LIFT: Final = 8.0
"""A topic is the group's when it has so many times the share that it has among everybody else."""
TOGETHER: Final = 0.3
"""Two topics are one theme when so many askers of the rarer one ask both."""
MOST_TOPICS: Final = 1_000


def themes(world: World, members: Accounts, least: int) -> list[Accounts]:
    """Members by theme, of those themes that at least `least` members mainly ask; sorted by size, largest first."""
    b, s = world.behaviour, len(members)
    rows = ranges(b.topic_start, members)
    if not len(rows):
        return []
    topics, column = np.unique(b.topic[rows], return_inverse=True)
    owner = np.searchsorted(members, world.topic_account[rows])
    mix = np.bincount(column, weights=b.topic_share[rows], minlength=len(topics)) / s
    everybody = b.topic_weight[topics]
    outside = np.maximum(everybody * b.n - mix * s, 0.0) / max(b.n - s, 1)
    own = (mix >= LIFT * (outside + 0.5 / b.n)) & (np.bincount(column, minlength=len(topics)) >= least)
    own[np.argsort(-mix, kind="stable")[MOST_TOPICS:]] = False
    if own.sum() < 2:
        return []
    keep = own[column]
    number = (np.cumsum(own) - 1)[column[keep]]
    theme = _joined(owner[keep], number, int(own.sum()), s)
    share = np.zeros((s, int(theme.max()) + 1))
    np.add.at(share, (owner[keep], theme[number]), b.topic_share[rows][keep])
    main = np.where(share.max(axis=1) > 0, share.argmax(axis=1), -1)
    found = [members[main == one] for one in range(share.shape[1])]
    return sorted((part for part in found if len(part) >= least), key=lambda part: (-len(part), int(part[0])))


def _joined(owner: Accounts, topic: Accounts, topics: int, members: int) -> Accounts:
    """Theme of each topic: components of topics that are asked together."""
    asked = sparse.csr_matrix((np.ones(len(owner)), (owner, topic)), shape=(members, topics))
    both = (asked.T @ asked).tocoo()
    alone = np.asarray(asked.sum(axis=0)).ravel()
    strong = both.data >= TOGETHER * np.minimum(alone[both.row], alone[both.col])
    linked = sparse.coo_matrix((np.ones(int(strong.sum())), (both.row[strong], both.col[strong])), shape=both.shape)
    return np.asarray(connected_components(linked, directed=False)[1], dtype=np.int64)
