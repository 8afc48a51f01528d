"""Who is inside a ring without being part of it: customers of a reseller, and firms that bring their own links."""

from __future__ import annotations

import numpy as np

from app.linkage import link
from app.rings.config import RingConfig
from app.rings.evidence.houses import houses
from app.rings.evidence.lodgers import customers, firms
from app.rings.evidence.shared_kinds import sharing
from app.rings.population.behaviour import behaviour_of
from app.rings.population.profile import profile_of
from app.rings.population.world import World, world_of
from benchmarks.sketch import Visit, sketch

PEOPLE = [f"h{i:03d}" for i in range(300)]
RING = [f"r{i:03d}" for i in range(40)]
STAFF = [f"s{i:03d}" for i in range(20)]
EVERYBODY = np.arange(300, 360)
SHOPPING = {one: f"usual-{n}" for n, one in enumerate(STAFF)}
CARDS = {f"card-{n}": RING[4 * n : 4 * n + 4] for n in range(10)} | {"bill": STAFF}
MAIL = {f"ring-{n}.example": RING[n::4] for n in range(4)} | {"firm.example": STAFF}


def world(cards: dict[str, list[str]], mail: dict[str, list[str]], asks: dict[str, str]) -> World:
    """Three hundred people, and sixty accounts in one subnet that ask the same thing unless `asks` says another."""
    visits: list[Visit] = [(one, 100, 100 + n % 80, f"usual-{n % 20}", 1) for n, one in enumerate(PEOPLE)]
    visits += [(one, day, 100 + n, asks.get(one, "hot"), 1) for n, one in enumerate(RING + STAFF) for day in (100, 101)]
    asked: dict[str, list[str]] = {}
    for account, _, _, cluster, _ in visits:
        asked.setdefault(cluster, []).append(account)
    shared = {
        "instrument": cards,
        "email_domain": mail,
        "subnet": {"10.9.9.0/24": RING + STAFF},
        "query_cluster": asked,
    }
    snapshot = sketch(PEOPLE + RING + STAFF, shared, visits)
    return world_of(snapshot, link(snapshot).features, behaviour_of(snapshot))


def accounts(made: World, members: np.ndarray) -> set[str]:
    return {made.snapshot.population.account_ids[i] for i in members}


def test_who_asks_for_nothing_of_the_rings_is_its_customer():
    made = world({"card": RING + STAFF}, MAIL, SHOPPING)
    profile = profile_of(made, EVERYBODY)
    assert accounts(made, profile.members[customers(profile, RingConfig())]) == set(STAFF)


def test_nobody_is_a_customer_where_members_do_not_ask_as_one():
    asks = {one: f"usual-{n % 20}" for n, one in enumerate(RING + STAFF)}
    made = world({"card": RING + STAFF}, MAIL, asks)
    assert not customers(profile_of(made, EVERYBODY), RingConfig()).any()


def test_a_firm_with_its_own_bill_and_mail_is_found_inside_a_ring():
    made = world(CARDS, MAIL, {})
    (found,) = firms(made, profile_of(made, EVERYBODY), RingConfig())
    assert accounts(made, found) == set(STAFF)


def test_a_card_that_goes_from_hand_to_hand_makes_it_the_rings():
    made = world({**CARDS, "spare": STAFF[:3] + RING[:3]}, MAIL, {})
    assert firms(made, profile_of(made, EVERYBODY), RingConfig()) == []


def test_who_signs_elsewhere_is_of_the_house_that_pays():
    cards = {"bill-1": RING, "bill-2": STAFF}
    mail = {"one.example": RING[:20], "two.example": STAFF[:12]}
    made = world(cards, mail, {})
    assert houses(made, profile_of(made, EVERYBODY)) == "2 houses, each with a mail domain of its own and one bill"


def test_a_part_of_a_house_whose_mail_is_seldom_told_is_one():
    told = {"uni.example": RING[:10], **{f"home-{n}.example": PEOPLE[4 * n : 4 * n + 2] for n in range(30)}}
    made = world(CARDS, told, {})
    one = sharing(made, profile_of(made, np.arange(300, 340)), "email_domain")
    assert made.mail_known == 70 / 360 and one is not None and one.top == 1.0
