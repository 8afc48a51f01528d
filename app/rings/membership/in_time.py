"""Members on lines and with gear of their own: who asks what is a ring's own, and keeps its time as its members do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.model.detection import State
from app.model.features import Floats, gather, ranges
from app.rings.evidence.group_test import presence
from app.rings.evidence.verdict import Verdict, members_of
from app.rings.joining.merge import Judge
from app.rings.membership.under_cover import HOUSES, OTHERS, own_of, without_most_of
from app.rings.population.behaviour import LAGS, unpack
from app.rings.population.levels import Accounts
from app.rings.population.profile import Profile, profile_of
from app.rings.population.world import World

LEAST: Final = 20
"""Members who have to be timed, to tell how a ring keeps time."""
FEWEST: Final = 5
"""Accounts who ask as much, to tell how many of them keep it."""
STEPS: Final = (3, 4, 6)
"""Query clusters of the ring's from which on who asks more is judged apart from who asks less (Efron 2008)."""
SAMPLE: Final = 4_000
"""Accounts of everybody that time is held against."""
BINS: Final = 12
BY_CHANCE: Final = 0.02
"""Most of those who come that may be strangers, as their timing estimates it, as a share."""
AS_ANYBODY: Final = 0.1
"""Share of a ring's accounts that may keep the time of anybody: no measure speaks more than so much against one."""
ROUNDS: Final = 200
SLOTS: Final = 288


@dataclass(frozen=True, slots=True)
class Timing:
    """How accounts keep the time of a ring: nan where they were not active on its days."""

    steps: Floats
    """Coincidences in a slot of five minutes, over those 15 to 60 minutes apart."""
    hours: Floats
    """Bits by which its hours are likelier in the ring than evenly over the day, the mean of its slots."""


def in_time(world: World, verdicts: list[Verdict], judge_one: Judge) -> list[Verdict]:
    """Flagged rings with those who ask several of their query clusters and keep their time, as far as that flags them.

    Nobody enters who is in another flagged ring, nobody leaves, and most of a house do not come.
    """
    held = members_of([one for one in verdicts if one.state is State.FLAGGED])
    houses = [one.profile.members for one in verdicts if one.state in HOUSES and one.contained]
    found: list[Verdict] = []
    for one in verdicts:
        if one.state is State.FLAGGED and len(one.profile.members) >= LEAST:
            called = keeping_time(world, one.profile, held)
            wider = without_most_of(np.union1d(one.profile.members, called), houses, one.profile.members)
            larger = judge_one(profile_of(world, wider)) if len(wider) > len(one.profile.members) else one
            one = larger if larger.state is State.FLAGGED else one
        found.append(one)
    return found


def keeping_time(world: World, profile: Profile, barred: Accounts) -> Accounts:
    """Who asks at least `OTHERS` of the members' own query clusters, uses nothing of theirs, and keeps their time.

    That people were told to ask the same is told by when they come: a class, a campaign's followers or a product's
    users ask it at hours and on days of their own. How many of those who ask as much are members is estimated from
    their timing alone, which they were not chosen by (a mixture of two groups: Efron 2008, Microarrays, Empirical
    Bayes and the Two-Groups Model); those come in of whom at most `BY_CHANCE` are expected to be strangers.
    """
    asking, times = _askers(world, profile.members, barred)
    if len(asking) < FEWEST:
        return asking[:0]
    bits = _time_bits(world, profile, asking)
    called = np.zeros(len(asking), dtype=np.bool_)
    step = np.digitize(times, STEPS)
    for number in np.unique(step):
        alike = np.flatnonzero(step == number)
        if len(alike) >= FEWEST:
            called[alike[_likely(bits[alike])]] = True
    return np.asarray(asking[called])


def _askers(world: World, members: Accounts, barred: Accounts) -> tuple[Accounts, NDArray[np.int64]]:
    """(accounts, how many of the members' own query clusters each asks): nobody who uses something of theirs."""
    own, asked, _ = own_of(world, members)
    _, holders = gather(world.holder_start, world.holders, np.flatnonzero(own & asked))
    others, times = np.unique(holders.astype(np.int64), return_counts=True)
    some = (times >= OTHERS) & ~np.isin(others, members) & ~np.isin(others, barred)
    others, times = others[some], times[some]
    owner, x = world.features.rows(others, used=True)
    uses = np.bincount(owner[(own & ~asked)[x]], minlength=len(others))
    others, times = others[uses == 0], times[uses == 0]
    apart = ~_of_a_cell(world, others)
    return others[apart], times[apart]


def _of_a_cell(world: World, accounts: Accounts) -> NDArray[np.bool_]:
    """Shape (a,): who shares things with two or more of the others, and hardly with anybody else.

    They are a cell by themselves, maybe of another operator with the same plan: it stands or falls as a group.
    """
    own, asked, count = own_of(world, accounts)
    owner, x = world.features.rows(accounts, used=True)
    return np.asarray(np.bincount(owner[(own & ~asked & (count > 2))[x]], minlength=len(accounts)) > 0)


def _time_bits(world: World, profile: Profile, accounts: Accounts) -> Floats:
    """Shape (a,): how much likelier each account's timing is in the ring, in bits: beginning, minutes and hours."""
    total = np.zeros(len(accounts))
    if "wave" in profile.world.kinds:
        total += _damped(profile.kind_bits_of(accounts)[:, profile.world.kinds.index("wave")])
    members = profile.members
    every = np.setdiff1d(np.flatnonzero(world.behaviour.exchanges > 0), members, assume_unique=True)
    draws = np.random.default_rng(len(members))
    sample = draws.choice(every, SAMPLE, replace=False) if len(every) > SAMPLE else every
    mine, usual, theirs = (_timing(world, members, some, own) for some, own in _whom(members, sample, accounts))
    if not world.behaviour.rounded:
        total += _damped(_ratio_bits(mine.steps, usual.steps, theirs.steps))
    return total + _damped(_ratio_bits(mine.hours, usual.hours, theirs.hours))


def _whom(members: Accounts, sample: Accounts, accounts: Accounts) -> tuple[tuple[Accounts, bool], ...]:
    return (members, True), (sample, False), (accounts, False)


def _timing(world: World, members: Accounts, accounts: Accounts, own: bool) -> Timing:
    """How accounts keep the members' time; `own`: they are members, each of whom is left out of his own measure."""
    behaviour = world.behaviour
    days, counts = presence(behaviour, members)
    rows = ranges(behaviour.row_start, accounts)
    owner = np.repeat(np.arange(len(accounts)), np.diff(behaviour.row_start)[accounts])
    at = np.searchsorted(days, behaviour.row_day[rows]).clip(max=max(len(days) - 1, 0))
    common = days[at] == behaviour.row_day[rows] if len(days) else np.zeros(len(rows), dtype=np.bool_)
    rows, owner, at = rows[common], owner[common], at[common]
    later = _apart(counts)
    hours = counts.sum(axis=0).reshape(24, -1).sum(axis=1) + 1.0
    likelier = np.repeat(np.log2(24 * hours / hours.sum()), SLOTS // 24)
    sums = np.zeros((4, len(accounts)))
    for part in np.array_split(np.arange(len(rows)), max(1, len(rows) // 20_000)):
        slots = unpack(behaviour.row_slots[rows[part]]).astype(np.float64)
        day = at[part]
        weighed = ((slots * counts[day]).sum(1), (slots * later[day]).sum(1), slots @ likelier, slots.sum(1))
        for total, values in zip(sums, weighed, strict=True):
            total += np.bincount(owner[part], values, len(accounts))
    now, apart, hour, active = sums
    if own:
        now, apart = now - behaviour.self_lag[accounts, 0], apart - behaviour.self_lag[accounts, 1:].mean(axis=1)
    known = active > 0
    return Timing(
        np.where(known, (np.maximum(now, 0) + 1) / (np.maximum(apart, 0) + 1), np.nan),
        np.where(known, hour / np.maximum(active, 1), np.nan),
    )


def _apart(counts: NDArray[np.int64]) -> Floats:
    """Shape (days, 288): how many members were active 15 to 60 minutes before or after each slot, the mean."""
    total = np.zeros(counts.shape)
    for lag in LAGS:
        total[:, lag:] += counts[:, : SLOTS - lag]
        total[:, : SLOTS - lag] += counts[:, lag:]
    return np.asarray(total / (2 * len(LAGS)))


def _ratio_bits(mine: Floats, usual: Floats, theirs: Floats) -> Floats:
    """Shape of `theirs`: bits by which a figure is likelier among `mine` than among the usual; 0 where unknown."""
    mine, usual = mine[~np.isnan(mine)], usual[~np.isnan(usual)]
    if min(len(mine), len(usual)) < LEAST:
        return np.zeros(len(theirs))
    some = np.concatenate([mine, usual[: len(mine)]])
    edges = np.unique(np.quantile(some, np.linspace(0, 1, BINS + 1)[1:-1]))
    inside, outside = (np.bincount(np.searchsorted(edges, one), minlength=len(edges) + 1) for one in (mine, usual))
    chance = (outside + 0.5) / (outside + 0.5).sum()
    bits = np.log2((inside / chance + 0.5) / (inside.sum() + 0.5))
    return np.where(np.isnan(theirs), 0.0, bits[np.searchsorted(edges, np.nan_to_num(theirs))])


def _damped(bits: Floats) -> Floats:
    """The bits, if a tenth of a ring's accounts may be like anybody."""
    return np.asarray(np.log2((1 - AS_ANYBODY) * 2.0**bits + AS_ANYBODY))


def _likely(bits: Floats) -> NDArray[np.int64]:
    """Places of the likeliest accounts, as long as at most `BY_CHANCE` of them are expected to be strangers."""
    ratio = 2.0**bits
    share = 0.5
    for _ in range(ROUNDS):
        share = float((share * ratio / (share * ratio + 1 - share)).sum()) / (len(ratio) + 2)
    strange = (1 - share) / (share * ratio + 1 - share)
    order = np.argsort(strange, kind="stable")
    enough = np.cumsum(strange[order]) / np.arange(1, len(order) + 1) <= BY_CHANCE
    return np.asarray(order[: int(enough.sum())])
