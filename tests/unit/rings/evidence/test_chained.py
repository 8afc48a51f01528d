"""Members who share one thing each, a card or a machine or a telephone, against homes that share them all."""

from __future__ import annotations

import random

import numpy as np
import pytest

from app.linkage import link
from app.model.detection import Term
from app.model.identifiers import Family
from app.rings.config import RingConfig
from app.rings.evidence.chained import MOST
from app.rings.evidence.judge import judge
from app.rings.evidence.verdict import Verdict
from app.rings.explanation.sufficient import sufficient
from app.rings.population.behaviour import behaviour_of
from app.rings.population.profile import profile_of
from app.rings.population.world import world_of
from benchmarks.sketch import Visit, sketch

PEOPLE = [f"h{i:03d}" for i in range(600)]
GROUP = [f"m{i:03d}" for i in range(60)]
MEMBERS = np.arange(600, 660)
Shared = dict[str, dict[str, list[str]]]


def twos(kind: str, start: int, end: int, each: int = 2) -> dict[str, list[str]]:
    """A thing for every two members from one place to another."""
    return {f"{kind}-{i}": GROUP[i : i + each] for i in range(start, end, each)}


CHAINS: Shared = {"instrument": twos("card", 0, 24), "device": twos("machine", 24, 38), "phone": twos("line", 38, 50)}
HOMES: Shared = {"instrument": twos("card", 0, 36), "device": twos("machine", 0, 24), "phone": twos("line", 0, 24)}
CARDS: Shared = {"instrument": twos("card", 0, 40)}
HELPED: Shared = {"instrument": twos("card", 0, 24), "phone": twos("line", 24, 60, 12)}
FEW: Shared = {"instrument": twos("card", 0, 18), "device": twos("machine", 18, 26)}


def verdict(shared: Shared, asked_alike: bool = True, house: bool = False) -> Verdict:
    rng = random.Random(3)
    homes = {"instrument": {f"home-{i}": PEOPLE[i : i + 2] for i in range(0, 600, 2)}}
    own = {kind: {**homes.get(kind, {}), **things} for kind, things in shared.items()}
    if house:
        own["email_domain"] = {"house.example": GROUP}
    visits: list[Visit] = []
    asked: dict[str, list[str]] = {}
    for i, one in enumerate(PEOPLE + GROUP):
        mine = ["hot-1", "hot-2"] if one in GROUP and asked_alike else [f"usual-{(i + k) % 30}" for k in range(2)]
        visits += [
            (one, day, rng.randrange(100, 220), topic, rng.randrange(1, 40)) for day in range(9) for topic in mine
        ]
        for topic in mine:
            asked.setdefault(topic, []).append(one)
    snapshot = sketch(PEOPLE + GROUP, {**own, "query_cluster": asked}, visits)
    world = world_of(snapshot, link(snapshot).features, behaviour_of(snapshot))
    return judge(world, profile_of(world, MEMBERS), None, RingConfig())


def told(found: Verdict) -> list[Term]:
    return [term for term in found.terms if term.kind == "chained"]


def test_who_shares_one_thing_each_hangs_together() -> None:
    (term,) = told(verdict(CHAINS))
    assert (term.family, term.bits, term.members) == (Family.PAYMENT, MOST, 50)
    assert term.note == "83% share payment or device or email with one to three others; 0% of such pairs share two"


@pytest.mark.parametrize("shared", [HOMES, CARDS, HELPED, FEW])
def test_others_share_otherwise(shared: Shared) -> None:
    """Homes share all, friends cards alone, many have a helper's line, and handfuls are too few."""
    assert verdict(shared).unified and not told(verdict(shared))


def test_people_who_ask_different_things_do_not_hang_together() -> None:
    assert not told(verdict(CHAINS, asked_alike=False))


def test_a_house_explains_what_its_people_share() -> None:
    found = verdict(CHAINS, house=True)
    assert found.contained and not told(found)


def test_neither_family_suffices_by_what_both_tell() -> None:
    """Cards tell 1.3 bits and chains one more: enough for two bits of infrastructure, were chains theirs alone."""
    found = verdict(CHAINS)
    found.prior = 10.0
    assert "payment" in sufficient(found, RingConfig(tangible=1.2))
    assert "payment" not in sufficient(found, RingConfig(tangible=2.0))
