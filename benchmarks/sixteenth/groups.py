"""Builds honest groups: what a group's members share is drawn once, then the members."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.sixteenth import afterwards
from benchmarks.sixteenth.account import Account
from benchmarks.sixteenth.clock import Arr, days
from benchmarks.sixteenth.habits import clock_of, mailer, phones, plan_of, starts
from benchmarks.sixteenth.kind import Kind
from benchmarks.sixteenth.lines import Way
from benchmarks.sixteenth.machines import Device
from benchmarks.sixteenth.machines import maker as machines
from benchmarks.sixteenth.people import one
from benchmarks.sixteenth.places import Give
from benchmarks.sixteenth.places import maker as place
from benchmarks.sixteenth.purses import purse
from benchmarks.sixteenth.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What the members of one group have in common."""

    kind: Kind
    name: str
    domain: str
    land: Callable[[], str]
    """Gives a member a country; so do the next ones a mailbox, machines and hours."""
    nets: list[tuple[Give, str, float]]
    mail: Callable[[], str]
    dev: Callable[[], list[Device]]
    hours: Callable[[], Arr]
    daymul: Arr | None
    plan: Arr
    mask: Any
    """Of the template: 64 bits."""
    level: float
    """Of all members' rates."""
    born: list[float]
    phones: list[str | None]
    minute: int
    share: float


def group(world: World, kind: Kind, number: int, most: int | None = None) -> None:
    """Make one group of a kind, of at most so many accounts where it is told."""
    n = _size(world, kind, most)
    domain, country = world.domain(), world.country()
    shared = _open(world, kind, f"{kind.name}-{number}", n, domain, country)
    members: list[Account] = []
    for i in range(n):
        a = _member(world, shared, i)
        _relate(world, kind, a, members)
        members.append(a)
    purse(world, kind.cards, members, country)
    afterwards.happen(world, kind, members)


def _size(world: World, kind: Kind, most: int | None) -> int:
    """Small groups are as frequent as large ones."""
    low, high = (min(bound, most or bound) for bound in kind.size)
    return round(low * (high / low) ** world.r.betavariate(1.4, 1.4))


def _open(world: World, kind: Kind, name: str, n: int, domain: str, country: str) -> Group:
    """Draws what n members share; the order of the draws is that of the arguments."""
    r = world.r
    few = [country] + [world.country() for _ in range(2)]
    lands = {"any": world.country, "few": lambda: r.choice(few), "one": lambda: country}
    words = [word.split(":") for word in kind.lines.split()]
    return Group(
        kind=kind, name=name, domain=domain, land=lands[kind.cc],
        nets=[(place(world.net, where, country, domain), when, float(weight)) for where, when, weight in words],
        mail=mailer(world, kind.mail, domain), dev=machines(world, kind.dev, kind.client, n),
        hours=clock_of(world, kind), daymul=days(world, kind.days) if kind.days else None, plan=plan_of(world, kind),
        mask=world.rng.integers(0, 1 << 62, dtype=np.uint64), level=r.uniform(0.7, 1.3),
        born=starts(world, kind.signup, n), phones=phones(world, kind.phone, n), minute=r.randrange(60),
        share=max(0.02, min(1, kind.share * r.uniform(0.8, 1.1))),
    )  # fmt: skip


def _member(world: World, g: Group, i: int) -> Account:
    """The i-th account; the order of the draws is that of the arguments."""
    r, kind, country = world.r, g.kind, g.land()
    a = one(
        world, country, lines=_ways(world, g, country), created=g.born[i], devices=g.dev(), email=g.mail(),
        hours=g.hours(), weekend=_weekend(world, kind), active=r.uniform(*kind.active), rate=_rate(world, g),
        topics=world.topics.mixed(world.rng, g.plan, g.share), minute=g.minute if r.random() < 0.5 else r.randrange(60),
        daymul=g.daymul, population=kind.population, group=g.name, mode=kind.mode, verified=kind.verified,
        tmask=g.mask, tshare=kind.tmpl[0], texact=kind.tmpl[1], bad=kind.bad, tin=kind.tin, tout=kind.tout,
        plan=kind.plan, org=g.domain if kind.org else None, cap=700 if kind.rate[1] > 40 else 250,
    )  # fmt: skip
    a.phone = g.phones[i]
    a.verified = "phone" if a.phone and a.verified == "email" else a.verified
    return a


def _ways(world: World, g: Group, country: str) -> list[Way]:
    """A member's lines: all that matter outside the home, and most of the others."""
    r, out = world.r, []
    for give, when, weight in g.nets:
        if (when != "home" and weight > 2) or r.random() < 0.75:
            out.append(Way(give(country), when, weight * r.uniform(0.6, 1.5)))
    return out or [Way(g.nets[0][0](country), "any", 1)]


def _weekend(world: World, kind: Kind) -> float:
    """Drawn for those who work by day, also where the kind tells it."""
    drawn = world.r.choice((0.25, 0.5)) if kind.clock in ("office", "clinic", "school") else 0.8
    return drawn if kind.weekend is None else kind.weekend


def _rate(world: World, g: Group) -> float:
    """Exchanges a day: of kinds that ask a lot, small rates are as frequent as large ones."""
    low, high = g.kind.rate
    if high < 12:
        return g.level * world.r.uniform(low, high)
    return float(g.level * low * (high / low) ** world.r.random())


def _relate(world: World, kind: Kind, a: Account, before: list[Account]) -> None:
    """Keys of programs, who brought the account, and when it comes first."""
    r = world.r
    if a.devices[0].surface not in ("web", "app") or kind.program:
        a.creds = [world.token("key-", 8) for _ in range(r.choice((1, 1, 1, 2, 3)))]
        a.gap = 20
    if before and kind.parent:
        a.parent = before[0].id
    if before and kind.referrer and r.random() < 0.8:
        a.referrer = before[0].id
    if kind.first == "recent":
        a.first = world.start + 86400 * r.uniform(0, 3)
