"""Degenerate inputs: detection answers without an error, accuses nobody, and gives the same answer twice."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from app.model.detection import Detection, State
from app.model.snapshot import Memberships, Snapshot
from benchmarks.offline import detect_offline
from benchmarks.sketch import Visit, sketch

pytest.importorskip("app.rings.detect")

PEOPLE = [f"p{i:04d}" for i in range(400)]


def living(accounts: list[str], *, days: int = 14, seed: int = 1, topics: int = 60, exchanges: int = 3) -> list[Visit]:
    """Independent days, hours and topics for each account."""
    rng = np.random.default_rng(seed)
    return [
        (account, 20_000 + int(day), int(rng.integers(288)), f"topic-{rng.integers(topics)}", exchanges)
        for account in accounts
        for day in rng.choice(days, min(days, 5), replace=False)
    ]


def own(kind: str, accounts: list[str]) -> dict[str, list[str]]:
    return {f"{kind}-of-{account}": [account] for account in accounts}


def nobody() -> Snapshot:
    return sketch([], {})


def identifiers_before_the_first_account() -> Snapshot:
    """As of a day on which addresses and clients were known, and nobody who had used one."""
    empty, none = sketch([], {}), np.zeros(0, np.int32)
    shared = {
        kind: Memberships(kind, np.array([f"{kind}-1", f"{kind}-2"], dtype=object), np.zeros(2, np.int32), none, none)
        for kind in ("instrument", "ip", "client", "query_cluster")
    }
    return Snapshot(empty.population, shared, empty.activity, as_of_day=empty.as_of_day)


def one_account() -> Snapshot:
    return sketch(["only"], {"ip": {"192.0.2.1": ["only"]}}, living(["only"]))


def two_accounts_that_share_everything() -> Snapshot:
    both = ["a", "b"]
    shared = {"instrument": {"c": both}, "ip": {"i": both}, "client": {"x": both}, "device": {"d": both}}
    return sketch(both, shared, living(both))


def four_accounts_that_share_everything() -> Snapshot:
    """A ring has at least five accounts."""
    four = PEOPLE[:4]
    kinds = ("instrument", "ip", "subnet", "client", "device", "email_domain", "query_cluster")
    visits = [(account, 20_000 + day, 100, "topic", 40) for account in four for day in range(14)]
    return sketch(PEOPLE, {kind: {"one": four} for kind in kinds}, visits + living(PEOPLE[4:]))


def everybody_on_one_address() -> Snapshot:
    shared = {"ip": {"192.0.2.1": PEOPLE}, "subnet": {"192.0.2.0/24": PEOPLE}, "instrument": own("card", PEOPLE)}
    return sketch(PEOPLE, shared, living(PEOPLE))


def everybody_the_same_in_everything() -> Snapshot:
    kinds = ("instrument", "ip", "subnet", "client", "device", "email_domain", "email_pattern", "query_cluster")
    visits = [(account, 20_000 + day, 100, "topic", 5) for account in PEOPLE for day in range(10)]
    return sketch(PEOPLE, {kind: {"one": PEOPLE} for kind in kinds}, visits, created=dict.fromkeys(PEOPLE, 28_000_000))


def nothing_shared() -> Snapshot:
    return sketch(PEOPLE, {kind: own(kind, PEOPLE) for kind in ("instrument", "ip", "device")}, living(PEOPLE))


def no_identifier_at_all() -> Snapshot:
    """Every optional column null: accounts and times only."""
    return sketch(PEOPLE, {}, [(account, day, slot, None, n) for account, day, slot, _, n in living(PEOPLE)])


def no_exchange_at_all() -> Snapshot:
    return sketch(PEOPLE, {"instrument": own("card", PEOPLE), "subnet": {"192.0.2.0/24": PEOPLE[:30]}})


def one_day_only() -> Snapshot:
    shared = {"ip": {f"192.0.2.{i}": PEOPLE[4 * i : 4 * i + 4] for i in range(100)}, "client": {"usual": PEOPLE}}
    return sketch(PEOPLE, shared, living(PEOPLE, days=1))


def one_name_for_identifiers_of_every_kind() -> Snapshot:
    kinds = ("instrument", "ip", "subnet", "client", "device", "email_domain")
    return sketch(
        PEOPLE, {kind: {"unknown": PEOPLE[i::3], "": PEOPLE[:9]} for i, kind in enumerate(kinds)}, living(PEOPLE)
    )


def enormous_volumes() -> Snapshot:
    visits = living(PEOPLE, exchanges=3_000_000_000)
    return sketch(PEOPLE, {"ip": {f"i{i}": PEOPLE[i : i + 2] for i in range(0, 400, 2)}}, visits)


def households() -> Snapshot:
    """Five at home: one address, one card, one mail domain; nothing else in common."""
    homes = [PEOPLE[5 * i : 5 * i + 5] for i in range(80)]
    shared = {
        "ip": {f"192.0.2.{i}": home for i, home in enumerate(homes)},
        "instrument": {f"card-{i}": home[:3] for i, home in enumerate(homes)},
        "email_domain": {"gmail.com": PEOPLE[:300], **{f"family{i}.me": homes[i] for i in range(60, 80)}},
    }
    return sketch(PEOPLE, shared, living(PEOPLE))


def a_company_of_half_the_population() -> Snapshot:
    staff = PEOPLE[:200]
    shared = {
        "ip": {f"192.0.2.{i}": staff for i in range(3)} | {f"h{a}": [a] for a in PEOPLE[200:]},
        "subnet": {"192.0.2.0/24": staff},
        "email_domain": {"company.com": staff, "gmail.com": PEOPLE[200:]},
        "instrument": {"company-card": staff} | own("card", PEOPLE[200:]),
    }
    return sketch(PEOPLE, shared, living(PEOPLE))


INNOCENT: list[Callable[[], Snapshot]] = [
    nobody,
    identifiers_before_the_first_account,
    one_account,
    two_accounts_that_share_everything,
    four_accounts_that_share_everything,
    everybody_on_one_address,
    everybody_the_same_in_everything,
    nothing_shared,
    no_identifier_at_all,
    no_exchange_at_all,
    one_day_only,
    one_name_for_identifiers_of_every_kind,
    enormous_volumes,
    households,
    a_company_of_half_the_population,
]


def flagged(detection: Detection) -> list[set[str]]:
    return [{m.account_id for m in group.members} for group in detection.groups if group.state is State.FLAGGED]


@pytest.mark.parametrize("world", INNOCENT, ids=lambda world: world.__name__)
def test_nobody_is_accused(world: Callable[[], Snapshot]) -> None:
    assert flagged(detect_offline(world())) == []


@pytest.mark.parametrize("world", INNOCENT, ids=lambda world: world.__name__)
def test_groups_are_disjoint_sorted_and_scored(world: Callable[[], Snapshot]) -> None:
    snapshot = world()
    detection = detect_offline(snapshot)
    members = [member.account_id for group in detection.groups for member in group.members]
    assert len(members) == len(set(members))
    assert set(members) <= set(snapshot.population.account_ids)
    for group in detection.groups:
        ids = [member.account_id for member in group.members]
        assert ids == sorted(ids)
        assert 0.0 <= group.score <= 1.0
        assert all(0.0 <= member.score <= 1.0 for member in group.members)
    assert detect_offline(snapshot) == detection


def test_a_ring_of_most_of_the_population_accuses_no_honest_account() -> None:
    ring, honest = PEOPLE[:240], PEOPLE[240:]
    rng = np.random.default_rng(3)
    bursts = [(20_000 + day, int(slot)) for day in range(14) for slot in rng.choice(288, 6, replace=False)]
    shared = {
        "instrument": {f"card-{i}": ring[6 * i : 6 * i + 8] for i in range(40)} | own("card", honest),
        "subnet": {f"198.18.{i}.0/24": ring[12 * i : 12 * i + 30] for i in range(20)},
        "client": {"antidetect": ring, "usual": honest},
        "email_domain": {"gmail.com": honest} | {f"mail{i}.xyz": ring[20 * i : 20 * i + 20] for i in range(12)},
        "query_cluster": {f"target-{i}": ring for i in range(3)},
    }
    visits = [(account, day, slot, f"target-{slot % 3}", 5) for account in ring for day, slot in bursts]
    found = flagged(detect_offline(sketch(PEOPLE, shared, visits + living(honest))))
    assert not set().union(*found) & set(honest)
