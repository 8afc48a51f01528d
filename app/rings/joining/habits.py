"""Whether two rings on the same exits have the same habits: one operator's accounts, divided by what they ask alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from app.model.clock import SLOTS_OF_HOUR
from app.model.features import Features, Floats, ranges
from app.rings.evidence.verdict import Verdict, members_of
from app.rings.population.behaviour import unpack
from app.rings.population.world import World

EXITS: Final = ("ip", "subnet")
"""Kinds of addresses, the finest first: the first that a feed tells is looked at."""
PURSE: Final = ("instrument", "billing_name", "billing_address")
"""Kinds of what accounts are paid with; each by itself, for a card is one of each."""
HANDS: Final = (*PURSE, "device")
"""Kinds of what goes from hand to hand; each by itself, for a ring may rotate one and keep the other."""
DESK: Final = 5
"""Accounts of a machine at most that somebody sits at; one of more may be let to several."""
OWN: Final = 0.9
"""Share of the accounts of an exit or a thing that are in rings, for it to be theirs."""
IN_COMMON: Final = 0.5
"""Share of the exits of the ring that has fewer which the other has too, of one operator's rings that run together."""
HANDED: Final = 0.1
"""The same of things, of one operator's rings that were started weeks apart."""
FEWEST: Final = 3
"""Exits, or things, in common at least."""
LEAST: Final = 20
"""Accounts of either ring at least: a handful differs from another by chance in everything."""
DRAWS: Final = 60
"""Divisions at random that a division by what is asked is held against."""
ODD: Final = 4.0
"""Standard deviations of those from which on two rings differ in a habit..."""
APART: Final = 0.04
"""... if they do so by more than this share of all that they do: of large rings no two days are alike."""
HOW: Final = frozenset({"hours", "volume", "clients"})
"""Habits that do not tell when the accounts were started."""
TOLD: Final = 4
"""Habits of five that feeds have to tell."""
BINS: Final = 16


@dataclass(frozen=True, slots=True)
class Division:
    """How two parts of a group differ in one habit: total variation distance, and that of parts drawn at random."""

    distance: float
    usual: float
    spread: float

    @property
    def differs(self) -> bool:
        """Whether the parts are not of one make."""
        beyond = self.distance - self.usual
        return beyond > APART and beyond > ODD * self.spread


def of_one_make(world: World, groups: Sequence[Verdict]) -> NDArray[np.bool_]:
    """Shape (groups, groups): which pairs, each by its own evidence, come from the same addresses and live alike.

    Operators who rent one pool come from the same exits, but each begins his accounts on days of his own, with clients,
    hours and an amount of work of his own. Whoever divides one operator's accounts by what they ask divides them by
    chance in all of that (two-sample permutation tests; Good, Permutation Tests, 2000). Cells that use some exits, and
    some cards or machines, in common may have been started weeks apart, and live alike since.
    """
    linked = np.zeros((len(groups), len(groups)), dtype=np.bool_)
    if len(groups) < 2:
        return linked
    exits, *things = own_things(world, groups)
    for a in range(len(groups)):
        for b in range(a + 1, len(groups)):
            one, other = (groups[i].profile.members for i in (a, b))
            if _in_common(exits[a], exits[b], IN_COMMON):
                linked[a, b] = _alike(world, one, other)
            elif _in_common(exits[a], exits[b], 0.0) and any(_in_common(x[a], x[b], HANDED) for x in things):
                linked[a, b] = _alike(world, one, other, apart=True)
    return linked


def _in_common(one: NDArray[np.int64], other: NDArray[np.int64], share: float) -> bool:
    both = len(np.intersect1d(one, other, assume_unique=True))
    return both >= max(FEWEST, share * min(len(one), len(other)))


def own_things(world: World, groups: Sequence[Verdict]) -> list[list[NDArray[np.int64]]]:
    """Of `EXITS`, then of each of `HANDS`, by group: what it uses that hardly anybody has who is in no group; sorted.

    Of exits the first kind that a feed tells of counts. What accounts were made with and never used since does not:
    it is a seller's, who may serve two operators.
    """
    features = world.features
    held = np.bincount(features.rows(members_of(groups))[1], minlength=len(features.degree))
    own = held >= OWN * features.degree
    used = [np.unique(features.rows(one.profile.members, used=True)[1]).astype(np.int64) for one in groups]
    own &= (features.degree <= DESK) | ~features.of_kind(np.arange(len(own)), "device")
    theirs = [x[own[x]] for x in used]
    finest = next((kind for kind in EXITS if kind in features.kinds), "")
    return [[x[features.of_kind(x, kind)] for x in theirs] for kind in (finest, *HANDS)]


def _alike(world: World, one: NDArray[np.int64], other: NDArray[np.int64], *, apart: bool = False) -> bool:
    """Whether two groups of accounts differ in their habits no more than parts of their union drawn at random.

    `apart`: they may have been started at other times.
    """
    other = np.setdiff1d(other, one, assume_unique=True)
    if min(len(one), len(other)) < LEAST:
        return False
    members = np.union1d(one, other)
    habits = {name: habit for name, habit in _habits(world, members).items() if name in HOW or not apart}
    found = divisions(habits, np.isin(members, one))
    return len(found) >= (len(HOW) if apart else TOLD) and not any(each.differs for each in found.values())


def divisions(habits: Mapping[str, sparse.csr_matrix], inside: NDArray[np.bool_]) -> dict[str, Division]:
    """How the accounts that are `inside` differ from the others in each habit that enough of both show.

    A habit has a row for each account, which adds up to 1, or to 0 where it is not known.
    """
    draws = np.random.default_rng(len(inside))
    labels = np.array([inside, *(draws.permutation(inside) for _ in range(DRAWS))], dtype=np.float64)
    found = {}
    for name, habit in habits.items():
        mine, theirs = (np.asarray(habit.T @ side.T).T for side in (labels, 1 - labels))
        known = [side.sum(axis=1, keepdims=True) for side in (mine, theirs)]
        if min(size[0, 0] for size in known) < LEAST / 2:
            continue
        distance = np.abs(mine / np.maximum(known[0], 1) - theirs / np.maximum(known[1], 1)).sum(axis=1) / 2
        found[name] = Division(float(distance[0]), float(distance[1:].mean()), float(distance[1:].std()))
    return found


def _habits(world: World, members: NDArray[np.int64]) -> dict[str, sparse.csr_matrix]:
    """A row for each member."""
    behaviour = world.behaviour
    begun = np.where(world.began[members] >= 0, world.began[members].astype(np.float64), np.nan)
    rate = np.where(behaviour.exchanges[members] > 0, behaviour.rate[members], np.nan)
    hours, days = _presence(world, members)
    clients = _clients(world.features, members)
    return {"hours": hours, "volume": _binned(rate), "clients": clients, "days": days, "beginnings": _binned(begun)}


def _presence(world: World, members: NDArray[np.int64]) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
    """Shapes (members, 24) and (members, days): when each was active."""
    behaviour = world.behaviour
    rows = ranges(behaviour.row_start, members)
    owner = np.repeat(np.arange(len(members)), np.diff(behaviour.row_start)[members])
    slots = unpack(behaviour.row_slots[rows]).reshape(len(rows), 24, SLOTS_OF_HOUR).sum(axis=2)
    row, hour = np.nonzero(slots)
    days, day = np.unique(behaviour.row_day[rows], return_inverse=True)
    return (
        _shares(owner[row], hour, slots[row, hour].astype(np.float64), (len(members), 24)),
        _shares(owner, day, np.ones(len(rows)), (len(members), max(len(days), 1))),
    )


def _binned(values: Floats) -> sparse.csr_matrix:
    """Shape (values, BINS): in which part of all values each lies; nan in none."""
    known = np.flatnonzero(~np.isnan(values))
    edges = np.quantile(values[known], np.linspace(0, 1, BINS + 1)[1:-1]) if len(known) else np.zeros(BINS - 1)
    return _shares(known, np.searchsorted(edges, values[known]), np.ones(len(known)), (len(values), BINS))


def _clients(features: Features, members: NDArray[np.int64]) -> sparse.csr_matrix:
    """Shape (members, clients)."""
    owner, x = features.rows(members)
    mine = features.of_kind(x, "client")
    clients, client = np.unique(x[mine], return_inverse=True)
    return _shares(owner[mine], client, np.ones(len(client)), (len(members), max(len(clients), 1)))


def _shares(
    row: NDArray[np.integer], column: NDArray[np.integer], weight: Floats, shape: tuple[int, int]
) -> sparse.csr_matrix:
    total = np.bincount(row, weights=weight, minlength=shape[0])
    return sparse.csr_matrix((weight / total[row], (row, column)), shape=shape)
