"""How strongly single accounts share what a group shares: levels of lift by kind, each member left out once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.model.features import Floats, among, gather, ranges
from app.rings.population.world import Background, World

EDGES: Final = np.array([2.0, 4.0, 6.0, 8.0, 10.0, 12.0])
"""Levels of lift (log2) that the histograms tell apart; below the first an account counts as having nothing."""
TOPIC_EDGES: Final = np.array([0.25, 0.75, 1.5, 2.25, 3.0, 4.0, 5.0, 6.0])
WAVE_EDGES: Final = np.array([1.0])
WAVE_MINUTES: Final = 60
Accounts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Level:
    """Bins of the accounts that stand out in one kind; everybody else who has data of it is in bin 0."""

    accounts: Accounts
    """Sorted and distinct; members of the group are among them."""
    bins: NDArray[np.int64]
    size: int
    """How many bins there are."""

    def of(self, accounts: Accounts) -> Level:
        """Of these (sorted) accounts only."""
        kept = among(accounts, self.accounts)
        return Level(self.accounts[kept], self.bins[kept], self.size)


@dataclass(frozen=True, slots=True)
class Shared:
    """The identifiers that members have: sorted numbers, log2 lifts (0 where one member has it), members with each."""

    identifiers: NDArray[np.int64]
    lifts: Floats
    counts: NDArray[np.int64]


def shared_by(world: World, members: Accounts) -> Shared:
    """What the members have, and how much commoner it is among them than among everybody else."""
    features, n, s = world.features, world.n, len(members)
    _, edges = features.rows(members)
    identifiers, counts = np.unique(edges, return_counts=True)
    lifts = np.where(counts >= 2, lift(counts, features.degree[identifiers], s, n), 0.0)
    return Shared(identifiers.astype(np.int64), lifts, counts)


def lift(held: NDArray[np.integer], degree: NDArray[np.integer], s: int, n: int) -> Floats:
    """Doublings by which what `held` of `s` members and `degree` of all `n` accounts have is commoner among members."""
    return np.asarray(np.log2(held / s / ((degree - held + 0.5) / (n - s + 1))))


def identifier_levels(world: World, members: Accounts, shared: Shared) -> dict[int, Level]:
    """By column of `world.kinds`: the best lift of what an account holds of the group's, through other members."""
    s = len(members)
    chosen = np.flatnonzero((shared.lifts >= EDGES[0]) & (world.column[shared.identifiers] >= 0))
    owner, account = gather(world.holder_start, world.holders, shared.identifiers[chosen])
    x, count = shared.identifiers[chosen][owner], shared.counts[chosen][owner]
    own = among(members, account)
    others = count - own
    outside = (world.features.degree[x] - count + 0.5) / (world.n - s + 1)
    level = np.where(others > 0, np.log2(np.maximum(others, 0.5) / np.maximum(s - own, 1) / outside), 0.0)
    bins = np.searchsorted(EDGES, level, side="right")
    column = world.column[x]
    return {int(k): _best(account[column == k].astype(np.int64), bins[column == k]) for k in np.unique(column)}


def _best(account: Accounts, bins: NDArray[np.int64]) -> Level:
    """The highest bin of each account."""
    if (account[1:] > account[:-1]).all():  # holders of one identifier
        return Level(account, bins, len(EDGES) + 1)
    key = np.sort(account * (len(EDGES) + 1) + bins)
    last = np.append(key[1:] // (len(EDGES) + 1) != key[:-1] // (len(EDGES) + 1), True) if len(key) else key > 0
    return Level(key[last] // (len(EDGES) + 1), key[last] % (len(EDGES) + 1), len(EDGES) + 1)


def topic_level(world: World, members: Accounts, against: Background) -> Level:
    """Mean log-lift of an account's exchanges over the group's mix of topics, each member left out of the mix once."""
    b, s = world.behaviour, len(members)
    rows = ranges(b.topic_start, members)
    topics, place = np.unique(b.topic[rows], return_inverse=True)
    mix = np.bincount(place, weights=b.topic_share[rows], minlength=len(topics))
    outer = _outside(world, members, topics, rows, place, against)
    floor = 0.5 / b.n
    own = b.topic_share[rows]
    inner = np.maximum(mix[place] - own, 0.0) / max(s - 1, 1)
    gain = np.clip(np.log2((inner + floor) / (outer[place] + floor)), 0.0, 8.0)
    mine = np.bincount(np.searchsorted(members, world.topic_account[rows]), weights=own * gain, minlength=s)
    # everybody else who asks what the group asks more than others do
    gain = np.clip(np.log2((mix / s + floor) / (outer + floor)), 0.0, 8.0)
    hot = np.flatnonzero(gain > 0)
    level: Floats = world.asked[:, topics[hot]] @ gain[hot]
    level[members] = mine
    accounts = np.flatnonzero(level >= TOPIC_EDGES[0])
    return Level(accounts, np.searchsorted(TOPIC_EDGES, level[accounts], side="right"), len(TOPIC_EDGES) + 1)


def _outside(
    world: World, members: Accounts, topics: NDArray[np.integer], rows: Accounts, place: Accounts, against: Background
) -> Floats:
    """Shape (topics,): mean share of each topic among the background's accounts outside the group.

    `rows` are the members' of `behaviour.topic`, `place` the position of each among the topics.
    """
    counted = against.accounts[world.topic_account[rows]]
    mix = np.bincount(place, weights=world.behaviour.topic_share[rows] * counted, minlength=len(topics))
    n, s = int(against.accounts.sum()), int(against.accounts[members].sum())
    return np.asarray(np.maximum(against.usual[topics] - mix / max(n, 1), 0.0) * n / max(n - s, 1))


def wave_level(world: World, members: Accounts) -> Level:
    """Bin 1 where another member began within the hour."""
    mine = members[world.began[members] >= 0]
    known = np.sort(world.began[mine])
    low = np.searchsorted(world.beginnings, known - WAVE_MINUTES, side="left")
    high = np.searchsorted(world.beginnings, known + WAVE_MINUTES, side="right")
    low[1:] = np.maximum(low[1:], np.maximum.accumulate(high)[:-1])  # ranges overlap: each account once
    near = world.began_by[_spans(low, high)]
    around = np.searchsorted(known, world.began[mine] + WAVE_MINUTES, side="right")
    around -= np.searchsorted(known, world.began[mine] - WAVE_MINUTES, side="left")
    alone = mine[around < 2]
    accounts = np.sort(near[~among(alone, near)])
    return Level(accounts, np.ones(len(accounts), dtype=np.int64), len(WAVE_EDGES) + 1)


def _spans(low: NDArray[np.int64], high: NDArray[np.int64]) -> NDArray[np.int64]:
    """All positions of the ranges low..high, which do not overlap."""
    size = np.maximum(high - low, 0)
    return np.asarray(np.repeat(low - (np.cumsum(size) - size), size) + np.arange(size.sum()))
