"""Operators, the pools of exits that they rent and the sellers of accounts they buy from; honest people use both."""

from __future__ import annotations

from typing import Any

from benchmarks.sixteenth.countries import CODES
from benchmarks.sixteenth.lines import Line, Way
from benchmarks.sixteenth.marks import made_by
from benchmarks.sixteenth.people import one, pays
from benchmarks.sixteenth.world import DAY, World


def operators(world: World, count: int, pools: int, sellers: int) -> list[dict[str, Any]]:
    """So many operators, who share so many pools and sellers; and the honest customers of these."""
    r = world.r
    exits = [_pool(world, int(150 * 20 ** r.random())) for _ in range(pools)]
    shops = [_seller(world) for _ in range(sellers)]
    for i, pool in enumerate(exits):
        _bystanders(world, pool, i + 1)
    for i, seller in enumerate(shops):
        _buyers(world, seller, i + 1)
    out = []
    for i in range(count):
        pool = exits[i % len(exits)] if r.random() < 0.8 else r.choice(exits)
        out.append(_operator(world, f"op-{i + 1}", pool, r.choice(shops)))
    return out


def anew(world: World, op: dict[str, Any], others: list[dict[str, Any]]) -> dict[str, Any]:
    """The same operator with nothing of an old campaign, but for a seller of anybody's."""
    pool = _pool(world, int(150 * 8 ** world.r.random()))
    return _operator(world, op["name"], pool, world.r.choice([other["seller"] for other in others]))


def _operator(world: World, name: str, pool: list[str], seller: dict[str, Any]) -> dict[str, Any]:
    """With the countries of its accounts and a desk of its own."""
    r = world.r
    told = {"name": name, "pool": pool, "seller": seller, "codes": r.sample(CODES, r.choice((1, 4, 12)))}
    return told | {"base": world.net.home(r.choice(CODES)), "desk": world.token("d-")}


def _seller(world: World) -> dict[str, Any]:
    """A seller of accounts: makes them on few lines and machines, long before."""
    r = world.r
    return {
        "ips": world.net.residential(r.randint(6, 40)),
        "devs": [world.token("d-") for _ in range(r.randint(3, 20))],
        "style": r.choice(("ff9", "fl99", "rand")),
        "domain": r.choice(("outlook.com", "gmail.com", "mail.ru")),
        "days": [world.start - DAY * r.uniform(20, 300) for _ in range(r.randint(3, 12))],
        "client": f"chrome-win/{r.randrange(128, 139)}",
    }


def _pool(world: World, n: int) -> list[str]:
    """About n exits of a rented pool, some of them the lines of honest customers' homes."""
    r, accounts = world.r, world.accounts
    exits = world.net.residential(n, r.choice((None, None, r.sample(CODES, 4))))
    asked = [way.line for a in r.sample(accounts, min(len(accounts), n)) for way in a.lines[:1]]
    homes = [line for line in asked if len(line.ips) < 5]
    exits += [r.choice(line.ips) for line in homes[: int(n * r.uniform(0.1, 0.5))]]
    return list(dict.fromkeys(exits))


def _bystanders(world: World, pool: list[str], number: int) -> None:
    """Innocent customers who rent the same exits."""
    r = world.r
    for _ in range(r.randint(15, 90)):
        c = world.country()
        rented = Line(r.sample(pool, min(len(pool), 12)), r.choice((3600, 86400)), r.randrange(1 << 30))
        ways = [Way(rented, "any", r.choice((1, 4, 9))), Way(world.net.home(c), "home", 4)]
        a = one(world, c, lines=ways)
        a.population, a.group = "carrier", f"proxy-pool-customers-{number}"
        if r.random() < 0.5:
            pays(world, a, c)


def _buyers(world: World, seller: dict[str, Any], number: int) -> None:
    """Honest people who bought an account of the seller, to save money."""
    r = world.r
    for _ in range(r.randint(8, 40)):
        created = r.choice(seller["days"]) + 3600 * 5 * r.random()
        a = one(world, created=created, email=world.mail(seller["domain"], seller["style"]))
        a.population, a.group, a.phone = "reseller-customer", f"bought-cheap-accounts-{number}", None
        a.signup_ip, a.signup_dev, a.signup_client = made_by(world, seller)
        a.first = max(world.start - DAY, a.created)
