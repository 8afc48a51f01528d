"""People and programs at work: companies, agencies, job fleets, resellers, contracted bulk users."""

from __future__ import annotations

import numpy as np

from benchmarks.fourth.people import mails, own_cards, own_domain, person
from benchmarks.fourth.tools import DAY, Array, loguniform, split
from benchmarks.fourth.topics import HARVESTED
from benchmarks.fourth.world import World, zones


def companies(world: World, total: int) -> None:
    """Sign-on by the company: one domain, one payer, an office exit, one image of the laptop, the same few tasks."""
    rng = world.rng
    while total > 0:
        size = min(total, int(loguniform(rng, 5, 400)))
        total -= size
        country = np.repeat(world.countries(1), size)
        domain = own_domain(rng)
        name = f"company-{domain.split('.')[0]}"
        net = world.net.open("business", country[0], int(rng.integers(1, 5)))
        office = world.net.draw(net, (size, 2))
        tasks = world.topics.special(
            int(rng.integers(5, 30)), ("data-analysis", "writing", "customer-support", "tool-use")
        )
        columns = person(
            world, country, population="company", group_id=name, organization=domain.split(".")[0],
            email=mails(rng, size, domain),
            exit2=world.exits.add_many(office), p2=rng.choice([0.95, 0.6, 0.3]), signup_ip=office[:, 0], plan="team",
            verified=rng.choice(["contract", "document", "email"]), weekend=0.1, profile=0,
            active=rng.beta(3, 2, size), phone=-1,
            q2=rng.uniform(0.3, 0.8, size),
        )  # fmt: skip
        columns["topic1"] = np.where(rng.random(size) < 0.5, world.topics.menus.add(tasks, 1.4), columns["topic1"])
        columns["client"] = np.where(rng.random(size) < rng.uniform(0.3, 0.95), columns["client"][0], columns["client"])
        if rng.random() < 0.5:  # provisioned in bulk by the sign-on system
            created = world.start + rng.uniform(-200, world.days * 0.5) * DAY + rng.uniform(0, 600, size)
            columns["created"], columns["first"] = created, (created - world.start) / DAY
        account = world.add(size, **columns)
        payer(world, account, str(rng.choice(["card", "invoice", "bank-debit"])), country[0])
        world.note_group(name, size, exits=net.used)


def payer(world: World, account: Array, kind: str, country: str) -> None:
    """One instrument, name and address for all."""
    number = int(world.serials(1)[0])
    code = str(410_000 + sum(map(ord, country)) * 97 + number % 7) if "card" in kind else None
    added = world.start - world.rng.exponential(150, len(account)) * DAY
    same = np.full(len(account), number)
    world.pay(account, same, kind=kind, issuer_country=country, bin=code, added=added, name=number, address=number)


def agencies(world: World, total: int) -> None:
    """An agency pays with its card for clients of its own, who work at home; it logs in to help each of them."""
    rng = world.rng
    for number, size in enumerate(split(rng, total, 5, 45)):
        country = np.repeat(world.countries(1), size)
        desk = world.net.draw(world.net.open("business", country[0], 2), 2)
        columns = person(
            world, country, population="agency", group_id=f"agency-{number}", exit3=world.exits.add(desk),
            p3=rng.uniform(0, 0.3),
            signup_ip=np.where(rng.random(size) < 0.6, desk[0], -1),
            email=[f"ai@{own_domain(rng)}" for _ in range(size)],
        )  # fmt: skip
        columns["signup_device"] = np.where(columns["signup_ip"] >= 0, columns["device"][0], columns["signup_device"])
        account = world.add(size, **columns)
        payer(world, account, str(rng.choice(["card", "virtual-card"])), country[0])
        world.note_group(f"agency-{number}", size)


def fleets(world: World, total: int) -> None:
    """Job fleets of honest companies: service accounts that wake by cron in one hosting range, same prompts."""
    rng = world.rng
    for number, size in enumerate(split(rng, total, 4, 40)):
        country = np.repeat(world.countries(1), size)
        domain = own_domain(rng)
        net = world.net.open("hosting", country[0], int(rng.integers(2, 12)))
        exits = world.net.draw(net, (size, 3))
        slots = rng.choice(np.arange(0, DAY, 900), int(rng.choice([1, 4, 12, 24, 48])), replace=False)
        tasks = world.topics.special(
            int(rng.integers(3, 30)), (str(rng.choice(["data-analysis", "translation", *HARVESTED])),)
        )
        columns = person(
            world, country, population="fleet", group_id=f"fleet-{number}", organization=domain.split(".")[0],
            plan="api",
            email=np.array([f"svc-{k:02d}@{domain}" for k in range(size)], dtype=object), web=0.0, phone=-1,
            device=-1, device2=-1,
            exit1=world.exits.add_many(exits), p2=0.0, rotate=6 * 3600, rate=loguniform(rng, 6, 45), active=0.95,
            weekend=rng.choice([0.2, 1]),
            verified=rng.choice(["contract", "email", "document"]), topic1=world.topics.menus.add(tasks),
            q2=rng.choice([0.02, 0.2]),
            template=0.9, schedule=world.schedule(slots, rng.choice([20, 300, 1500]), False), scheduled=0.95,
            client2=world.client(str(rng.choice(["python-sdk/1.52.0", "go-client/0.9", f"{domain}-worker/1"]))),
            signup_ip=exits[:, 0],
            signup_device=-1, keys=1,
        )  # fmt: skip
        created = world.start - rng.uniform(1, 300) * DAY + rng.uniform(0, 3600, size)
        account = world.add(size, **{**columns, "created": created, "first": (created - world.start) / DAY})
        if rng.random() < 0.7:
            world.amend(parent=np.where(np.arange(size) > 0, account[0], -1))
        payer(world, account, str(rng.choice(["card", "invoice"])), country[0])
        world.note_group(f"fleet-{number}", size, slots=len(slots))


def reseller_customers(world: World, total: int) -> None:
    """Customers of an honest reseller: its wallet pays, its gateway carries a part, the work is theirs."""
    rng = world.rng
    for number, size in enumerate(split(rng, total, 15, 120)):
        country = world.countries(size) if rng.random() < 0.4 else np.repeat(world.countries(1), size)
        net = world.net.open("hosting", str(country[0]), int(rng.integers(1, 5)))
        gate = world.exits.add(world.net.draw(net, 3))
        columns = person(
            world, country, population="reseller-customer", group_id=f"reseller-{number}", exit3=gate,
            p3=rng.choice([0.1, 0.5, 0.9]),
            verified=rng.choice(["contract", "document", "email"]), plan="api", web=rng.choice([0.0, 0.5], size),
        )  # fmt: skip
        if rng.random() < 0.5:
            columns["client2"] = world.client(f"{own_domain(rng, 'cloud')}-gateway/2")
        account = world.add(size, **columns)
        payer(world, account, str(rng.choice(["wallet", "invoice", "card"])), str(country[0]))
        own_cards(world, account, country, 0.1)
        world.note_group(f"reseller-{number}", size)


def bulk(world: World, total: int) -> None:
    """Contracted heavy users: evaluation vendors, benchmark labs, red teams. They ask what operators ask."""
    rng = world.rng
    for number, size in enumerate(split(rng, total, 1, 14)):
        country = np.repeat(world.countries(1), size)
        domain = own_domain(rng)
        net = world.net.open(str(rng.choice(["hosting", "business"])), country[0], 3)
        exits = world.net.draw(net, (size, 3))
        asked = (
            world.topics.bench_menu
            if rng.random() < 0.6
            else world.topics.menus.add(world.topics.special(40, HARVESTED))
        )
        columns = person(
            world, country, population="authorised-bulk", group_id=f"bulk-{number}",
            organization=domain.split(".")[0], plan="enterprise",
            email=mails(rng, size, domain), verified="contract", web=0.0, exit1=world.exits.add_many(exits),
            signup_ip=exits[:, 0],
            rate=loguniform(rng, 15, 60), active=0.8, profile=2, topic1=asked, q2=0.05, template=0.9,
            tz=zones(country), p2=0.0,
        )  # fmt: skip
        account = world.add(size, **columns)
        payer(world, account, "invoice", country[0])
        world.note_group(f"bulk-{number}", size)
