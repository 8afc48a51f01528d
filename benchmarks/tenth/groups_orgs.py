"""Honest organisations that look like farms: firms, campuses, shops, NGOs, call centres."""

from __future__ import annotations

import numpy as np

from benchmarks.tenth.core import Array, World, hexes, log_uniform, mix, zipf
from benchmarks.tenth.groups_events import signup_together
from benchmarks.tenth.life import spread, visit, waves, working_times
from benchmarks.tenth.net import fixed
from benchmarks.tenth.pay import charge, token
from benchmarks.tenth.topics import rare, skilled


def company(world: World) -> None:
    """An office: one egress, one managed browser, some on the firm's card, hired over years."""
    rng, col = world.rng, world.col
    who = world.take(log_uniform(world.rng, 8, 300))
    name = world.group(who, "company", "company")
    col["work"][who] = rng.choice(fixed(world, "business", int(col["c"][who[0]]), 2), len(who))
    col["workp"][who] = rng.uniform(0.4, 0.95)
    managed = who[rng.random(len(who)) < 0.8]
    col["client"][managed], col["update"][managed] = int(zipf(rng, 1, 420, 0.7)[0]), world.span * 0.5
    col["email"][who] = [e.split("@")[0] + f"@{name}-{world.seed}.com" for e in col["email"][who]]
    col["organization"][who[rng.random(len(who)) < 0.6]] = name
    if rng.random() < 0.6:
        charge(world, who[rng.random(len(who)) < 0.7], token(world), kind=str(rng.choice(["card", "invoice"])))


def campus(world: World) -> None:
    """A university: four NAT addresses, term starts together, the same homework, no common payment."""
    rng, col = world.rng, world.col
    who = world.take(log_uniform(world.rng, 150, 900))
    name = world.group(who, "university", "campus")
    site = fixed(world, "education", int(col["c"][who[0]]), 4)
    col["work"][who], col["workp"][who] = rng.choice(site, len(who)), rng.uniform(0.3, 0.8)
    col["email"][who] = [e.split("@")[0] + f"@{name}.edu" for e in col["email"][who]]
    signup_together(world, who[rng.random(len(who)) < 0.4], -float(rng.uniform(1, 40)) * 86400, 150_000, site)
    homework, s = skilled(world, 4), spread(world, who, 2)
    visit(
        world,
        s,
        working_times(world, len(s), 10, 23, float(col["tz"][who[0]])),
        cluster=rng.choice(homework, len(s)),
        tmpl=np.where(rng.random(len(s)) < 0.3, int(who[0]) + 50_000 + rng.integers(0, 4, len(s)), -1),
    )


def franchise(world: World) -> None:
    """Shops: shop001@brand, the same till, one central card, rolled out in order, the same questions at opening."""
    rng, col = world.rng, world.col
    who = world.take(log_uniform(world.rng, 30, 160))
    name = world.group(who, "fleet", "franchise")
    col["born"][who] = -float(rng.uniform(5, 200)) * 86400 + np.cumsum(rng.exponential(9000, len(who)))
    col["email"][who] = [f"shop{i:03d}@{name}-brand.com" for i in range(len(who))]
    col["client"][who] = 2500 + int(rng.integers(0, 99))
    col["update"][who], col["mob"][who], col["nodev"][who] = 1e12, 0, False
    charge(world, who, token(world), kind="card", name_hash="nm" + hexes(mix(int(who[0]), 2))[0])
    s, at = waves(world, who, np.arange(world.days) * 86400.0 + (8 - col["tz"][who[0]]) % 24 * 3600, 0.6, 1500)
    visit(world, s, at, cluster=rng.choice(rare(world, 5), len(s)), tmpl=int(who[0]) + 40_000, n=1)


def ngo(world: World) -> None:
    """An NGO: one donated card, laptops passed around, field offices on a satellite or VPN address."""
    rng, col = world.rng, world.col
    who = world.take(log_uniform(world.rng, 12, 60))
    world.group(who, "private", "ngo")
    charge(world, who[rng.random(len(who)) < 0.8], token(world), kind="card")
    laptop = rng.choice(col["dev"][who], max(3, len(who) // 4))
    col["dev"][who], col["nodev"][who] = rng.choice(laptop, len(who)), False
    col["work"][who], col["workp"][who] = fixed(world, "vpn", 0, 1)[0], 0.6


def callcentre(world: World) -> None:
    """Shifts on thin clients with one image and one script; half of the staff leaves each month."""
    rng, col = world.rng, world.col
    who: Array = world.take(log_uniform(world.rng, 40, 220))
    world.group(who, "company", "callcentre")
    place, script = fixed(world, "business", int(col["c"][who[0]]), 1), rare(world, 6)
    signup_together(world, who[rng.random(len(who)) < 0.5], float(rng.uniform(-15, 3)) * 86400, 20_000, place)
    seat, s = rng.integers(1, 1 << 60, max(6, len(who) // 3), dtype=np.uint64), spread(world, who, 6)
    visit(
        world,
        s,
        working_times(world, len(s), 19, 28, float(col["tz"][who[0]])),
        ip=place[0],
        dev=rng.choice(seat, len(s)),
        client=int(zipf(rng, 1, 420, 0.5)[0]),
        cluster=rng.choice(script, len(s)),
        tmpl=np.where(rng.random(len(s)) < 0.3, int(who[0]) + 10_000, -1),
    )
