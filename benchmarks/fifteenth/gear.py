"""Clients and devices: what a request looks like from the gateway."""

from dataclasses import dataclass

import numpy as np

from benchmarks.fifteenth.world import Arr, Table, World, tokens


@dataclass
class Gear:
    """The clients, devices and keys of a batch; minus one is none."""

    client: Arr  # n x 2: before and after an update
    update: Arr  # n: the day of it
    device: Arr  # n x 2
    key: Arr  # n x 2, of the world's table of keys
    surface: Arr  # n


SURFACES = ["api", "web", "app", "cloud:aws", "cloud:gcp"]


class Clients:
    """Fingerprints of stock kits, browsers and phones, of which few are common."""

    def __init__(self, world: World) -> None:
        self.table = Table()
        rng = world.rng
        kits = [
            f"{k}/{m}.{v}"
            for k in ("python-sdk", "node-sdk", "go-sdk", "http-lib")
            for m, v in rng.integers(0, 40, (6, 2))
        ]
        self.kits = self.table.add(kits)
        self.browsers = self.table.add(tokens(rng, 36, "t13d15", 8))
        self.phones = self.table.add(tokens(rng, 14, "app-", 5))
        self.keys = Table()
        self.weights = {len(x): 1 / np.arange(1, len(x) + 1) ** 1.2 for x in (self.kits, self.browsers, self.phones)}

    def stock(self, world: World, n: int, surface: Arr) -> Arr:
        """Common clients of n accounts by their surface."""
        out = np.zeros(n, np.int64)
        for family, codes in ((self.kits, (0, 3, 4)), (self.browsers, (1,)), (self.phones, (2,))):
            weights = self.weights[len(family)]
            drawn = family[world.rng.choice(len(family), n, p=weights / weights.sum())]
            out = np.where(np.isin(surface, codes), drawn, out)
        return out

    def own(self, world: World, prefix: str, n: int = 1) -> Arr:
        """Clients that nobody had before."""
        return self.table.add(tokens(world.rng, n, prefix, 6))


def surfaces(world: World, n: int, mode: str) -> Arr:
    """A surface for each of n accounts: one for all, or `mixed` as people are."""
    if mode == "mixed":
        return world.rng.choice(5, n, p=[0.22, 0.5, 0.24, 0.03, 0.01])
    return np.full(n, SURFACES.index(mode))


def devices(world: World, n: int, mode: str, per: float, surface: Arr) -> Arr:
    """Devices n x 2: own, none, image (one for all), shared (per accounts to a device) or unique for all surfaces."""
    rng = world.rng
    if mode == "none":
        return np.full((n, 2), -1)
    if mode == "image":
        return np.full((n, 2), world.devices.add(tokens(rng, 1, "dev-"))[0])
    if mode == "shared":
        pool = world.devices.add(tokens(rng, max(1, round(n / per)), "dev-"))
        return pool[rng.integers(0, len(pool), (n, 2))]
    first = world.devices.add(tokens(rng, n, "dev-"))
    second = np.where(rng.random(n) < 0.3, world.devices.add(tokens(rng, n, "dev-")), first)
    out = np.stack([first, second], axis=1)
    if mode == "own":
        out[np.isin(surface, (0, 3, 4))] = -1
    return out


def gear(world: World, n: int, client: str, device: str, per: float, surface: str) -> Gear:
    """Gear by habit. Clients: stock, one (one stock for all), own (nobody else has it), few or unique."""
    rng, face = world.rng, surfaces(world, n, surface)
    before, after = world.clients.stock(world, n, face), world.clients.stock(world, n, face)
    if client == "one":
        before[:], after[:] = before[0], after[0]
    elif client == "own":
        pool = world.clients.own(world, "c-", 2)
        before, after = pool[np.zeros(n, int)], pool[np.ones(n, int)]
    elif client == "few":
        pool = world.clients.own(world, "c-", 5)
        before, after = pool[rng.integers(0, 4, n)], pool[rng.integers(1, 5, n)]
    elif client == "unique":
        before = after = world.clients.own(world, "t13d15", n)
    after = np.where(rng.random(n) < 0.5, before, after)
    late = 2 if client in ("one", "own") else 6
    day = int(rng.integers(0, world.days)) + np.round(rng.exponential(late, n)).astype(int)
    key = _keys(world, n, face)
    return Gear(np.stack([before, after], axis=1), day, devices(world, n, device, per, face), key, face)


def _keys(world: World, n: int, surface: Arr) -> Arr:
    """Two keys for each account; who comes by web or app has none."""
    table = world.clients.keys
    key = np.stack([table.add(tokens(world.rng, n, "key_", 7)) for _ in range(2)], axis=1)
    key[np.isin(surface, (1, 2))] = -1
    return key
