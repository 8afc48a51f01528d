"""Devices and client programs, whose versions move on week by week."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.sixteenth.world import World

WEB = ["chrome-win", "chrome-win", "chrome-win", "chrome-mac", "safari-mac", "edge-win", "firefox-linux",
       "chrome-linux", "chrome-android", "safari-ios"]  # fmt: skip
APP = ["app-ios", "app-android", "app-android", "app-desktop"]
BASE = {"chrome": (140, 21), "edge": (140, 21), "safari": (19, 60), "firefox": (141, 28), "app": (52, 7),
        "python": (60, 12), "node": (71, 12), "curl": (8, 200)}  # fmt: skip
"""A maker's version at the start of the world, and after how many days the next comes."""
PROGRAMS = ("sdk", "fw:", "job:", "ext:")
"""How the names of clients begin that are no browser or app."""


@dataclass(slots=True)
class Device:
    """A machine with a client of a family and a surface."""

    id: str | None
    """None: the feed has none."""
    family: str
    surface: str
    lag: int = 3
    """Days behind with updates."""
    weight: float = 1.0
    pin: str | None = None
    """The client's name where it is never updated."""

    def client(self, day: float) -> str:
        """Name and version at a day of the world."""
        if self.pin:
            return self.pin
        step, every = BASE.get(self.family.split("-")[0], (3, 30))
        return f"{self.family}/{step + int((day + 400 - self.lag) // every) - 400 // every}"


def odd(world: World, family: str, share: float) -> str | None:
    """Now and then somebody runs a build of their own."""
    r = world.r
    if r.random() >= share:
        return None
    return f"{family}/{r.randrange(30, 130)}.{r.randrange(9)}.{r.randrange(99)}"


def private(world: World, kind: str = "mix") -> list[Device]:
    """A private person's phone or computer, or both; `kind`: `web`, `app` or any."""
    r, out = world.r, []
    for _ in range(r.choice((1, 1, 2, 2, 3))):
        family = r.choice({"web": WEB, "app": APP}.get(kind, WEB + APP))
        lag = r.choice((0, 1, 2, 3, 5, 9, 20, 60))
        surface = "app" if family.startswith("app") else "web"
        out.append(Device(world.token("d-"), family, surface, lag, r.uniform(0.2, 1), odd(world, family, 0.012)))
    return out


def maker(world: World, dev: str, client: str, n: int) -> Callable[[], list[Device]]:
    """A function that gives each of n members its devices, by the group's habit."""
    r = world.r
    if client.startswith(PROGRAMS):
        return _programs(world, client)
    if dev in ("pool", "tablet", "one", "golden"):
        return _pool(world, dev, client, n)
    if client == "locked":
        family, lag = r.choice(("chrome-win", "edge-win")), r.choice((5, 20, 45))
        return lambda: [Device(world.token("d-"), family, "web", lag, 3), *_seldom(world, 0.25)]
    return lambda: private(world, client)


def _pool(world: World, dev: str, client: str, n: int) -> Callable[[], list[Device]]:
    """Machines that stand about for all; a locked one has its updates when the others have."""
    r = world.r
    k = 1 if dev in ("one", "golden") else max(2, n // r.choice((2, 3, 5, 8)))
    family = "app-android" if dev == "tablet" else r.choice(("chrome-win", "edge-win", "chrome-chromeos"))
    lag, surface = r.choice((3, 12, 40, 90)), "app" if dev == "tablet" else "web"
    spread = 0 if client == "locked" else 9

    def one() -> Device:
        name = world.token("d-")
        return Device(name, family, surface, lag + (r.randrange(spread) if spread else 0), 3)

    pool = [one() for _ in range(k)]
    return lambda: r.sample(pool, min(k, r.choice((1, 2, 3, 4))))


def _programs(world: World, client: str) -> Callable[[], list[Device]]:
    """Clients without a screen: kits, frameworks, jobs, extensions."""
    r, lag = world.r, world.r.choice((1, 4, 11, 30, 75))
    name = client.split(":")[-1]
    if client == "sdk":
        surface = r.choice(("api", "api", "api", "cloud:nimbus", "cloud:bluerack"))
        family = r.choice(("python-sdk", "python-sdk", "node-sdk", "curl-http"))
        return lambda: [Device(None, family, surface, r.choice((0, 5, 20, 60, 150)), pin=odd(world, family, 0.1))]
    if client.startswith("job:"):
        return lambda: [Device(None, name, "api", lag, pin=f"{name}/{lag}.{lag % 7}")]
    if client.startswith("ext:"):
        return lambda: [Device(world.token("d-"), name, "web", r.choice((0, 2, 9))), *_seldom(world, 0.3)]
    return lambda: [Device(None, name, "api", r.choice((0, 5, 20, 40, 90))), *_seldom(world, 0.3)]


def _seldom(world: World, share: float) -> list[Device]:
    """For some, their private machines as well."""
    return private(world) if world.r.random() < share else []
