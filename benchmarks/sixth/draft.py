"""A ring before it is added: its cohort, and what its story decides of supply, money and slips."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.sixth.clients import API
from benchmarks.sixth.clock import DAY
from benchmarks.sixth.geography import CODES, WEIGHT
from benchmarks.sixth.lines import SITTING, through, within
from benchmarks.sixth.mail import mailboxes
from benchmarks.sixth.nets import Block
from benchmarks.sixth.people import NEVER, draw
from benchmarks.sixth.pools import open_pool
from benchmarks.sixth.scene import Cohort, Scene
from benchmarks.sixth.topics import WANTED, Task

_LETTERS = list("abcdefghijklmnopqrstuvwxyz")


@dataclass(frozen=True, slots=True)
class Order:
    """A ring to be made."""

    story: str
    size: int
    operator: str
    pool: int | None = None
    capabilities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cards:
    """Instruments of a ring; without accounts to one, every group of the batch has its own (shell companies)."""

    accounts: float | None
    kind: str
    issuers: int = 1
    own_address: float = 0.0
    """How far the billing addresses differ; 0: none is told."""


@dataclass(frozen=True, slots=True)
class Story:
    """A way to run a ring."""

    tier: str
    tells: str
    """What its slips are, for who reads the truth."""
    play: Callable[[Draft], None]


@dataclass
class Draft:
    """What the story of a ring changes. Columns of `cohort` are those of `people.draw`."""

    scene: Scene
    order: Order
    tier: str
    capabilities: list[str]
    countries: Any
    cohort: Cohort
    cell: Any
    """Number of each account's part, which builds a client of its own."""
    season: Any
    """Factor of each day."""
    office_hours: float
    """Hours from UTC of the operator's own office."""
    pool: int | None
    batch: Any = None
    """Registration batch of each account."""
    cards: Cards | None = None
    phone_uses: int = 1
    accounts_a_device: float = 0
    """Above 0: so many on one machine; below: that share has a cloned one."""
    sampling: tuple[float, int] = (0, 1)
    """Share of questions asked over several accounts, and over how many."""
    retry: float = 0.0
    """Share of exchanges that fail over to the next account."""
    refresh: float = 0.0
    """Share of accounts whose tokens are refreshed in a row."""

    def __len__(self) -> int:
        return self.order.size

    @property
    def sundays_off(self) -> Any:
        """Which days are Sundays."""
        return self.scene.weekday == 6

    def rotate(self, low: int, high: int, held: int = SITTING) -> None:
        """Exits of the pool that was given, or of one rented for this ring."""
        if self.pool is None:
            self.pool = open_pool(self.scene, self.scene.between(low, high), countries=self.countries)
        self.cohort.lines[:, 0] = through(self.pool, held)

    def rotate_widely(self) -> None:
        """The same, from a market of either of two sizes."""
        if self.pool is not None or self.scene.rng.random() < 0.6:
            self.rotate(15000, 40000)
        else:
            self.rotate(100000, 220000)

    def exit(self, block: Block, held: int) -> None:
        """Addresses of a block."""
        self.cohort.lines[:, 0] = within(block, held)

    def register(self, low: int, high: int, first: float, last: float, apart: float) -> None:
        """Sign-ups in batches of low to high accounts between two days, some seconds apart."""
        rng, count = self.scene.rng, len(self)
        created, batch = np.zeros(count, np.int64), np.zeros(count, np.int64)
        done = number = 0
        while done < count:
            size = min(count - done, int(rng.integers(low, high + 1)))
            day = rng.uniform(first, last)
            created[done : done + size] = day * DAY + np.cumsum(rng.exponential(apart, size))
            batch[done : done + size] = number
            done, number = done + size, number + 1
        self.cohort.created, self.batch = created, batch

    def buy_mail(self, domains: str | list[str], odds: list[float] | None, style: str) -> None:
        """Mailboxes in bulk, named as people do (`natural`), with `digits`, or at `random`."""
        rng, count = self.scene.rng, len(self)
        names = domains.split() if isinstance(domains, str) else domains
        domain = rng.choice(names, count, p=odds).astype(object)
        country = self.cohort.country if self.tier == "evasive" else rng.choice([0, 3, 4], count)
        self.cohort.email = mailboxes(rng, country, domains=domain)
        if style != "natural":
            self.cohort.email = [self._scripted(email, style) for email in self.cohort.email]

    def _scripted(self, email: str, style: str) -> str:
        rng, (local, domain) = self.scene.rng, email.split("@")
        if style == "digits":
            return f"{local.replace('.', '')[:8]}{rng.integers(1000, 9999)}@{domain}"
        return f"{''.join(rng.choice(_LETTERS, 9))}{rng.integers(10, 99)}@{domain}"

    def ask(
        self,
        fresh: int,
        flip: int,
        variants: int,
        mode: str = "random",
        known: int = 0,
        *,
        flat: float = 0.45,
        lots: int = 1,
    ) -> None:
        """The ring's task: topics of its own and everybody's of what it is after."""
        topics = self.scene.topics
        own = np.r_[topics.fresh(fresh, self.capabilities[0]), topics.tail(self.capabilities, known, flat)]
        own = self.scene.rng.permutation(own.astype(np.int64))
        task = Task(own, mode, flip, variants, 1.1, tokens_in=(700, 0.45), tokens_out=(1700, 0.5), lots=lots)
        self.cohort.task[:] = self.scene.task(task)

    def share(self, mean: float, low: float, high: float, spread: float = 0.08) -> None:
        """How much of what an account asks is the task; the rest is cover or customers' traffic."""
        self.cohort.task_share = np.clip(self.scene.rng.normal(mean, spread, len(self)), low, high)


def draft(scene: Scene, order: Order, name: str, tier: str) -> Draft:
    """A ring of that size with what all stories begin with."""
    rng, count = scene.rng, order.size
    capabilities = list(order.capabilities) or _wanted(rng, tier)
    volume = float(np.clip(rng.lognormal(np.log(25), 0.22), 14, 33))  # exchanges a day and account
    countries = _countries(scene, order)
    cohort = draw(scene, count, "", "", rng.choice(countries, count))
    _plainly(cohort, name, order.operator, tier)
    office_hours = float(rng.choice([8, 8, 8, 7, 5.5, 3]))
    cohort.model[:] = rng.choice([2, 2, 1])
    cells = 1 if count < 120 else int(rng.integers(1, 4))
    cell = np.arange(count) * cells // count
    cohort.cell = np.array([f"{name}-c{number + 1}" for number in cell], object)
    if order.story == "slow_sampler":
        volume = float(rng.uniform(6, 12))
    cohort.active = np.clip(rng.beta(9, 2.2, count), 0.3, 0.99)
    cohort.rate = np.clip(volume / cohort.active.mean() * rng.lognormal(-0.06, 0.35, count), 2, 90)
    season = _season(scene, tier)
    cohort.pin[:] = scene.between(3, 9)
    return Draft(scene, order, tier, capabilities, countries, cohort, cell, season, office_hours, order.pool)


def _wanted(rng: np.random.Generator, tier: str) -> list[str]:
    number = int(rng.integers(1, 4)) + (tier == "evasive")
    return [str(name) for name in rng.choice(WANTED, number, replace=False)]


def _countries(scene: Scene, order: Order) -> Any:
    if order.pool is not None:
        return scene.pools[order.pool].countries
    return scene.rng.choice(len(CODES), int(scene.rng.integers(2, 6)), replace=False, p=WEIGHT)


def _plainly(cohort: Cohort, name: str, operator: str, tier: str) -> None:
    """Accounts that nobody lives on: one line, one machine, no weekend, no end."""
    cohort.ring[:], cohort.operator[:], cohort.tier[:] = name, operator, tier
    cohort.developer[:] = True
    cohort.referrer[:] = -1
    cohort.weekend[:] = 1.0
    cohort.end[:] = NEVER
    cohort.limited[:] = 0.02 if tier == "evasive" else 0.035
    cohort.at_work[:] = cohort.at_rest[:] = [1, 0, 0, 0]
    cohort.surface[:] = API
    cohort.devices[:] = cohort.keys[:] = cohort.phone[:] = 1
    cohort.plan[:] = "paygo"
    cohort.verified[:] = "phone"


def _season(scene: Scene, tier: str) -> Any:
    rng, days = scene.rng, scene.days
    factors = np.clip(rng.normal(1, 0.12, days), 0.5, 1.4)
    if rng.random() < 0.7:  # the dispatcher is down for a day
        factors[int(rng.integers(3, days - 2))] = 0.12
    if rng.random() < 0.4:  # a holiday at the operator's
        first = int(rng.integers(0, days - 3))
        factors[first : first + 3] *= 0.25
    if tier == "evasive" and rng.random() < 0.5:  # or nothing in common at all
        factors[:] = 1
    return factors
