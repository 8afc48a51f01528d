"""Ordinary private people: alone, in families, with several accounts, and what the lab does to some of them."""

from __future__ import annotations

from benchmarks.sixteenth.account import Account
from benchmarks.sixteenth.lines import Way
from benchmarks.sixteenth.machines import private
from benchmarks.sixteenth.people import lines_of, one, pays
from benchmarks.sixteenth.world import DAY, World


def crowd(world: World, n: int) -> None:
    """About n accounts of ordinary people; some of all accounts are warned or worse."""
    done = 0
    while done < n:
        if world.r.random() < 0.07:
            done += _household(world)
            continue
        a = one(world)
        if world.r.random() < 0.3:
            pays(world, a, a.country)
        done += 1
    for a in world.r.sample(world.accounts, max(1, len(world.accounts) // 300)):
        _strike(world, a)


def _household(world: World) -> int:
    """A family, or one person with several accounts; gives how many accounts."""
    r, c = world.r, world.country()
    n = r.choice((2, 2, 3, 4))
    home, shared = world.net.home(c), private(world)[:1]
    card = world.card(c)
    same = r.random() < 0.35
    machines = private(world)
    for i in range(n):
        own = machines if same else private(world) + (shared if r.random() < 0.5 else [])
        a = one(world, c, lines=[Way(home, "home", 8), *lines_of(world, c)[1:]], devices=own)
        if same and i:
            a.active *= 0.4
        if r.random() < 0.35:
            pays(world, a, c, card)
    return n


def _strike(world: World, a: Account) -> None:
    """Innocent people get warned, limited, even banned and let back in; lone nuisances are banned for good."""
    r = world.r
    at, fate = world.start + r.uniform(0, world.days - 2) * DAY, r.random()
    if fate < 0.5:
        world.act(a, at, "warned", "usage policy")
    elif fate < 0.62:
        world.act(a, at, "banned", r.choice(("payment dispute", "spam", "harassment")))
        if at > a.created:
            a.end, a.status = at, "banned"
    elif fate < 0.78:
        world.act(a, at, "limited", "rate")
    else:
        world.act(a, at, "suspended", "automated risk score", "risk-model")
        world.act(a, at + 40000, "reinstated", "appeal granted")
