"""People who learn together: universities with courses, bootcamps, hackathons."""

from __future__ import annotations

import numpy as np

from benchmarks.fourth.people import mails, own_cards, own_domain, person
from benchmarks.fourth.tools import DAY, Array, split
from benchmarks.fourth.world import World, zones


def universities(world: World, total: int) -> None:
    """Campuses: few exits, one mail domain, courses that all ask the week's homework before the deadline."""
    rng = world.rng
    for number, size in enumerate(split(rng, total, max(60, total // 6), max(120, total // 2))):
        country = np.repeat(world.countries(1), size)
        net = world.net.open("education", country[0], int(rng.integers(2, 9)))
        domain = own_domain(rng, str(rng.choice(["edu", "ac.uk", "edu.br", "ac.in"])))
        exits = world.net.draw(net, (size, 4))
        email = mails(rng, size, domain)
        private = rng.random(size) < 0.3
        email[private] = mails(rng, int(private.sum()))
        columns = person(
            world, country, population="university", group_id=f"university-{number}", email=email, profile=1,
            exit2=world.exits.add_many(exits), p2=rng.uniform(0.3, 0.9, size),
            organization=domain if rng.random() < 0.4 else None,
        )  # fmt: skip
        _courses(world, columns, size, int(zones(country[:1])[0]))
        account = world.add(size, **columns)
        own_cards(world, account, country, 0.2)
        if rng.random() < 0.4:  # the department pays for a part of them
            _one_instrument(world, account[rng.random(size) < 0.3], "invoice", str(country[0]))
        world.note_group(f"university-{number}", size, exits=net.used)


def _courses(world: World, columns: dict[str, Array], size: int, zone: int) -> None:
    """Put members into courses: the homework changes weekly, the work is done before one evening's deadline."""
    rng = world.rng
    columns["schedule"], columns["scheduled"] = np.full(size, -1), np.zeros(size)
    columns["template"] = np.full(size, 0.2)
    taken = 0
    for part in split(rng, int(size * 0.7), 12, 140):
        mine = slice(taken, taken + part)
        taken += part
        subject = ("software-engineering", "mathematics", "data-analysis", "education")[int(rng.integers(4))]
        menu = world.topics.menus.add(world.topics.special(int(rng.integers(9, 24)), (subject,)), period=7 * DAY)
        evening = ((19 - zone) % 24) * 3600
        columns["topic1"][mine], columns["q2"][mine] = menu, rng.uniform(0.2, 0.6, part)
        columns["schedule"][mine] = world.schedule(
            np.array([evening]), 4.5 * 3600, False, int(rng.choice([8, 16, 64, 72]))
        )
        columns["scheduled"][mine] = rng.uniform(0.3, 0.9)
        columns["template"][mine] = rng.uniform(0.3, 0.8)  # the assignment's text, pasted


def bootcamps(world: World, total: int) -> None:
    """Classes that sign up in one hour in one room, and do the same exercises on one image for weeks."""
    rng = world.rng
    for number, size in enumerate(split(rng, total, 12, 45)):
        country = np.repeat(world.countries(1), size)
        net = world.net.open("business", country[0], int(rng.integers(1, 4)))
        room = world.net.draw(net, (size, 2))
        at = world.start + rng.uniform(-30, world.days * 0.4) * DAY + rng.exponential(900, size)
        lesson = ((10 - int(zones(country[:1])[0])) % 24) * 3600
        columns = person(
            world, country, population="university", group_id=f"bootcamp-{number}", created=at, active=0.75,
            weekend=0.1,
            first=(at - world.start) / DAY, exit1=world.exits.add_many(room), signup_ip=room[:, 0],
            p2=rng.uniform(0.1, 0.5, size),
            exit2=world.exits.add_many(world.net.home(country, 2)), rate=rng.uniform(5, 11, size), template=0.6,
            topic1=world.topics.menus.add(world.topics.special(20, ("software-engineering",)), period=3 * DAY), q2=0.25,
            schedule=world.schedule(np.array([lesson, lesson + 4 * 3600]), 5400, False, 31), scheduled=0.8,
        )  # fmt: skip
        image = columns["client"][0]
        columns["client"] = np.where(rng.random(size) < 0.8, image, columns["client"])
        account = world.add(size, **columns)
        _one_instrument(world, account, str(rng.choice(["invoice", "virtual-card"])), str(country[0]))
        world.note_group(f"bootcamp-{number}", size, lesson=lesson)


def hackathons(world: World, total: int) -> None:
    """Two hot days: sign-ups at the venue, a sponsor's prepaid credit, one task, hard use, then silence."""
    rng = world.rng
    for number, size in enumerate(split(rng, total, 30, 220)):
        day = float(rng.integers(1, max(2, world.days - 4)))
        country = np.where(rng.random(size) < 0.7, world.countries(1)[0], world.countries(size))
        net = world.net.open("business", str(country[0]), int(rng.integers(1, 6)))
        venue = world.net.draw(net, (size, 2))
        at = world.start + (day + rng.beta(1.2, 5, size) * 0.9) * DAY
        task = world.topics.menus.add(world.topics.special(int(rng.integers(6, 20)), ("tool-use", "agentic-reasoning")))
        columns = person(
            world, country.astype(object), population="university", group_id=f"hackathon-{number}", created=at,
            plan="api",
            first=(at - world.start) / DAY, exit1=world.exits.add_many(venue), signup_ip=venue[:, 0], p2=0.15, web=0.3,
            topic1=task, q2=0.3, active=0.95, rate=rng.uniform(8, 30, size), profile=2, template=0.4,
            last=np.where(rng.random(size) < 0.85, day + 2.5, 1e9),
        )  # fmt: skip
        account = world.add(size, **columns)
        if rng.random() < 0.6:
            _one_instrument(world, account, "prepaid-card", "US")
        world.note_group(f"hackathon-{number}", size, day=day)


def _one_instrument(world: World, account: Array, kind: str, country: str) -> None:
    """One payer for all."""
    if len(account):
        number = int(world.serials(1)[0])
        added = world.start - 10 * DAY
        code = None if kind == "invoice" else "537402"
        world.pay(
            account,
            np.full(len(account), number),
            kind=kind,
            issuer_country=country,
            bin=code,
            added=added,
            name=number,
            address=number,
        )
