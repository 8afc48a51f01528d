"""The world under construction: its time, networks, topics, and the accounts with their money and mailboxes."""

from __future__ import annotations

import random
from typing import Any

import numpy as np

from benchmarks.sixteenth import names
from benchmarks.sixteenth.account import Account
from benchmarks.sixteenth.countries import CODES, COUNTRIES, WEIGHTS
from benchmarks.sixteenth.net import Net
from benchmarks.sixteenth.topics import Topics

DAY = 86400
NEW_YEAR = 1767225600
"""2026-01-01, a Thursday, in UTC."""


class World:
    """`rng` draws arrays, `r` draws single things; times are Unix times in seconds."""

    def __init__(self, style: str, seed: int, days: int | None = None) -> None:
        key = sum(ord(c) * 131**i for i, c in enumerate(style)) * 1000 + seed
        self.rng, self.r = np.random.default_rng(key % (1 << 60)), random.Random(key)
        # Drawn even where it is told, so that a world of other days has the same dice.
        drawn = self.r.randint(14, 17 if style == "none" else 21)
        self.days = days or drawn
        first = self.r.randrange(0, 170)
        self.start, self.weekday = NEW_YEAR + DAY * first, (3 + first) % 7
        self.stop = self.start + DAY * self.days
        self.net, self.topics = Net(self.r), Topics(self.rng)
        self.accounts: list[Account] = []
        self.payments: list[dict[str, Any]] = []
        self.actions: list[dict[str, Any]] = []
        self.notes: list[str] = []
        """A line a cell of a ring, for people."""
        self.budget = 6.4e5
        """Exchanges that rings may yet make."""
        self._mails: set[str] = set()
        self._ids: set[str] = set()
        self._bins = {c: [f"{self.r.randrange(400000, 560000)}" for _ in range(14)] for c in CODES}
        self._names = [self.token("n") for _ in range(300)]

    def token(self, prefix: str, n: int = 14) -> str:
        """A random identifier of n hexadecimal digits."""
        return names.token(self.r, prefix, n)

    def country(self) -> str:
        """The code of one where people live, the large ones more often."""
        return self.r.choices(CODES, WEIGHTS)[0]

    def domain(self) -> str:
        """A firm's."""
        return names.domain(self.r)

    def mail(self, domain: str | None = None, style: str | None = None) -> str:
        """A mailbox nobody has yet."""
        return names.mailbox(self.r, self._mails, domain, style)

    def when(self, how: str) -> float:
        """A time of sign-up: `old` or any."""
        if how == "old":
            return self.start - DAY * self.r.uniform(120, 900)
        age = DAY * 800 * self.r.random() ** 1.6
        return self.stop - DAY * 1.5 - age

    def card(self, c: str, kind: str = "card", **told: Any) -> dict[str, Any]:
        """Something to pay with, as the payments feed has it; what is told replaces what is drawn."""
        r = self.r
        drawn = {
            "instrument_id": self.token("pi_"), "kind": kind, "issuer_country": c,
            "bin": r.choice(self._bins[c]) if "card" in kind else None,
            "name_hash": r.choice(self._names) if r.random() < 0.04 else self.token("n"),
            "address_hash": self.token("h"),
        }  # fmt: skip
        return drawn | told

    def pay(self, a: Account, card: dict[str, Any], at: float | None = None) -> None:
        """Note that the account has the card: soon after it was created, where no time is told."""
        when = a.created + self.r.choice((60, 3600, DAY * 3)) * self.r.random() if at is None else at
        self.payments.append({"account_id": a.id, "added_at": when, "removed_at": None} | card)

    def add(self, *, country: str, **told: Any) -> Account:
        """A new account; its mailbox and topics are drawn where they are not told."""
        tz, _, wend = COUNTRIES[country]
        name = self._new_id()
        told["topics"] = told.get("topics") or self.topics.personal(self.rng)
        told["email"] = told.get("email") or self.mail()
        a = Account(id=name, country=country, tz=tz, wend=wend, **told)
        self.accounts.append(a)
        return a

    def act(self, a: Account, at: float, action: str, reason: str, by: str = "trust-safety") -> None:
        """Note what the lab did to the account, if that is in the world's time."""
        if a.created < at < self.stop:
            told = {"account_id": a.id, "at": at, "action": action, "reason": reason, "decided_by": by}
            self.actions.append(told | {"case_id": self.token("case-", 6)})

    def _new_id(self) -> str:
        while (name := self.token("acc_", 11)) in self._ids:
            pass
        self._ids.add(name)
        return name
