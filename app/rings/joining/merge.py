"""Fragments of one ring are joined on evidence of joint control; operators who only share a proxy pool stay apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.model.detection import State
from app.model.features import FAMILIES, FAMILY_NUMBER, INFRASTRUCTURE, Features, Floats, among, distinct
from app.model.identifiers import Family
from app.rings.config import RingConfig
from app.rings.evidence.group_test import Synchrony, common_clock, divergence_bits, presence
from app.rings.evidence.judge import ONE_CLOCK
from app.rings.evidence.verdict import Verdict, members_of
from app.rings.joining.questions import ALIKE, asked_mix, same_questions
from app.rings.population.levels import EDGES, Accounts
from app.rings.population.mixes import Mix, mix_of
from app.rings.population.profile import SPEAKS, Profile, profile_of, refine
from app.rings.population.world import World

Judge = Callable[[Profile], Verdict]
Agree = Callable[[Verdict, Verdict], float]
CONTENT, TIMING = FAMILY_NUMBER[Family.CONTENT], FAMILY_NUMBER[Family.TIMING]
RARE = 6.0
"""Doublings by which a client has to be commoner in a group for it to tie others to it."""
OWN = 0.9
SERVER = 0.1
"""Share of the members that an address of their own serves, rather than one exit of many."""
KEPT = 0.7
LEFT = 0.1
"""Share of a group that has to be left for it not to be the larger one's stragglers."""


def merge(
    world: World, verdicts: list[Verdict], judge_one: Judge, config: RingConfig, agree: Agree | None = None
) -> list[Verdict]:
    """Join the strongest agreeing pair, refine and judge the union again, until no pair agrees (by `agreement`).

    Where another test says that groups agree their union is not refined: its profile would call for what most share.
    """
    join = _joined if agree is None else _united
    agree = agree or agreement
    groups = dict(enumerate(sorted(verdicts, key=_order)))
    reach = {number: _reach(verdict) for number, verdict in groups.items()}
    agreed: dict[tuple[int, int], float] = {}
    for number in groups:
        agreed |= _agreements(groups, reach, agree, number, [other for other in groups if other < number])
    while agreed:
        a, b = max(agreed, key=lambda pair: (agreed[pair], -pair[0], -pair[1]))
        del agreed[a, b]
        joined = join(world, groups[a], groups[b], judge_one, config)
        if joined is None:
            continue
        mask = np.zeros(world.n, dtype=np.bool_)
        mask[joined.profile.members] = True
        gone = {i for i, one in groups.items() if i in (a, b) or mask[one.profile.members].mean() >= 0.5}
        left = [_left(world, groups[i], mask, judge_one, config) for i in sorted(gone - {a, b})]
        number = 1 + max(groups)
        groups = {i: one for i, one in groups.items() if i not in gone}
        agreed = {pair: bits for pair, bits in agreed.items() if gone.isdisjoint(pair)}
        for new, one in enumerate([joined, *(one for one in left if one is not None)], number):
            groups[new], reach[new] = one, _reach(one)
            agreed |= _agreements(groups, reach, agree, new, [other for other in groups if other != new])
    return sorted(groups.values(), key=_order)


def _left(
    world: World, verdict: Verdict, mask: NDArray[np.bool_], judge_one: Judge, config: RingConfig
) -> Verdict | None:
    """What a group that is mostly in a larger one now leaves: it may have grown into that one's pool."""
    members = verdict.profile.members[~mask[verdict.profile.members]]
    if len(members) < max(config.seed_size, LEFT * len(verdict.profile.members)):
        return None
    found = judge_one(profile_of(world, members))
    return found if found.state is State.FLAGGED else None


def _joined(world: World, one: Verdict, other: Verdict, judge_one: Judge, config: RingConfig) -> Verdict | None:
    """The union, where it acts as one, or is one group that was found twice."""
    joined = union(world, [one, other], judge_one, config)
    if joined is None or not joined.dispersed:
        return None
    return joined if joined.unified or _found_twice(one, other) else None


def _united(world: World, one: Verdict, other: Verdict, judge_one: Judge, config: RingConfig) -> Verdict | None:
    """The union as it is, where it hides something and acts as one: none of its accounts needs the others' cards."""
    joined = judge_one(profile_of(world, members_of([one, other])))
    return joined if joined.dispersed and joined.unified else None


def _found_twice(one: Verdict, other: Verdict) -> bool:
    """Whether nearly all of either are in the other."""
    mine, theirs = one.profile.members, other.profile.members
    return int(among(mine, theirs).sum()) >= KEPT * max(len(mine), len(theirs))


def union(world: World, parts: Sequence[Verdict], judge_one: Judge, config: RingConfig) -> Verdict | None:
    """The union of groups, refined and judged; None where it loses one of them."""
    profile = refine(world, members_of(parts), config.margin)
    if profile is None or not all(_kept(profile, part) for part in parts):
        return None
    return judge_one(profile)


def _order(verdict: Verdict) -> tuple[int, int]:
    return -len(verdict.profile.members), int(verdict.profile.members[0])


def _kept(profile: Profile, verdict: Verdict) -> bool:
    return bool(np.isin(verdict.profile.members, profile.members).mean() >= KEPT)


def _agreements(
    groups: dict[int, Verdict], reach: dict[int, _Reach], agree: Agree, number: int, others: list[int]
) -> dict[tuple[int, int], float]:
    """Positive agreements of one group with others; pairs that share nothing are not compared at all."""
    one = groups[number]
    found: dict[tuple[int, int], float] = {}
    for i in others:
        other = groups[i]
        if not _meet(reach[number], reach[i]):
            continue
        bits = agree(one, other)
        if bits > 0:
            found[min(i, number), max(i, number)] = bits
    return found


@dataclass(frozen=True, slots=True)
class _Reach:
    """Whom a group may have to do with."""

    members: Accounts
    heard: Accounts
    """Sorted: members, and accounts that hold something of the group's infrastructure."""
    mix: Mix
    """Of a ring, or of who hides what is shared, what it asks; else nothing."""


def _reach(verdict: Verdict) -> _Reach:
    profile = verdict.profile
    heard = [profile.heard(int(family)) for family in np.flatnonzero(INFRASTRUCTURE)]
    mix = asked_mix(verdict) if verdict.hot else mix_of(profile.world, profile.members[:0])
    return _Reach(profile.members, distinct(np.concatenate([profile.members, *heard])), mix)


def _meet(one: _Reach, other: _Reach) -> bool:
    """Whether two groups may agree at all: comparing all pairs in full would take too long."""
    return bool(
        among(one.heard, other.members).any()
        or among(other.heard, one.members).any()
        or one.mix.cosine(other.mix) >= ALIKE
    )


def agreement(one: Verdict, other: Verdict) -> float:
    """Bits a member by which one of two groups looks like the other, the more of both; 0 where they do not agree.

    Behaviour and infrastructure have to agree, or both are rings that ask the same (`same_questions`).
    """
    sides = [_likeness(one, other), _likeness(other, one)]
    same = not all(agrees for _, agrees in sides) and same_questions(one, other)
    return max(bits if agrees or same else 0.0 for bits, agrees in sides)


def _likeness(one: Verdict, other: Verdict) -> tuple[float, bool]:
    """(bits a member by which `other` looks like `one`, whether behaviour and infrastructure both agree).

    Behaviour agrees when the other's accounts, who had no part in the profile, get at least half of what its own
    members get. Infrastructure agrees when far more of them than of everybody else hold something of the profile's:
    fragments of one ring have few cards in common, strangers none. What all of `one` have and `other` lacks (one
    client, one domain) speaks for two hands, unless both move by one clock.
    """
    profile, members = one.profile, other.profile.members
    strangers = members[~among(profile.members, members)]
    if len(strangers) < 0.5 * len(members):
        return float(profile.total_of(members).mean()), True  # mostly the same accounts
    own: Floats = profile.member_bits.mean(axis=0)
    bits = profile.bits_of(strangers)
    theirs: Floats = bits.mean(axis=0)
    # what they ask tells hands apart; when they were created only where nobody knows what they ask
    telling = CONTENT if own[CONTENT] >= 1.0 else TIMING
    behaves = theirs[telling] >= max(0.5 * own[telling], 1.0)
    scattered = np.array([family in one.dispersed for family in FAMILIES])
    contradicts = (own >= 4.0) & (theirs < 0.0) & INFRASTRUCTURE & ~scattered
    tied = not contradicts.any() and ((behaves and _holds(profile, strangers)) or _own_together(profile, strangers))
    agrees = tied or bool(behaves and telling == CONTENT and _one_clock(one, other, strangers))
    return float(max(theirs[telling], 0.5) + np.maximum(theirs, 0.0)[INFRASTRUCTURE].sum()), bool(agrees)


def _one_clock(one: Verdict, other: Verdict, strangers: NDArray[np.int64]) -> bool:
    """Whether the two act in the same five minutes: cells of a ring may each have servers, mail and cards of their own.

    Two strangers' cron jobs may both run at the full hour; so this counts only for those who also ask the same.
    """
    clock = clock_between(one, other, strangers)
    return clock.pairs >= 50 and bool(np.log2(clock.ratio) >= ONE_CLOCK)


def clock_between(one: Verdict, other: Verdict, strangers: Accounts) -> Synchrony:
    """How often a group acts in the same five minutes as the accounts of another that are not its own."""
    behaviour = one.profile.world.behaviour
    mine = one.once("presence", lambda: presence(behaviour, one.profile.members))
    if len(strangers) == len(other.profile.members):
        theirs = other.once("presence", lambda: presence(behaviour, strangers))
    else:
        theirs = presence(behaviour, strangers)
    return common_clock(mine, theirs, rounded=behaviour.rounded)


def _own_together(profile: Profile, strangers: NDArray[np.int64]) -> bool:
    """Whether a tenth of both sides use things of two families in common that nobody else has.

    Exits of one pool serve several operators; two families of other things of one's own are one hand, whatever it asks.
    Mailboxes, telephones and machines that accounts were made with may be a seller's, who serves several operators too.
    """
    features = profile.world.features
    held, count = np.unique(features.rows(strangers)[1], return_counts=True)
    mine = profile.lift_of(held)[1]
    serves = (count >= SERVER * len(strangers)) & (mine >= SERVER * len(profile.members))
    own = may_tie(profile.world, held, serves) & (mine > 0) & (mine + count >= OWN * features.degree[held])
    sides = [_reached_by(features, held[own], side) for side in (profile.members, strangers)]
    return bool((np.minimum(*sides)[INFRASTRUCTURE] >= 0.1).sum() >= 2)


def may_tie(world: World, things: NDArray[np.integer], serves: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which things can be somebody's own: infrastructure that is compared, addresses only where they serve many.

    Forms of mailboxes are nobody's, nor are domains at which anybody can get one.
    """
    features = world.features
    owned = ~features.of_kind(things, "email_pattern") & ~world.open_mail[things]
    addresses = features.family[things] == FAMILY_NUMBER[Family.NETWORK]
    return np.asarray(
        owned & INFRASTRUCTURE[features.family[things]] & (world.column[things] >= 0) & (~addresses | serves)
    )


def _reached_by(features: Features, things: NDArray[np.integer], members: NDArray[np.int64]) -> Floats:
    """Shape (6,): share of the members that use any of the things (sorted), by family."""
    owner, x = features.rows(members, used=True)
    telling = among(things.astype(np.int64), x)
    pairs = distinct(features.family[x[telling]].astype(np.int64) * len(members) + owner[telling])
    return np.asarray(np.bincount(pairs // len(members), minlength=len(FAMILIES)) / len(members))


def _holds(profile: Profile, strangers: NDArray[np.int64]) -> bool:
    """Whether something of infrastructure is far commoner among the strangers than among everybody else.

    A client that many run is no such thing: whoever automates has one of a few, and two operators the same.
    """
    world, size = profile.world, len(strangers)
    for column in np.flatnonzero(INFRASTRUCTURE[world.family]):
        level, table = profile.levels[column], profile.tables[column].copy()
        if level is None:
            continue
        if world.kinds[column] == "client":
            table[: np.searchsorted(EDGES, RARE) + 1] = 0.0
        inside = float((table[level.bins[among(strangers, level.accounts)]] >= SPEAKS).sum()) / size
        own = int((table[level.bins[among(profile.members, level.accounts)]] >= SPEAKS).sum())
        everybody = (own + int(profile.others[column][table >= SPEAKS].sum()) + 0.5) / (world.n + 1)
        if inside >= 0.1 and divergence_bits(size, inside, everybody) >= 8.0:
            return True
    return False
