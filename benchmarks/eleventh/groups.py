"""Honest groups: companies, universities, agencies, fleets of jobs."""

from __future__ import annotations

import numpy as np

from benchmarks.eleventh import names
from benchmarks.eleventh.model import DAY, Account, Plan, World, age
from benchmarks.eleventh.people import account, home, instrument, own_card, pay, place


def office(world: World, owner: str) -> np.ndarray:
    """The addresses that a firm's office goes out by; small ones are not in the list of networks."""
    block = world.space.block(int(world.rng.choice([28, 29, 29, 30])), "business", owner, world.rng.random() < 0.6)
    return block[: int(world.rng.integers(1, 5))]


def company(world: World, number: int, size: int) -> None:
    """A firm: sign-on, a mail domain, an office, for some a card or a contract."""
    rng, domain, country = world.rng, names.company_domain(world), world.country()
    site, form, topics = world.space.site(office(world, domain)), int(rng.integers(3)), world.topics(4)
    card = instrument(world, str(rng.choice(["card", "invoice"])), country) if rng.random() < 0.35 else None
    contract, managed = rng.random() < 0.3, world.pick(names.WEB) if rng.random() < 0.3 else ""
    first = age(world)
    for _ in range(size):
        who = employee(world, f"company-{number}", country, site, max(first, age(world)))
        who.email, who.org, who.plan = names.staff(world, domain, form), domain, "team"
        who.verified = "contract" if contract else who.verified
        who.tastes += topics[: int(rng.integers(1, 5))]
        who.clients = [managed, managed] if managed and rng.random() < 0.8 else who.clients
        pay(world, who, card) if card else own_card(world, who, 0.3)


def employee(world: World, group: str, country: str, site: int, created: float) -> Account:
    """Somebody at a desk, at times at home."""
    who = account(world, "company", group, country, created)
    who.hour, who.weekend = float(world.rng.normal(13, 2)), float(world.rng.uniform(0, 0.3))
    place(world, who, site, 0.2)
    if world.rng.random() < 0.6:
        who.sites.append(home(world, country))
        who.weights.append(float(world.rng.uniform(0.1, 1)))
    return who


def university(world: World, number: int, size: int) -> None:
    """A campus behind a few addresses, with courses that meet."""
    country, domain = world.country(), f"uni{number}{world.pick(names.LAST)}.edu"
    site = world.space.site(world.space.block(20, "education", domain)[: int(world.rng.integers(3, 12))])
    first, left = len(world.accounts), size
    for _ in range(size):
        who = account(world, "university", f"university-{number}", country)
        who.email = names.staff(world, domain, 1) if world.rng.random() < 0.75 else names.mailbox(world)
        place(world, who, site)
        who.sites.append(home(world, country))
        who.weights.append(float(world.rng.uniform(0.3, 1.5)))
        own_card(world, who, 0.12)
    while left > 25:
        left -= course(world, first + size - left, min(left, int(world.rng.integers(20, 70))))


def course(world: World, first: int, size: int) -> int:
    """A class that meets twice a week and asks the same things; many sign up for it in one week."""
    rng, topics, days = world.rng, world.topics(6), world.style.days
    members, minute = list(range(first, first + size)), float(rng.integers(8, 20) * 60)
    begins = float(rng.uniform(-40, 5)) * DAY
    for who in (world.accounts[i] for i in members):
        who.targets = topics
        who.created = begins + float(rng.exponential(3)) * DAY if rng.random() < 0.6 else min(who.created, begins)
    weekday = set(rng.choice(5, size=2, replace=False).tolist())
    moments = [np.array([minute] if day % 7 in weekday else []) for day in range(days)]
    world.plans.append(Plan(members, moments, rng.beta(3, 4, size), rng.gamma(4, 1.0, size), 35.0))
    return size


def agency(world: World, number: int, size: int) -> None:
    """One card, many clients' accounts; the agency's office works for them, the clients from their own places."""
    rng, country, domain = world.rng, world.country(), names.company_domain(world)
    site, card = world.space.site(office(world, domain)), instrument(world, "card", country)
    topics, client = world.topics(5), world.pick(names.WEB)
    for _ in range(size):
        who = account(world, "agency", f"agency-{number}", country)
        who.email = names.mailbox(world, names.company_domain(world) if rng.random() < 0.6 else "")
        who.tastes, who.org = who.tastes[:3] + topics, who.email.split("@")[1]
        who.day_share, who.size = float(rng.beta(3, 3)), float(rng.lognormal(0.8, 0.6))
        place(world, who, site, 0.1)
        who.sites.append(home(world, country))
        who.weights.append(float(rng.uniform(0.1, 1.2)))
        who.clients[0] = client if rng.random() < 0.6 else who.clients[0]
        pay(world, who, card)


def fleet(world: World, number: int, size: int) -> None:
    """Service accounts of one firm on one schedule: night jobs that look like a ring."""
    rng, country, domain = world.rng, world.country(), names.company_domain(world)
    hosted = rng.random() < 0.6
    pool = rng.choice(world.pick(world.pools["hosting"]), int(rng.integers(1, 5))) if hosted else office(world, domain)
    site, card = world.space.site(pool), instrument(world, str(rng.choice(["invoice", "card"])), country)
    client, topics, first = world.pick(names.API), world.topics(int(rng.integers(3, 9))), age(world)
    contract, nested, start = rng.random() < 0.5, rng.random() < 0.5, len(world.accounts)
    for job in range(size):
        who = account(world, "fleet", f"fleet-{number}", country, first + float(rng.exponential(4)) * DAY)
        who.email, who.org, who.plan, who.phone = f"svc-{job:03d}@{domain}", domain, "api", ""
        who.verified, who.day_share, who.targets = "contract" if contract else "email", 0.0, topics
        who.sites, who.weights, who.clients, who.devices = [site], [1.0], [client, client], []
        who.parent = world.accounts[start].id if nested and job else ""
        who.created = min(who.created, (world.style.days - 3) * DAY)
        pay(world, who, card)
    world.plans.append(cron(world, list(range(start, start + size))))


def cron(world: World, members: list[int]) -> Plan:
    """The firm's timetable, the same every day, some on working days only."""
    rng, days, size = world.rng, world.style.days, len(members)
    every, minute, idle = int(rng.choice([60, 120, 180, 240])), int(rng.integers(0, 12)) * 5, rng.random() < 0.4
    moments = [np.array([]) if idle and day % 7 > 4 else np.arange(minute, 1440, every) for day in range(days)]
    per_act = rng.lognormal(np.log(float(rng.uniform(8, 40)) * every / 1440), 0.25, size)
    return Plan(members, moments, rng.uniform(0.7, 1.0, size), per_act, float(rng.choice([0.5, 1.0, 2.0])))
