"""Where groups sit: offices of several exits, firms side by side in one building, and lists of exits of one's own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from app.linkage import link
from app.model.snapshot import NetworkInfo
from app.rings.evidence.group_test import together
from app.rings.evidence.houses import houses
from app.rings.evidence.places import place
from app.rings.evidence.shared_kinds import sharing
from app.rings.membership.passers_by import bought, passing_by
from app.rings.population.behaviour import behaviour_of
from app.rings.population.networks import providers
from app.rings.population.profile import profile_of
from app.rings.population.world import World, world_of
from benchmarks.sketch import Visit, sketch

Shared = dict[str, dict[str, list[str]]]
PEOPLE = [f"h{i:03d}" for i in range(300)]
STAFF = [f"s{i:03d}" for i in range(40)]
MEMBERS = np.arange(300, 340)


def world(shared: Shared) -> World:
    """Three hundred people at home in pairs, and forty accounts that ask the same two things."""
    homes = {f"10.1.{i}.0/24": PEOPLE[i : i + 2] for i in range(0, 299, 2)}
    asked = {f"usual-{n}": PEOPLE[n::20] for n in range(20)} | {"hot-1": STAFF, "hot-2": STAFF}
    kinds = {**shared, "subnet": {**homes, **shared.get("subnet", {})}, "query_cluster": asked}
    visits: list[Visit] = [(one, 100, 100 + n % 80, f"usual-{n % 20}", 1) for n, one in enumerate(PEOPLE)]
    visits += [(one, day, 100 + n, f"hot-{1 + n % 2}", 1) for n, one in enumerate(STAFF) for day in (100, 101)]
    snapshot = sketch(PEOPLE + STAFF, kinds, visits)
    return world_of(snapshot, link(snapshot).features, behaviour_of(snapshot))


def exits(subnet: str, accounts: list[str]) -> dict[str, list[str]]:
    """Four addresses of a subnet; each account uses two of them."""
    return {f"{subnet}.{n}": [one for i, one in enumerate(accounts) if n in (i % 4, (i + 1) % 4)] for n in range(4)}


def test_an_office_of_several_exits_is_one_place():
    made = world({"ip": exits("192.168.7", STAFF)})
    found = place(made, profile_of(made, MEMBERS))
    assert found is not None and (found.name, found.hired) == ("4 addresses of 192.168.7.0/24", False)


def test_addresses_that_others_use_as_much_are_nobodys_place():
    made = world({"ip": exits("192.168.7", STAFF + PEOPLE[:60])})
    assert place(made, profile_of(made, MEMBERS)) is None


@pytest.mark.parametrize(
    ("kind", "accounts", "sits"),
    [("residential", 150, False), ("mobile", 150, False), ("residential", 60, True), ("education", 150, True)],
)
def test_hundreds_at_one_line_for_homes_are_no_household(kind: str, accounts: int, sits: bool):
    many = PEOPLE[:accounts]
    made = world({"ip": {"192.168.7.1": many}, "subnet": {"192.168.7.0/24": many}})
    told = NetworkInfo(prefix="192.168.0.0/16", asn=64500, organization="net", kind=kind)
    made = replace(made, snapshot=replace(made.snapshot, subnets={"192.168.7.0/24": told}))
    found = place(made, profile_of(made, np.arange(accounts)))
    assert found is not None and found.crowded != sits


def lines(count: int, kind: str, providers: int = 1) -> str | None:
    """Where the staff sit who each use one of so many lines, in as many /24 of one provider or several."""
    spread = {f"10.{n}.0.1": STAFF[n::count] for n in range(count)}
    made = world({"ip": spread})
    told = {
        f"10.{n}.0.0/24": NetworkInfo(prefix="10.0.0.0/8", asn=64500 + n % providers, organization="net", kind=kind)
        for n in range(count)
    }
    found = place(replace(made, snapshot=replace(made.snapshot, subnets=told)), profile_of(made, MEMBERS))
    return found.name if found else None


def test_a_few_lines_of_one_provider_are_a_house():
    assert lines(3, "residential") == "3 addresses of AS64500"


@pytest.mark.parametrize(
    ("count", "kind", "providers"), [(4, "residential", 1), (3, "hosting", 1), (3, "residential", 2)]
)
def test_a_list_of_exits_is_none(count: int, kind: str, providers: int):
    """Neither are servers that anybody hires, nor lines of several providers."""
    assert lines(count, kind, providers) is None


def test_exits_all_over_are_no_place():
    spread = {f"10.{n}.0.1": [one for i, one in enumerate(STAFF) if n in (i % 8, (i + 3) % 8)] for n in range(8)}
    made = world({"ip": spread})
    assert place(made, profile_of(made, MEMBERS)) is None


def firms(cards: dict[str, list[str]] | None = None) -> World:
    """Two firms in one building: a mail domain and four addresses each, the subnet in common."""
    mail = {f"firm-{n}.example": STAFF[n::2] for n in range(2)}
    mine = exits("192.168.7", STAFF[::2]) | {f"192.168.7.{100 + n}": STAFF[1::4] + STAFF[3::4] for n in range(2)}
    return world({"email_domain": mail, "ip": mine, **({"instrument": cards} if cards else {})})


def test_firms_side_by_side_with_addresses_of_their_own_are_houses():
    made = firms()
    told = houses(made, profile_of(made, MEMBERS))
    assert told == "2 houses, each with a mail domain and addresses of its own"
    assert houses(made, profile_of(made, MEMBERS), at_home=False) is None  # from all over the world


def test_cards_that_go_round_among_houses_are_an_operators():
    made = firms({f"card-{n}": STAFF[4 * n : 4 * n + 4] for n in range(10)})
    assert houses(made, profile_of(made, MEMBERS)) is None


def pool(passing: int, cards: dict[str, list[str]] | None = None) -> World:
    """Members on 12 networks each of 16 providers; the last ones on a single one of them."""
    regular = STAFF[: len(STAFF) - passing]
    lists = {
        f"{20 + n}.0.0.0/24": [one for i, one in enumerate(regular) if (n + i) % 4] + STAFF[len(regular) + n :][:1]
        for n in range(16)
    }
    return world({"subnet": lists, **({"instrument": cards} if cards else {})})


def test_a_list_of_exits_in_common_is_told_from_one():
    made = pool(passing=0)
    provider = providers(made.snapshot, made.features)
    assert provider is not None
    assert together(made, profile_of(made, MEMBERS), provider).tolist() == [12] * 40
    assert not passing_by(made, profile_of(made, MEMBERS), provider).any()


def test_who_has_one_network_of_the_list_passes_by():
    made = pool(passing=6)
    provider = providers(made.snapshot, made.features)
    profile = profile_of(made, MEMBERS)
    assert profile.members[passing_by(made, profile, provider)].tolist() == MEMBERS[34:].tolist()
    assert not passing_by(made, profile, None).any()


def test_who_has_a_card_of_theirs_does_not():
    made = pool(passing=6, cards={"card": STAFF[30:], "other": STAFF[:30]})
    provider = providers(made.snapshot, made.features)
    assert not passing_by(made, profile_of(made, MEMBERS), provider).any()


def test_many_exits_of_one_subnet_for_a_few_each_are_a_pool_and_no_place():
    rotated = {f"192.168.7.{n}": [one for i, one in enumerate(STAFF) if (n - i) % 20 in (0, 7, 13)] for n in range(20)}
    made = world({"ip": rotated})
    assert place(made, profile_of(made, MEMBERS)) is None


@pytest.mark.parametrize(("kind", "shares"), [("mobile", 0.0), ("hosting", 1.0)])
def test_customers_of_one_carrier_share_its_networks_because_they_live_there(kind: str, shares: float):
    """Ten networks of one provider, four members each, and as many others in them all the same."""
    nets = {f"10.9.{n}.0/24": [*STAFF[n::10], *PEOPLE[n:100:25]] for n in range(10)}
    made = world({"subnet": nets})
    told = NetworkInfo(prefix="10.9.0.0/16", asn=64500, organization="net", kind=kind)
    other = NetworkInfo(prefix="10.8.0.0/16", asn=64501, organization="other", kind=kind)
    lived = dict.fromkeys(list(nets)[:5], told) | dict.fromkeys(list(nets)[5:], other)
    snapshot = replace(made.snapshot, subnets=lived)
    provider = providers(snapshot, made.features)
    found = sharing(made, profile_of(made, MEMBERS), "subnet", provider)
    assert found is None or (found.dispersed, found.nearby) == (shares, 1.0)


@pytest.mark.parametrize(("used", "paying", "gone"), [(False, 30, 10), (False, 18, 22), (True, 30, 0)])
def test_a_sellers_other_customers_are_no_members(used: bool, paying: int, gone: int):
    """Some pay with a ring's cards; the others were made on its machines, or work on them, and ask nothing."""
    machines = {f"device-{n}": STAFF[n::5] for n in range(5)}
    cards = {f"card-{n}": STAFF[n:paying:6] for n in range(6)}
    base = world({"device": machines, "instrument": cards})
    asks = {**base.snapshot.memberships}
    part = asks["device"]
    asks["device"] = replace(part, made=np.full(len(part.account), not used))
    rows = base.snapshot.activity
    kept = rows.account < 300 + paying
    quiet = replace(
        rows,
        **{name: getattr(rows, name)[kept] for name in ("account", "day", "hour", "cluster", "model", "exchanges")},
    )
    snapshot = replace(base.snapshot, memberships=asks, activity=quiet)
    made = world_of(snapshot, link(snapshot).features, behaviour_of(snapshot))
    found = bought(made, profile_of(made, MEMBERS))
    assert np.flatnonzero(found).tolist() == list(range(40 - gone, 40))
