"""Teams that met at one place once, each with a card of its own, are no ring; who goes on is."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pytest

from app.linkage import link
from app.model.detection import State
from app.model.snapshot import NetworkInfo
from app.rings.config import RingConfig
from app.rings.evidence.judge import judge
from app.rings.evidence.verdict import Verdict
from app.rings.population.behaviour import behaviour_of
from app.rings.population.profile import profile_of
from app.rings.population.world import world_of
from benchmarks.sketch import Visit, sketch

DAY = 24 * 60
PEOPLE = [f"h{i:03d}" for i in range(400)]
TEAMS = [f"t{i:03d}" for i in range(40)]
SCHOOL = NetworkInfo(prefix="192.168.0.0/16", asn=64500, organization="school", kind="education")
WEEKEND, FORTNIGHT = range(106, 108), range(100, 114)
Things = Mapping[str, Mapping[str, Sequence[str]]]


def verdict(busy: Mapping[int, int], things: Things) -> Verdict:
    """Of forty accounts at one school, made within an hour, four to a card: day -> exchanges, at any time, evenly."""
    rng = random.Random(1)
    homes = {f"10.1.{i}.{i}": PEOPLE[i : i + 2] for i in range(0, 399, 2)}
    asked: dict[str, Sequence[str]] = {f"usual-{n}": PEOPLE[n::20] for n in range(20)} | {
        "hot-0": TEAMS,
        "hot-1": TEAMS,
    }
    visits: list[Visit] = []
    for i, one in enumerate(PEOPLE):
        volume = round(2 ** rng.gauss(3, 1.5)) + 1
        visits += [
            (one, day, rng.randrange(110, 200), f"usual-{i % 20}", volume) for day in FORTNIGHT for _ in range(8)
        ]
    for one in TEAMS:
        visits += [(one, day, rng.randrange(288), f"hot-{k % 2}", 9) for day, much in busy.items() for k in range(much)]
    cards = {f"card-{n}": TEAMS[4 * n : 4 * n + 4] for n in range(10)}
    shared = {"ip": homes | {"192.168.7.1": TEAMS}, "instrument": cards, "query_cluster": asked, **things}
    made = {one: 977 * i % (100 * DAY) for i, one in enumerate(PEOPLE)} | {
        one: 99 * DAY + i for i, one in enumerate(TEAMS)
    }
    snapshot = replace(sketch(PEOPLE + TEAMS, shared, visits, created=made), subnets={"192.168.7.0/24": SCHOOL})
    world = world_of(snapshot, link(snapshot).features, behaviour_of(snapshot))
    return judge(world, profile_of(world, np.arange(400, 440)), None, RingConfig())


@pytest.mark.parametrize("busy", [dict.fromkeys(WEEKEND, 56), {100: 9, 103: 9, **dict.fromkeys(WEEKEND, 40), 112: 9}])
def test_teams_that_meet_at_a_school_are_no_ring(busy: Mapping[int, int]) -> None:
    found = verdict(busy, {})
    assert found.met and found.state in (State.CONTAINED_SUSPECT, State.BENIGN)


def test_the_same_accounts_at_work_for_a_fortnight_are_one() -> None:
    found = verdict(dict.fromkeys(FORTNIGHT, 8), {})
    assert (found.met, found.state) == (False, State.FLAGGED)


def test_machines_that_go_round_among_the_teams_are_an_operators() -> None:
    found = verdict(dict.fromkeys(WEEKEND, 56), {"device": {f"machine-{n}": TEAMS[n::10] for n in range(10)}})
    assert (found.met, found.state) == (False, State.FLAGGED)


def test_a_machine_for_each_team_is_its_own() -> None:
    machines = {f"machine-{n}": TEAMS[4 * n : 4 * n + 4] for n in range(10)}
    assert verdict(dict.fromkeys(WEEKEND, 56), {"device": machines}).met
