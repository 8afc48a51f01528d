"""Honest groups that look like rings: companies, universities, agencies, fleets, vendors, resellers, hackathons."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.heldout.cast import DAY, Ints
from benchmarks.heldout.honest import personal, volumes, wallets
from benchmarks.heldout.mailbox import domain_name, people, staff
from benchmarks.heldout.setting import COUNTRIES, SLOTS, TARGETS, Setting


def _office(world: Setting, kind: str, name: str, addresses: int) -> Ints:
    return world.net.addresses_in(np.repeat(world.net.provider(kind, name, 1), addresses))


def _somewhere(world: Setting) -> str:
    return COUNTRIES[int(world.rng.choice(len(COUNTRIES), p=world.country_p))][0]


def company(world: Setting, number: int) -> None:
    """Staff on one mail domain, an office network, often one card or invoice and one sign-on."""
    rng = world.rng
    n = int(np.clip(rng.lognormal(2.8, 0.9), 5, 400))
    domain, code = domain_name(rng), _somewhere(world)
    created = (
        np.maximum.accumulate(
            np.sort(rng.uniform(-400, world.style.days * 0.3) + rng.exponential(12, n).cumsum() * 0.3)
        )
        * DAY
    )
    created = np.minimum(created, world.style.days * 0.85 * DAY)
    staff_ids = personal(
        world,
        n,
        population="company",
        group_id=f"company-{number}",
        created=created,
        country=code,
        email=staff(rng, n, domain),
        org=domain.split(".")[0],
        plan_name="team",
        verified="contract" if rng.random() < 0.3 else "email",
        profile=world.human["day", code],
        weekend=0.1,
    )
    exits = _office(world, "business", domain, int(rng.integers(1, 5)))
    world.cast.give("ip", np.repeat(staff_ids, len(exits)), np.tile(exits, n), 2.0)
    away = staff_ids[rng.random(n) < 0.6]
    world.own_homes(away, np.full(len(away), code, dtype=object))
    world.some_topics(staff_ids, 1, 5)
    world.some_topics(
        staff_ids,
        1,
        3,
        topics=world.mint_topics(
            int(rng.integers(1, 4)), ("customer-support", "software-engineering", "data-analysis"), "work"
        ),
    )
    world.some_clients(staff_ids)
    if rng.random() < 0.5:
        world.cast.give("client", staff_ids, rng.choice(world.usual_clients, 1, p=world.client_p), 3.0)
    world.own_devices(staff_ids)
    if rng.random() < 0.6:
        world.cast.pay(
            staff_ids,
            world.count("instrument", 1),
            kind="invoice" if rng.random() < 0.4 else "card",
            name=world.count("name", 1),
        )
    else:
        wallets(world, staff_ids, 0.4)


def university(world: Setting, number: int) -> None:
    """Students on campus addresses; courses signed up within an hour, all on the same exercises."""
    rng = world.rng
    n = int(rng.integers(150, 900))
    code = _somewhere(world)
    campus = _office(world, "education", f"University {number}", int(rng.integers(3, 30)))
    kind, domain = f"university-{number}", f"uni-{number}{rng.integers(99)}.edu"
    domains = np.full(n, domain, dtype=object)
    mail = np.where(rng.random(n) < 0.7, people(rng, n, domains), people(rng, n))
    created = world.past(n)
    courses = np.repeat(-1, n)
    for course in range(int(rng.integers(1, 4))):
        who = rng.choice(n, min(n, int(rng.integers(20, 150))), replace=False)
        courses[who] = course
        opening = rng.uniform(0, world.style.days * 0.6) * DAY
        late = rng.random(len(who)) < 0.8
        created[who[late]] = opening + rng.uniform(0, 3000, int(late.sum()))
    students = personal(world, n, population="university", group_id=kind, created=created, country=code, email=mail)
    many = rng.integers(1, min(6, len(campus)) + 1, n)
    who = np.repeat(students, many)
    world.cast.give("ip", who, rng.choice(campus, len(who)), 1.5)
    homes = students[rng.random(n) < 0.7]
    world.own_homes(homes, np.full(len(homes), code, dtype=object))
    world.some_topics(students, 1, 5)
    for course in range(courses.max() + 1):
        world.some_topics(
            students[courses == course],
            1,
            3,
            topics=world.mint_topics(3, ("homework", "software-engineering"), "exercise"),
        )
    world.some_clients(students)
    world.own_devices(students, 0.9)
    wallets(world, students, 0.2)


def agency(world: Setting, number: int) -> None:
    """One card pays for customers who have their own mail domains, places and topics; the agency sometimes logs in."""
    rng = world.rng
    n = int(rng.integers(5, 41))
    mail = np.concatenate([staff(rng, 1, domain_name(rng)) for _ in range(n)])
    clients = personal(world, n, population="agency", group_id=f"agency-{number}", email=mail, plan_name="team")
    world.own_homes(clients, np.array([_somewhere(world) for _ in range(n)], dtype=object))
    desk = _office(world, "business", f"Agency {number}", 2)
    world.cast.give("ip", clients[rng.random(n) < 0.8], desk[:1], 0.3)
    world.some_topics(clients, 1, 5)
    world.some_clients(clients)
    world.own_devices(clients)
    world.cast.pay(
        clients, world.count("instrument", 1), name=world.count("name", 1), address=world.count("address", 1)
    )


def fleet(world: Setting, number: int, contract: bool) -> None:
    """A company's scheduled jobs: one account a customer or shard, one schedule, one task, one house that owns them."""
    rng = world.rng
    n = int(rng.integers(10, 81))
    domain = domain_name(rng)
    every = int(rng.choice([12, 24, 36, 72, 144, 288]))
    weights = np.full(SLOTS, 1e-4)
    weights[int(rng.integers(every)) :: every] = 1.0
    created = rng.uniform(-300, world.style.days * 0.4) * DAY + rng.uniform(0, 900, n)
    jobs = world.cast.add(
        n,
        population="fleet",
        group_id=f"fleet-{number}-{'contract' if contract else 'plain'}",
        created=created,
        first=np.maximum(created / DAY, 0),
        email=np.array(
            [f"svc+{i}@{domain}" if rng.random() < 0.7 else f"job{i}@{domain}" for i in range(n)], dtype=object
        ),
        org=domain.split(".")[0],
        country=_somewhere(world),
        plan_name="api",
        verified="contract" if contract else "email",
        profile=world.profile(weights),
        weekend=float(rng.choice([1.0, 0.2])),
        sessions=min(SLOTS / every, 8) * rng.uniform(0.7, 1.0),
        length=rng.uniform(1.0, 4.0),
        gap=rng.uniform(2, 20),
        spread=rng.uniform(5, 200),
        in_tokens=rng.lognormal(7.0, 0.4),
        out_tokens=rng.lognormal(4.6, 0.4),
    )
    hosts = _office(world, "hosting", domain, int(rng.integers(1, 9)))
    many = rng.integers(1, len(hosts) + 1, n)
    world.cast.give("ip", np.repeat(jobs, many), rng.choice(hosts, int(many.sum())))
    topics = world.mint_topics(
        int(rng.integers(1, 4)), ("customer-support", "summarisation", "translation", "data-analysis"), "job"
    )
    world.cast.give("topic", np.repeat(jobs, len(topics)), np.tile(topics, n))
    world.cast.give("client", jobs, rng.choice(world.usual_clients, 1, p=world.client_p))
    world.cast.pay(
        jobs, world.count("instrument", 1), kind=str(rng.choice(["invoice", "card"])), name=world.count("name", 1)
    )


def evaluation_vendor(world: Setting, number: int) -> None:
    """Authorised bulk: a benchmark laboratory under contract asks just what an extractor would ask, all day."""
    rng = world.rng
    n = int(rng.integers(8, 61))
    domain, code = domain_name(rng), _somewhere(world)
    created = rng.uniform(-200, world.style.days * 0.3) * DAY + rng.uniform(0, 5 * DAY, n)
    runs = world.cast.add(
        n,
        population="authorised-bulk",
        group_id=f"vendor-{number}",
        created=created,
        first=np.maximum(created / DAY, 0),
        email=staff(rng, n, domain),
        org=domain.split(".")[0],
        country=code,
        plan_name="enterprise",
        verified="contract",
        profile=world.profile(np.ones(SLOTS)),
        weekend=0.9,
        sessions=rng.uniform(1, 4, n),
        length=rng.uniform(4, 12),
        gap=8.0,
        in_tokens=rng.lognormal(7.2, 0.5),
        out_tokens=rng.lognormal(7.2, 0.5),
    )
    hosts = _office(world, "hosting", domain, int(rng.integers(2, 12)))
    world.cast.give("ip", np.repeat(runs, 3), rng.choice(hosts, 3 * n))
    world.some_topics(runs, 3, 8, topics=world.mint_topics(8, TARGETS, "benchmark"))
    world.cast.give("client", runs, rng.choice(world.usual_clients, 1, p=world.client_p))
    world.cast.pay(runs, world.count("instrument", 1), kind="invoice")


def reseller(world: Setting, number: int) -> Ints:
    """Customers of an honest reseller: its egress and client in common, sometimes its cards; all else their own.

    Returns the reseller's egress addresses: an operator may hide among its customers.
    """
    rng = world.rng
    n = int(rng.integers(60, 400))
    customers = personal(
        world, n, population="reseller-customer", group_id=f"reseller-{number}", plan_name="api", surface=0
    )
    egress = _office(world, "hosting", f"Reseller {number}", int(rng.integers(4, 30)))
    who = np.repeat(customers, rng.integers(1, 6, n))
    world.cast.give("ip", who, rng.choice(egress, len(who)), 2.0)
    world.cast.give("client", customers, world.mint_clients(1), 2.0)
    world.some_clients(customers[rng.random(n) < 0.4])
    world.some_topics(customers, 1, 7)
    cards = world.count("instrument", int(rng.integers(1, 6)))
    paid = customers[rng.random(n) < 0.5]
    world.cast.pay(paid, rng.choice(cards, len(paid)), kind="virtual-card", name=world.count("name", 1))
    wallets(world, customers, 0.2)
    return egress


def hackathon(world: Setting, number: int) -> None:
    """A weekend: accounts made within two hours in one hall, on one voucher and two problems; most then stop."""
    rng = world.rng
    n = int(rng.integers(30, 151))
    day = int(rng.integers(0, max(1, world.style.days - 3)))
    code = _somewhere(world)
    created = (day + 0.35) * DAY + rng.uniform(0, 7200, n)
    stays = rng.random(n) < 0.15
    teams = personal(
        world,
        n,
        population="private",
        group_id=f"hackathon-{number}",
        created=created,
        country=code,
        first=created / DAY,
        last=np.where(stays, 1e9, day + 2.2),
        **(volumes(world, n) | {"sessions": rng.uniform(2, 6, n), "length": rng.uniform(3, 8, n)}),
    )
    hall = _office(world, "business", f"Venue {number}", int(rng.integers(1, 4)))
    world.cast.give("ip", np.repeat(teams, len(hall)), np.tile(hall, n), 3.0)
    world.own_homes(teams, np.full(n, code, dtype=object), 0.5)
    world.some_topics(teams, 1, 3)
    world.some_topics(teams, 1, 2, topics=world.mint_topics(2, ("software-engineering",), "challenge"))
    world.some_clients(teams)
    world.own_devices(teams, 0.9)
    world.cast.pay(teams, world.count("instrument", 1), kind="wallet", added=created)


def coworking(world: Setting, number: int) -> None:
    """Freelancers at one address; nothing else in common."""
    rng = world.rng
    n = int(rng.integers(15, 100))
    code = _somewhere(world)
    tenants = personal(
        world, n, population="private", group_id=f"coworking-{number}", country=code, profile=world.human["day", code]
    )
    floor = _office(world, "business", f"Loft {number}", int(rng.integers(1, 4)))
    world.cast.give("ip", np.repeat(tenants, len(floor)), np.tile(floor, n), 2.0)
    world.own_homes(tenants, np.full(n, code, dtype=object))
    world.some_topics(tenants, 1, 7)
    world.some_clients(tenants)
    world.own_devices(tenants)
    wallets(world, tenants)


def cast_groups(world: Setting) -> list[Any]:
    """All groups for the size of the world; returns the egress addresses of its resellers."""
    rng, size, much = world.rng, world.style.honest, world.style.traps
    some = lambda share, least=0: max(least, round(rng.poisson(share * much)))  # noqa: E731
    for number in range(some(size / 250)):
        company(world, number)
    for number in range(some(size / 12_000, 1)):
        university(world, number)
    for number in range(some(size / 2_500)):
        agency(world, number)
    # Who sees neither contracts, mail domains nor networks could not tell a fleet from a ring: no fair question.
    tellable = world.style.has("email") or world.style.ip != "hash"
    for number in range(some(3, 1) if tellable else 0):
        fleet(world, number, contract=rng.random() < 0.5)
    for number in range(some(1) if tellable else 0):
        evaluation_vendor(world, number)
    egress = [reseller(world, number) for number in range(some(1))]
    for number in range(some(1)):
        hackathon(world, number)
    for number in range(some(2)):
        coworking(world, number)
    return egress
