"""The group test: behaviour that links did not use, and whether sharing is dispersed or explained by one container."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse, stats
from scipy.sparse.csgraph import connected_components

from app.model.clock import SLOTS_OF_HOUR
from app.model.features import FAMILY_NUMBER, Floats, distinct, ranges
from app.model.identifiers import Family
from app.rings.behaviour import LAGS, Behaviour, unpack
from app.rings.levels import lift
from app.rings.networks import Provider
from app.rings.profile import Profile
from app.rings.world import World

DISPERSED_TOP: Final = 0.5
"""An identifier that half the group has is what holds it together, not one of many."""
CONTAINER: Final = 0.7
LIFT: Final = 3.0
HOME: Final = 0.2
"""Share of the members who are customers of one provider of lines for homes and telephones: where they live."""
HOMES: Final = 3.0
"""Providers of such lines that people are customers of, on average: at home, on the move, where they visit."""
CHANCE: Final = 2.5
"""Times as many members side by side on such lines as customers are by chance, from which on it is no chance at all:
honest ones have .9 to 1.5 times as many, and 2.2 at most where links chose them."""
FULL_HOUR: Final = 1.5
"""Coincidences over those an hour later from which on a common clock is not that of full hours."""
QUARTER: Final = 3
"""Slots of a quarter of an hour: jobs are told to start at :00, :15, :30 or :45."""
ON_QUARTERS: Final = 2 / 3
"""Share of the coincidences at quarters of the hour from which on it may be anybody's clock; 1/3 by chance."""
SURE: Final = 1 - 1e-12
OWN: Final = 0.5
"""Least share of a network's or an address' users who are members, for it to be the group's own."""


@dataclass(frozen=True, slots=True)
class Sharing:
    """How a group shares the identifiers of one kind."""

    kind: str
    coverage: float
    """Members that share any enriched identifier with another member."""
    dispersed: float
    """Members that do so through identifiers that at most half the group has, beyond what tells where they live."""
    nearby: float
    """The same with what tells where they live."""
    bundles: float
    """Effective number of those identifiers: (sum c)^2 / sum c^2."""
    top: float
    """Share of the members that have the commonest enriched identifier (for subnets: provider).

    Of mail domains: of those whose domain is known, if members are known as others are."""
    top_name: str
    purity: float
    """Mean over covered members of the largest share of an identifier's holders who are members."""
    exclusive: float
    """The same of those whose sharing is dispersed, by what they share so."""
    top_purity: float
    """The same of the commonest: a house's network and mail domain are mostly its own."""


Presence = tuple[NDArray[np.int32], NDArray[np.int64]]
"""Days on which any of some accounts was active, and how many were in each of their 288 slots: shape (days, 288)."""


@dataclass(frozen=True, slots=True)
class Synchrony:
    """Coincidences of different members in one five-minute slot against slots 3-12 later."""

    pairs: int
    ratio: float
    on_quarters: bool = True
    """Most coincidences are at quarters of the hour, or none is known of."""


def sharing(
    world: World, profile: Profile, kind: str, provider: Provider | None = None, *, used: bool = False
) -> Sharing | None:
    """How the members share one kind; None where nobody does. For subnets the container is their provider.

    `used`: what members have from their sign-up alone is left out.
    """
    if kind not in world.features.kinds:
        return None
    features, s = world.features, len(profile.members)
    number = features.kinds.index(kind)
    owner, x = features.rows(profile.members, used=used)
    mine = features.kind[x] == number
    owner, x = owner[mine], x[mine]
    lifts, held = profile.lift_of(x)
    home, chance = np.zeros(len(x)), np.zeros(s)
    settled = provider is not None and _live_there(provider, provider.number[x], owner, s)
    if provider is not None and settled:
        home = _at_home(provider, provider.number[x], owner, s, features.n)
        degree = features.degree[x]
        chance = _by_chance(provider, degree, provider.number[x], owner, _least(degree, home, s, features.n), s)
    good = (held >= 2) & (lifts >= LIFT)
    beyond = (lifts - home >= LIFT)[good]
    owner, x, held = owner[good], x[good], held[good]
    if not len(x):
        return None
    unit = provider.number[x] if provider is not None else x
    pairs = distinct(unit.astype(np.int64) * s + owner)
    size = np.bincount(pairs // s)
    top = int(size.argmax())
    # exits all over the lines of some providers are no provider's house
    near = (size[unit] if settled or provider is None else held) <= DISPERSED_TOP * s
    small = near & beyond
    count = held[small][np.unique(x[small], return_index=True)[1]]
    known = world.mail_known if kind == "email_domain" else 1.0
    pure = held / np.maximum(features.degree[x], 1)
    best, hidden = np.zeros(s), np.zeros(s)
    np.maximum.at(best, owner, pure)
    np.maximum.at(hidden, owner[small], pure[small])
    covered, many = distinct(owner), distinct(owner[small])
    return Sharing(
        kind=kind,
        coverage=len(covered) / s,
        dispersed=_beyond_chance(owner[small], provider, unit[small], chance) / s,
        nearby=len(distinct(owner[near])) / s,
        bundles=float(count.sum() ** 2 / (count**2).sum()) if len(count) else 0.0,
        top=min(size[top] / s / known, 1.0),
        top_name=provider.name(top) if provider is not None else str(features.names[top]),
        purity=float(best[covered].mean()),
        exclusive=float(hidden[many].mean()) if len(many) else 0.0,
        top_purity=float(size[top] / (provider.degree if provider is not None else features.degree)[top]),
    )


def _live_there(provider: Provider, unit: NDArray[np.int64], owner: NDArray[np.int64], s: int) -> bool:
    """Whether members may live behind the lines that they come from: people are customers of few providers."""
    served = distinct((unit * s + owner)[provider.lines[unit]])
    return len(served) <= HOMES * max(len(distinct(served % s)), 1)


def _at_home(provider: Provider, unit: NDArray[np.int64], owner: NDArray[np.int64], s: int, n: int) -> Floats:
    """Shape of `unit`: doublings by which a line's provider is commoner among the members than among everybody else.

    Where a fifth of the members are customers of one provider of lines, that tells where they live: only how they share
    its networks beyond its other customers speaks for one hand.
    """
    pairs = distinct(unit * s + owner)
    inside = np.bincount(pairs // s, minlength=len(provider.names))
    live = provider.lines & (inside >= HOME * s)
    found = np.zeros(len(inside))
    found[live] = np.maximum(lift(inside[live], provider.degree[live], s, n), 0.0)
    return found[unit]


def _by_chance(
    provider: Provider,
    degree: NDArray[np.int64],
    unit: NDArray[np.int64],
    owner: NDArray[np.int64],
    least: NDArray[np.int64],
    s: int,
) -> Floats:
    """Shape (s,): chance that a member who lives behind providers meets others there, as any customers do.

    Of providers of lines with more other customers than members. `least` members have to be among the `degree` accounts
    of a network for it to count; each of them is one by the members' share of the provider's customers (binomial).
    """
    inside = np.bincount(distinct(unit * s + owner) // s, minlength=len(provider.names))
    share = np.where(provider.lines & (inside < OWN * provider.degree), inside / provider.degree, 0.0)
    met = stats.binom.sf(least - 2, degree - 1, share[unit])
    alone = np.zeros(s)
    np.add.at(alone, owner, np.log1p(-np.minimum(met, SURE)))
    return np.asarray(-np.expm1(alone))


def _least(degree: NDArray[np.int64], home: Floats, s: int, n: int) -> NDArray[np.int64]:
    """How many of a network's accounts have to be members, two or more, for a lift of LIFT beyond that of home."""
    odds = 2 ** (LIFT + home) * s / (n - s + 1)
    return np.maximum(np.ceil(odds * (degree + 0.5) / (1 + odds)), 2).astype(np.int64)


def _beyond_chance(
    owner: NDArray[np.integer], provider: Provider | None, unit: NDArray[np.integer], chance: Floats
) -> float:
    """How many distinct owners there are, less those whose lines lie side by side with another's by chance."""
    if provider is None:
        return float(len(np.unique(owner)))
    surely = np.unique(owner[~provider.lines[unit]])
    rest, expected = len(np.setdiff1d(owner, surely)), float(np.delete(chance, surely).sum())
    return float(len(surely) + (rest if rest > CHANCE * expected else max(rest - expected, 0.0)))


def synchrony(behaviour: Behaviour, members: NDArray[np.int64]) -> Synchrony:
    """Ratio of coincidences at lag 0 to the mean of lags 3-12: office hours and time zones cancel (SynchroTrap).

    No pairs where times are rounded: the clock is the feed's then.
    """
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
