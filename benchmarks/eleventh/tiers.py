"""What the accounts of a cell have in common, by tier, and when they act."""

from __future__ import annotations

import numpy as np

from benchmarks.eleventh import names
from benchmarks.eleventh.model import Account, Plan, World
from benchmarks.eleventh.people import home, instrument, own_card, pay

KINDS = ["card", "device", "phone", "address"]


def equip(world: World, members: list[int], tier: str, proxies: np.ndarray, linked: set[int]) -> None:
    """Give the accounts of a new cell their mailboxes, places, clients and cards."""
    crew = [world.accounts[i] for i in members]
    if tier == "plain":
        plain(world, crew)
    elif tier == "careful":
        careful(world, crew, proxies)
    else:
        evasive(world, crew, [world.accounts[i] for i in members if i not in linked])


def plain(world: World, crew: list[Account]) -> None:
    """Hosting addresses, one mail form, one client, cards for 3-20 accounts."""
    rng = world.rng
    pool, client = world.pick(world.pools["hosting"]), f"{world.pick(names.API)}+{int(rng.integers(1 << 24)):06x}"
    client = client if rng.random() < 0.6 else world.pick(names.API)
    world.surfaces[client] = "api"
    subnet = int(rng.integers(len(pool) - 260))
    few = rng.choice(pool[subnet : subnet + 250], int(rng.integers(3, 12)), replace=False)
    domain = names.company_domain(world) if rng.random() < 0.5 else world.pick(names.WEBMAIL)
    form, stem = int(rng.integers(3)), world.pick(names.WORDS)
    sites = [world.space.site(few[i : i + 2]) for i in range(0, len(few), 2)]
    for who in crew:
        who.email, who.clients, who.plan = names.serial(world, domain, form, stem), [client, client], "api"
        who.sites, who.weights = [world.pick(sites)], [1.0]
        who.verified, who.phone = ("phone", who.phone) if rng.random() < 0.3 else ("email", "")
    deal_cards(world, crew, 3, 21)


def careful(world: World, crew: list[Account], proxies: np.ndarray) -> None:
    """Rented proxies, bought mailboxes, usual clients, cards for 2-4 accounts."""
    for who in crew:
        who.email, who.clients, who.plan = names.bought(world), names.clients(world, 0.5), "pro"
        who.sites, who.weights = [world.space.moving(proxies, 0.12, 3)], [1.0]
    deal_cards(world, crew, 2, 5)


def deal_cards(world: World, crew: list[Account], low: int, high: int) -> None:
    """Hand cards round, each to so many accounts."""
    order, at = world.rng.permutation(len(crew)), 0
    while at < len(order):
        size = int(world.rng.integers(low, high))
        card = instrument(world, str(world.rng.choice(["virtual-card", "card", "prepaid-card"])), world.country())
        for index in order[at : at + size]:
            pay(world, crew[index], card)
        at += size


def evasive(world: World, crew: list[Account], free: list[Account]) -> None:
    """Everything of one's own, but for one thing with one or two others."""
    for who in crew:
        who.email, who.clients = names.mailbox(world), names.clients(world, 0.25)
        who.sites.append(world.space.moving(world.pick(world.pools[f"isp-{who.country}"]), 0.25, 2))
        who.weights.append(1.0)
        own_card(world, who, 0.7)
    order, at = world.rng.permutation(len(free)), 0
    while len(order) - at >= 2:
        size = int(world.rng.choice([2, 2, 3]))
        share(world, [free[i] for i in order[at : at + size]], str(world.rng.choice(KINDS, p=[0.35, 0.25, 0.25, 0.15])))
        at += size


def share(world: World, crew: list[Account], kind: str) -> None:
    """The one thing that these accounts have in common."""
    thing, card = world.token("dev" if kind == "device" else "ph"), instrument(world, "card", crew[0].country)
    line = home(world, crew[0].country) if kind == "address" else 0
    for who in crew:
        if kind == "card":
            pay(world, who, card)
        elif kind == "device":
            who.devices = [who.devices[0], thing]
        elif kind == "phone":
            who.phone, who.verified = thing, "phone"
        else:
            who.sites, who.weights = [*who.sites, line], [*who.weights, 0.15]


def bridge(world: World, elder: list[int], members: list[int], tier: str) -> set[int]:
    """Join two cells of one ring: cards (evasive: any one thing) held by an account of each."""
    count = max(2, int(len(members) * 0.08))
    ours = world.rng.choice(members, count, replace=False).tolist()
    theirs = world.rng.choice(elder, count, replace=False).tolist()
    for one, other in zip(ours, theirs, strict=True):
        kind = "card" if tier != "evasive" else str(world.rng.choice(KINDS[:3]))
        share(world, [world.accounts[other], world.accounts[one]], kind)
    return set(ours)


def succeed(world: World, heir: Account, old: Account) -> None:
    """What a replacement takes over: the places, for the less evasive half the card."""
    rng, name = world.rng, old.email.split("@")
    mails = {"plain": f"{name[0]}{rng.integers(99)}@{name[1]}", "careful": names.bought(world)}
    heir.email = (mails | {"evasive": names.mailbox(world)})[old.tier]
    heir.sites, heir.weights = list(old.sites), list(old.weights)
    if old.tier == "evasive":
        heir.sites, heir.weights = [home(world, heir.country)], [1.0]
    cards = [p for p in world.payments if p["account_id"] == old.id]
    if cards and rng.random() < 0.6 and old.tier != "evasive":
        pay(world, heir, {k: v for k, v in cards[0].items() if k not in ("account_id", "added_at")})
    else:
        own_card(world, heir, 0.8)


def schedule(world: World, members: list[int], tier: str, count: tuple[int, int], work: float) -> Plan:
    """For every day a new list of five-minute moments; each account acts on its share of them."""
    rng, size = world.rng, len(members)
    jitter = {"plain": 1.0, "careful": float(rng.uniform(2, 4)), "evasive": float(rng.uniform(1, 6))}[tier]
    begins, length = float(rng.uniform(0, 1440)), 1440.0 if tier == "plain" else float(rng.uniform(840, 1140))
    moments = [_moments(rng, begins, length, int(rng.integers(*count))) for _ in range(world.style.days)]
    share = rng.uniform(0.5, 0.9, size)
    rate = np.array([world.accounts[i].rate for i in members])
    return Plan(members, moments, share, rate * work / (share * np.mean(count)), jitter)


def _moments(rng: np.random.Generator, begins: float, length: float, count: int) -> np.ndarray:
    """Moments of one day in the cell's working hours, on the grid of five minutes."""
    return np.unique((begins + rng.uniform(0, length, count)) % 1440 // 5 * 5) + 2.5


def own_hours(world: World, member: int, work: float) -> Plan:
    """An account that follows nobody: sittings around its own few hours."""
    rng = world.rng
    hours = rng.uniform(0, 1440, int(rng.integers(3, 8)))
    moments = [(rng.choice(hours, len(hours)) + rng.normal(0, 60, len(hours))) % 1440 for _ in range(world.style.days)]
    rate = world.accounts[member].rate * work / (0.8 * len(hours))
    return Plan([member], moments, np.array([0.8]), np.array([rate]), 5.0)
