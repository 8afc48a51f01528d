"""Who pays with what: instruments, their issuers, the names and addresses behind them, when they come and go."""

from __future__ import annotations

from typing import NamedTuple

from benchmarks.third.access import CODES
from benchmarks.third.account import Account
from benchmarks.third.draw import DAY, zipf
from benchmarks.third.setting import Setting

_KINDS = {"card": 0.72, "wallet": 0.1, "virtual-card": 0.06, "prepaid-card": 0.05, "bank-debit": 0.07}


class Payment(NamedTuple):
    """A row of the payments feed; name and address are hashed when it is written."""

    account_id: str
    instrument: str
    kind: str
    country: str
    bin: str | None
    added: float
    removed: float | None
    name: str
    address: str


class Payments:
    """All instruments on file."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        draw = setting.draw
        self.rows: list[Payment] = []
        self.bins = {code: [self._bin() for _ in range(draw.integer(4, 14))] for code in CODES}
        """Of each country's banks."""
        self.virtual_bins = [self._bin() for _ in range(draw.integer(3, 8))]
        self._prepaid_bins = [self._bin() for _ in range(draw.integer(2, 6))]

    def _bin(self) -> str:
        return str(self._setting.draw.integer(400_000, 559_999))

    def some_bin(self, country: str) -> str:
        """A bank of the country."""
        return self._setting.draw.pick(self.bins[country])

    def pay(
        self,
        account: Account,
        instrument: str | None = None,
        kind: str | None = None,
        country: str | None = None,
        bin: str | None = None,
        name: str | None = None,
        address: str | None = None,
        life: float | None = None,
    ) -> str:
        """Put an instrument on file; what is None is drawn. `life` in days. Returns the instrument."""
        s, draw = self._setting, self._setting.draw
        kind = kind or draw.weighted(list(_KINDS), list(_KINDS.values()))
        country = country or account.country
        instrument = instrument or s.instrument()
        if bin is None and "card" in kind:
            bin = self._issuer(kind, country)
        after = float(draw.rng.exponential(2 if draw.chance(0.7) else 40)) * DAY
        added = max(account.created, min(account.created + after, s.clock.end - 60))
        removed = self._removed(added, kind, life)
        name = name or f"n_{s.words.person()}"
        address = address or s.billing_address()
        row = Payment(account.account_id, instrument, kind, country, bin, added, removed, name, address)
        self.rows.append(row)
        return instrument

    def _issuer(self, kind: str, country: str) -> str:
        draw = self._setting.draw
        if kind == "card":
            return draw.weighted(self.bins[country], zipf(len(self.bins[country]), 1))
        return draw.pick(self.virtual_bins if kind == "virtual-card" else self._prepaid_bins)

    def _removed(self, added: float, kind: str, life: float | None) -> float | None:
        draw = self._setting.draw
        if life is None and kind in ("prepaid-card", "virtual-card") and draw.chance(0.3):
            life = draw.uniform(10, 120)
        if life is None and draw.chance(0.04):
            life = draw.uniform(5, 300)
        return added + life * DAY if life and added + life * DAY < self._setting.clock.end else None

    def maybe(self, account: Account, chance: float | None = None) -> None:
        """An instrument of the account's own, or two; by chance that of its plan."""
        draw = self._setting.draw
        if draw.chance((0.12 if account.plan == "free" else 0.93) if chance is None else chance):
            self.pay(account)
            if draw.chance(0.08):
                self.pay(account)
