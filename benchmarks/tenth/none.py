"""All feeds and nobody guilty: the honest groups that real data sets are full of."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from benchmarks.tenth import groups_events as events
from benchmarks.tenth import groups_orders as orders
from benchmarks.tenth import groups_orgs as orgs
from benchmarks.tenth import groups_people as people
from benchmarks.tenth.core import Array, World, stamps
from benchmarks.tenth.expand import accounts, exchanges, logins
from benchmarks.tenth.life import live
from benchmarks.tenth.net import build_net, networks
from benchmarks.tenth.pay import honest_cards, payments
from benchmarks.tenth.people import crowd
from benchmarks.tenth.topics import build_topics, clusters

# How many of each at 20,000 honest accounts: least and most.
MANY: list[tuple[Callable[[World], None], int, int]] = [
    (events.course, 1, 2),
    (events.conference, 1, 2),
    (events.hackathon, 1, 3),
    (people.family, 250, 450),
    (people.library, 3, 7),
    (events.fans, 1, 3),
    (people.helper, 2, 5),
    (people.handed_down, 2, 4),
    (people.vpn_people, 1, 1),
    (orgs.company, 18, 34),
    (orgs.campus, 2, 4),
    (orgs.franchise, 2, 4),
    (orgs.ngo, 3, 7),
    (orders.agency, 3, 6),
    (orders.reseller, 1, 3),
    (orders.bots, 1, 3),
    (orders.bulk, 0, 2),
    (orgs.callcentre, 1, 3),
]
EXCHANGE = [
    "ip",
    "client",
    "device_id",
    "credential_id",
    "model",
    "query_cluster",
    "signature",
    "input_tokens",
    "output_tokens",
    "surface",
    "outcome",
    "exchange_id",
]
ACCOUNT = [
    "email",
    "plan",
    "country",
    "organization",
    "status",
    "signup_ip",
    "signup_client",
    "signup_device",
    "phone_hash",
    "verified",
    "parent_account_id",
    "referrer_id",
]


def society(world: World, odd: float = 1.0) -> None:
    """Crowd, groups, cards; groups add their visits before ordinary life, as they change habits."""
    world.net, world.topics = build_net(world), build_topics(world, 3000, 1.02)
    who = crowd(world, mean=6.0)
    scale = odd * min(1.3, world.honest / 20_000)
    for make, low, high in MANY:
        for _ in range(int(scale * world.rng.integers(low, high + 1) + world.rng.random())):
            if len(world.free) > 50:
                make(world)
    _servers(world, who)
    honest_cards(world, who)
    live(world, who)


def _servers(world: World, who: Array) -> None:
    """Developers with a server of their own: hosting is no sign of guilt."""
    rng, col, net = world.rng, world.col, world.net
    dev = who[(col["plan"][who] == "api") & (col["work"][who] == 0) & (rng.random(len(who)) < 0.35)]
    col["work"][dev] = net.at(rng.choice(net.of["hosting", -1], len(dev)), col["key"][dev], 1)
    col["workp"][dev] = rng.uniform(0.5, 1, len(dev))


def feeds(world: World) -> None:
    """Every feed of the contract; columns with holes."""
    hidden = int(world.rng.integers(0, 3))
    world.feeds["accounts"] = accounts(world, ACCOUNT)
    world.feeds["exchanges"] = exchanges(world, [c for c in EXCHANGE if hidden != 2 or c != "device_id"])
    world.feeds |= {
        "payments": payments(world),
        "clusters": clusters(world),
        "networks": networks(world),
        "logins": logins(world, 0.22),
    }
    _decisions(world)


def _decisions(world: World) -> None:
    """The lab's own actions: one honest account in 400 was limited or suspended by mistake and came back."""
    who = world.rng.choice(world.honest, world.honest // 400, replace=False)
    at = world.rng.uniform(0.2, 0.7, len(who)) * world.span
    rows = [
        (world.col["id"][i], t, a)
        for i, t in zip(who, at, strict=True)
        for a, t in (("suspended", t), ("reinstated", t + 90_000))
    ]
    rows += [(world.col["id"][x["who"]], x["at"], x["action"]) for x in world.acts]
    data = pd.DataFrame(rows, columns=["account_id", "at", "action"]).assign(decided_by="desk")
    data["at"] = stamps(world, data["at"].clip(0, world.span - 1).to_numpy())
    world.feeds["actions"] = data


def build(world: World) -> None:
    """No ring at all."""
    society(world)
    feeds(world)
