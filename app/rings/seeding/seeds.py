"""Groups worth judging: cells at several densities, each refined until its members are those its profile calls for."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from app.model.links import Links
from app.rings.config import MORE, RingConfig
from app.rings.evidence.judge import ONE_CLOCK
from app.rings.evidence.verdict import Verdict
from app.rings.population.profile import Profile, profile_of, refine
from app.rings.population.world import World
from app.rings.seeding.askers import askers
from app.rings.seeding.clocks import clocks, held_out, keeps_time
from app.rings.seeding.partition import largest, partition


def candidates(
    world: World, links: Links, judge_one: Callable[[Profile], Verdict], config: RingConfig
) -> list[Verdict]:
    """Judged groups, wide cells first; a cell mostly covered by an earlier group is not tried again.

    Cells that share infrastructure in many bundles, or act as one in no house, are worth refining: a cell may be one
    bundle of many. One that a house explains is kept as it is, so that people see why it was not flagged; the rest
    holds nobody together.
    """
    taken = np.zeros(world.n, dtype=np.bool_)
    found: list[Verdict] = []
    weight = links.bits / max(float(links.parameters["threshold"]), 1.0)
    for resolution in config.resolutions:
        cells = partition(links.left, links.right, weight, world.n, resolution=resolution, seed=config.seed)
        for cell in sorted(cells, key=largest):
            if len(cell) < config.seed_size or taken[cell].mean() > 0.5:
                continue
            verdict = judge_one(profile_of(world, cell))
            if verdict.dispersed or verdict.nearby or (verdict.unified and not verdict.contained):
                profile = refine(world, cell, config.margin)
                if profile is None or taken[profile.members].mean() > 0.5:
                    continue
                verdict = judge_one(profile)
            if not verdict.dispersed and not verdict.contained:
                continue
            taken[verdict.profile.members] = True
            found.append(verdict.lean())
    found += _asking(world, found, judge_one, config)
    return [*found, *_keeping_time(world, found, judge_one, config)]


def _asking(
    world: World, found: list[Verdict], judge_one: Callable[[Profile], Verdict], config: RingConfig
) -> Iterator[Verdict]:
    """Groups of accounts that ask the same and hide what they share in bundles too small for a cell of links.

    Without the accounts of groups that hide something, and of those that a house explains in two ways or a meeting.
    """
    taken = _taken(world, found)
    for cell in askers(world, config):
        left = cell[~taken[cell]]
        profile = refine(world, left, config.margin) if len(left) >= config.seed_size else None
        if profile is None or taken[profile.members].mean() > 0.5:
            continue
        verdict = judge_one(profile)
        if verdict.dispersed and verdict.tangible >= MORE * config.tangible:
            taken[verdict.profile.members] = True
            yield verdict.lean()


def _keeping_time(
    world: World, found: list[Verdict], judge_one: Callable[[Profile], Verdict], config: RingConfig
) -> Iterator[Verdict]:
    """Cells of accounts that keep one clock, on days when nobody looked for it as well, and share things by twos.

    The clock tells who belongs to them: nothing else is common to them all.
    """
    cells = clocks(world, _taken(world, found), config)
    others = held_out(world.behaviour) if cells else world.behaviour
    for cell in cells:
        if keeps_time(others, cell, ONE_CLOCK):
            verdict = judge_one(profile_of(world, cell))
            if verdict.dispersed:
                yield verdict.lean()


def _taken(world: World, found: list[Verdict]) -> NDArray[np.bool_]:
    """Shape (n,): accounts of groups that hide something, and of those that two houses or a meeting explain."""
    taken = np.zeros(world.n, dtype=np.bool_)
    for one in found:
        taken[one.profile.members] |= bool(one.dispersed) or one.met or len(one.contained) > 1
    return taken
