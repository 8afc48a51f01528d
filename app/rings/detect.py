"""Detection, pure: a snapshot and its links in, groups with state, score, members and evidence out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import numpy as np

from app.model.detection import Detection, Group, State
from app.model.identifiers import KINDS, Family
from app.model.links import Links
from app.model.snapshot import Snapshot
from app.rings.behaviour import behaviour_of
from app.rings.config import RingConfig
from app.rings.explain_group import group_of
from app.rings.judge import Verdict, judge
from app.rings.merge import merge, split
from app.rings.networks import Provider, providers
from app.rings.passers_by import staying
from app.rings.profile import Profile, grow, profile_of
from app.rings.seeds import candidates
from app.rings.world import World, world_of


def detect(snapshot: Snapshot, links: Links, config: RingConfig | None = None) -> Detection:
    """Find and judge groups. The same snapshot, links and configuration always give the same answer."""
    config = config or RingConfig()
    world = world_of(snapshot, links.features, behaviour_of(snapshot))
    provider = providers(snapshot, links.features)

    def judge_one(profile: Profile) -> Verdict:
        return judge(world, profile, provider, config)

    verdicts = candidates(world, links, judge_one, config)
    rest = [v for v in verdicts if not v.hot]
    hot = [part for v in verdicts if v.hot for part in split(world, links, v, judge_one, config)]
    grown = [judge_one(grow(world, v.profile, config.margin)) for v in merge(world, hot, judge_one, config)]
    grown = merge(world, grown, judge_one, config)
    apart = [part for v in grown for part in split(world, links, v, judge_one, config)]
    chosen = _disjoint(world, [*(_without_passers_by(world, v, provider, judge_one) for v in apart), *rest], config)
    groups = sorted((group_of(world, v, config) for v in chosen), key=_order)
    return Detection(
        groups=tuple(groups),
        parameters={"config": asdict(config), "m": links.m, "links": links.parameters},
        lacked=_lacked(snapshot),
        suppressed=_suppressed(snapshot),
    )


def _without_passers_by(
    world: World, verdict: Verdict, provider: Provider | None, judge_one: Callable[[Profile], Verdict]
) -> Verdict:
    members = staying(world, verdict.profile, provider)
    return verdict if members is None or len(members) < 5 else judge_one(profile_of(world, members))


def _order(group: Group) -> tuple[float, int, str]:
    return -group.score, -len(group.members), group.members[0].account_id


def _disjoint(world: World, verdicts: list[Verdict], config: RingConfig) -> list[Verdict]:
    """Each account goes to the flagged group that claims it most strongly, then to the strongest of the others."""
    rank = {State.FLAGGED: 0, State.CONTAINED_SUSPECT: 1, State.CANDIDATE: 2, State.BENIGN: 3}
    ordered = sorted(
        verdicts, key=lambda v: (rank[v.state], -v.bits, -len(v.profile.members), int(v.profile.members[0]))
    )
    owner = np.full(world.n, -1, dtype=np.int64)
    claim = np.full(world.n, -np.inf)
    level = np.full(world.n, 9)
    for number, verdict in enumerate(ordered):
        members = verdict.profile.members
        strength = verdict.profile.total_of(members)
        better = (rank[verdict.state] < level[members]) | (
            (rank[verdict.state] == level[members]) & (strength > claim[members])
        )
        owner[members[better]] = number
        claim[members[better]] = strength[better]
        level[members[better]] = rank[verdict.state]
    kept: list[Verdict] = []
    for number, verdict in enumerate(ordered):
        mine = verdict.profile.members[owner[verdict.profile.members] == number]
        if len(mine) >= max(config.min_size, 0.5 * len(verdict.profile.members)):
            verdict.members = mine
            kept.append(verdict)
    return kept


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
