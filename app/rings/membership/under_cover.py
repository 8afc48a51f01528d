"""Members whose cover traffic hides what they ask, or who ask something else: what they have is still their ring's."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.model.detection import State
from app.model.features import FAMILY_NUMBER, Floats, among, distinct, gather
from app.model.identifiers import Family
from app.rings.evidence.households import ownable
from app.rings.evidence.verdict import Verdict, members_of
from app.rings.joining.merge import Judge
from app.rings.population.levels import Accounts
from app.rings.population.profile import profile_of
from app.rings.population.world import World

OTHERS: Final = 2
"""Members who have a thing, for it to be the ring's: with one it may be anybody's."""
BY_CHANCE: Final = 0.01
"""Most of those who come that may ask the ring's things by chance (Benjamini and Hochberg 1995), as a share."""
ROUNDS: Final = 4
HOUSES: Final = (State.BENIGN, State.CONTAINED_SUSPECT)


def under_cover(world: World, verdicts: list[Verdict], judge_one: Judge) -> list[Verdict]:
    """Flagged rings with those who use and ask what is theirs alone, as far as that flags them still.

    The mean over all that an account asks says little where nine tenths of it are cover; that it asks what hardly
    anybody but the ring asks, from where hardly anybody else comes, says it still. Nobody enters who is in another
    flagged ring, and nobody leaves. Nor do those come of whom most are a house: it comes as a whole, or not at all.
    """
    held = members_of([verdict for verdict in verdicts if verdict.state is State.FLAGGED])
    houses = [verdict.profile.members for verdict in verdicts if verdict.state in HOUSES and verdict.contained]
    found: list[Verdict] = []
    for verdict in verdicts:
        if verdict.state is State.FLAGGED:
            wider = joined_by(world, verdict.profile.members, held)
            wider = without_most_of(wider, houses, verdict.profile.members)
            larger = judge_one(profile_of(world, wider)) if len(wider) > len(verdict.profile.members) else verdict
            verdict = larger if larger.state is State.FLAGGED else verdict
        found.append(verdict)
    return found


def without_most_of(wider: Accounts, houses: list[Accounts], members: Accounts) -> Accounts:
    """Without the newcomers of houses of whose accounts more than half would come."""
    for house in houses:
        came = np.setdiff1d(house[among(wider, house)], members, assume_unique=True)
        if 2 * len(came) > len(house):
            wider = np.setdiff1d(wider, came, assume_unique=True)
    return wider


def joined_by(world: World, members: Accounts, barred: Accounts) -> Accounts:
    """The members and whom their things call for, again until nobody comes; sorted. Nobody of `barred` (sorted)."""
    for _ in range(ROUNDS):
        called = called_by(world, members, barred)
        if not len(called):
            break
        members = np.union1d(members, called)
    return members


def called_by(world: World, members: Accounts, barred: Accounts) -> Accounts:
    """Who else has things of the members' own in use, and asks of theirs what hardly anybody asks by chance.

    A ring's exits serve its innocent neighbours too, and some of them ask what it asks. How many of those who use its
    things would is told by everybody who uses none of them. Who uses one is counted apart from who uses more
    (Efron 2008: tests of which some are likelier than others are judged by their like). Whoever sits at a ring's
    machine and has its card, or comes from its exit, is neither a neighbour nor a customer, whatever he asks.
    """
    own, asked, count = own_of(world, members)
    taken = np.union1d(members, barred)
    _, holders = gather(world.holder_start, world.holders, np.flatnonzero(own))
    others = np.setdiff1d(distinct(holders), taken, assume_unique=True)
    owner, x = world.features.rows(others, used=True)
    theirs_own = (own & ~asked)[x]
    uses = np.bincount(owner[theirs_own], minlength=len(others))
    apart = world.n - len(taken) - int((uses > 0).sum())
    bits = np.where(own & asked, np.log2((world.n + 1) / (world.features.degree - count + 1)), 0.0)
    asks: Floats = np.bincount(owner, bits[x], len(others)).astype(np.float64)
    theirs, called = asks[uses == 0], _equipped(world, owner[theirs_own], x[theirs_own], len(others))
    for alike in (uses == 1, uses > 1):
        called |= alike & (asks >= enough(asks[alike], theirs, apart))
    return np.asarray(others[called])


def _equipped(world: World, owner: NDArray[np.int64], x: NDArray[np.integer], n: int) -> NDArray[np.bool_]:
    """Shape (n,): which of `n` owners have a machine among the identifiers `x`, and something of another family.

    A reseller's customers have its cards, mailboxes and exits too, but sit at their own machines.
    """
    machine = world.features.family[x] == FAMILY_NUMBER[Family.DEVICE]
    return np.asarray((np.bincount(owner[machine], minlength=n) > 0) & (np.bincount(owner[~machine], minlength=n) > 0))


def enough(asks: Floats, theirs: Floats, apart: int) -> float:
    """Bits from which on at most `BY_CHANCE` of those who ask so much are expected to by chance; infinite if none are.

    `asks`: of those in question; `theirs`: of the `apart` others, who are the measure of chance, zeros left out or not.
    How many of those in question are like them is estimated from who asks nothing (Storey, Taylor and Siegmund 2004).
    """
    ordered, some = np.sort(theirs[theirs > 0]), np.sort(asks[asks > 0])
    chance = (len(ordered) - np.searchsorted(ordered, some) + 1) / (apart + 1)
    silent = (len(asks) - len(some) + 1) / max(1 - len(ordered) / max(apart, 1), 1e-9)
    good = np.flatnonzero(min(silent, len(asks)) * chance <= BY_CHANCE * np.arange(len(some), 0, -1))
    return float(some[good[0]]) if len(good) else np.inf


def own_of(world: World, members: Accounts) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.int64]]:
    """By identifier: whether it is the members' own, whether it is asked (a query cluster), how many members have it.

    Theirs is what `OTHERS` of them have, and more of them than of anybody else but who would come. A network is
    nobody's where addresses are known: customers of one provider are there by chance.
    """
    features = world.features
    every = np.arange(len(features.kind))
    asked = features.of_kind(every, "query_cluster")
    telling = asked | ownable(features, every)
    if "ip" in features.kinds:
        telling &= ~features.of_kind(every, "subnet")
    _, x = features.rows(members, used=True)
    count = np.bincount(x, minlength=len(features.degree))
    return telling & (count >= OTHERS) & (2 * count >= features.degree), asked, count
