"""From where accounts come: their own lines, and lines that a group shares."""

from dataclasses import dataclass, field

import numpy as np

from benchmarks.fifteenth.networks import V6
from benchmarks.fifteenth.world import Arr, World, dice


@dataclass
class Lines:
    """Own lines n x 2 (before and after a move), a phone's line, and a pool with its way of turning."""

    home: Arr
    move: Arr  # n: the day of the new home line
    phone: Arr  # n x 3
    roam: Arr  # n: share of the phone
    pool: Arr = field(default_factory=lambda: np.zeros(0, np.int64))
    share: Arr = field(default_factory=lambda: np.zeros(0))
    turn: str = "day"  # request, day, sticky
    width: int = 4  # how many exits of the pool an account sees, unless it turns by request
    part: Arr | None = None  # n: which part of the pool a cell has
    parts: int = 1


def lines(world: World, country: Arr, home: str = "isp") -> Lines:
    """Own lines of n people by country: isp, near (one carrier's prefix), cloud (a machine each) or six (IPv6)."""
    rng, n, nets = world.rng, len(country), world.nets
    if home == "near":
        family = nets.isps[str(country[0])]
        net = family[int(rng.integers(len(family)))]
        own = np.stack([net.base + 256 + rng.integers(0, 1500, n) for _ in range(2)], axis=1)
    elif home == "cloud":
        net = nets.clouds[int(rng.integers(len(nets.clouds)))]
        own = np.stack([net.draw(rng, n), net.draw(rng, n)], axis=1)
    else:
        own = np.stack([nets.homes(country), nets.homes(country)], axis=1)
    six = rng.random(n) < (1.0 if home == "six" else 0.0 if home == "cloud" else 0.18)
    if six.any():
        own[six] = nets.six(int(six.sum()))[:, None]
    roam = rng.beta(0.7, 2.5, n) * (rng.random(n) < 0.55) if home != "cloud" else np.zeros(n)
    phone = np.stack([nat(world, country) for _ in range(3)], axis=1)
    return Lines(own, rng.integers(0, world.days * 3, n), phone, roam)


def nat(world: World, country: Arr) -> Arr:
    """An exit of a carrier for each of n people, each exit with many subscribers."""
    rng = world.rng
    pools = world.shared.setdefault("nat", {c: np.concatenate([m.draw(rng, 60) for m in nets])
                                            for c, nets in world.nets.mobiles.items()})  # fmt: skip
    return np.array([pools[str(c)][rng.integers(len(pools[str(c)]))] for c in country])


def pool_of(world: World, kind: str, exits: int, country: str) -> Arr:
    """Addresses of the exits that a group shares, in a network of a kind; of a VPN all that it has."""
    rng, nets = world.rng, world.nets
    if kind == "vpn":
        return nets.vpns[int(rng.integers(len(nets.vpns)))]
    if kind == "mobile":
        net = nets.mobiles[country][int(rng.integers(len(nets.mobiles[country])))]
    elif kind == "hosting":
        net = nets.clouds[int(rng.integers(len(nets.clouds)))]
    elif kind == "residential":
        net = nets.isps[country][int(rng.integers(len(nets.isps[country])))]
    else:
        bits = {"business": 24 if exits > 6 else 28, "education": 18, "proxy": 22}[kind]
        net = nets.add(kind, f"{kind.title()} {len(nets.rows)}", bits, country)
    return np.unique(net.draw(rng, exits))


def addresses(world: World, own: Lines, acc: Arr, day: Arr, salt: int) -> Arr:
    """The address of each row, for rows of account (its place in the batch) and day."""
    rng, n = world.rng, len(acc)
    out = own.home[acc, (day >= own.move[acc]).astype(int)]
    out = np.where(out >= V6, out + day, out)
    out = np.where(rng.random(n) < own.roam[acc], own.phone[acc, rng.integers(0, 3, n)], out)
    if not len(own.pool):
        return out
    size = len(own.pool)
    if own.turn == "request":
        u = rng.random(n)
    elif own.turn == "sticky":
        u = dice(acc, salt, rng.integers(0, own.width, n))
    else:
        u = dice(acc, salt, day % 97, (rng.random(n) < 0.15))
        u = dice((u * 1e9).astype(np.int64) % (own.width * 1000003), salt)
    if own.part is not None:
        u = (own.part[acc] + u) / own.parts
    return np.where(rng.random(n) < own.share[acc], own.pool[(u * size).astype(np.int64) % size], out)
