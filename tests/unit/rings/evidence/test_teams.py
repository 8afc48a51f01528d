"""What explains sharing: a place whose people pay by teams, and a product whose users come from where it runs."""

from __future__ import annotations

import random

import numpy as np
import pytest

from app.linkage import link
from app.model.detection import Term
from app.model.identifiers import Family
from app.rings.config import RingConfig
from app.rings.evidence.excuses import _of_a_house, excuse
from app.rings.evidence.judge import judge
from app.rings.evidence.places import place
from app.rings.evidence.verdict import BRAKES, Verdict
from app.rings.population.behaviour import behaviour_of
from app.rings.population.profile import profile_of
from app.rings.population.world import World, world_of
from benchmarks.sketch import Visit, sketch

PEOPLE = [f"h{i:03d}" for i in range(300)]
STAFF = [f"s{i:03d}" for i in range(40)]
MEMBERS = np.arange(300, 340)
WORK, ALWAYS = range(110, 200), range(288)


def world(
    seated: int,
    slots: range,
    uneven: bool,
    machines: int = 0,
    domain: str = "",
    parent: bool = False,
    cards: int = 10,
    every: int = 1,
) -> World:
    """Forty accounts with some cards that ask the same every so many days; so many of them come from one address.

    Machines go round among all of them; a mail domain and a parent account are all of theirs.
    """
    rng = random.Random(1)
    homes = {f"10.1.{i}.{i}": PEOPLE[i : i + 2] for i in range(0, 299, 2)}
    shared = {
        "ip": homes | {"192.168.7.1": STAFF[:seated]},
        "instrument": {f"card-{n}": STAFF[n::cards] for n in range(cards)},
        "device": {f"device-{n}": STAFF[n::machines] for n in range(machines)},
        "email_domain": {domain: STAFF, "gmail.com": PEOPLE} if domain else {},
    }
    asked: dict[str, list[str]] = {"hot-1": STAFF, "hot-2": STAFF} | {f"usual-{n}": PEOPLE[n::20] for n in range(20)}
    visits: list[Visit] = []
    for i, one in enumerate(PEOPLE + STAFF):
        mine = [f"usual-{i % 20}"] if i < len(PEOPLE) else ["hot-1", "hot-2"]
        volume = round(2 ** rng.gauss(3, 1.5)) + 1 if uneven or i < len(PEOPLE) else 12
        for day in range(100, 110, 1 if i < len(PEOPLE) else every):
            hours = WORK if i < len(PEOPLE) else slots
            visits += [(one, day, rng.choice(hours), topic, volume) for topic in mine for _ in range(12 // len(mine))]
    given = {kind: names for kind, names in shared.items() if names}
    snapshot = sketch(PEOPLE + STAFF, {**given, "query_cluster": asked}, visits)
    if parent:
        snapshot.population.parent[MEMBERS[1:]] = MEMBERS[0]
    return world_of(snapshot, link(snapshot).features, behaviour_of(snapshot))


def verdict(
    seated: int,
    slots: range,
    uneven: bool,
    machines: int = 0,
    domain: str = "",
    parent: bool = False,
    cards: int = 10,
    every: int = 1,
) -> Verdict:
    made = world(seated, slots, uneven, machines, domain, parent, cards, every)
    return judge(made, profile_of(made, MEMBERS), None, RingConfig())


@pytest.mark.parametrize(
    ("seated", "slots", "uneven", "machines", "hides"),
    [
        (40, WORK, True, 7, False),
        (40, WORK, False, 7, True),  # nobody's staff asks as evenly
        (40, ALWAYS, True, 7, True),  # nor at night
        (4, WORK, True, 7, True),  # nor from everywhere
    ],
)
def test_cards_of_teams_hide_nobody_where_people_work(
    seated: int, slots: range, uneven: bool, machines: int, hides: bool
) -> None:
    assert (Family.PAYMENT in verdict(seated, slots, uneven, machines).dispersed) == hides


@pytest.mark.parametrize(("seated", "hides"), [(40, False), (4, True)])
def test_who_comes_too_rarely_to_tell_whether_he_sleeps_is_no_machine(seated: int, hides: bool) -> None:
    made = verdict(seated, WORK, uneven=True, machines=10, every=2)
    assert not any(term.kind == "nights" for term in made.terms)
    assert (Family.PAYMENT in made.dispersed) == hides


@pytest.mark.parametrize(
    ("domain", "slots", "hides"), [("firm", WORK, False), ("firm", ALWAYS, True), ("", WORK, True)]
)
def test_colleagues_who_show_it_may_do_the_same_work_each_day(domain: str, slots: range, hides: bool) -> None:
    assert (Family.PAYMENT in verdict(4, slots, uneven=False, machines=7, domain=domain).dispersed) == hides


@pytest.mark.parametrize(
    ("cards", "slots", "machines", "hides"),
    [
        (5, WORK, 0, False),  # only what they ask joins one team's card to the next
        (10, WORK, 0, True),  # four accounts a card spread a risk
        (5, WORK, 7, True),  # machines go round among all of them
        (5, ALWAYS, 0, True),  # nobody is at work at all hours
    ],
)
def test_teams_at_home_have_a_card_each_and_share_nothing_else(
    cards: int, slots: range, machines: int, hides: bool
) -> None:
    assert (Family.PAYMENT in verdict(4, slots, uneven=False, machines=machines, cards=cards).dispersed) == hides


@pytest.mark.parametrize(
    ("one_card", "hired", "hides"),
    [
        (True, 0.5, False),  # a firm's jobs: its staff's mailboxes, its own machines
        (False, 0.5, True),  # one name on many cards
        (True, 0.0, True),  # a card from everywhere
    ],
)
def test_one_card_and_one_server_are_a_firms(one_card: bool, hired: float, hides: bool) -> None:
    made = verdict(4, ALWAYS, uneven=False, machines=7)
    made.contained, made.dispersed = {Family.PAYMENT: "billing_name x"}, {Family.EMAIL, Family.DEVICE, Family.NETWORK}
    made.one_card, made.hired = one_card, hired
    _of_a_house(made, [Family.PAYMENT])
    assert (Family.EMAIL in made.dispersed) == hides


@pytest.mark.parametrize(("slots", "hides"), [(WORK, False), (ALWAYS, True)])
def test_telephones_of_supervisors_hide_nobody_where_people_work(slots: range, hides: bool) -> None:
    made = verdict(40, slots, uneven=True)
    made.contained = {Family.PAYMENT: "instrument x", Family.NETWORK: "ip y"}
    made.dispersed, made.callers = {Family.EMAIL, Family.DEVICE}, 12.0
    _of_a_house(made, [Family.NETWORK, Family.PAYMENT])
    assert made.dispersed == ({Family.EMAIL} if hides else set())


@pytest.mark.parametrize("parent", [True, False])
def test_who_says_that_they_are_one_customer_hides_nothing(parent: bool) -> None:
    assert bool(verdict(4, ALWAYS, uneven=False, machines=7, parent=parent).dispersed) != parent


@pytest.mark.parametrize(
    ("members", "seated", "sits"), [(15, 10, True), (15, 8, False), (40, 26, True), (40, 24, False)]
)
def test_few_members_are_given_the_benefit_of_the_doubt(members: int, seated: int, sits: bool) -> None:
    made = world(seated, WORK, uneven=True)
    assert (place(made, profile_of(made, MEMBERS[:members])) is not None) == sits


def product(client: str, alone: bool) -> Verdict:
    """Forty accounts of one client that ask the same, behind ten subnets: their own or a cloud's."""
    rng = random.Random(2)
    crowd = [f"h{i:04d}" for i in range(1000)]
    cloud = {f"172.16.{n}.0/24": STAFF[n::10] + ([] if alone else crowd[9 * n : 9 * n + 8]) for n in range(10)}
    homes = {f"10.{i % 200}.{i}.0/24": crowd[i : i + 2] for i in range(0, 999, 2)}
    clients = {"browser": crowd + STAFF} if client == "browser" else {"browser": crowd, client: STAFF}
    topics = {"hot-1": STAFF, "hot-2": STAFF} | {f"usual-{n}": crowd[n::20] for n in range(20)}
    visits: list[Visit] = []
    for i, one in enumerate(crowd + STAFF):
        mine = [f"usual-{i % 20}"] if i < len(crowd) else ["hot-1", "hot-2"]
        visits += [(one, day, rng.choice(WORK), topic, 3) for day in range(100, 103) for topic in mine]
    snapshot = sketch(crowd + STAFF, {"subnet": homes | cloud, "client": clients, "query_cluster": topics}, visits)
    made = world_of(snapshot, link(snapshot).features, behaviour_of(snapshot))
    return judge(made, profile_of(made, np.arange(1000, 1040)), None, RingConfig())


@pytest.mark.parametrize(
    ("client", "alone", "hides"),
    [
        ("app/1.0", False, False),
        ("app/1.0", True, True),  # nobody else is where they come from
        ("browser", False, True),  # no product that would explain it
    ],
)
def test_the_servers_of_a_product_hide_nobody(client: str, alone: bool, hides: bool) -> None:
    assert (Family.NETWORK in product(client, alone).dispersed) == hides


@pytest.mark.parametrize(
    ("slots", "holders", "domain", "hidden", "hides"),
    [
        (WORK, 34.0, "firm", {Family.PAYMENT}, False),  # a card for each team
        (WORK, 4.0, "firm", {Family.PAYMENT}, True),  # handfuls spread a risk
        (WORK, 34.0, "firm", {Family.PAYMENT, Family.DEVICE}, True),  # handsets go round as well
        (ALWAYS, 34.0, "firm", {Family.PAYMENT}, True),  # nobody is at work at all hours
        (WORK, 34.0, "", {Family.PAYMENT}, True),  # no feed tells of mailboxes
    ],
)
def test_an_office_has_a_card_for_each_team(
    slots: range, holders: float, domain: str, hidden: set[Family], hides: bool
) -> None:
    made = verdict(40, slots, uneven=False, machines=7, domain=domain)
    made.terms = [term for term in made.terms if term.kind not in BRAKES]
    made.contained, made.place, made.holders, made.shown = {Family.NETWORK: "ip y"}, True, holders, False
    made.dispersed = set(hidden)
    _of_a_house(made, [Family.NETWORK])
    assert (Family.PAYMENT in made.dispersed) == hides


@pytest.mark.parametrize(("seldom", "called", "hides"), [(True, 0.4, False), (False, 0.4, True), (True, 0.8, True)])
def test_who_comes_too_seldom_to_be_timed_may_have_supervisors(seldom: bool, called: float, hides: bool) -> None:
    made = verdict(40, WORK, uneven=False)
    made.terms = [term for term in made.terms if term.kind not in ("nights", "synchrony")]
    made.contained = {Family.PAYMENT: "instrument x", Family.NETWORK: "ip y"}
    made.dispersed, made.called, made.callers, made.seldom = {Family.EMAIL}, called, 3.0, seldom
    _of_a_house(made, [Family.NETWORK, Family.PAYMENT])
    assert bool(made.dispersed) == hides


@pytest.mark.parametrize(
    ("called", "callers", "uneven", "seated", "hides"),
    [
        (0.4, 3.0, False, 4, False),
        (0.6, 3.0, False, 4, False),
        (0.8, 3.0, False, 4, True),
        (1.0, 12.0, False, 4, False),
        (1.0, 5.0, False, 4, True),
        (1.0, 5.0, False, 40, False),  # people of one office, which pays for all
        (1.0, 5.0, True, 4, False),
        (1.0, 3.0, True, 4, True),
        (1.0, 3.0, True, 40, True),
        (0.0, 0.0, False, 4, False),
    ],
)
def test_supervisors_verify_some_or_many(called: float, callers: float, uneven: bool, seated: int, hides: bool) -> None:
    made = verdict(seated, WORK, uneven=uneven)
    made.contained = {Family.PAYMENT: "instrument x", Family.NETWORK: "ip y"}
    made.dispersed, made.called, made.callers = {Family.EMAIL, Family.DEVICE}, called, callers
    _of_a_house(made, [Family.NETWORK, Family.PAYMENT])
    assert made.dispersed == ({Family.EMAIL} if hides else set())


@pytest.mark.parametrize(
    ("slots", "hidden", "hides"),
    [
        (WORK, {Family.DEVICE, Family.EMAIL}, False),  # who has neither is lent both
        (WORK, {Family.EMAIL}, True),  # one machine runs them all
        (WORK, {Family.DEVICE, Family.EMAIL, Family.PAYMENT}, True),  # cards go round as well
        (ALWAYS, {Family.DEVICE, Family.EMAIL}, True),  # nobody is awake at all hours
    ],
)
def test_people_of_one_place_are_lent_machines_and_telephones(slots: range, hidden: set[Family], hides: bool) -> None:
    made = verdict(40, slots, uneven=False)
    made.terms.append(Term(Family.EMAIL, "shared_phone", "", 0, 40, 2.0, ""))
    made.contained, made.dispersed, made.called, made.callers = {Family.NETWORK: "ip y"}, set(hidden), 0.5, 4.0
    _of_a_house(made, [Family.NETWORK])
    assert bool(made.dispersed - {Family.DEVICE}) == hides


@pytest.mark.parametrize(
    ("one_card", "one_line", "rents", "hides"),
    [
        (True, True, False, False),  # a society that helps its members to an account
        (False, True, False, True),
        (True, False, False, True),
        (True, True, True, True),  # it has no need of a list of exits
    ],
)
def test_one_card_and_one_telephone_are_a_societys(one_card: bool, one_line: bool, rents: bool, hides: bool) -> None:
    made = verdict(4, WORK, uneven=False)
    made.contained, made.dispersed = {Family.PAYMENT: "instrument x"}, {Family.DEVICE, Family.NETWORK}
    made.one_card, made.one_line = one_card, one_line
    if rents:
        made.terms.append(Term(Family.NETWORK, "roaming", "", 0, 40, 2.0, ""))
    _of_a_house(made, [Family.PAYMENT])
    assert bool(made.dispersed) == hides


@pytest.mark.parametrize(
    ("slots", "callers", "hired", "domain", "hides"),
    [
        (WORK, 8.0, 0.0, False, False),  # a guild's, a school scheme's: many by each number
        (WORK, 3.0, 0.0, False, True),  # who hides spreads few over each
        (WORK, 8.0, 0.5, False, True),  # on a hired server
        (WORK, 8.0, 0.0, True, True),  # in mailboxes that somebody made
        (ALWAYS, 8.0, 0.0, False, True),  # at all hours
    ],
)
def test_whoever_helps_many_to_an_account_hides_nobody(
    slots: range, callers: float, hired: float, domain: bool, hides: bool
) -> None:
    made = verdict(4, slots, uneven=False)
    made.terms = [term for term in made.terms if term.kind not in BRAKES]
    if domain:
        made.terms.append(Term(Family.EMAIL, "shared_email_domain", "", 0, 40, 2.0, ""))
    made.contained, made.dispersed, made.called, made.callers, made.hired = {}, {Family.EMAIL}, 1.0, callers, hired
    made.terms.append(Term(Family.DEVICE, "shared_device", "", 0, 40, 2.0, ""))
    excuse(made, made.profile.world)
    assert bool(made.dispersed) == hides


@pytest.mark.parametrize(("slots", "hides"), [(WORK, False), (ALWAYS, True)])
def test_machines_at_a_crowded_line_are_its_houses_whoever_could_hire_it(slots: range, hides: bool) -> None:
    made = verdict(4, slots, uneven=False)
    made.contained, made.dispersed, made.crowded, made.hired = {}, {Family.DEVICE}, "ip y", 0.5
    excuse(made, made.profile.world)
    assert bool(made.dispersed) == hides
