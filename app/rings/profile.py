"""A group's profile: how much likelier each account is under the group than under the population, in bits by kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.model.features import FAMILIES, FAMILY_NUMBER, Features, Floats, gather
from app.model.identifiers import KINDS, Family
from app.model.snapshot import Ints, Snapshot
from app.rings.behaviour import Behaviour

EDGES: Final = np.array([2.0, 4.0, 6.0, 8.0, 10.0, 12.0])
"""Levels of lift (log2) that the histograms tell apart; below the first an account counts as having nothing."""
TOPIC_EDGES: Final = np.array([0.25, 0.75, 1.5, 2.25, 3.0, 4.0, 5.0, 6.0])
CAP: Final = 12.0
FLOOR: Final = -6.0
WAVE_MINUTES: Final = 60


@dataclass(frozen=True, slots=True)
class World:
    """Everything that profiles and tests read; made once a run."""

    snapshot: Snapshot
    features: Features
    holder_start: NDArray[np.int64]
    holders: Ints
    behaviour: Behaviour
    kinds: tuple[str, ...]
    """Identifier kinds that profiles compare, then `topics` and `wave`."""
    family: NDArray[np.int64]
    """Family number of each of `kinds`."""

    @property
    def n(self) -> int:
        """Accounts."""
        return self.features.n


def world_of(snapshot: Snapshot, features: Features, behaviour: Behaviour) -> World:
    """Transpose the features and list the kinds of evidence there are."""
    start, holders = features.holders()
    kinds = [kind for kind in features.kinds if kind != "query_cluster"]
    families = [FAMILY_NUMBER[KINDS[kind].family] for kind in kinds]
    if len(behaviour.topic):
        kinds.append("topics")
        families.append(FAMILY_NUMBER[Family.CONTENT])
    if (snapshot.population.created_minute >= 0).any():
        kinds.append("wave")
        families.append(FAMILY_NUMBER[Family.TIMING])
    return World(snapshot, features, start, holders, behaviour, tuple(kinds), np.array(families, dtype=np.int64))


@dataclass(frozen=True, slots=True)
class Profile:
    """Bits of every account against one group of members."""

    members: NDArray[np.int64]
    prior: float
    kind_bits: Floats
    """Shape (n, kinds): leave-one-out for members."""
    family_bits: Floats
    """Shape (n, 6)."""
    lift: Floats
    """Shape (g,): log2 lift of each identifier in the group, 0 where fewer than two members have it."""
    count: NDArray[np.int64]
    """Shape (g,): members with each identifier."""
    total: Floats
    """Shape (n,): log2 posterior odds of belonging to the group."""


def profile_of(world: World, members: NDArray[np.int64]) -> Profile:
    """Compare every account with the group: histograms of lifts inside (each member left out once) and outside."""
    n, s = world.n, len(members)
    inside = np.zeros(n, dtype=np.bool_)
    inside[members] = True
    levels, lift, count = _levels(world, members, inside)
    kind_bits = np.zeros((n, len(world.kinds)))
    for column, kind in enumerate(world.kinds):
        if kind == "topics":
            kind_bits[:, column] = _histogram_bits(_topic_bins(world, members, inside), inside, len(TOPIC_EDGES) + 1)
        elif kind == "wave":
            kind_bits[:, column] = _histogram_bits(_wave_bins(world, members, inside), inside, 2)
        else:
            bins = np.searchsorted(EDGES, levels[:, column], side="right")
            kind_bits[:, column] = _histogram_bits(bins, inside, len(EDGES) + 1)
    prior = float(np.log2(s / max(n - s, 1)))
    families = _families(world, kind_bits)
    return Profile(members, prior, kind_bits, families, lift, count, prior + families.sum(axis=1))


def _levels(
    world: World, members: NDArray[np.int64], inside: NDArray[np.bool_]
) -> tuple[Floats, Floats, NDArray[np.int64]]:
    features, n, s = world.features, world.n, len(members)
    _, identifier = features.rows(members)
    count = np.bincount(identifier, minlength=len(features.degree))
    outside = (features.degree - count + 0.5) / (n - s + 1)
    with np.errstate(divide="ignore"):
        lift = np.where(count >= 2, np.log2(np.maximum(count, 1) / s / outside), 0.0)
    usable = np.array([kind != "query_cluster" for kind in features.kinds], dtype=np.bool_)
    chosen = np.flatnonzero((lift >= EDGES[0]) & usable[features.kind])
    owner, account = gather(world.holder_start, world.holders, chosen)
    x = chosen[owner]
    own = inside[account]
    others = count[x] - own
    level = np.where(others > 0, np.log2(np.maximum(others, 0.5) / np.maximum(s - own, 1) / outside[x]), 0.0)
    # a single other member is weak ground: one pair in a large group is what chance and households give
    column = _columns(world)[features.kind[x]]
    levels = np.zeros((n, len(world.kinds)))
    np.maximum.at(levels, (account, column), level)
    return levels, lift, count


def _columns(world: World) -> NDArray[np.int64]:
    return np.array(
        [world.kinds.index(kind) if kind in world.kinds else 0 for kind in world.features.kinds], dtype=np.int64
    )


def _histogram_bits(bins: NDArray[np.int64], inside: NDArray[np.bool_], size: int) -> Floats:
    """log2 ratio of smoothed histograms; an account without data (bin -1) gets 0."""
    have = bins >= 0
    within = np.bincount(bins[inside & have], minlength=size) + 0.5
    without = np.bincount(bins[~inside & have], minlength=size) + 0.5
    bits = np.log2(within / within.sum()) - np.log2(without / without.sum())
    # more lift is never less evidence
    bits = np.maximum.accumulate(bits)
    return np.where(have, np.clip(bits, FLOOR, CAP)[np.maximum(bins, 0)], 0.0)


def _topic_bins(world: World, members: NDArray[np.int64], inside: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Bins of the mean log-lift of an account's exchanges over the group's mix of topics, each member left out."""
    b, s = world.behaviour, len(members)
    _, topic = gather(b.topic_start, b.topic, members)
    _, position = gather(b.topic_start, np.arange(len(b.topic), dtype=np.int32), members)
    mix = np.bincount(topic, weights=b.topic_share[position], minlength=len(b.topic_weight))
    account = np.repeat(np.arange(b.n), np.diff(b.topic_start))
    own = inside[account]
    inner = np.maximum(mix[b.topic] - np.where(own, b.topic_share, 0.0), 0.0) / np.maximum(s - own, 1)
    outer = np.maximum(b.topic_weight - mix / max(b.n, 1), 0.0)[b.topic] * b.n / max(b.n - s, 1)
    floor = 0.5 / b.n
    gain = np.clip(np.log2((inner + floor) / (outer + floor)), 0.0, 8.0)
    level = np.bincount(account, weights=b.topic_share * gain, minlength=b.n)
    bins = np.searchsorted(TOPIC_EDGES, level, side="right")
    return np.where(np.diff(b.topic_start) > 0, bins, -1)


def _wave_bins(world: World, members: NDArray[np.int64], inside: NDArray[np.bool_]) -> NDArray[np.int64]:
    """1 where another member was created within the hour, 0 where not, -1 where unknown."""
    created = world.snapshot.population.created_minute
    known = np.sort(created[members][created[members] >= 0])
    low = np.searchsorted(known, created - WAVE_MINUTES, side="left")
    high = np.searchsorted(known, created + WAVE_MINUTES, side="right")
    near = high - low - (inside & (created >= 0))
    return np.where(created >= 0, (near > 0).astype(np.int64), -1)


def _families(world: World, kind_bits: Floats) -> Floats:
    """A family counts its best kind; only where no kind speaks for the account, its strongest contradiction."""
    out = np.zeros((world.n, len(FAMILIES)))
    for number in range(len(FAMILIES)):
        columns = np.flatnonzero(world.family == number)
        if len(columns):
            best, worst = kind_bits[:, columns].max(1), kind_bits[:, columns].min(1)
            out[:, number] = np.where(best > 1.0, best, worst)
    return out


def refine(world: World, members: NDArray[np.int64], margin: float, rounds: int = 6) -> Profile | None:
    """Alternate profile and membership until the group stands still; None when it dissolves (under 5 accounts)."""
    profile = profile_of(world, members)
    for _ in range(rounds):
        chosen = np.flatnonzero(belongs(profile, margin))
        if len(chosen) < 5:
            return None
        changed = len(np.setxor1d(chosen, profile.members, assume_unique=True))
        profile = profile_of(world, chosen)
        if changed <= 0.005 * len(chosen):
            break
    return profile


def grow(world: World, profile: Profile, margin: float) -> Profile:
    """Let in whole bundles at once: a card of three whose holders are all outside looks foreign one by one.

    The threshold starts low and rises to `margin`, so whoever the grown profile does not call for drops out again.
    """
    start = profile
    for step in (margin - 6.0, margin - 4.0, margin - 2.0, margin, margin):
        chosen = np.flatnonzero(belongs(profile, step))
        if len(chosen) < 5:
            return start
        profile = profile_of(world, chosen)
    kept = np.isin(start.members, profile.members).mean()
    return profile if kept >= 0.8 else start


def belongs(profile: Profile, margin: float) -> NDArray[np.bool_]:
    """Accounts with posterior odds above `margin` bits, two families, one of them infrastructure."""
    support = profile.family_bits >= 1.0
    infrastructure = np.array([family.infrastructure for family in FAMILIES])
    return np.asarray((profile.total >= margin) & (support.sum(axis=1) >= 2) & support[:, infrastructure].any(axis=1))
