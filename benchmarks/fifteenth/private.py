"""Honest people of no group: most of every world, some of them in a household."""

import numpy as np

from benchmarks.fifteenth.batch import Batch, Papers, ages, enrol
from benchmarks.fifteenth.gear import gear
from benchmarks.fifteenth.hours import Clock, calendar, level
from benchmarks.fifteenth.lines import lines, pool_of
from benchmarks.fifteenth.mail import mails
from benchmarks.fifteenth.pay import Purse, pay
from benchmarks.fifteenth.places import countries, offsets
from benchmarks.fifteenth.topics import Content
from benchmarks.fifteenth.world import DAY, World


def crowd(world: World, n: int, profile: str) -> Batch:
    """n people with one profile of hours; part of them go out through privacy services."""
    rng = world.rng
    country, made, who = countries(world, n), ages(world, n), world.new_ids(n)
    first = np.maximum((made - world.start) // DAY, 0)
    gone = np.where(rng.random(n) < 0.35, rng.integers(-20, world.days, n), world.days)
    rate = level(world, n, 2.2, 1.1)
    lam = calendar(world, rate, 0.16, profile, first, gone)
    salt = int(rng.integers(1, 2**31))
    own = lines(world, country)
    own.pool = np.concatenate([pool_of(world, "vpn", 1, "US") for _ in range(3)])
    own.share = np.where(rng.random(n) < 0.05, rng.uniform(0.2, 1, n), 0.0)
    own.width = 8
    clock = Clock("person", profile, offsets(country), salt, np.zeros(n, int))
    kit = gear(world, n, "stock", "own", 1, "mixed")
    content = Content(world.topics.likes(world, n), np.zeros(n))
    batch = Batch(who, lam, clock, own, kit, content, "private", "", salt=salt, model=0.0)
    mode = rng.choice(["consumer", "relay", "aged", "mass"], p=[0.86, 0.06, 0.04, 0.04])
    email = mails(world, n, "consumer") if mode == "consumer" else mails(world, n, str(mode), "gmail.com", 0.7)
    enrol(world, batch, made, country, email, Papers())
    pay(world, who, made, country, Purse(0.42))
    world.homes.append(own.home[:, 0])
    return batch


def private(world: World, n: int) -> list[Batch]:
    """All private people."""
    parts = {"person": 0.6, "evening": 0.2, "office": 0.15, "night": 0.05}
    out = []
    for profile, share in parts.items():
        left = int(n * share)
        while left > 0:
            out.append(crowd(world, min(left, 1500), profile))
            left -= 1500
    return out
