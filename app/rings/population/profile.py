"""A group's profile: how much likelier each account is under the group than under the population, in bits by kind.

Rows are laid out only for accounts that stand out in two families, one of them infrastructure: nobody else can belong.
Of the others the level is kept in each kind where they stand out; so bystanders cost next to nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.model.features import FAMILIES, INFRASTRUCTURE, Floats, among, distinct
from app.rings.config import SUPPORT
from app.rings.population.levels import (
    EDGES,
    TOPIC_EDGES,
    WAVE_EDGES,
    Accounts,
    Level,
    Shared,
    identifier_levels,
    shared_by,
    topic_level,
    wave_level,
)
from app.rings.population.world import DATA, Background, World

CAP: Final = 12.0
FLOOR: Final = -6.0
SPEAKS: Final = 1.5
"""Bits from which a family speaks for an account."""
_BINS: Final = {"topics": len(TOPIC_EDGES) + 1, "wave": len(WAVE_EDGES) + 1}


@dataclass(frozen=True, slots=True)
class Profile:
    """Bits of every account against one group of members; t accounts have rows, k kinds are compared."""

    world: World
    members: Accounts
    prior: float
    shared: Shared
    levels: tuple[Level | None, ...]
    """Shape (k,): who stands out in each kind; None where nobody does."""
    tables: tuple[Floats, ...]
    """Shape (k,): bits by bin."""
    others: tuple[NDArray[np.int64], ...]
    """Shape (k,): accounts outside the group by bin."""
    touched: Accounts
    """Shape (t,), sorted: the members, and whoever stands out in two families, one of them infrastructure."""
    inside: NDArray[np.bool_]
    """Shape (t,): which of them are members."""
    kind_bits: Floats
    """Shape (t, k): leave-one-out for members."""
    family_bits: Floats
    """Shape (t, 6)."""
    spoken: tuple[tuple[int, int], ...] = ()
    """Shape (6,): what `speaking` says of each family, where rows and levels of others were let go."""

    @property
    def member_bits(self) -> Floats:
        """Shape (members, 6): family bits of the members, in their order."""
        return np.asarray(self.family_bits[self.inside])

    def bits_of(self, accounts: Accounts) -> Floats:
        """Shape (a, 6): family bits of any accounts."""
        return _families(self.world, self.kind_bits_of(accounts))

    def kind_bits_of(self, accounts: Accounts) -> Floats:
        """Shape (a, k): bits of any accounts by kind."""
        return _kind_bits(self.world, self.levels, self.tables, accounts)

    def total_of(self, accounts: Accounts) -> Floats:
        """Shape (a,): log2 posterior odds of belonging to the group."""
        return np.asarray(self.prior + self.bits_of(accounts).sum(axis=1))

    def lift_of(self, identifiers: NDArray[np.integer]) -> tuple[Floats, NDArray[np.int64]]:
        """(lift, count) of identifiers in the group; 0 for those that no member has."""
        shared = self.shared
        if not len(shared.identifiers):
            return np.zeros(len(identifiers)), np.zeros(len(identifiers), np.int64)
        at = np.searchsorted(shared.identifiers, identifiers).clip(max=len(shared.identifiers) - 1)
        known = shared.identifiers[at] == identifiers
        return np.where(known, shared.lifts[at], 0.0), np.where(known, shared.counts[at], 0)

    def of_members(self) -> Profile:
        """The same for all that is asked of members, who are all that it keeps in memory.

        Thousands of groups are kept until the end that nobody takes apart, and each has others who share a little.
        """
        return replace(
            self,
            levels=tuple(level and level.of(self.members) for level in self.levels),
            touched=self.touched[self.inside],
            inside=np.ones(int(self.inside.sum()), dtype=np.bool_),
            kind_bits=self.kind_bits[self.inside],
            family_bits=self.family_bits[self.inside],
            spoken=tuple(self.speaking(family) for family in range(len(FAMILIES))),
        )

    def speaking(self, family: int) -> tuple[int, int]:
        """(members, others) that a family speaks for."""
        if self.spoken:
            return self.spoken[family]
        inside = int((self.member_bits[:, family] >= SPEAKS).sum())
        columns = np.flatnonzero(self.world.family == family)
        if len(columns) == 1:
            return inside, int(self.others[columns[0]][self.tables[columns[0]] >= SPEAKS].sum())
        heard = self.heard(family)
        return inside, len(heard) - int(among(self.members, heard).sum())

    def heard(self, family: int) -> Accounts:
        """Sorted accounts that stand out in the family enough for it to speak for them."""
        found = [
            level.accounts[self.tables[column][level.bins] >= SPEAKS]
            for column in np.flatnonzero(self.world.family == family)
            if (level := self.levels[column]) is not None
        ]
        return distinct(np.concatenate(found)) if found else np.zeros(0, np.int64)


def profile_of(world: World, members: Accounts) -> Profile:
    """Compare every account with the group: histograms of levels inside (each member left out once) and outside."""
    shared = shared_by(world, members)
    found = identifier_levels(world, members, shared)
    for number, kind in enumerate(world.kinds):
        if kind in _BINS:
            found[number] = (
                topic_level(world, members, world.everybody) if kind == "topics" else wave_level(world, members)
            )
    levels = tuple(found.get(number) for number in range(len(world.kinds)))
    touched = _eligible(world, members, found)
    histograms = [_histograms(world, members, number, level, world.everybody) for number, level in enumerate(levels)]
    tables = tuple(_log_ratio(within, without) for within, without in histograms)
    kind_bits = _kind_bits(world, levels, tables, touched)
    return Profile(
        world=world,
        members=members,
        prior=float(np.log2(len(members) / max(world.n - len(members), 1))),
        shared=shared,
        levels=levels,
        tables=tables,
        others=tuple(without for _, without in histograms),
        touched=touched,
        inside=among(members, touched),
        kind_bits=kind_bits,
        family_bits=_families(world, kind_bits),
    )


@dataclass(frozen=True, slots=True)
class Asking:
    """What a group asks, held against ordinary accounts."""

    level: Level | None
    table: Floats
    """Bits by bin."""
    others: NDArray[np.int64]
    """Ordinary accounts outside the group by bin."""

    def bits(self, world: World, accounts: Accounts) -> Floats:
        """Shape (a,): how much likelier each account's questions are in the group."""
        return _bits_of_kind(world, "topics", self.level, self.table, accounts)


def asking(world: World, profile: Profile) -> Asking | None:
    """None where nobody knows what is asked."""
    if "topics" not in world.kinds:
        return None
    number = world.kinds.index("topics")
    if world.ordinary is world.everybody:
        return Asking(profile.levels[number], profile.tables[number], profile.others[number])
    level = topic_level(world, profile.members, world.ordinary)
    within, without = _histograms(world, profile.members, number, level, world.ordinary)
    return Asking(level, _log_ratio(within, without), without)


def _eligible(world: World, members: Accounts, found: dict[int, Level]) -> Accounts:
    """Members, and accounts that stand out in two families, one of them infrastructure; sorted."""
    families = np.zeros(world.n, dtype=np.uint8)
    for number, level in found.items():
        families[level.accounts[level.bins > 0]] |= np.uint8(1 << int(world.family[number]))
    sharing = [level.accounts for number, level in found.items() if INFRASTRUCTURE[world.family[number]]]
    sharers = np.concatenate([members[:0], *sharing])
    return distinct(np.concatenate([members, sharers[np.bitwise_count(families[sharers]) >= world.enough]]))


def _histograms(
    world: World, members: Accounts, number: int, level: Level | None, against: Background
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Accounts with data of a kind by bin: members, others."""
    bit = DATA.get(world.kinds[number], 0)
    size = _BINS.get(world.kinds[number], len(EDGES) + 1)
    within, without = np.zeros(size, np.int64), np.zeros(size, np.int64)
    if level is not None:
        own = among(members, level.accounts)
        within += np.bincount(level.bins[own], minlength=size)
        without += np.bincount(level.bins[~own & against.accounts[level.accounts]], minlength=size)
    mine = (world.data[members] & bit) == bit
    others = against.asking if world.kinds[number] == "topics" else world.known(bit)
    within[0] += int(mine.sum()) - within.sum()
    without[0] += others - int((mine & against.accounts[members]).sum()) - without.sum()
    return within, without


def _log_ratio(within: NDArray[np.int64], without: NDArray[np.int64]) -> Floats:
    """Bits by bin: log2 ratio of histograms; more lift is never less evidence.

    Half an account is added to the group as everybody else is distributed: a bin that no member is in says nothing for.
    """
    outside = (without + 0.5) / (without + 0.5).sum()
    bits = np.log2((within / outside + 0.5) / (within.sum() + 0.5))
    return np.asarray(np.clip(np.maximum.accumulate(bits), FLOOR, CAP))


def _kind_bits(
    world: World, levels: tuple[Level | None, ...], tables: tuple[Floats, ...], accounts: Accounts
) -> Floats:
    """Shape (a, k): bits of accounts by kind."""
    out = np.zeros((len(accounts), len(world.kinds)))
    for number, (kind, level, table) in enumerate(zip(world.kinds, levels, tables, strict=True)):
        out[:, number] = _bits_of_kind(world, kind, level, table, accounts)
    return out


def _bits_of_kind(world: World, kind: str, level: Level | None, table: Floats, accounts: Accounts) -> Floats:
    """Shape (a,): an account without data gets 0, one that does not stand out bin 0."""
    bit = DATA.get(kind, 0)
    bits = np.where((world.data[accounts] & bit) == bit, table[0], 0.0)
    if level is not None and len(level.accounts):
        at = np.searchsorted(level.accounts, accounts).clip(max=len(level.accounts) - 1)
        bits = np.where(level.accounts[at] == accounts, table[level.bins[at]], bits)
    return np.asarray(bits)


def _families(world: World, kind_bits: Floats) -> Floats:
    """A family counts its best kind; only where no kind speaks for the account, its strongest contradiction."""
    out = np.zeros((len(kind_bits), len(FAMILIES)))
    for number in range(len(FAMILIES)):
        columns = np.flatnonzero(world.family == number)
        if len(columns):
            best, worst = kind_bits[:, columns].max(1), kind_bits[:, columns].min(1)
            out[:, number] = np.where(best > 1.0, best, worst)
    return out


def refine(
    world: World, members: Accounts, margin: float, rounds: int = 6, barred: Accounts | None = None
) -> Profile | None:
    """Alternate profile and membership until the group stands still; None when it dissolves (under 5 accounts).

    Accounts in `barred` (sorted) never enter: they are known to be somebody else's.
    """
    profile = profile_of(world, members)
    for _ in range(rounds):
        chosen = belonging(profile, margin)
        if barred is not None:
            chosen = chosen[~among(barred, chosen)]
        if len(chosen) < 5:
            return None
        changed = len(np.setxor1d(chosen, profile.members, assume_unique=True))
        profile = profile_of(world, chosen)
        if changed <= 0.005 * len(chosen):
            break
    return profile


def belonging(profile: Profile, margin: float) -> Accounts:
    """Accounts with posterior odds above `margin` bits, two families, one of them infrastructure; sorted.

    Where the feeds tell of one family alone, that one has to do.
    """
    support = profile.family_bits >= SUPPORT
    total = profile.prior + profile.family_bits.sum(axis=1)
    called = (total >= margin) & (support.sum(axis=1) >= profile.world.enough) & support[:, INFRASTRUCTURE].any(axis=1)
    return np.asarray(profile.touched[called])
