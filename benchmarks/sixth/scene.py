"""The stage of one world: networks, topics, calendars, and the accounts added so far."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, NamedTuple

import numpy as np

from benchmarks.sixth.clock import DAY
from benchmarks.sixth.geography import CODES
from benchmarks.sixth.lines import Pool
from benchmarks.sixth.nets import Nets
from benchmarks.sixth.topics import Task, Topics


class Payment(NamedTuple):
    """An instrument on file; instrument, name and address are keys, `added` a second of the world."""

    account: int
    instrument: Any
    kind: str
    country: str
    bin: str | None
    added: int
    name: Any
    address: Any


class Cohort(SimpleNamespace):
    """Accounts drawn together: each attribute is a column, see `people.draw`."""

    def __len__(self) -> int:
        return len(self.country)

    def born(self, created: Any) -> None:
        """Sign-up at these seconds, the first exchange half a minute later."""
        self.created = created
        self.start = created + 30

    def use(self, slot: int, line: Any, work: Any = None, rest: Any = None) -> None:
        """Give everybody another line, at these odds in working hours and outside them."""
        self.lines[:, slot] = line
        if work is not None:
            self.at_work[:, slot] = work
        if rest is not None:
            self.at_rest[:, slot] = rest

    def only(self, line: Any) -> None:
        """Nobody uses anything but this line."""
        self.lines[:, 0] = line
        self.at_work[:] = self.at_rest[:] = [1, 0, 0, 0]


class Scene:
    """All that cohorts are drawn from and added to. Accounts are numbers in the order in which they were added."""

    def __init__(self, style: str, seed: int, days: int) -> None:
        self.rng = rng = np.random.default_rng([seed, sum(map(ord, style)), 6])
        self.seed, self.days = seed, days
        self.nets = Nets(rng)
        self.pools: list[Pool] = []
        self.cohorts: list[Cohort] = []
        self.size = 0
        self.payments: list[Payment] = []
        self.actions: list[tuple[int, int, str, str]] = []
        self.rings: list[SimpleNamespace] = []
        self.tasks: list[Task | None] = [None]
        self.seasons = [np.ones(days)]
        self._devices, self._instruments = 1000, 0
        self.first_day = np.datetime64("2026-01-05") + int(rng.integers(0, 260))
        self._calendar()
        self.topics = Topics(rng)
        self._issuers()
        self._providers()
        self.holiday = np.ones((len(CODES), days))
        for country in rng.choice(len(CODES), 4, replace=False):
            first = int(rng.integers(2, days - 4))
            self.holiday[country, first : first + int(rng.integers(1, 5))] = rng.uniform(0.3, 0.6)

    def _calendar(self) -> None:
        monday_is_0 = int((self.first_day.astype("datetime64[D]").astype(int) + 3) % 7)
        self.weekday = (np.arange(self.days) + monday_is_0) % 7
        released = self.rng.random() < 0.55
        self.launch = int(self.rng.integers(7, max(8, self.days - 5))) if released else None

    def _issuers(self) -> None:
        """BINs: of the cards of each country; of virtual cards (honest people use them too); of prepaid ones."""
        self.card_bins = [[self._bin() for _ in range(14)] for _ in CODES]
        self.virtual_bins = [self._bin() for _ in range(6)]
        self.prepaid_bins = [self._bin() for _ in range(4)]

    def _bin(self) -> str:
        return f"{self.rng.integers(400000, 559999)}"

    def _providers(self) -> None:
        vpns = (("Harbor", 60), ("Quick", 40), ("Onyx", 24), ("Frost", 14))
        self.vpns = [self.nets.small("vpn", count, f"{name} VPN") for name, count in vpns]
        clouds = ("Stratus Cloud", "Nimbus Compute", "BudgetBox VPS", "Lowlands Hosting")
        self.clouds = [self.nets.block(17, "hosting", name, 16500 + i) for i, name in enumerate(clouds)]

    def between(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return int(self.rng.integers(low, high + 1))

    def task(self, task: Task) -> int:
        """Register a task; its number, which is never 0."""
        self.tasks.append(task)
        return len(self.tasks) - 1

    def season(self, factors: Any) -> int:
        """Register how much is asked on each day, as a factor."""
        self.seasons.append(np.asarray(factors, float))
        return len(self.seasons) - 1

    def devices(self, count: int) -> Any:
        """New device numbers."""
        self._devices += count
        return np.arange(self._devices - count, self._devices)

    def card_bin(self, country: int) -> str:
        """The BIN of a card of that country, some far more common than others."""
        return self.card_bins[country][int(14 * self.rng.random() ** 1.7)]

    def add(self, cohort: Cohort, pay: bool = True) -> Any:
        """Add a cohort, with instruments of their own for those who pay; their account numbers."""
        accounts = np.arange(self.size, self.size + len(cohort))
        if cohort.signup_line is None:
            cohort.signup_line = cohort.lines[:, 0].copy()
        if pay:
            for row in np.flatnonzero(cohort.paid):
                self._cards(int(accounts[row]), int(cohort.country[row]), int(cohort.created[row]))
        self.size += len(cohort)
        self.cohorts.append(cohort)
        return accounts

    def _cards(self, account: int, country: int, created: int) -> None:
        """One instrument, or two."""
        rng = self.rng
        for index in range(1 + (rng.random() < 0.12)):
            kind, issuer = self._instrument(country)
            added = max(created, -200 * DAY) + int(rng.exponential(20) * DAY * (index + 1))
            added = max(min(added, self.days * DAY - 60), created)
            self.pay(account, None, kind, country, issuer, added)

    def _instrument(self, country: int) -> tuple[str, str | None]:
        rng = self.rng
        draw = rng.random()
        if draw < 0.82:
            return ("card" if draw < 0.70 else "wallet"), self.card_bin(country)
        if draw < 0.86:
            return "virtual-card", self.virtual_bins[int(6 * rng.random() ** 1.5)]
        if draw < 0.88:
            return "prepaid-card", self.prepaid_bins[int(4 * rng.random())]
        return "bank-debit", None

    def pay(
        self,
        account: Any,
        instrument: Any,
        kind: str,
        country: int,
        issuer: str | None,
        added: Any,
        name: Any = None,
        address: Any = None,
    ) -> None:
        """Put an instrument on file; without a key it is the account's own, and so are its name and address."""
        self._instruments += 1
        instrument = self._instruments * 10 + 3 if instrument is None else instrument
        name = int(account) * 7 + 1 if name is None else name
        address = int(account) * 7 + 2 if address is None else address
        row = Payment(int(account), instrument, str(kind), CODES[country], issuer, int(added), name, address)
        self.payments.append(row)

    def pay_together(self, accounts: Any, key: str, kind: str, country: int, issuer: str | None, created: Any) -> None:
        """One instrument, one name and one address for all of them, from their sign-up on."""
        for account, second in zip(accounts, created, strict=True):
            self.pay(account, key, kind, country, issuer, second, key, key)
