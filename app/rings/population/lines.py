"""Who lives behind lines for homes and telephones, and meets on them by chance, and who rents exits there."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from app.model.features import Floats, distinct
from app.rings.population.levels import lift
from app.rings.population.networks import SIZES, Provider, size_of

LIFT: Final = 3.0
OWN: Final = 0.5
"""Least share of a network's or an address' users who are members, for it to be the group's own."""
HOME: Final = 0.2
"""Share of the members who are customers of one provider of lines for homes and telephones: where they live."""
HOMES: Final = 3.0
"""Providers of such lines that people are customers of, on average: at home, on the move, where they visit."""
CHANCE: Final = 2.5
"""Times as many members side by side on such lines as customers are by chance, from which on it is no chance at all:
honest ones have .9 to 1.5 times as many, and 2.2 at most where links chose them."""
NEARLY_ALL: Final = 0.9
"""Share of a provider's customers from which on too few others are left to tell how customers meet by chance."""
SURE: Final = 1 - 1e-12


def neighbours(
    provider: Provider,
    degree: NDArray[np.int64],
    held: NDArray[np.int64],
    unit: NDArray[np.int64],
    owner: NDArray[np.int64],
    s: int,
    n: int,
) -> tuple[Floats, Floats] | None:
    """For rows of a network of `degree` accounts, its provider `unit` and the member that uses it: what living there
    explains, (doublings by row, chance by member); None where members live behind none of the lines.

    People are customers of few providers.
    """
    pairs = distinct(unit * s + owner)
    served = pairs[provider.lines[pairs // s]]
    if len(served) > HOMES * max(len(distinct(served % s)), 1):
        return None
    inside = np.bincount(pairs // s, minlength=len(provider.names))
    home = _at_home(provider, inside, s, n)[unit]
    may = _may_meet(provider, degree, unit, held)
    return home, _by_chance(may, degree, owner, _least(degree, home, s, n), s)


def _at_home(provider: Provider, inside: NDArray[np.int64], s: int, n: int) -> Floats:
    """By provider: doublings by which its lines are commoner among the members than among everybody else.

    Where a fifth of the members are customers of one provider of lines, that tells where they live: only how they share
    its networks beyond its other customers speaks for one hand.
    """
    live = provider.lines & (inside >= HOME * s)
    found = np.zeros(len(inside))
    found[live] = np.maximum(lift(inside[live], provider.degree[live], s, n), 0.0)
    return found


def _may_meet(
    provider: Provider, degree: NDArray[np.int64], unit: NDArray[np.int64], held: NDArray[np.int64]
) -> Floats:
    """For rows of a network of `degree` accounts, of which `held` are members: the members' share of the accounts of
    the provider's other networks of about that size, as long as there are others.

    Of one size, for somebody's pool of exits fills a few of a provider's networks, and who lives there is on the rest.
    """
    size = size_of(degree)
    inside = np.bincount(unit * SIZES + size, minlength=provider.served.size)  # each member of a network has a row
    others = provider.served[unit, size] - degree
    share = (inside[unit * SIZES + size] - held) / np.maximum(others, 1)
    return np.where(provider.lines[unit] & (share < NEARLY_ALL), share, 0.0)


def _by_chance(
    share: Floats, degree: NDArray[np.int64], owner: NDArray[np.int64], least: NDArray[np.int64], s: int
) -> Floats:
    """Shape (s,): chance that a member who lives behind providers meets others there, as any customers do.

    `least` members have to be among the `degree` accounts of a network for it to count; each of them is one by the
    members' `share` of the provider's customers (binomial).
    """
    met = np.zeros(len(owner))
    may = (share > 0) & (least <= degree)  # few can: the tail takes long
    met[may] = stats.binom.sf(least[may] - 2, degree[may] - 1, share[may])
    alone = np.zeros(s)
    np.add.at(alone, owner, np.log1p(-np.minimum(met, SURE)))
    return np.asarray(-np.expm1(alone))


def _least(degree: NDArray[np.int64], home: Floats, s: int, n: int) -> NDArray[np.int64]:
    """How many of a network's accounts have to be members, two or more, for a lift of LIFT beyond that of home."""
    odds = 2 ** (LIFT + home) * s / (n - s + 1)
    return np.maximum(np.ceil(odds * (degree + 0.5) / (1 + odds)), 2).astype(np.int64)


def beyond_chance(
    owner: NDArray[np.integer], provider: Provider | None, unit: NDArray[np.integer], chance: Floats
) -> float:
    """How many distinct owners there are, less those whose lines lie side by side with another's by chance."""
    if provider is None:
        return float(len(np.unique(owner)))
    surely = np.unique(owner[~provider.lines[unit]])
    rest, expected = len(np.setdiff1d(owner, surely)), float(np.delete(chance, surely).sum())
    return float(len(surely) + (rest if rest > CHANCE * expected else max(rest - expected, 0.0)))
