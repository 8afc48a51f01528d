"""Honest people whom one event brings: a viral course, a meeting, a hackathon, fans who vote together."""

from __future__ import annotations

import numpy as np

from benchmarks.tenth.core import Array, World, log_uniform, mix
from benchmarks.tenth.life import spread, visit, waves
from benchmarks.tenth.net import fixed
from benchmarks.tenth.pay import charge, token
from benchmarks.tenth.topics import rare, skilled


def signup_together(world: World, who: Array, at: float, pace: float, ip: Array | None = None) -> None:
    """Everybody registers after one event; the address of the place when there is one."""
    world.col["born"][who] = at + world.rng.gamma(1.5, pace, len(who))
    if ip is not None:
        world.col["signup_ip"][who] = world.rng.choice(ip, len(who))


def course(world: World) -> None:
    """A viral course: worldwide, one referral code, the same exercise templates each week before the deadline."""
    rng = world.rng
    who = world.take(log_uniform(world.rng, 250, 1500))
    world.group(who, "private", "course")
    signup_together(world, who, float(rng.uniform(-5, 4)) * 86400, 60_000)
    world.col["born"][who[0]] = world.col["born"][who].min() - 3600  # the teacher was first
    world.col["referrer"][who[rng.random(len(who)) < 0.6]] = who[0]
    world.col["referrer"][who[0]] = -1
    exercise = skilled(world, 8)
    for week in range(world.days // 7 + 1):
        s = spread(world, who, 1.6)
        pickd = rng.integers(0, 2, len(s))
        visit(
            world,
            s,
            (week * 7 + 6.8) * 86400 - rng.exponential(70_000, len(s)),
            cluster=exercise[(2 * week + pickd) % len(exercise)],
            tmpl=90_000 + 10 * int(who[0]) + 2 * week + pickd,
        )


def conference(world: World) -> None:
    """Three days in one hall: one NAT, a voucher as an invoice instrument, demos at the same minute."""
    rng = world.rng
    who, day = world.take(log_uniform(world.rng, 120, 600)), float(rng.integers(2, max(3, world.days - 5))) * 86400
    world.group(who, "company", "conference")
    hall = fixed(world, "business", int(world.col["c"][who[0]]), 2)
    fresh = who[rng.random(len(who)) < 0.5]
    signup_together(world, fresh, day + 9 * 3600, 9000, hall)
    charge(world, who[rng.random(len(who)) < 0.7], token(world), at=day + 30_000, kind="invoice")
    s, at = waves(world, who, day + np.array([10.0, 11, 14, 34, 36, 39, 58, 60]) * 3600, 0.3, 700)
    visit(
        world,
        s,
        at,
        ip=rng.choice(hall, len(s)),
        cluster=np.where(rng.random(len(s)) < 0.5, skilled(world, 1)[0], -1),
        tmpl=np.where(rng.random(len(s)) < 0.3, int(who[0]) + 70_000, -1),
    )


def hackathon(world: World) -> None:
    """A weekend: teams of four on one card and key, one starter kit, all night at one address."""
    rng = world.rng
    who, day = world.take(log_uniform(world.rng, 50, 220)), float(rng.integers(1, max(2, world.days - 4))) * 86400
    world.group(who, "university", "hackathon")
    place = fixed(world, "education", int(world.col["c"][who[0]]), 1)
    signup_together(world, who[rng.random(len(who)) < 0.75], day, 3000, place)
    world.col["plan"][who] = "api"
    for team in np.array_split(who, max(1, len(who) // 4)):
        charge(world, team, token(world), at=day + 7200, kind="card")
        s = np.repeat(team, 9)
        visit(
            world,
            s,
            day + 7200 + rng.uniform(0, 40 * 3600, len(s)),
            ip=place[0],
            surface=2,
            cred=mix(int(team[0]), 5),
            gap=25.0,
            cluster=rng.choice(skilled(world, 5), len(s)),
            tmpl=np.where(rng.random(len(s)) < 0.4, int(who[0]) + 80_000, -1),
        )


def fans(world: World) -> None:
    """Fans who vote together: the text that a forum posted, at the announced minute, from their own homes."""
    rng = world.rng
    who, song = world.take(log_uniform(world.rng, 80, 450)), rare(world, 3)
    world.group(who, "private", "fans")
    when = np.sort(rng.uniform(1, world.days, int(rng.integers(4, 12)))) * 86400
    s, at = waves(world, who, when, 0.35, 1200)
    visit(
        world,
        s,
        at,
        cluster=rng.choice(song, len(s)),
        tmpl=np.where(rng.random(len(s)) < 0.7, int(who[0]) + 60_000, -1),
    )
