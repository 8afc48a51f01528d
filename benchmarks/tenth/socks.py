"""Sock puppets as a checkuser sees them: addresses and clients of edits, no devices, no payments, no topics.

Odd seeds log exchanges with address and client; even seeds keep them on logins and the exchanges are bare.
"""

from __future__ import annotations

import numpy as np

from benchmarks.tenth.core import Array, World, log_uniform, zipf
from benchmarks.tenth.expand import accounts, exchanges, logins
from benchmarks.tenth.groups_sites import couples, schools, vpn_users
from benchmarks.tenth.life import live, visit, working_times
from benchmarks.tenth.net import build_net, fixed
from benchmarks.tenth.people import crowd, make
from benchmarks.tenth.topics import build_topics

HINT = {
    "plain": "the same lease and the same client in turns within minutes; created days apart",
    "careful": (
        "one provider and one carrier, a rare client that all share, sessions that follow each other and never overlap"
    ),
    "evasive": (
        "a different VPN exit per puppet; only the alternation in time and a rare client family remain: "
        "hardly anybody could"
    ),
}


def build(world: World) -> None:
    """Crowd with schools, couples, offices, bots; then masters with their puppets."""
    world.unit = "m" if world.seed % 3 == 0 else "s"
    world.net, world.topics = build_net(world), build_topics(world, 500, 1.0)
    who = crowd(world, mean=7)
    couples(world)
    schools(world)
    _editathons(world)
    _bots(world)
    vpn_users(world)
    live(world, who)
    for number in range(int(world.rng.integers(5, 21))):
        _master(world, number)
    world.feeds["accounts"] = accounts(world, ["verified"] if world.seed % 2 else [], coarse="m")
    if world.seed % 2:
        world.feeds["exchanges"] = exchanges(world, ["ip", "client"])
    else:
        world.feeds["logins"] = logins(world, 0.55).drop(columns="device_id")
        world.feeds["exchanges"] = exchanges(world, [])


def _editathons(world: World) -> None:
    """An edit-a-thon: 15-80 fresh accounts in one afternoon at one address, some never come back."""
    rng = world.rng
    for _ in range(int(rng.integers(3, 8))):
        who = world.take(int(rng.integers(15, 80)))
        world.group(who, "university", "editathon")
        day = float(rng.uniform(2, world.days - 3)) * 86400
        world.col["born"][who] = day + rng.gamma(2, 600, len(who))
        world.col["rate"][who] *= rng.choice([0.02, 0.5], len(who), p=[0.7, 0.3])
        s = np.repeat(who, 4)
        visit(
            world,
            s,
            day + 4000 + rng.uniform(0, 14_000, len(s)),
            ip=rng.choice(fixed(world, "education", int(world.col["c"][who[0]]), 2), len(s)),
        )


def _bots(world: World) -> None:
    """Declared bots of one operator: one server, one library, clockwork; allowed."""
    rng = world.rng
    for _ in range(4):
        who = world.take(int(rng.integers(4, 14)))
        world.group(who, "authorised-bulk", "bots")
        world.col["rate"][who], world.col["verified"][who] = 0, "contract"
        s = np.repeat(who, world.days)
        at = np.tile(np.arange(world.days), len(who)) * 86400 + rng.integers(0, 80000) + rng.exponential(90, len(s))
        visit(world, s, at, ip=fixed(world, "hosting", 0, 1)[0], client=3000 + int(rng.integers(0, 30)), gap=20.0)


def _master(world: World, number: int) -> None:
    """One person with n puppets: works in shifts and switches puppets inside a shift."""
    rng = world.rng
    tier = str(rng.choice(["plain", "careful", "evasive"], p=[0.4, 0.4, 0.2]))
    n = log_uniform(rng, 5, 80)
    who = make(world, n, country=int(world.col["c"][rng.integers(0, world.honest)]), mean=3)
    col = world.col  # only now: adding accounts makes new columns
    col["born"][who] = _births(world, n, tier)
    for name in ("homekey", "isp", "carrier", "tz"):
        col[name][who] = col[name][who[0]]
    col["lease"][who] = {"plain": 15.0, "careful": 1.0, "evasive": 1.0}[tier]
    _shifts(world, who, tier)
    world.ring(who, f"farm-{number}", f"master-{number}", tier)
    world.note(f"farm-{number}", n, f"{tier}: {HINT[tier]}")


def _births(world: World, n: int, tier: str) -> Array:
    """Sleepers: evasive masters keep puppets for a year, plain ones register after each block."""
    reach = {"plain": 30, "careful": 120, "evasive": 700}[tier]
    return world.rng.uniform(-reach, world.days * 0.6, n) * 86400


def _shifts(world: World, who: Array, tier: str) -> None:
    """Some shifts a puppet; inside one, two to six puppets one after the other from the same desk or phone."""
    rng, col = world.rng, world.col
    at = working_times(world, 8 + int(len(who) * rng.uniform(1, 4)), 8, 23, float(col["tz"][who[0]]))
    many = rng.integers(2, 7, len(at))
    s = rng.choice(who, many.sum())
    step = np.concatenate([np.cumsum(rng.lognormal(6.3, 0.6, m)) for m in many])
    start, shift = np.repeat(at, many) + step, np.repeat(np.arange(len(at)), many)
    kit = zipf(rng, 3, 420, 0.3)
    client = kit[0 if tier == "plain" else rng.integers(0, 2, len(at))[shift]] if tier != "evasive" else kit[(s % 3)]
    given = {"client": client, "gap": 50.0}
    if tier == "evasive":
        exits = rng.choice(world.net.base[world.net.of["vpn", -1]], world.size)
        ip = exits + rng.integers(0, 60, world.size).astype(np.uint64)
        visit(world, s, start, ip=ip[s], **given)
        return
    mobile = rng.random(len(at))[shift] < (0.25 if tier == "plain" else 0.7)
    home = world.net.at(col["isp"][s], col["homekey"][s], np.floor(at[shift] / 86400 / col["lease"][s] + 2))
    roam = world.net.at(col["carrier"][s], col["homekey"][s], shift + 50)
    visit(world, s, start, ip=np.where(mobile, roam, home), **given)
