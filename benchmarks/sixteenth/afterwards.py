"""What needs a whole honest group: kiosks, resold phones, recycled numbers, limits."""

from __future__ import annotations

from benchmarks.sixteenth.account import Account
from benchmarks.sixteenth.kind import Kind
from benchmarks.sixteenth.machines import Device
from benchmarks.sixteenth.people import sign
from benchmarks.sixteenth.world import DAY, World


def happen(world: World, kind: Kind, members: list[Account]) -> None:
    """Change the members of a group of this kind."""
    r = world.r
    if kind.kiosk:
        _kiosk(world, members)
    if kind.dev == "resold" or kind.phone == "recycled":
        _succeed(world, kind, members)
    if kind.population in ("fleet", "authorised-bulk") and r.random() < 0.4:
        a, at = r.choice(members), world.start + DAY * r.uniform(0, world.days - 1)
        world.act(a, at, "limited", "rate", "rate-limiter")


def _kiosk(world: World, members: list[Account]) -> None:
    """Most signed up at one place, on its machine."""
    line, device = world.net.home(members[0].country), Device(world.token("d-"), "app-android", "app", 9)
    for a in members:
        if world.r.random() < 0.85:
            a.signup_ip, a.signup_dev = line.at(a.created), device.id
            a.signup_client = device.client((a.created - world.start) / DAY)


def _succeed(world: World, kind: Kind, members: list[Account]) -> None:
    """Of two, the first stops before the second begins, who has the other's machine or number."""
    r = world.r
    for x, y in zip(members[::2], members[1::2], strict=False):
        x.created = min(x.created, world.start - DAY * 200)
        x.end = world.start + DAY * r.uniform(2, world.days - 5)
        y.created = x.end + DAY * r.uniform(0.5, 2)
        if kind.dev == "resold":
            y.devices = x.devices[:1]
        else:
            x.phone = y.phone = world.token("p")
        sign(world, x)
        sign(world, y)
