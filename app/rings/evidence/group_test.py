"""The group test: behaviour that links did not use, and what members have that hardly anybody else has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from app.model.clock import SLOTS_OF_HOUR
from app.model.features import FAMILY_NUMBER, distinct, ranges
from app.model.identifiers import Family
from app.rings.population.behaviour import LAGS, Behaviour, unpack
from app.rings.population.lines import LIFT, OWN
from app.rings.population.networks import Provider
from app.rings.population.profile import Profile
from app.rings.population.world import World

CONTAINER: Final = 0.7
FULL_HOUR: Final = 1.5
"""Coincidences over those an hour later from which on a common clock is not that of full hours."""
QUARTER: Final = 3
"""Slots of a quarter of an hour: jobs are told to start at :00, :15, :30 or :45."""
ON_QUARTERS: Final = 2 / 3
"""Share of the coincidences at quarters of the hour from which on it may be anybody's clock; 1/3 by chance."""


FEW: Final = 20
"""Members up to which one of them may be half of what all seem to do at once."""

Presence = tuple[NDArray[np.int32], NDArray[np.int64]]
"""Days on which any of some accounts was active, and how many were in each of their 288 slots: shape (days, 288)."""


@dataclass(frozen=True, slots=True)
class Synchrony:
    """Coincidences of different members in one five-minute slot against slots 3-12 later."""

    pairs: int
    ratio: float
    on_quarters: bool = True
    """Most coincidences are at quarters of the hour, or none is known of."""


def synchrony(behaviour: Behaviour, members: NDArray[np.int64]) -> Synchrony:
    """Ratio of coincidences at lag 0 to the mean of lags 3-12: office hours and time zones cancel (SynchroTrap).

    No pairs where times are rounded: the clock is the feed's then. Of a few members the least that is left without one
    of them: somebody with two accounts is at work with both, and the group has no clock.
    """
    found = _synchrony(behaviour, members)
    if len(members) > FEW or not found.pairs or found.ratio <= 1:
        return found
    others = (_synchrony(behaviour, np.delete(members, place)) for place in range(len(members)))
    return min([found, *others], key=lambda one: one.ratio)


def _synchrony(behaviour: Behaviour, members: NDArray[np.int64]) -> Synchrony:
    days, present = presence(behaviour, members)
    if behaviour.rounded or not len(days):
        return Synchrony(0, 1.0)
    alone = behaviour.self_lag[members].sum(axis=0)
    counts = [
        int((present[:, : 288 - lag] * present[:, lag:]).sum()) - int(alone[i]) for i, lag in enumerate((0, *LAGS))
    ]
    # lag 0 counts ordered pairs twice over, later lags once each way: both as unordered pairs x 2
    return _against(counts[0] // 2, present * (present - 1), counts[1:])


def _against(pairs: int, together: NDArray[np.int64], later: Sequence[float]) -> Synchrony:
    """Coincidences, shape (days, 288), against those later; an hour later where that is strangers' clock.

    Their jobs run at full hours or at quarters of them. One operator's jobs repeat as well, but start at any minute.
    No pairs where the hour explains most of them: it is everybody's clock.
    """
    now, base, hour = float(together.sum()), float(np.mean(later)), later[-1]
    slots = together.reshape(-1, SLOTS_OF_HOUR).sum(axis=0)
    on_quarters = bool(slots[::QUARTER].sum() >= ON_QUARTERS * slots.sum())
    if not on_quarters or hour <= base + 3.0 * np.sqrt(max(base, 1.0)):
        return Synchrony(pairs, (now + 4.0) / (base + 4.0), on_quarters)
    ratio = (now + 4.0) / (hour + 4.0)
    return Synchrony(pairs, ratio) if ratio >= FULL_HOUR else Synchrony(0, 1.0)


def common_clock(one: Presence, other: Presence, *, rounded: bool) -> Synchrony:
    """The same between two groups that have no account in common."""
    days, mine = one
    theirs_days, theirs = other
    both, i, j = np.intersect1d(days, theirs_days, assume_unique=True, return_indices=True)
    if rounded or not len(both):
        return Synchrony(0, 1.0)
    mine, theirs = mine[i], theirs[j]
    base = [
        int((mine[:, : 288 - lag] * theirs[:, lag:]).sum() + (theirs[:, : 288 - lag] * mine[:, lag:]).sum()) / 2
        for lag in LAGS
    ]
    both_now = mine * theirs
    return _against(int(both_now.sum()), both_now, base)


def presence(behaviour: Behaviour, members: NDArray[np.int64]) -> Presence:
    """Days on which any member was active, and how many were in each of their 288 slots: shape (days, 288)."""
    own = ranges(behaviour.row_start, members)
    days, day = np.unique(behaviour.row_day[own], return_inverse=True)
    if not len(own):
        return days, np.zeros((0, 288), dtype=np.int64)
    order = np.argsort(day, kind="stable")
    starts = np.searchsorted(day[order], np.arange(len(days)))
    slots = unpack(behaviour.row_slots[own[order]])
    return days, np.add.reduceat(slots.astype(np.int64), starts, axis=0)


def night_excess(behaviour: Behaviour, members: NDArray[np.int64]) -> tuple[int, float, float]:
    """(members measured, position between 0 = sleeps as the population and 1 = around the clock, standard error)."""
    known = members[~np.isnan(behaviour.night[members])]
    if len(known) < 3:
        return len(known), 0.0, 1.0
    expected = behaviour.night_expected[known].mean()
    room = max(0.25 - expected, 0.05)
    error = float(np.sqrt((behaviour.night_spread[known] ** 2).sum())) / len(known) / room
    return len(known), float((behaviour.night[known].mean() - expected) / room), error


def evenness(behaviour: Behaviour, members: NDArray[np.int64]) -> tuple[int, float, float]:
    """(active members, spread of log volume a day, the population's spread)."""
    chosen = members[behaviour.exchanges[members] > 0]
    if len(chosen) < 5:
        return len(chosen), 0.0, 0.0
    return len(chosen), float(behaviour.rate[chosen].std()), behaviour.rate_spread


def roaming(behaviour: Behaviour, members: NDArray[np.int64]) -> tuple[int, float]:
    """(members measured, mean doublings of the networks they come from over accounts as active)."""
    known = members[~np.isnan(behaviour.roaming[members])]
    return len(known), float(behaviour.roaming[known].mean()) if len(known) else 0.0


def own_things(world: World, profile: Profile, *, used: bool = False) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows (position of the member, identifier) of what two members or more have, and others less than they.

    `used`: of what members have from their sign-up alone none.
    """
    owner, x = world.features.rows(profile.members, used=used)
    lifts, held = profile.lift_of(x)
    good = (held >= 2) & (lifts >= LIFT) & (held >= OWN * world.features.degree[x])
    return owner[good].astype(np.int64), x[good].astype(np.int64)


def components(owner: NDArray[np.int64], x: NDArray[np.signedinteger], members: int) -> NDArray[np.int64]:
    """Shape (members,): number of the part that each is in; a thing `x` ties all its owners."""
    things, thing = np.unique(x, return_inverse=True)
    edges = sparse.coo_matrix((np.ones(len(thing)), (owner, members + thing)), shape=(members + len(things),) * 2)
    return np.unique(connected_components(edges, directed=False)[1][:members], return_inverse=True)[1]


def together(world: World, profile: Profile, provider: Provider) -> NDArray[np.int64]:
    """Shape (members,): providers through which each shares networks that are mostly the group's own.

    Hashed networks count as one provider: nobody can tell whether they lie side by side.
    """
    owner, x = own_things(world, profile)
    good = provider.number[x] >= 0
    behind = provider.number[x[good]]
    unit = np.where(provider.hashed[behind], len(provider.names), behind)
    pairs = distinct(unit * len(profile.members) + owner[good])
    return np.bincount(pairs % len(profile.members), minlength=len(profile.members))


def coverage_bits(profile: Profile, world: World, family: Family) -> tuple[float, float]:
    """(members that the family speaks for, the same of everybody else)."""
    inside, outside = profile.speaking(FAMILY_NUMBER[family])
    return inside / len(profile.members), (outside + 0.5) / (world.n - len(profile.members) + 1)


def divergence_bits(size: int, inside: float, outside: float) -> float:
    """size x Kullback-Leibler divergence of two rates in bits; negative where the group has less than everybody."""
    p = min(max(inside, 0.5 / size), 1 - 0.5 / size)
    q = min(max(outside, 1e-9), 1 - 1e-9)
    bits = size * (p * np.log2(p / q) + (1 - p) * np.log2((1 - p) / (1 - q)))
    return float(bits if p >= q else -bits)
