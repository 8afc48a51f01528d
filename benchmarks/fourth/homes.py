"""Private people and what they share without knowing each other: carriers, VPNs, cafes, apps, launches."""

from __future__ import annotations

import numpy as np

from benchmarks.fourth.people import PRIVACY, mails, own_cards, own_domain, person
from benchmarks.fourth.tools import DAY, Array, split
from benchmarks.fourth.world import World


def alone(world: World, count: int) -> Array:
    """People at home; some use mail of privacy services or plus-tags, a few their own domain."""
    rng = world.rng
    country = world.countries(count)
    columns = person(world, country)
    hidden = rng.random(count) < 0.07
    columns["email"][hidden] = mails(rng, int(hidden.sum()), rng.choice(PRIVACY, int(hidden.sum())), "alias")
    tagged = ~hidden & (rng.random(count) < 0.03)
    columns["email"][tagged] = [text.replace("@", "+ai@") for text in columns["email"][tagged]]
    owned = ~hidden & ~tagged & (rng.random(count) < 0.04)
    columns["email"][owned] = [f"me@{own_domain(rng)}" for _ in range(int(owned.sum()))]
    account = world.add(count, **columns)
    own_cards(world, account, country)
    return account


def families(world: World, total: int) -> None:
    """Households of 2-5 on one line, mostly with one card and a shared tablet."""
    rng = world.rng
    for number, size in enumerate(split(rng, total, 2, 5)):
        country = np.repeat(world.countries(1), size)
        home = world.net.home(country[:1], 2)
        columns = person(
            world, country, exit1=world.exits.add(home[0]), signup_ip=int(home[0, 0]), group_id=f"family-{number}"
        )
        if rng.random() < 0.6:
            columns["device2"] = np.full(size, columns["device"][0])
        account = world.add(size, **columns)
        if rng.random() < 0.7:
            card = world.serials(1)[0]
            added = world.start - rng.exponential(90, size) * DAY
            world.pay(
                account, np.full(size, card), issuer_country=country[0], added=added, name=int(card), address=int(card)
            )
    world.note_group("family", total, shares="line, card, tablet")


def carriers(world: World, total: int) -> None:
    """Phone users: all of a carrier's customers behind a few exits that change by the hour."""
    rng = world.rng
    country = world.countries(total)
    exits = world.net.mobile(country, 8)
    web = np.where(rng.random(total) < 0.9, 1.0, 0.4)
    columns = person(
        world, country, population="carrier", exit1=world.exits.add_many(exits),
        rotate=rng.integers(1, 24, total) * 3600,
        signup_ip=exits[:, 1], exit2=world.exits.add_many(world.net.home(country, 1)), verified="phone",
        group_id=np.array([f"carrier-{name}" for name in country], dtype=object),
        phone=world.serials(total), profile=1, web=web,
    )  # fmt: skip
    account = world.add(total, **columns)
    own_cards(world, account, country, 0.4)


def vpns(world: World, total: int) -> None:
    """Users of consumer VPNs: thousands of people, a few dozen exits at a hosting company, mail of privacy services."""
    rng = world.rng
    for number, size in enumerate(split(rng, total, max(30, total // 4), max(60, total // 2))):
        net = world.net.open("vpn", "NL", int(rng.integers(8, 60)))
        country = world.countries(size)
        exits = world.net.draw(net, (size, 6))
        columns = person(
            world, country, exit1=world.exits.add_many(exits), rotate=rng.integers(2, 48, size) * 3600,
            signup_ip=exits[:, 0], p2=rng.uniform(0, 0.6, size), exit2=world.exits.add_many(world.net.home(country, 2)),
            group_id=f"vpn-{number}",
        )  # fmt: skip
        hidden = rng.random(size) < 0.4
        columns["email"][hidden] = mails(rng, int(hidden.sum()), rng.choice(PRIVACY, int(hidden.sum())), "alias")
        account = world.add(size, **columns)
        own_cards(world, account, country, 0.5)
        world.note_group(f"vpn-{number}", size, exits=net.used)


def cafes(world: World, total: int) -> None:
    """Internet cafes, libraries and co-working rooms: one address and a few machines for regulars who pay apart."""
    rng = world.rng
    for number, size in enumerate(split(rng, total, 6, 45)):
        country = np.repeat(world.countries(1), size)
        net = world.net.open("business", country[0], int(rng.integers(1, 3)))
        exits = world.net.draw(net, (1, 2))
        machines = world.serials(int(rng.integers(3, 15)))
        columns = person(
            world, country, exit1=world.exits.add(exits[0]), signup_ip=int(exits[0, 0]),
            device=rng.choice(machines, size),
            device2=rng.choice(machines, size), group_id=f"cafe-{number}", web=1.0, p2=rng.uniform(0, 0.7, size),
        )  # fmt: skip
        columns["signup_device"] = columns["device"]
        account = world.add(size, **columns)
        own_cards(world, account, country, 0.25)
        world.note_group(f"cafe-{number}", size, machines=len(machines))


def app_users(world: World, total: int) -> None:
    """Users of one developer's program with their own accounts: a rare client and the program's templates."""
    rng = world.rng
    for number, size in enumerate(split(rng, total, 25, 260)):
        country = world.countries(size) if rng.random() < 0.6 else np.repeat(world.countries(1), size)
        name = world.client(f"{own_domain(rng, 'app')}/{rng.integers(1, 4)}.{rng.integers(0, 9)}")
        prompts = world.topics.special(int(rng.integers(4, 25)), ("writing", "software-engineering", "tool-use"))
        columns = person(
            world, country, client2=name, web=rng.choice([0.0, 0.2], size), topic1=world.topics.menus.add(prompts, 1.8),
            q2=rng.uniform(0.05, 0.4, size), template=0.85, group_id=f"app-{number}", plan="api",
        )  # fmt: skip
        if rng.random() < 0.4:  # the program also polls by itself at full hours
            columns["schedule"], columns["scheduled"] = world.schedule(np.arange(24) * 3600, 90, False), 0.5
        account = world.add(size, **columns)
        own_cards(world, account, country, 0.8)
        world.note_group(f"app-{number}", size, prompts=len(prompts))


def cloud_rooms(world: World, total: int) -> None:
    """People who work in rented notebooks and cloud workspaces: hosting exits shared with strangers."""
    rng = world.rng
    for number, size in enumerate(split(rng, total, 60, 400)):
        net = world.net.open("hosting", "US", int(rng.integers(6, 80)))
        country = world.countries(size)
        columns = person(
            world, country, exit2=world.exits.add_many(world.net.draw(net, (size, 5))), p2=rng.uniform(0.4, 1, size),
            web=rng.choice([0.0, 0.4], size), rotate=6 * 3600, group_id=f"cloudroom-{number}", plan="api",
        )  # fmt: skip
        own_cards(world, world.add(size, **columns), country, 0.8)
        world.note_group(f"cloudroom-{number}", size, exits=net.used)
