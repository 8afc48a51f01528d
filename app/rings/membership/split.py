"""A group that is several rings is taken apart: by the things of their own, by what they ask, by what is dense."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.model.detection import State
from app.model.features import FAMILY_NUMBER, among, distinct
from app.model.identifiers import Family
from app.model.links import Links
from app.rings.config import RingConfig
from app.rings.evidence.group_test import components
from app.rings.evidence.verdict import Verdict, members_of
from app.rings.joining.merge import KEPT, SERVER, Judge, agreement, may_tie
from app.rings.joining.questions import ALIKE
from app.rings.membership.themes import themes
from app.rings.population.levels import Accounts
from app.rings.population.mixes import alike
from app.rings.population.profile import Profile, profile_of, refine
from app.rings.population.world import World
from app.rings.seeding.partition import by_label, largest, partition

MOST_PARTS: Final = 24
WORKS_FOR: Final = 0.5
"""Share of each of two cells that an address serves if it is their server: exits of a small pool serve a third."""
TIED: Final = 0.5
"""Share of the holders of a thing who have to be members for it to tie them together."""
APART: Final = 0.1
"""Share of the members who have something of another cell's, by chance: parts of rings have half at least."""

NOBODY: Final = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Take:
    """What taking a group apart needs."""

    world: World
    links: Links
    judge_one: Judge
    config: RingConfig


def split(
    world: World, links: Links, verdict: Verdict, judge_one: Judge, config: RingConfig, others: Accounts = NOBODY
) -> list[Verdict]:
    """Two rings behind one proxy pool can be one cell: take the group apart where its parts disagree with each other.

    Parts by the things of their own first, then by what they ask, or else dense ones, are judged on their own. Parts
    that agree stay one group; parts that nothing but the pool connects become groups of their own, without `others`,
    the accounts of other groups. A group whose parts all agree is left as it is, and one that does not act as one, for
    it may be several, where none of its parts does.
    """
    if len(verdict.profile.members) < 2 * config.seed_size:
        return [verdict]
    take = Take(world, links, judge_one, config)
    parts = _by_ties(take, verdict, others)
    return [one for part, left in _beside(parts, others) for one in _by_topics(take, part, left)]


def _beside(parts: list[Verdict], others: Accounts) -> Iterator[tuple[Verdict, Accounts]]:
    """Each part with the accounts of the others."""
    for part in parts:
        beside = [one.profile.members for one in parts if one is not part]
        yield part, np.setdiff1d(np.concatenate([others, *beside]), part.profile.members)


def _by_topics(take: Take, verdict: Verdict, others: Accounts) -> list[Verdict]:
    """By what they ask, then each part again: beside a large ring what a small one asks is not to be seen."""
    parts = _by_topic(take, verdict, others) if verdict.hot else [verdict]
    found: list[Verdict] = []
    for part, left in _beside(parts, others):
        smaller = len(part.profile.members) < len(verdict.profile.members)
        found += _by_topics(take, part, left) if smaller else [part]
    return found


def _by_ties(take: Take, verdict: Verdict, others: Accounts) -> list[Verdict]:
    cells = _large(_tied(take.world, verdict.profile, take.config), take.config)
    if len(cells) < 2:
        return [verdict]
    parts = [take.judge_one(profile_of(take.world, cell)) for cell in cells]
    return _taken_apart(take, verdict, parts, others)


def _by_topic(take: Take, verdict: Verdict, others: Accounts) -> list[Verdict]:
    world, config, members = take.world, take.config, verdict.profile.members
    least = max(config.seed_size, len(members) // 50)
    found = themes(world, members, least, config.seed)
    cells = found.parts
    if cells and len(found.none) >= least:
        alone = _by_themselves(world, verdict.profile, found.none)
        cells = [*cells, *([alone] if len(alone) >= least else [])]
    asked = len(cells) > 1
    if len(cells) == 1 and len(cells[0]) >= KEPT * len(members):
        return [verdict]  # nearly all ask one mix: what is dense inside are its cells
    cells = _large(cells if asked else _dense(world, take.links, members, config), config)
    if len(cells) < 2:
        return [verdict]
    if asked:
        cells = _large(_settled(world, members, cells), config)
    parts: list[Verdict] = []
    taken = np.zeros(world.n, dtype=np.bool_)
    for cell in cells:
        whole = len(cell) > 0.95 * len(members) and not asked  # themes leave what little is somebody else's
        if whole or taken[cell].mean() > 0.5:
            continue
        profile = profile_of(world, cell) if asked else refine(world, cell, config.margin)
        if profile is None or taken[profile.members].mean() > 0.5:
            continue
        taken[profile.members] = True
        parts.append(take.judge_one(profile))
    return _taken_apart(take, verdict, parts, others)


def _settled(world: World, members: NDArray[np.int64], cells: list[NDArray[np.int64]]) -> list[NDArray[np.int64]]:
    """The cells again, each member in the one that calls for it most: cover traffic hides what one asks only."""
    profiles = [profile_of(world, cell) for cell in cells]
    best = np.argmax([profile.total_of(members) for profile in profiles], axis=0)
    return [members[best == number] for number in range(len(profiles))]


def _large(cells: list[NDArray[np.int64]], config: RingConfig) -> list[NDArray[np.int64]]:
    large = [cell for cell in cells if len(cell) >= config.seed_size]
    return sorted(large, key=largest)[:MOST_PARTS]


def _taken_apart(take: Take, verdict: Verdict, parts: list[Verdict], others: Accounts) -> list[Verdict]:
    """Parts that do not agree as groups of their own; the group itself where all that is large agrees."""
    clusters = _agreeing(parts)
    size = len(verdict.profile.members)
    if len(clusters) < 2:
        return [verdict]
    if len(clusters[0]) > 1 and all(len(_all(parts, c)) < 0.02 * size for c in clusters[1:]):
        return [verdict]
    return _apart(take, verdict, [_all(parts, cluster) for cluster in clusters], others)


def _tied(world: World, profile: Profile, config: RingConfig) -> list[NDArray[np.int64]]:
    """Members that hold things of their own together, directly or through others: what hardly anybody else has.

    Exits of a pool tie nobody, whoever else happens not to use them: one pool serves several operators. Only where
    most members share nothing but addresses one that serves a tenth of them all is taken for a server of theirs.
    """
    features, members = world.features, profile.members
    owner, x = _own(world, profile)
    exits = features.family[x] == FAMILY_NUMBER[Family.NETWORK]
    label = components(owner[~exits], x[~exits], len(members))
    large = np.bincount(label) >= config.seed_size
    if large[label].mean() < KEPT:
        return by_label(components(owner, x, len(members)), members)
    return by_label(_served(label, large, owner[exits], x[exits])[label], members)


def _own(world: World, profile: Profile) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(place of the member, thing) for each thing of their own that several members hold."""
    owner, x = world.features.rows(profile.members)
    count = profile.lift_of(x)[1]
    own = may_tie(world, x, count >= SERVER * len(profile.members)) & (count >= 2)
    own &= count >= TIED * world.features.degree[x]
    return owner[own].astype(np.int64), x[own].astype(np.int64)


def _by_themselves(world: World, profile: Profile, some: NDArray[np.int64]) -> NDArray[np.int64]:
    """Of some members those who hold nothing of their own that is mostly held by the others.

    An address of one pool, or a client of one make, is no such thing.
    """
    owner, x = _own(world, profile)
    tied = (world.features.family[x] != FAMILY_NUMBER[Family.NETWORK]) & ~world.features.of_kind(x, "client")
    owner, thing = owner[tied], np.unique(x[tied], return_inverse=True)[1]
    inside = among(some, profile.members)
    share = np.bincount(thing, weights=inside[owner]) / np.bincount(thing)
    others = np.zeros(len(profile.members), dtype=np.bool_)
    others[owner[share[thing] < 0.5]] = True
    return profile.members[inside & ~others]


def _served(
    label: NDArray[np.int64], large: NDArray[np.bool_], owner: NDArray[np.int64], address: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Cell -> number: large ones of which an address serves half each have one, for a server works for one hand."""
    cells = len(large)
    pairs, users = np.unique(np.column_stack([label[owner], address]), axis=0, return_counts=True)
    mine = large[pairs[:, 0]] & (users >= WORKS_FOR * np.bincount(label, minlength=cells)[pairs[:, 0]])
    return components(pairs[mine, 0], pairs[mine, 1], cells)


def _dense(world: World, links: Links, members: NDArray[np.int64], config: RingConfig) -> list[NDArray[np.int64]]:
    """Cells of the links inside a group."""
    mask = np.zeros(world.n, dtype=np.bool_)
    mask[members] = True
    inside = mask[links.left] & mask[links.right]
    weight = links.bits[inside] / max(float(links.parameters["threshold"]), 1.0)
    left, right = links.left[inside], links.right[inside]
    return partition(left, right, weight, world.n, resolution=config.split, seed=config.seed)


def _apart(take: Take, verdict: Verdict, clusters: list[Accounts], others: Accounts) -> list[Verdict]:
    """The clusters that are rings or houses by themselves, and what they leave; the group itself if that fails.

    Fragments that could not stand alone are no second ring: they stay together as the rest, or where they share
    nothing with one another each by itself.
    """
    out: list[Verdict] = []
    alone: list[Verdict] = []
    world, config = take.world, take.config
    everybody = distinct(np.concatenate([others, *clusters]))
    for cluster in clusters:
        profile = refine(world, cluster, config.margin, barred=everybody[~among(cluster, everybody)])
        if profile is None or len(profile.members) > 0.95 * len(verdict.profile.members):
            continue
        one = take.judge_one(profile)
        # a ring, or a house that was never part of one, is taken out
        (out if one.state is State.FLAGGED or (one.contained and not one.dispersed) else alone).append(one)
    if not out and len(alone) > 1 and strangers(world, clusters):
        return alone
    if not out or _fronts(world, verdict, out):
        return [verdict]
    gone = members_of(out)
    rest = verdict.profile.members[~np.isin(verdict.profile.members, gone)]
    if len(rest) < max(config.seed_size, 0.02 * len(verdict.profile.members)):
        return out if len(out) > 1 else [verdict]
    profile = refine(world, rest, config.margin, barred=distinct(np.concatenate([others, gone])))
    return [*out, take.judge_one(profile)] if profile is not None else out


def strangers(world: World, clusters: list[Accounts]) -> bool:
    """Whether hardly anybody has anything of somebody in another cluster, and most have of somebody in their own.

    Then what they have in common is each cluster's, and all of it together says nothing of them all.
    """
    features, size = world.features, sum(map(len, clusters))
    owner, x = features.rows(np.concatenate(clusters))
    cluster = np.repeat(np.arange(len(clusters)), [len(one) for one in clusters])[owner]
    count = np.bincount(x, minlength=len(features.degree))
    own = (count[x] >= 2) & (count[x] >= TIED * features.degree[x])
    owner, x, cluster = owner[own], x[own].astype(np.int64), cluster[own]
    pairs, at, users = np.unique(x * len(clusters) + cluster, return_inverse=True, return_counts=True)
    within, across = users[at] > 1, np.bincount(pairs // len(clusters))[x] > 1
    tied, crossing = (len(distinct(owner[which])) / size for which in (within, across))
    return tied >= TIED and crossing < APART


def _fronts(world: World, verdict: Verdict, parts: list[Verdict]) -> bool:
    """Whether a ring would fall into nothing but houses that all ask its mix: several firms do not."""
    if verdict.state is not State.FLAGGED or any(one.state is State.FLAGGED for one in parts):
        return False
    return len(parts) > 1 and len(alike(world, [one.profile.members for one in parts], ALIKE)) == 1


def _all(parts: list[Verdict], cluster: list[int]) -> NDArray[np.int64]:
    return members_of(parts[i] for i in cluster)


def _agreeing(parts: list[Verdict]) -> list[list[int]]:
    """Connected components of the parts under agreement in either direction, largest first."""
    label = list(range(len(parts)))
    for a in range(len(parts)):
        for b in range(a + 1, len(parts)):
            if agreement(parts[a], parts[b]) > 0:
                old, new = label[b], label[a]
                label = [new if one == old else one for one in label]
    clusters = [[i for i, one in enumerate(label) if one == value] for value in sorted(set(label))]
    return sorted(clusters, key=lambda c: (-len(_all(parts, c)), c))
