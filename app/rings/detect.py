"""Detection, pure: a snapshot and its links in, groups with state, score, members and evidence out."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from app.model.detection import Detection, State, in_order
from app.model.features import among
from app.model.identifiers import KINDS, Family
from app.model.links import Links
from app.model.snapshot import Snapshot
from app.rings.config import RingConfig
from app.rings.evidence.compared import compared
from app.rings.evidence.judge import judge
from app.rings.evidence.lodgers import customers, firms
from app.rings.evidence.verdict import Verdict, members_of
from app.rings.explanation.explain_group import group_of
from app.rings.joining.fronts import fronts
from app.rings.joining.hands import one_hand
from app.rings.joining.merge import Judge, merge
from app.rings.joining.questions import same_questions
from app.rings.membership.claims import given_back
from app.rings.membership.growth import grown
from app.rings.membership.in_time import in_time
from app.rings.membership.passers_by import MOST, bought, passing_by
from app.rings.membership.settle import settled
from app.rings.membership.split import split
from app.rings.membership.under_cover import under_cover
from app.rings.population.behaviour import behaviour_of
from app.rings.population.networks import Provider, providers
from app.rings.population.profile import Profile, profile_of
from app.rings.population.world import World, without_suspects, world_of
from app.rings.seeding.seeds import candidates

CROWDED: Final = 0.02
"""Share of all accounts from which on groups that hide what they share are no measure of what is usual."""


def detect(snapshot: Snapshot, links: Links, config: RingConfig | None = None) -> Detection:
    """Find and judge groups. The same snapshot, links and configuration always give the same answer."""
    config = config or RingConfig()
    world = world_of(snapshot, links.features, behaviour_of(snapshot))
    provider = providers(snapshot, links.features)

    def judge_one(profile: Profile) -> Verdict:
        return judge(world, profile, provider, config)

    verdicts = candidates(world, links, judge_one, config)
    suspects = _suspects(verdicts)
    if len(suspects) >= CROWDED * world.n:
        world = without_suspects(world, suspects)
        verdicts = [_again(world, v.profile, judge_one) for v in verdicts]
    parts = [part for v in verdicts for part in (split(world, links, v, judge_one, config) if v.dispersed else [v])]
    rest = [v.lean() for v in parts if not v.hot]
    hot = [v for v in parts if v.hot]
    wide = merge(world, grown(world, merge(world, hot, judge_one, config), judge_one, config), judge_one, config)
    held = members_of(wide)
    apart = [p for v in wide for p in split(world, links, v, judge_one, config, _others(held, v))]
    whole = merge(world, apart, judge_one, config, same_questions)
    alone = [part for v in whole for part in _without_firms(world, v, judge_one, config)]
    rings = [_without_passers_by(world, v, provider, judge_one, config) for v in alone]
    hands = one_hand(world, rings, judge_one)
    every = fronts(world, [*hands, *rest], lambda one: judge(world, one, provider, config, fronts=True), config)
    every = in_time(world, under_cover(world, every, judge_one), judge_one)
    every = given_back(world, every, judge_one, config)
    every = [compared(v, config) for v in every]
    chosen = settled(world, every, lambda one: compared(judge_one(one), config), config)
    groups = sorted((group_of(world, v, config) for v in chosen), key=in_order)
    return Detection(
        groups=tuple(groups),
        parameters={"config": asdict(config), "m": links.m, "links": links.parameters},
        lacked=_lacked(snapshot),
        suppressed=_suppressed(snapshot),
    )


def _others(held: NDArray[np.int64], verdict: Verdict) -> NDArray[np.int64]:
    """Accounts that other groups hold and this one does not."""
    return held[~among(verdict.profile.members, held)]


def _again(world: World, profile: Profile, judge_one: Judge) -> Verdict:
    """The verdict in another light; a group that becomes worth taking apart has all of its profile again."""
    verdict = judge_one(profile)
    if verdict.hot and profile.spoken:
        verdict.profile = profile_of(world, profile.members)
    return verdict


def _suspects(verdicts: list[Verdict]) -> NDArray[np.int64]:
    """Accounts of groups that hide what they share, whatever they ask."""
    return members_of([v for v in verdicts if v.dispersed and not v.contained])


def _without_firms(world: World, verdict: Verdict, judge_one: Judge, config: RingConfig) -> list[Verdict]:
    """The firms inside a group as groups of their own, then what they leave."""
    houses = [
        judge_one(profile_of(world, one)) for one in (firms(world, verdict.profile, config) if verdict.hot else [])
    ]
    houses = [one for one in houses if one.contained and not one.dispersed]
    if not houses:
        return [verdict]
    left = np.setdiff1d(verdict.profile.members, np.concatenate([one.profile.members for one in houses]))
    return [*houses, judge_one(profile_of(world, left))] if len(left) >= config.min_size else houses


def _without_passers_by(
    world: World, verdict: Verdict, provider: Provider | None, judge_one: Judge, config: RingConfig
) -> Verdict:
    """A group without its customers, then without those who only share its exits, where it stays a ring.

    Without its customers a group that is no ring is none; members who were seldom active may look like passers-by.
    Where most have nothing but what a seller made them with, there may be a ring among his customers, or they are it.
    """
    verdict = _rid(world, verdict, customers(verdict.profile, config), judge_one, config)
    buyers = bought(world, verdict.profile)
    without = _rid(world, verdict, buyers, judge_one, config)
    if buyers.mean() < MOST or without.state is State.FLAGGED:
        verdict = without
    rest = _rid(world, verdict, passing_by(world, verdict.profile, provider), judge_one, config)
    return verdict if verdict.state is State.FLAGGED and rest.state is not State.FLAGGED else rest


def _rid(world: World, verdict: Verdict, of: NDArray[np.bool_], judge_one: Judge, config: RingConfig) -> Verdict:
    if not verdict.hot or not of.any() or (~of).sum() < config.min_size:
        return verdict
    return judge_one(profile_of(world, verdict.profile.members[~of]))


def _lacked(snapshot: Snapshot) -> tuple[str, ...]:
    present: set[Family] = set()
    present.update(KINDS[kind].family for kind in snapshot.memberships)
    if len(snapshot.activity.presence_account):
        present.add(Family.TIMING)
    return tuple(sorted(str(family) for family in Family if family not in present))


def _suppressed(snapshot: Snapshot) -> dict[str, dict[str, int]]:
    out: dict[str, dict[str, int]] = {}
    for kind, part in sorted(snapshot.memberships.items()):
        if part.suppressed:
            top: list[tuple[str, Any]] = sorted(part.suppressed.items(), key=lambda item: (-item[1], item[0]))[:20]
            out[kind] = dict(top)
    return out
