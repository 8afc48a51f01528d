"""Who lives behind lines for homes and telephones, and meets on them by chance, and who rents exits there."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from app.model.features import Floats, distinct
from app.rings.levels import lift
from app.rings.networks import Provider

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
SURE: Final = 1 - 1e-12


def live_there(provider: Provider, unit: NDArray[np.int64], owner: NDArray[np.int64], s: int) -> bool:
    """Whether members may live behind the lines that they come from: people are customers of few providers."""
    served = distinct((unit * s + owner)[provider.lines[unit]])
    return len(served) <= HOMES * max(len(distinct(served % s)), 1)


def at_home(provider: Provider, unit: NDArray[np.int64], owner: NDArray[np.int64], s: int, n: int) -> Floats:
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


def by_chance(
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
    met = np.zeros(len(unit))
    may = (share[unit] > 0) & (least <= degree)  # few can: the tail takes long
    met[may] = stats.binom.sf(least[may] - 2, degree[may] - 1, share[unit[may]])
    alone = np.zeros(s)
    np.add.at(alone, owner, np.log1p(-np.minimum(met, SURE)))
    return np.asarray(-np.expm1(alone))


def least(degree: NDArray[np.int64], home: Floats, s: int, n: int) -> NDArray[np.int64]:
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
