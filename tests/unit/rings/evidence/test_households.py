"""Households: handfuls that share a card, a machine and a line; whatever goes round among them speaks against them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from app.linkage import link
from app.rings.evidence.households import HOUSEHOLD, in_households
from app.rings.evidence.infrastructure import is_product
from app.rings.joining.merge import may_tie
from app.rings.population.behaviour import behaviour_of
from app.rings.population.profile import profile_of
from app.rings.population.world import world_of
from benchmarks.sketch import sketch

PEOPLE = [f"h{i:03d}" for i in range(300)]
MEMBERS = [f"m{i:03d}" for i in range(24)]
INSIDE = np.arange(300, 324)
Shared = Mapping[str, Mapping[str, Sequence[str]]]


def by(size: int, kind: str) -> dict[str, list[str]]:
    """Each handful of so many members has one."""
    return {f"{kind}-{i}": MEMBERS[i : i + size] for i in range(0, len(MEMBERS), size)}


def homes(size: int = 4) -> Shared:
    return {kind: by(size, kind) for kind in ("instrument", "device", "ip")}


def found(shared: Shared, *, alone: bool = False) -> bool:
    snapshot = sketch(PEOPLE + MEMBERS, {**shared, "billing_name": {"other": PEOPLE[:2]}})
    world = world_of(snapshot, link(snapshot).features, behaviour_of(snapshot))
    return in_households(world, profile_of(world, INSIDE), alone=alone)


@pytest.mark.parametrize(
    ("shared", "lives"),
    [
        (homes(), True),
        (homes(HOUSEHOLD), True),
        (homes(HOUSEHOLD + 2), False),
        (homes() | {"ip": {"exit": MEMBERS[::3], **by(4, "ip")}}, False),  # an exit goes round
        (homes() | {"phone": {f"sim-{i}": MEMBERS[i::8] for i in range(8)}}, False),
        (homes() | {"client": {"player": MEMBERS}}, True),  # what all run is nobody's
        ({"instrument": {"card": MEMBERS[:4]}}, False),  # the others share nothing that is their own
        (homes() | {"ip": {"cafe": [*MEMBERS[::3], *PEOPLE[:40]]}}, True),  # strangers' as much as theirs
        (homes() | {"subnet": {"hoster": [*MEMBERS[::3], *PEOPLE[:6]]}}, True),  # customers of one provider
        (homes() | {"subnet": {"their own": MEMBERS[::3]}}, False),
        ({"ip": {"line": MEMBERS[:2]}, "subnet": {k: [*v, PEOPLE[0]] for k, v in by(3, "town").items()}}, True),
        (
            {kind: by(4, kind) for kind in ("instrument", "device")}
            | {"subnet": {"hoster": [*MEMBERS[::3], *PEOPLE[:6]]}},
            False,
        ),  # no feed tells whether they come from one address
    ],
)
def test_households_share_by_the_handful_and_nothing_goes_round(shared: Shared, lives: bool):
    assert found(shared) == lives


@pytest.mark.parametrize(
    ("shared", "lives"),
    [
        ({"instrument": {"card": MEMBERS[:4]}}, True),
        ({"instrument": {"card": MEMBERS[: HOUSEHOLD + 1]}}, False),
        ({"instrument": {"card": MEMBERS[:6]}, "device": {"player": MEMBERS[5:12]}}, False),  # one chain
    ],
)
def test_people_may_live_alone_next_to_households(shared: Shared, lives: bool):
    assert found(shared, alone=True) == lives


@pytest.mark.parametrize(
    ("clients", "product"),
    [
        ({"app/1": MEMBERS}, True),
        ({"app/1": MEMBERS[:13], "app/2": MEMBERS[12:]}, True),
        ({"app/1": MEMBERS[:13], "app/2": [*MEMBERS[12:], *PEOPLE[:60]]}, False),  # others run it more
        ({f"build-{i}": MEMBERS[2 * i : 2 * i + 2] for i in range(12)}, False),  # a tool of their own for each two
        ({"app/1": MEMBERS[:20]}, False),
        ({}, False),
    ],
)
def test_versions_of_one_client_are_a_product(clients: Mapping[str, Sequence[str]], product: bool):
    snapshot = sketch(PEOPLE + MEMBERS, {"client": clients, "instrument": {"card": PEOPLE[:2]}})
    world = world_of(snapshot, link(snapshot).features, behaviour_of(snapshot))
    assert is_product(world, profile_of(world, INSIDE)) == product


def test_a_mail_domain_that_is_open_to_anybody_ties_nobody():
    shared = {"email_domain": {"gmx.com": MEMBERS[:12], "ring.example": MEMBERS[12:]}, "ip": {"exit": MEMBERS}}
    snapshot = sketch(PEOPLE + MEMBERS, shared)
    features = link(snapshot).features
    world = world_of(snapshot, features, behaviour_of(snapshot))
    things = np.arange(len(features.degree))
    tied = may_tie(world, things, np.zeros(len(things), dtype=np.bool_))
    assert features.names[tied].tolist() == ["ring.example"]
