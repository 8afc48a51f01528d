"""What every author of accounts shares: the dice, the window, networks, topics, vendors."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from benchmarks.twelfth.book import Book
from benchmarks.twelfth.nets import Nets, Plan, Pool, plan
from benchmarks.twelfth.topics import Topics

DAY = 86400
VIRTUAL = ("424519", "531993", "485953", "553691")
GIFT = ("435880", "511563", "403446")


@dataclass
class Vendors:
    """Sellers that honest people and operators both buy from."""

    proxies: list[Pool]
    phones: list[np.ndarray]
    reseller_house: list[int]
    mail: tuple[str, ...] = ("outlook.com", "hotmail.com", "rambler.ru", "mail.com", "gmx.com", "gmail.com")
    tools: tuple[int, ...] = (80, 81, 82, 83)


@dataclass
class World:
    """One world under construction."""

    rng: np.random.Generator
    seed: int
    days: int
    day0: int
    nets: Nets
    plan: Plan
    topics: Topics
    book: Book
    vendors: Vendors
    own_client: int = 1000
    launch: int = 12
    groups: dict[str, int] = field(default_factory=dict)

    @property
    def close(self) -> int:
        """The first second after the window."""
        return self.day0 + self.days * DAY

    def client(self) -> int:
        """A client fingerprint that nobody had before."""
        self.own_client += 1
        return self.own_client

    def name(self, kind: str) -> str:
        """The next group id of a kind."""
        self.groups[kind] = self.groups.get(kind, 0) + 1
        return f"{kind}-{self.groups[kind]:02d}"


def vendors(rng: np.random.Generator, nets: Nets, plan_: Plan, book: Book) -> Vendors:
    """Residential proxies rent lines that carry innocents; SMS sellers reuse their numbers."""
    lines = [p for land in plan_.home for p in land]
    gates = [p for land in plan_.mobile for p in land]
    proxies = [
        nets.join([lines[i] for i in rng.choice(len(lines), k, replace=False)], n)
        for k, n in ((40, 2600), (18, 1200), (30, 1800), (9, 700))
    ]
    proxies.append(nets.join(gates, 260))
    phones = [book.codes(n) for n in (900, 500, 1500)]
    return Vendors(proxies, phones, [book.code() for _ in range(5)])


def make(seed: int, style: str, people: int, days: int) -> World:
    """An empty world: the seed and the style fix all dice."""
    rng = np.random.default_rng([seed, *style.encode()])
    nets = Nets(rng)
    plan_ = plan(nets, people)
    book = Book()
    # Monday 2025-03-03 and up to 60 weeks later: weekdays must be true.
    day0 = 1740960000 + int(rng.integers(0, 420)) * DAY
    world = World(rng, seed, days, day0, nets, plan_, Topics(rng), book, vendors(rng, nets, plan_, book))
    world.launch = int(rng.integers(7, days - 5))
    return world
