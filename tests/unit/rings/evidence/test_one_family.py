"""Feeds that tell of payments and times alone: cards that chain are links and groups, a script's are a ring."""

from __future__ import annotations

import random

import numpy as np
import pytest

from app.linkage import link
from app.model.detection import Group, State
from app.model.snapshot import Snapshot
from app.rings.config import RingConfig
from app.rings.detect import detect
from app.rings.population.behaviour import behaviour_of
from app.rings.population.profile import refine
from app.rings.population.world import world_of
from benchmarks.sketch import Visit, sketch

DAY = 24 * 60
PEOPLE = [f"h{i:04d}" for i in range(1500)]
RING = [f"r{i:02d}" for i in range(30)]
WITHIN_AN_HOUR, OVER_MONTHS = 50, 100 * DAY


def feed(kind: str = "instrument", made_within: int = WITHIN_AN_HOUR, other: str | None = None) -> Snapshot:
    """People who share one by twos, and thirty accounts that do by fours, each four half of the last; nothing else.

    With `other` two of the people have one thing of that kind in common too.
    """
    rng = random.Random(1)
    things = {f"own-{i}": PEOPLE[i : i + 2] for i in range(0, len(PEOPLE), 2)}
    things |= {f"chain-{i}": [RING[(i + k) % len(RING)] for k in range(4)] for i in range(0, len(RING), 2)}
    visits: list[Visit] = []
    for one in PEOPLE + RING:
        volumes = [2 if one in RING else rng.randrange(1, 5) for _ in range(24)]
        visits += [(one, 100 + k % 8, rng.randrange(96, 216), None, much) for k, much in enumerate(volumes)]
    created = {one: rng.randrange(100 * DAY) for one in PEOPLE}
    created |= {one: (50 * DAY + 600 if made_within < DAY else 0) + rng.randrange(made_within) for one in RING}
    shared = {kind: things} | ({other: {"one": PEOPLE[:2]}} if other else {})
    return sketch(PEOPLE + RING, shared, visits, created=created)


def group(snapshot: Snapshot) -> Group:
    (found,) = detect(snapshot, link(snapshot)).groups
    assert sorted(member.account_id for member in found.members) == RING
    return found


@pytest.mark.parametrize(("other", "alone"), [(None, True), ("billing_name", True), ("device", False)])
def test_one_family_is_enough_for_a_link_where_there_is_no_other(other: str | None, alone: bool) -> None:
    snapshot = feed(other=other)
    links = link(snapshot)
    ring = snapshot.population.account_ids[links.left] >= "r"
    assert (links.features.one_family, ring.sum() >= 3 * len(RING) // 2) == (alone, alone)


def test_whoever_shares_a_card_is_called_for_by_that_alone() -> None:
    snapshot = feed(made_within=OVER_MONTHS)
    world = world_of(snapshot, link(snapshot).features, behaviour_of(snapshot))
    half = np.flatnonzero(np.isin(snapshot.population.account_ids, RING[::2]))
    profile = refine(world, half, RingConfig().margin)
    assert profile is not None
    assert snapshot.population.account_ids[profile.members].tolist() == RING


def test_accounts_made_at_one_go_that_share_cards_in_a_chain_are_a_ring() -> None:
    found = group(feed())
    assert found.state is State.FLAGGED
    assert sorted(found.families) == ["payment", "timing"]


def test_accounts_made_over_months_are_a_candidate() -> None:
    found = group(feed(made_within=OVER_MONTHS))
    assert (found.state, found.reason) == (State.CANDIDATE, "one family only: the feeds tell of no other")


@pytest.mark.parametrize("kind", ["device", "subnet"])
def test_machines_and_networks_are_where_people_begin_together(kind: str) -> None:
    assert group(feed(kind)).state is not State.FLAGGED
