"""Honest businesses that run many accounts of others or of their own: agencies, resellers, bots, bulk orders."""

from __future__ import annotations

import numpy as np

from benchmarks.tenth.core import World, log_uniform, zipf
from benchmarks.tenth.groups_events import signup_together
from benchmarks.tenth.life import spread, visit, waves, working_times
from benchmarks.tenth.net import fixed
from benchmarks.tenth.pay import charge, token
from benchmarks.tenth.topics import rare, skilled


def agency(world: World) -> None:
    """A marketing agency runs clients' accounts: one card, three desks, alike texts; a contract for half of them."""
    rng, col = world.rng, world.col
    who = world.take(log_uniform(world.rng, 15, 70))
    name = world.group(who, "agency", "agency")
    col["verified"][who] = rng.choice(
        np.array(["contract", "document", None], dtype=object), len(who), p=[0.5, 0.3, 0.2]
    )
    col["organization"][who] = name
    col["born"][who] = rng.uniform(-500, world.days * 0.5, len(who)) * 86400
    charge(world, who, token(world), kind="card")
    desk, place = rng.choice(col["dev"][who], 3), fixed(world, "business", int(col["c"][who[0]]), 1)
    s = spread(world, who, 8)
    visit(
        world,
        s,
        working_times(world, len(s), 9, 18, float(col["tz"][who[0]])),
        ip=place[0],
        dev=rng.choice(desk, len(s)),
        client=int(zipf(rng, 1, 420, 0.6)[0]),
        cluster=rng.choice(rare(world, 12, 0.05), len(s)),
    )


def reseller(world: World) -> None:
    """Customers of an authorised reseller: a parent, one invoice, made by its API; the customers are strangers."""
    col = world.col
    who = world.take(log_uniform(world.rng, 40, 300))
    name = world.group(who, "reseller-customer", "reseller")
    col["parent"][who[1:]], col["verified"][who[0]], col["organization"][who[0]] = who[0], "contract", name
    col["born"][who] = np.sort(world.rng.uniform(-300, world.days * 0.7, len(who))) * 86400
    col["signup_ip"][who], col["signup_client"][who] = fixed(world, "hosting", 0, 1)[0], 3200
    charge(world, who, token(world), kind="invoice")


def bots(world: World) -> None:
    """A laboratory's bots: bot-07@cs.uni.edu, one server, cron, one template; the order of the university is known."""
    rng, col = world.rng, world.col
    who = world.take(int(rng.integers(12, 60)))
    name = world.group(who, "authorised-bulk", "bots")
    col["email"][who] = [f"bot-{i:02d}@cs.{name}.edu" for i in range(len(who))]
    col["verified"][who], col["organization"][who], col["rate"][who] = "contract", name, 0.02
    signup_together(world, who, -float(rng.uniform(3, 90)) * 86400, 300)
    place, job = fixed(world, "education", int(col["c"][who[0]]), 1), skilled(world, 6)
    s, at = waves(world, who, np.arange(0, world.days, 0.5) * 86400, 0.8, 40)
    visit(
        world,
        s,
        at,
        ip=place[0],
        client=3300,
        dev=0,
        surface=2,
        gap=4.0,
        cluster=rng.choice(job, len(s)),
        tmpl=int(who[0]) + 30_000,
    )


def bulk(world: World) -> None:
    """A contracted evaluation: 60-250 accounts with sequential names, all hours, capability topics, one invoice."""
    rng, col = world.rng, world.col
    who = world.take(log_uniform(world.rng, 60, 250))
    name = world.group(who, "authorised-bulk", "evaluation")
    col["email"][who] = [f"eval{i:04d}@{name}-labs.com" for i in range(len(who))]
    col["verified"][who], col["organization"][who], col["plan"][who] = "contract", name, "api"
    signup_together(world, who, -float(rng.uniform(2, 30)) * 86400, 1200)
    charge(world, who, token(world), kind="invoice")
    s, at = waves(world, who, np.sort(rng.uniform(0, world.days, 12)) * 86400, 0.5, 2500)
    visit(
        world,
        s,
        at,
        ip=rng.choice(fixed(world, "hosting", 0, 3), len(s)),
        client=3400,
        dev=0,
        surface=3,
        cluster=rng.choice(skilled(world, 25), len(s)),
        tmpl=20_000 + int(who[0]) + rng.integers(0, 9, len(s)),
        gap=8.0,
    )
