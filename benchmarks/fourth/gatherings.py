"""People who came together once: a launch in one country, a club with mail of its own."""

from __future__ import annotations

import numpy as np

from benchmarks.fourth.people import locals_of, own_cards, own_domain, person
from benchmarks.fourth.tools import DAY, split
from benchmarks.fourth.world import World


def launches(world: World, total: int) -> None:
    """A launch in one country: sign-ups in a wave, referred by each other, all trying what the clip showed."""
    rng = world.rng
    for number, size in enumerate(split(rng, total, max(40, total // 2), max(60, total))):
        country = np.repeat(world.countries(1), size)
        at = world.start + rng.uniform(-4, world.days * 0.6) * DAY + rng.exponential(0.7, size) * DAY
        exits = world.net.mobile(country, 5)
        mobile = rng.random(size) < 0.7
        clip = world.topics.menus.add(world.topics.known(12, "writing"), 2.0)
        columns = person(
            world, country, created=at, first=(at - world.start) / DAY, rotate=4 * 3600, plan="free", verified="phone",
            phone=world.serials(size), topic1=clip, group_id=f"launch-{number}",
        )  # fmt: skip
        columns["exit1"][mobile] = world.exits.add_many(exits[mobile])
        columns["signup_ip"][mobile] = exits[mobile, 0]
        account = world.add(size, **columns)
        referrer = account[(rng.random(size) * np.arange(size)).astype(int)]
        world.amend(referrer=np.where((rng.random(size) < 0.3) & (np.arange(size) > 0), referrer, -1))
        world.note_group(f"launch-{number}", size, country=country[0])


def aliases(world: World, total: int) -> None:
    """Members of clubs and towns with mail at one shared domain (an association, a local provider)."""
    rng = world.rng
    for number, size in enumerate(split(rng, total, 8, 60)):
        domain = own_domain(rng, str(rng.choice(["org", "net"])))
        country = np.repeat(world.countries(1), size)
        email = np.array([f"{name}@{domain}" for name in locals_of(rng, size)], dtype=object)
        account = world.add(size, **person(world, country, email=email, group_id=f"club-{number}"))
        own_cards(world, account, country, 0.5)
        world.note_group(f"club-{number}", size, domain=domain)
