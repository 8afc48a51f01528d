"""Honest people who look odd: families, helpers, public machines, handed-down phones, users of one VPN."""

from __future__ import annotations

import numpy as np

from benchmarks.tenth.core import World, hexes, log_uniform, mix, zipf
from benchmarks.tenth.groups_events import signup_together
from benchmarks.tenth.life import spread, visit, working_times
from benchmarks.tenth.names import FIRST
from benchmarks.tenth.net import fixed
from benchmarks.tenth.pay import VIRTUAL, charge, token


def family(world: World) -> None:
    """One line, one card, a tablet for the children."""
    rng, col = world.rng, world.col
    who = world.take(int(rng.integers(2, 7)))
    world.group(who, "private", "family")
    for name in ("homekey", "isp", "lease", "c", "tz", "country"):
        col[name][who] = col[name][who[0]]
    if rng.random() < 0.6:
        charge(world, who, token(world), kind="card", address_hash="ad" + hexes(mix(int(who[0]), 4))[0])
    if rng.random() < 0.5:
        col["dev"][who[1:]] = col["dev"][who[-1]]


def library(world: World) -> None:
    """Public machines: eight devices, one address, strangers at all opening hours, many registered there."""
    rng, col = world.rng, world.col
    who = world.take(log_uniform(world.rng, 40, 180))
    world.group(who, "private", "library")
    place, first = fixed(world, "education", int(col["c"][who[0]]), 1), int(rng.integers(1, 1 << 60))
    client, many = int(zipf(rng, 1, 420, 0.5)[0]), int(rng.integers(5, 12))
    here = who[rng.random(len(who)) < 0.5]
    col["signup_ip"][here], col["signup_client"][here] = place[0], client
    col["signup_device"][here] = (first + rng.integers(0, many, len(here))).astype(np.uint64)
    s = spread(world, who, 4)
    visit(
        world,
        s,
        working_times(world, len(s), 9, 20, float(col["tz"][who[0]])),
        ip=place[0],
        client=client,
        dev=(first + rng.integers(0, many, len(s))).astype(np.uint64),
    )


def helper(world: World) -> None:
    """Migrants: one helper's laptop registered all in two evenings; alike mail names, prepaid cards of one shop."""
    rng, col = world.rng, world.col
    who = world.take(log_uniform(world.rng, 25, 120))
    world.group(who, "private", "helper")
    signup_together(world, who, float(rng.uniform(-40, 5)) * 86400, 30_000)
    for name in ("signup_ip", "signup_client", "signup_device"):
        col[name][who] = col[name][who[0]]
    if not col["signup_ip"][who[0]]:
        col["signup_ip"][who] = world.net.at(col["isp"][who[:1]], col["homekey"][who[:1]], 0)[0]
    col["signup_device"][who], col["mob"][who], col["country"][who] = col["dev"][who[0]], 0.97, col["country"][who[0]]
    col["carrier"][who], col["c"][who], col["tz"][who] = col["carrier"][who[0]], col["c"][who[0]], col["tz"][who[0]]
    col["email"][who] = [f"{rng.choice(FIRST)}.neu{int(i) % 97:02d}@gmail.com" for i in who]
    col["phone_hash"][who[rng.random(len(who)) < 0.3]] = hexes(mix(int(who[0]), 8))[0]
    for i in who[rng.random(len(who)) < 0.5]:
        charge(
            world,
            np.array([i]),
            token(world),
            kind="prepaid-card",
            bin=VIRTUAL[1],
            issuer_country=col["country"][who[0]],
        )


def handed_down(world: World) -> None:
    """A second-hand dealer: phones that were wiped badly carry their id to the next owner, and the next."""
    col = world.col
    who = world.take(int(world.rng.integers(20, 70)))
    world.group(who, "private", "handed-down")
    for trio in np.array_split(who, max(1, len(who) // 3)):
        col["dev"][trio], col["nodev"][trio] = col["dev"][trio[0]], False


def vpn_people(world: World) -> None:
    """Privacy-minded strangers at the same exits, with few devices shown."""
    rng, col = world.rng, world.col
    who = world.take(world.honest // 25)
    exits = world.net.base[world.net.of["vpn", -1]]
    col["work"][who] = rng.choice(exits, len(who)) + zipf(rng, len(who), 60, 0.8).astype(np.uint64)
    col["workp"][who], col["nodev"][who] = rng.uniform(0.2, 1, len(who)), rng.random(len(who)) < 0.7
