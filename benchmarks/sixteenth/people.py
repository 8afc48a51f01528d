"""One ordinary person's account: lines, machines, habits and money."""

from __future__ import annotations

from typing import Any

from benchmarks.sixteenth.account import Account
from benchmarks.sixteenth.clock import person_hours
from benchmarks.sixteenth.lines import Line, Way
from benchmarks.sixteenth.machines import Device, odd, private
from benchmarks.sixteenth.places import gateway
from benchmarks.sixteenth.world import DAY, World

CLOCKS = ("day", "day", "day", "evening", "office", "student", "late", "early")


def lines_of(world: World, c: str) -> list[Way]:
    """A person's home, phone, work or VPN; the home is the first."""
    r, net = world.r, world.net
    out = [Way(net.home(c), "home", 6)]
    if r.random() < 0.6:
        out.append(Way(net.mobile(c), "any", r.uniform(0.5, 5)))
    if r.random() < 0.18:
        out.append(Way(net.home(c), "work", 5))
    if r.random() < 0.07:
        exits = r.choice(net.vpns)
        out.append(Way(Line(r.sample(exits, 6), 30000, r.randrange(1 << 30)), "any", r.choice((2, 8, 40))))
    if r.random() < 0.03:
        out.append(Way(Line(gateway(net, "relay"), 9000, r.randrange(1 << 30)), "any", 10))
    if r.random() < 0.06:
        out.append(_trip(world))
    return out


def one(world: World, c: str | None = None, **told: Any) -> Account:
    """An ordinary person's account; what is told replaces what is drawn."""
    r = world.r
    c = c or world.country()
    # All are drawn, whatever is told.
    drawn = {"created": world.when("any"), "population": "private"} | _habits(world) | told
    drawn["lines"] = drawn.get("lines") or lines_of(world, c)
    drawn["devices"] = drawn.get("devices") or private(world)
    a = world.add(country=c, **drawn)
    if r.random() < 0.55:
        a.phone, a.verified = world.token("p"), "phone"
    sign(world, a)
    if r.random() < 0.06:
        _develop(world, a)
    return a


def sign(world: World, a: Account) -> None:
    """Where, and on what, the account was opened: not on a journey."""
    device = world.r.choice(a.devices)
    here = [way for way in a.lines if not way.days] or a.lines
    a.signup_ip = world.r.choice(here).line.at(a.created)
    a.signup_dev, a.signup_client = device.id, device.client((a.created - world.start) / DAY)


def pays(world: World, a: Account, c: str, household: dict[str, Any] | None = None) -> None:
    """Make the account a paying one: with a card of its own or the household's, and at times a second one."""
    r = world.r
    a.plan = r.choice(("plus", "plus", "plus", "pro"))
    kind = r.choices(("card", "wallet", "bank-debit", "prepaid-card", "virtual-card"), (75, 14, 5, 3, 3))[0]
    world.pay(a, household if household and r.random() < 0.6 else world.card(c, kind))
    if r.random() < 0.07:
        world.pay(a, world.card(c), a.created + r.uniform(0, max(1, world.stop - a.created)))


def _trip(world: World) -> Way:
    """Some days abroad, on another land's line."""
    first, net = world.r.randrange(world.days), world.net
    line = net.mobile(world.country()) if world.r.random() < 0.4 else net.home(world.country())
    return Way(line, "any", 60, (first, first + world.r.randint(2, 7)))


def _habits(world: World) -> dict[str, Any]:
    """How much and when a private person asks; some ask a lot."""
    r = world.r
    heavy = r.random()
    rate = r.lognormvariate(1.95, 0.6)
    rate = rate * (r.uniform(2, 5) if heavy > 0.95 else 1) * (r.uniform(3, 9) if heavy > 0.978 else 1)
    return {
        "active": min(0.95, r.betavariate(0.9, 3.2) + 0.02), "rate": rate, "sigma": r.uniform(0.5, 1),
        "gap": r.uniform(60, 260), "cap": r.choice((120, 300, 900)),
        "hours": person_hours(world.rng, r.choice(CLOCKS)), "weekend": r.choice((0.5, 0.8, 1, 1.2)),
    }  # fmt: skip


def _develop(world: World, a: Account) -> None:
    """Some private people use the API from home or from a machine of their own."""
    r, net = world.r, world.net
    family = r.choice(("python-sdk", "node-sdk"))
    lag = r.choice((0, 8, 30, 90))
    a.devices = [*a.devices, Device(None, family, "api", lag, 1.5, odd(world, family, 0.2))]
    a.creds = [world.token("key-", 8) for _ in range(r.choice((1, 1, 2)))]
    if r.random() < 0.25:
        own = r.random() < 0.7
        line = Line([net.ip_in(r.choice(net.hosts))]) if own else Line(gateway(net, "fn"), 3600, r.randrange(1 << 30))
        a.lines = [*a.lines, Way(line, "any", 4)]
    a.gap = 25
