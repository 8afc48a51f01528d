"""Where accounts sit: an office, a classroom or a venue has a few addresses side by side, hardly used by others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.rings.evidence.group_test import CONTAINER, own_things
from app.rings.population.networks import HIRED, LINES, kind_of, subnet_of
from app.rings.population.profile import Profile
from app.rings.population.world import World

EXIT: Final = 0.2
"""Least share of the accounts of a place that each of its exits serves."""
LINES_OF_A_HOUSE: Final = 3
"""Lines of one provider that a house has, at most, where they do not lie side by side."""
HOUSEHOLD: Final = 100
"""Accounts that may sit at one line for homes or telephones: a family, a small firm, a hall of students. More is a rack
of modems, unless they sleep and act each at its own time, as in a shelter. Strangers behind a small provider's one
address share nothing else that would have to be explained."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses that a group has nearly for itself: rows of (member, address), and the subnet of each row."""

    member: NDArray[np.int64]
    """Positions in the group."""
    address: NDArray[np.int64]
    """Numbers of features."""
    subnet: NDArray[np.int64]
    names: tuple[str, ...]
    """Of the subnets: /24 (IPv6: /48)."""


@dataclass(frozen=True, slots=True)
class Place:
    """What nearly all members of a group use, and hardly anybody else."""

    name: str
    hired: bool
    """A hoster, a VPN or a proxy announces it: a machine or an exit, where nobody sits."""
    crowded: bool
    """More accounts than HOUSEHOLD at one line for homes or telephones: a rack of modems, or a shelter's hotspot."""


def own_addresses(world: World, profile: Profile) -> Addresses:
    """Addresses that two members or more use, and that others use less than they."""
    features = world.features
    owner, x = own_things(world, profile)
    kind = features.kinds.index("ip") if "ip" in features.kinds else -1
    good = features.kind[x] == kind
    numbers, row = np.unique(x[good], return_inverse=True)
    names, subnet = np.unique([_around(str(features.names[x])) for x in numbers], return_inverse=True)
    subnets = subnet[row] if len(numbers) else np.zeros(0, np.int64)
    return Addresses(owner[good].astype(np.int64), x[good].astype(np.int64), subnets, tuple(names.tolist()))


def _around(address: str) -> str:
    """The subnet of an address. Hashed ones are taken to lie side by side: nobody can tell that they do not."""
    return "hashed addresses" if address.startswith("h:") else subnet_of(address)


def place(world: World, profile: Profile) -> Place | None:
    """Where nearly all members sit: large offices have several exits, but side by side. None without a place."""
    own = _busy(own_addresses(world, profile), len(profile.members))
    if not len(own.member):
        return None
    own = _of_one_provider(world, own)
    pairs = np.unique(np.column_stack([own.subnet, own.member]), axis=0)
    count = np.bincount(pairs[:, 0], minlength=len(own.names))
    top = int(count.argmax())
    members = len(profile.members)
    # one standard error: where too few are seen to rule a house out, nobody is accused
    if count[top] < CONTAINER * members - np.sqrt(CONTAINER * (1 - CONTAINER) * members):
        return None
    numbers = np.unique(own.address[own.subnet == top])
    first = str(world.features.names[numbers[0]])
    kind = kind_of(world.snapshot, first)
    name = f"ip {first}" if len(numbers) == 1 else f"{len(numbers)} addresses of {own.names[top]}"
    return Place(name, kind in HIRED, kind in LINES and count[top] > HOUSEHOLD)


def _of_one_provider(world: World, own: Addresses) -> Addresses:
    """A few lines of one provider, taken to lie side by side: a house has them from whom it can get them, and anywhere
    among his networks. What is hired has nobody behind it.
    """
    told = [world.snapshot.subnets.get(name) for name in own.names]
    behind = {None if one is None or one.kind in HIRED else one.asn for one in told}
    if None in behind or len(behind) > 1 or len(np.unique(own.address)) > LINES_OF_A_HOUSE:
        return own
    return Addresses(own.member, own.address, np.zeros_like(own.subnet), (f"AS{behind.pop()}",))


def _busy(own: Addresses, members: int) -> Addresses:
    """Only addresses that a fifth of the members use: an office has a few exits for all, a pool many for a few each."""
    users = np.bincount(own.address, minlength=1)[own.address]
    kept = users >= EXIT * members
    return Addresses(own.member[kept], own.address[kept], own.subnet[kept], own.names)


def seated(own: Addresses, label: NDArray[np.int64]) -> NDArray[np.int64]:
    """Labels (sorted) most of whose holders have a place that holders of other labels do not use.

    `label` has one number, 0 or more, for each member, -1 for none.
    """
    known = label[own.member] >= 0
    member, address, subnet = own.member[known], own.address[known], own.subnet[known]
    pairs, count = np.unique(np.column_stack([address, label[member]]), axis=0, return_counts=True)
    users = np.bincount(address, minlength=1)
    alone = pairs[count >= 0.95 * users[pairs[:, 0]]][:, 0]  # each address once: nobody else's share is as large
    size = np.bincount(label[label >= 0], minlength=1)
    mine = np.isin(address, alone) & (users[address] >= EXIT * size[label[member]])
    rows = np.unique(np.column_stack([label[member], subnet, member])[mine], axis=0)
    units, inside = np.unique(rows[:, :2], axis=0, return_counts=True)
    return np.unique(units[(inside >= CONTAINER * size[units[:, 0]]) & (inside >= 2)][:, 0])
