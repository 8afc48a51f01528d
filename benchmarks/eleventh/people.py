"""Private people: households, mobile carriers, VPNs, churn; and what every account gets."""

from __future__ import annotations

import numpy as np

from benchmarks.eleventh import names
from benchmarks.eleventh.model import DAY, Account, World, act, age

BINS = 400
CARDS = {"card": 0.72, "wallet": 0.14, "virtual-card": 0.06, "bank-debit": 0.05, "prepaid-card": 0.03}


def account(world: World, population: str, group: str, country: str, created: float | None = None) -> Account:
    """A new account with habits of its own, not yet anywhere."""
    rng = world.rng
    made = Account(world.token("acc"), age(world) if created is None else created, population, group, country)
    made.tastes = world.topics(int(rng.integers(3, 11)))
    made.day_share, made.size = float(rng.beta(1.1, 3.2)), float(rng.lognormal(-0.1, 0.7))
    made.hour, made.weekend = float(rng.normal(15, 3.5)), float(rng.uniform(0.5, 1.2))
    made.devices = [world.token("dev")] + ([world.token("dev")] if rng.random() < 0.3 else [])
    made.clients = names.clients(world, 0.15)
    if rng.random() < 0.55:
        made.phone, made.verified = world.token("ph"), "phone"
    world.accounts.append(made)
    return made


def instrument(world: World, kind: str = "card", country: str = "US") -> dict[str, object]:
    """A payment instrument that accounts may share."""
    code = 400_000 + int(world.rng.zipf(1.4) * 97 % BINS) * 317
    return {
        "instrument_id": world.token("pi"),
        "kind": kind,
        "issuer_country": country,
        "bin": str(code),
        "name_hash": world.token("nm"),
        "address_hash": world.token("ad"),
    }


def pay(world: World, payer: Account, card: dict[str, object]) -> None:
    """The account pays with this instrument from about its creation on."""
    world.payments.append(
        {"account_id": payer.id, **card, "added_at": payer.created + float(world.rng.exponential(7200))}
    )


def own_card(world: World, owner: Account, share: float) -> None:
    """A card of one's own, for a share of the accounts."""
    if world.rng.random() < share:
        kind = list(CARDS)[int(world.rng.choice(len(CARDS), p=list(CARDS.values())))]
        owner.plan = "pro"
        pay(world, owner, instrument(world, kind, owner.country))


def home(world: World, country: str) -> int:
    """A household's line: most keep an address for weeks, some change daily."""
    churn = 0.01 if world.rng.random() < 0.55 else float(world.rng.uniform(0.05, 0.6))
    return world.space.moving(world.pick(world.pools[f"isp-{country}"]), churn)


def place(world: World, who: Account, main: int, roams: float = 0.4) -> None:
    """Put an account at a place, sometimes on the road and behind a VPN."""
    who.sites, who.weights = [main], [1.0]
    if world.rng.random() < roams:
        who.sites.append(world.pick(world.shared_sites[f"carrier-{who.country}"]))
        who.weights.append(float(world.rng.uniform(0.1, 0.6)))
    if world.rng.random() < 0.05:
        who.sites.append(world.pick(world.shared_sites["vpn"]))
        who.weights.append(float(world.rng.uniform(0.3, 4)))


def household(world: World, number: int) -> None:
    """One to four people on one line; some share a card, a device or a phone."""
    rng, country = world.rng, world.country()
    size = int(rng.choice(4, p=[0.74, 0.18, 0.05, 0.03])) + 1
    line = home(world, country)
    people = [account(world, "private", f"home-{number}", country) for _ in range(size)]
    for person in people:
        person.email = names.mailbox(world)
        place(world, person, line)
        own_card(world, person, 0.35)
    if size > 1:
        share_at_home(world, people)


def share_at_home(world: World, people: list[Account]) -> None:
    """What a family has in common beyond the line."""
    draw = world.rng.random(3)
    if draw[0] < 0.25:
        card = instrument(world, "card", people[0].country)
        for person in people:
            pay(world, person, card)
    if draw[1] < 0.2:
        people[1].devices.append(people[0].devices[0])
    if draw[2] < 0.1:
        people[1].phone = people[0].phone = world.token("ph")


def mobile(world: World) -> None:
    """Somebody whose only line is a telephone."""
    country = world.country()
    site = world.pick(world.shared_sites[f"carrier-{country}"])
    person = account(world, "carrier", f"carrier-{site}", country)
    person.email, person.clients = names.mailbox(world), [world.pick(names.APP[:2]), world.pick(names.APP)]
    place(world, person, site, 0.0)
    own_card(world, person, 0.2)


def customers(world: World, count: int) -> None:
    """Innocent customers of the rented proxies, and developers on hosted machines."""
    private = [a for a in world.accounts if a.population == "private"]
    for index in world.rng.choice(len(private), size=count, replace=False):
        pool = world.pick(world.pools["proxy"] if world.rng.random() < 0.7 else world.pools["hosting"])
        private[index].sites.append(world.space.moving(pool, 0.1, 2))
        private[index].weights.append(float(world.rng.uniform(0.5, 3)))


def populate(world: World, target: int) -> None:
    """Fill the world with private people up to the target."""
    number = 0
    while len(world.accounts) < target:
        number += 1
        if world.rng.random() < 0.12:
            mobile(world)
        else:
            household(world, number)
    customers(world, int(target * 0.02))


def honest_bans(world: World) -> None:
    """Some honest accounts are banned for other reasons, half of them by mistake."""
    for index in world.rng.choice(len(world.accounts), size=len(world.accounts) // 900, replace=False):
        who, at = world.accounts[index], float(world.rng.uniform(2, world.style.days - 1)) * DAY
        if who.created < at and who.population in ("private", "carrier"):
            act(world, who, at, "banned", "policy")
            who.ended = at if world.rng.random() < 0.5 else np.inf
            if who.ended == np.inf:
                act(world, who, at + 40_000, "reinstated", "appeal")
