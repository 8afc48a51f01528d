"""Session logs of a front end: address, client, sometimes device and cluster; no accounts file, no payments.

In mind: EvilCohort (accounts that many bots log in to), relays of resold access, phone farms, proxy gateways.
"""

from __future__ import annotations

import numpy as np

from benchmarks.tenth import session_rings
from benchmarks.tenth.core import World, zipf
from benchmarks.tenth.expand import exchanges
from benchmarks.tenth.groups_sites import couples, schools, vpn_users
from benchmarks.tenth.life import live, visit, working_times
from benchmarks.tenth.net import build_net, fixed
from benchmarks.tenth.people import crowd
from benchmarks.tenth.topics import build_topics, rare


def build(world: World) -> None:
    """Crowd with campuses, offices, VPN, call centres and kiosks; then rings of 50-500."""
    world.net, world.topics = build_net(world), build_topics(world, 2500, 1.0)
    who = crowd(world, mean=7.5)
    couples(world)
    schools(world)
    _callcentres(world)
    _kiosks(world)
    vpn_users(world)
    live(world, who)
    session_rings.build(world)
    device = ["device_id"] if world.seed % 3 != 2 else []
    cluster = ["query_cluster"] if world.seed % 3 else []
    keep = ["ip", "client", *device, *cluster, "surface"]
    world.feeds["exchanges"] = exchanges(world, keep, prefix=world.seed % 2 == 0)


def _callcentres(world: World) -> None:
    """Night shifts of 40-250 on thin clients: one address, one client image, same scripts asked."""
    rng, col = world.rng, world.col
    for _ in range(int(rng.integers(2, 5))):
        who = world.take(int(rng.integers(40, 250)))
        world.group(who, "company", "callcentre")
        col["work"][who], col["workp"][who] = fixed(world, "business", int(col["c"][who[0]]), 1)[0], 0.97
        col["client"][who], col["update"][who] = int(zipf(rng, 1, 420, 0.4)[0]), 1e12
        col["dev"][who] -= col["dev"][who] % np.uint64(2)
        script = rare(world, 6)
        s = np.repeat(who, 6)
        visit(
            world,
            s,
            working_times(world, len(s), 19, 28, float(col["tz"][who[0]])),
            cluster=rng.choice(script, len(s)),
            ip=col["work"][who[0]],
        )


def _kiosks(world: World) -> None:
    """Libraries and cafes: 6-12 shared machines, 40-200 visitors, each at another hour."""
    rng = world.rng
    for _ in range(int(rng.integers(4, 9))):
        who = world.take(int(rng.integers(40, 200)))
        world.group(who, "private", "library")
        s = np.repeat(who, rng.poisson(4, len(who)))
        machine = rng.integers(1, 1 << 60) * 2 + rng.integers(0, int(rng.integers(6, 13)), len(s))
        visit(
            world,
            s,
            working_times(world, len(s), 9, 20, float(world.col["tz"][who[0]])),
            dev=machine.astype(np.uint64),
            ip=fixed(world, "education", int(world.col["c"][who[0]]), 1)[0],
            client=int(zipf(rng, 1, 420, 0.5)[0]),
        )
