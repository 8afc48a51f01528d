"""Fragments of one ring are joined on evidence of joint control; operators who only share a proxy pool stay apart."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from app.model.detection import State
from app.model.features import FAMILIES, FAMILY_NUMBER, INFRASTRUCTURE, Features, Floats, distinct
from app.model.identifiers import Family
from app.model.links import Links
from app.rings.config import RingConfig
from app.rings.group_test import common_clock, divergence_bits
from app.rings.judge import ONE_CLOCK, Verdict
from app.rings.levels import Accounts, among
from app.rings.partition import partition
from app.rings.profile import SPEAKS, Profile, profile_of, refine
from app.rings.themes import themes
from app.rings.world import World

MOST_PARTS = 24
Judge = Callable[[Profile], Verdict]
CONTENT, TIMING = FAMILY_NUMBER[Family.CONTENT], FAMILY_NUMBER[Family.TIMING]
OWN = 0.9
KEPT = 0.7


def merge(world: World, verdicts: list[Verdict], judge_one: Judge, config: RingConfig) -> list[Verdict]:
    """Join the strongest agreeing pair, refine and judge the union again, until no pair agrees."""
    groups = dict(enumerate(sorted(verdicts, key=_order)))
    reach = {number: _reach(verdict) for number, verdict in groups.items()}
    agreed: dict[tuple[int, int], float] = {}
    for number in groups:
        agreed |= _agreements(groups, reach, number, [other for other in groups if other < number])
    while agreed:
        a, b = max(agreed, key=lambda pair: (agreed[pair], -pair[0], -pair[1]))
        del agreed[a, b]
        joined = _joined(world, groups[a], groups[b], judge_one, config)
        if joined is None:
            continue
        mask = np.zeros(world.n, dtype=np.bool_)
        mask[joined.profile.members] = True
        gone = {i for i, one in groups.items() if i in (a, b) or mask[one.profile.members].mean() >= 0.5}
        groups = {i: one for i, one in groups.items() if i not in gone}
        agreed = {pair: bits for pair, bits in agreed.items() if gone.isdisjoint(pair)}
        number = 1 + max([a, b, *groups, *gone])
        groups[number], reach[number] = joined, _reach(joined)
        agreed |= _agreements(groups, reach, number, [other for other in groups if other != number])
    return sorted(groups.values(), key=_order)


def _joined(world: World, one: Verdict, other: Verdict, judge_one: Judge, config: RingConfig) -> Verdict | None:
    """The union, refined and judged; None where it loses one of the two or does not act as one."""
    profile = refine(world, np.union1d(one.profile.members, other.profile.members), config.margin)
    if profile is None or not (_kept(profile, one) and _kept(profile, other)):
        return None
    joined = judge_one(profile)
    return joined if joined.dispersed and joined.unified else None


def _order(verdict: Verdict) -> tuple[int, int]:
    return -len(verdict.profile.members), int(verdict.profile.members[0])


def _kept(profile: Profile, verdict: Verdict) -> bool:
    return bool(np.isin(verdict.profile.members, profile.members).mean() >= KEPT)


def _agreements(
    groups: dict[int, Verdict], reach: dict[int, Accounts], number: int, others: list[int]
) -> dict[tuple[int, int], float]:
    """Positive agreements of one group with others; pairs that share nothing are not compared at all."""
    one = groups[number]
    found: dict[tuple[int, int], float] = {}
    for i in others:
        other = groups[i]
        if not (among(reach[number], other.profile.members).any() or among(reach[i], one.profile.members).any()):
            continue
        bits = max(agreement(one, other), agreement(other, one))
        if bits > 0:
            found[min(i, number), max(i, number)] = bits
    return found


def _reach(verdict: Verdict) -> Accounts:
    """Sorted: members, and accounts that hold something of the group's infrastructure."""
    heard = [verdict.profile.heard(int(family)) for family in np.flatnonzero(INFRASTRUCTURE)]
    return distinct(np.concatenate([verdict.profile.members, *heard]))


def agreement(one: Verdict, other: Verdict) -> float:
    """Bits a member by which `other` looks like `one`; 0 unless behaviour and infrastructure both agree.

    Behaviour agrees when the other's accounts, who had no part in the profile, get at least half of what its own
    members get. Infrastructure agrees when far more of them than of everybody else hold something of the profile's:
    fragments of one ring have few cards in common, strangers none. What all of `one` have and `other` lacks (one
    client, one domain) speaks for two hands, unless both move by one clock.
    """
    profile, members = one.profile, other.profile.members
    strangers = members[~np.isin(members, profile.members)]
    if len(strangers) < 0.5 * len(members):
        return float(profile.total_of(members).mean())  # mostly the same accounts
    own: Floats = profile.member_bits.mean(axis=0)
    bits = profile.bits_of(strangers)
    theirs: Floats = bits.mean(axis=0)
    # what they ask tells hands apart; when they were created only where nobody knows what they ask
    telling = CONTENT if own[CONTENT] >= 1.0 else TIMING
    behaves = theirs[telling] >= max(0.5 * own[telling], 1.0)
    scattered = np.array([family in one.dispersed for family in FAMILIES])
    contradicts = (own >= 4.0) & (theirs < 0.0) & INFRASTRUCTURE & ~scattered
    tied = not contradicts.any() and ((behaves and _holds(profile, bits)) or _own_together(profile, strangers))
    if not tied and not (behaves and telling == CONTENT and _one_clock(profile, strangers)):
        return 0.0
    return float(max(theirs[telling], 0.5) + np.maximum(theirs, 0.0)[INFRASTRUCTURE].sum())


def _one_clock(profile: Profile, strangers: NDArray[np.int64]) -> bool:
    """Whether the two act in the same five minutes: cells of a ring may each have servers, mail and cards of their own.

    Two strangers' cron jobs may both run at the full hour; so this counts only for those who also ask the same.
    """
    clock = common_clock(profile.world.behaviour, profile.members, strangers)
    return clock.pairs >= 50 and bool(np.log2(clock.ratio) >= ONE_CLOCK)


def _own_together(profile: Profile, strangers: NDArray[np.int64]) -> bool:
    """Whether a tenth of both sides hold things of two families in common that nobody else has.

    A pool of addresses carries others too; two families of things of one's own are one hand, whatever it asks.
    """
    features = profile.world.features
    held, count = np.unique(features.rows(strangers)[1], return_counts=True)
    mine = profile.lift_of(held)[1]
    own = (mine > 0) & (mine + count >= OWN * features.degree[held]) & (profile.world.column[held] >= 0)
    own &= np.array([kind != "email_pattern" for kind in features.kinds])[features.kind[held]]
    sides = [_reached_by(features, held[own], side) for side in (profile.members, strangers)]
    return bool((np.minimum(*sides)[INFRASTRUCTURE] >= 0.1).sum() >= 2)


def _reached_by(features: Features, things: NDArray[np.integer], members: NDArray[np.int64]) -> Floats:
    """Shape (6,): share of the members that hold any of the things (sorted), by family."""
    owner, x = features.rows(members)
    telling = among(things.astype(np.int64), x)
    pairs = np.unique(features.family[x[telling]].astype(np.int64) * len(members) + owner[telling])
    return np.asarray(np.bincount(pairs // len(members), minlength=len(FAMILIES)) / len(members))


def _holds(profile: Profile, strangers: Floats) -> bool:
    """Whether some family of infrastructure is far commoner among the strangers (their bits) than among everybody."""
    for number in np.flatnonzero(INFRASTRUCTURE):
        inside = float((strangers[:, number] >= SPEAKS).mean())
        everybody = (sum(profile.speaking(int(number))) + 0.5) / (profile.world.n + 1)
        if inside >= 0.1 and divergence_bits(len(strangers), inside, everybody) >= 8.0:
            return True
    return False


def split(world: World, links: Links, verdict: Verdict, judge_one: Judge, config: RingConfig) -> list[Verdict]:
    """Two rings behind one proxy pool can be one cell: take the group apart where its parts disagree with each other.

    Parts by what they ask, or else dense parts, are refined on their own. Parts that agree stay one group; parts that
    nothing but the pool connects become groups of their own. A group whose parts all agree is left as it is.
    """
    members = verdict.profile.members
    cells = themes(world, members, max(config.seed_size, len(members) // 50), config.seed)
    asked = len(cells) > 1
    if len(cells) == 1 and len(cells[0]) >= KEPT * len(members):
        return [verdict]  # nearly all ask one mix: what is dense inside are its cells
    if not asked:
        cells = _dense(world, links, members, config)
    parts: list[Verdict] = []
    taken = np.zeros(world.n, dtype=np.bool_)
    for cell in sorted(cells, key=lambda c: (-len(c), int(c[0])))[:MOST_PARTS]:
        whole = len(cell) > 0.95 * len(members) and not asked  # themes leave what little is somebody else's
        if len(cell) < config.seed_size or whole or taken[cell].mean() > 0.5:
            continue
        profile = profile_of(world, cell) if asked else refine(world, cell, config.margin)
        if profile is None or taken[profile.members].mean() > 0.5:
            continue
        taken[profile.members] = True
        parts.append(judge_one(profile))
    clusters = _agreeing(parts)
    if len(clusters) < 2:
        return [verdict]
    if len(clusters[0]) > 1 and all(len(_all(parts, c)) < 0.02 * len(members) for c in clusters[1:]):
        return [verdict]
    return _apart(world, verdict, [_all(parts, cluster) for cluster in clusters], judge_one, config)


def _dense(world: World, links: Links, members: NDArray[np.int64], config: RingConfig) -> list[NDArray[np.int64]]:
    """Cells of the links inside a group."""
    mask = np.zeros(world.n, dtype=np.bool_)
    mask[members] = True
    inside = mask[links.left] & mask[links.right]
    weight = links.bits[inside] / max(float(links.parameters["threshold"]), 1.0)
    left, right = links.left[inside], links.right[inside]
    return partition(left, right, weight, world.n, resolution=config.split, seed=config.seed)


def _apart(
    world: World, verdict: Verdict, clusters: list[NDArray[np.int64]], judge_one: Judge, config: RingConfig
) -> list[Verdict]:
    """The clusters that are rings or houses by themselves, and what they leave; the group itself if that fails.

    Fragments that could not stand alone are no second ring: they stay together as the rest.
    """
    out: list[Verdict] = []
    everybody = distinct(np.concatenate(clusters))
    for cluster in clusters:
        profile = refine(world, cluster, config.margin, barred=everybody[~among(cluster, everybody)])
        if profile is None or len(profile.members) > 0.95 * len(verdict.profile.members):
            continue
        one = judge_one(profile)
        if one.state is State.FLAGGED or (one.contained and not one.dispersed):
            out.append(one)  # a ring, or a house that was never part of one
    if not out:
        return [verdict]
    gone = np.unique(np.concatenate([one.profile.members for one in out]))
    rest = verdict.profile.members[~np.isin(verdict.profile.members, gone)]
    if len(rest) < max(config.seed_size, 0.02 * len(verdict.profile.members)):
        return out if len(out) > 1 else [verdict]
    profile = refine(world, rest, config.margin, barred=gone)
    return [*out, judge_one(profile)] if profile is not None else out


def _all(parts: list[Verdict], cluster: list[int]) -> NDArray[np.int64]:
    return np.unique(np.concatenate([parts[i].profile.members for i in cluster]))


def _agreeing(parts: list[Verdict]) -> list[list[int]]:
    """Connected components of the parts under agreement in either direction, largest first."""
    label = list(range(len(parts)))
    for a in range(len(parts)):
        for b in range(a + 1, len(parts)):
            if max(agreement(parts[a], parts[b]), agreement(parts[b], parts[a])) > 0:
                old, new = label[b], label[a]
                label = [new if one == old else one for one in label]
    clusters = [[i for i, one in enumerate(label) if one == value] for value in sorted(set(label))]
    return sorted(clusters, key=lambda c: (-len(_all(parts, c)), c))
