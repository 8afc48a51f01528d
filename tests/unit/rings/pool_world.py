"""Operators that rent exits from one pool, each with targets, cards and devices of its own, among honest people."""

from __future__ import annotations

import random
from collections.abc import Mapping, Set
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.linkage import link
from app.model.links import Links
from app.rings.config import RingConfig
from app.rings.evidence.judge import judge
from app.rings.evidence.verdict import Verdict
from app.rings.population.behaviour import behaviour_of
from app.rings.population.profile import Profile, profile_of
from app.rings.population.world import World, world_of
from benchmarks.sketch import Visit, sketch

CONFIG = RingConfig()


@dataclass(frozen=True)
class Pool:
    """The world and links of a pool; groups go in and out by the names of their accounts."""

    world: World
    links: Links

    def numbers(self, names: Set[str]) -> NDArray[np.int64]:
        return np.flatnonzero(np.isin(self.world.snapshot.population.account_ids, sorted(names)))

    def names(self, verdict: Verdict) -> set[str]:
        return set(self.world.snapshot.population.account_ids[verdict.profile.members])

    def judge_one(self, profile: Profile) -> Verdict:
        return judge(self.world, profile, None, CONFIG)

    def verdict(self, names: Set[str]) -> Verdict:
        return self.judge_one(profile_of(self.world, self.numbers(names)))


def ring(name: str, size: int) -> set[str]:
    return {f"{name}{i:03d}" for i in range(size)}


def pool(sizes: Mapping[str, int], honest: int, bundle: int = 3) -> Pool:
    """Rings of so many accounts, `bundle` to a card and a device; `c` asks what `b` asks now and then."""
    rng = random.Random(3)
    shared: dict[str, dict[str, list[str]]] = {}
    visits: list[Visit] = []
    accounts = sorted(set.union(ring("h", honest), *(ring(name, size) for name, size in sizes.items())))

    def give(kind: str, value: str, account: str) -> None:
        shared.setdefault(kind, {}).setdefault(value, []).append(account)

    for number, account in enumerate(accounts):
        name, i = account[0], int(account[1:])
        hired = name != "h"
        asked = dict.fromkeys((f"hot-{name}-{k}" if hired else f"usual-{rng.randrange(60)}" for k in range(3)), 2)
        asked |= {"hot-b-0": 1} if name == "c" else {}
        for number_of_exit in (i, 7 * i + 3) if hired else ():
            give("subnet", f"172.16.{number_of_exit % 40}.0/24", account)
        give("instrument", f"card-{name}-{i // bundle}", account)
        give("device", f"device-{name}-{i // bundle}", account)
        for topic, much in asked.items():
            give("query_cluster", topic, account)
            visits.extend((account, 100 + day, 96 + (17 * day + number) % 100, topic, much) for day in range(4))
    snapshot = sketch(accounts, shared, visits)
    links = link(snapshot)
    return Pool(world_of(snapshot, links.features, behaviour_of(snapshot)), links)
