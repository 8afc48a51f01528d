"""Honest people: at home, on phones, behind VPNs and proxies, in families, in an app, on a viral day."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.heldout.cast import DAY, Ints
from benchmarks.heldout.mailbox import DISPOSABLE, people, scripted
from benchmarks.heldout.setting import Floats, Setting

PLANS = np.array(["free", "plus", "pro", "api"], dtype=object)


def volumes(world: Setting, n: int, factor: float = 1.0) -> dict[str, Floats]:
    """Sessions a day and their length: heavy-tailed over people."""
    rate = world.rng.lognormal(-0.75, 1.25, n).clip(0.01, 60) * world.style.volume * factor
    length = world.rng.gamma(2.0, 2.0, n) + 1.0
    return {"sessions": rate / length, "length": length, "gap": world.rng.lognormal(4.2, 0.6, n)}


def spans(world: Setting, created: Floats, churn: float = 0.35) -> dict[str, Floats]:
    """Active from creation (or the first day of the world) until the end, or an earlier day."""
    first = np.maximum(created / DAY, 0.0)
    leave = world.rng.random(len(created)) < churn
    return {
        "first": first,
        "last": np.where(leave, first + world.rng.exponential(world.style.days / 2, len(created)) + 1, 1e9),
    }


def personal(world: Setting, n: int, **columns: Any) -> Ints:
    """n private persons with volumes, days, addresses of their own; pools are given by the caller."""
    rng = world.rng
    countries = columns.pop("country", None)
    countries = world.countries(n) if countries is None else np.full(n, countries, dtype=object)
    created = columns.pop("created", None)
    created = world.past(n) if created is None else created
    usual: dict[str, Any] = {
        "created": created,
        "country": countries,
        "email": people(rng, n),
        "plan_name": PLANS[rng.choice(4, n, p=[0.5, 0.25, 0.1, 0.15])],
        "verified": np.array(["none", "email", "phone"], dtype=object)[rng.choice(3, n, p=[0.2, 0.5, 0.3])],
        "profile": np.where(rng.random(n) < 0.6, world.humans("evening", countries), world.humans("day", countries)),
        "weekend": rng.uniform(0.4, 1.3, n),
        "surface": rng.choice(3, n, p=[0.3, 0.45, 0.25]),
        "in_tokens": rng.lognormal(6.2, 0.8, n),
        "out_tokens": rng.lognormal(6.0, 0.6, n),
        **volumes(world, n),
        **spans(world, created),
    }
    return world.cast.add(n, **(usual | columns))


def wallets(world: Setting, accounts: Ints, share: float = 0.6) -> None:
    """A card of one's own for those who pay, a second one for some; household cards are given elsewhere."""
    rng = world.rng
    payers = accounts[rng.random(len(accounts)) < share]
    owner = np.concatenate([np.arange(len(payers)), np.flatnonzero(rng.random(len(payers)) < 0.08)])
    who, names = payers[owner], world.count("name", len(payers))[owner]
    kind = np.array(["card", "wallet", "bank-debit", "virtual-card", "prepaid-card"], dtype=object)
    world.cast.pay(
        who,
        world.count("instrument", len(who)),
        kind=kind[rng.choice(5, len(who), p=[0.7, 0.15, 0.06, 0.05, 0.04])],
        added=world.past(len(who), 300),
        name=names,
        address=world.count("address", len(who)),
    )


def private_persons(world: Setting, n: int) -> Ints:
    """The mass of customers: homes, mobile carriers, families, VPNs; a few own or disposable mail domains."""
    rng = world.rng
    accounts = personal(world, n)
    start = int(accounts[0])
    where = _countries_of(world, accounts)
    world.own_homes(accounts, where, weight=1.5)
    carriers = [world.net.pool(f"Mobile {i}", "mobile", int(rng.integers(2, 8)), 40) for i in range(6)]
    mobile = accounts[rng.random(n) < 0.3]
    carrier = rng.integers(0, len(carriers), len(mobile))
    for number, exits in enumerate(carriers):
        users = mobile[carrier == number]
        many = rng.integers(1, 6, len(users))
        who = np.repeat(users, many)
        world.cast.give("ip", who, rng.choice(exits, len(who)), 0.4)
    vpn = accounts[rng.random(n) < 0.04]
    exits = np.concatenate([world.net.pool(f"VPN {i}", "vpn", int(rng.integers(2, 6)), 25) for i in range(3)])
    who = np.repeat(vpn, rng.integers(2, 9, len(vpn)))
    world.cast.give("ip", who, rng.choice(exits, len(who)), 1.0)
    world.some_topics(accounts, 1, 7)
    world.some_clients(accounts)
    world.own_devices(accounts)
    wallets(world, accounts)
    _families(world, start, n)
    return accounts


def _countries_of(world: Setting, accounts: Ints) -> NDArray[Any]:
    """Countries as cast in the last part."""
    start, n, columns = world.cast._parts[-1]
    assert start == accounts[0] and n == len(accounts)
    return np.asarray(columns["country"], dtype=object)


def _families(world: Setting, start: int, n: int) -> None:
    """Households of two to four: one home address, sometimes one card and one device."""
    rng = world.rng
    households = int(n * 0.04)
    heads = rng.choice(n, households, replace=False) + start
    for extra in range(int(rng.integers(1, 4))):
        kin = rng.choice(n, households, replace=False) + start
        pairs = kin != heads
        homes = world.net.addresses_in(rng.choice(world.home["US"], households))
        for side in (heads, kin):
            world.cast.give("ip", side[pairs], homes[pairs], 1.5)
        card = pairs & (rng.random(households) < 0.4)
        instruments = world.count("instrument", int(card.sum()))
        for side in (heads, kin):
            world.cast.pay(side[card], instruments)
        if extra == 0:
            shared = pairs & (rng.random(households) < 0.2)
            devices = world.count("device", int(shared.sum()))
            for side in (heads, kin):
                world.cast.give("device", side[shared], devices)


def throwaway_mail(world: Setting, n: int) -> None:
    """Privacy-minded or cheap users of disposable mail domains; also one-person domains."""
    rng = world.rng
    domains = np.array(DISPOSABLE, dtype=object)[rng.integers(0, len(DISPOSABLE), n)]
    own = rng.random(n) < 0.5
    domains = np.where(own, np.array([f"{v:x}.me" for v in rng.integers(36**4, 36**6, n)], dtype=object), domains)
    accounts = personal(
        world, n, email=np.where(rng.random(n) < 0.5, people(rng, n, domains), scripted(rng, n, domains))
    )
    world.own_homes(accounts, _countries_of(world, accounts))
    world.some_topics(accounts, 1, 5)
    world.some_clients(accounts)
    world.own_devices(accounts)
    wallets(world, accounts, 0.3)


def proxy_users(world: Setting, n: int, exits: Ints) -> None:
    """Innocent tenants of a proxy pool: privacy, geo-blocks, scraping of other sites."""
    rng = world.rng
    accounts = personal(world, n, population="private", group_id="proxy-users")
    world.own_homes(accounts, _countries_of(world, accounts), weight=0.7)
    who = np.repeat(accounts, rng.integers(2, 20, n))
    world.cast.give("ip", who, rng.choice(exits, len(who)), 1.0)
    world.some_topics(accounts, 1, 7)
    world.some_clients(accounts)
    world.own_devices(accounts)
    wallets(world, accounts)


def app_users(world: Setting, number: int, n: int) -> None:
    """Users of a third-party app: all have its client and its prompt template, and nothing else in common."""
    rng = world.rng
    created = world.rng.uniform(-60, world.style.days * 0.8, n) * DAY
    accounts = personal(world, n, population="private", group_id=f"app-{number}", created=created, surface=0)
    world.own_homes(accounts, _countries_of(world, accounts))
    world.cast.give("client", accounts, world.mint_clients(1), 3.0)
    world.cast.give("topic", accounts, world.mint_topics(1, ("writing", "chat", "homework"), "app template"), 5.0)
    world.some_topics(accounts[rng.random(n) < 0.5], 1, 3)
    wallets(world, accounts, 0.4)


def viral_topics(world: Setting) -> None:
    """Prompts that go round for some days: thousands of people ask the same within hours."""
    for _ in range(int(world.rng.integers(0, 3))):
        topic = world.mint_topics(1, ("chat", "software-engineering"), "viral")[0]
        days = int(world.rng.integers(2, 5))
        first = int(world.rng.integers(0, max(1, world.style.days - days)))
        world.bursts.append(
            {"topic": int(topic), "first": first, "days": days, "chance": float(world.rng.uniform(0.02, 0.15))}
        )
