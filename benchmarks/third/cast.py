"""The cast: accounts in order of casting, their groups, the proxy pools, the measures taken against accounts."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Unpack

from benchmarks.third.account import Account, Traits
from benchmarks.third.addresses import Span
from benchmarks.third.casting import Caster
from benchmarks.third.payments import Payments
from benchmarks.third.setting import Setting

_REASONS = (
    *("automated-abuse", "payment-fraud", "spam", "policy-violation", "chargeback", "terms-of-use"),
    "account-sharing",
)
_DECIDERS = ("auto-rules", "analyst-3", "analyst-7", "payments-team")


class Measure(NamedTuple):
    """A row of the actions feed."""

    account_id: str
    at: float
    action: str
    reason: str
    decided_by: str
    case_id: str | None


class Cast:
    """Everybody, and what is on file about them."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.accounts: list[Account] = []
        self.measures: list[Measure] = []
        self.payments = Payments(setting)
        setting.draw.uniform(0.25, 0.65)  # a knob nothing uses any more; without its draw every seed's world changes
        self._caster = Caster(setting)
        self._groups: dict[str, int] = {}
        pools = 1 if setting.order.style == "pool" else setting.draw.integer(1, 3)
        self.pools = [self._pool() for _ in range(pools)]
        """Exits of the rented residential proxy pools."""

    def _pool(self) -> Span:
        return self.setting.access.proxy_pool(int(self.setting.draw.log_uniform(300, 15_000)))

    def add(self, population: str, group: str = "", **traits: Unpack[Traits]) -> Account:
        """Cast an account."""
        account = self._caster.account(population, group, traits)
        self.accounts.append(account)
        return account

    def group(self, kind: str) -> str:
        """A new group's name."""
        self._groups[kind] = self._groups.get(kind, 0) + 1
        return f"{kind}-{self._groups[kind]}"

    def sizes(self, low: float, high: float, size: Callable[[], float], minimum: int = 5) -> list[int]:
        """Sizes of the groups of a kind: a share of low ... high of the honest accounts in all, as the style has it."""
        order = self.setting.order
        left = int(order.honest * self.setting.draw.uniform(low, high) * order.traps)
        sizes = []
        while left >= minimum:
            sizes.append(max(minimum, min(int(size()), left)))
            left -= sizes[-1]
        return sizes

    def honest(self) -> list[Account]:
        """All accounts outside rings so far."""
        return [account for account in self.accounts if not account.ring]

    def measure(
        self, account: Account, at: float, action: str, reason: str | None = None, decider: str | None = None
    ) -> None:
        """Take a measure against an account (not after the end of the world)."""
        draw = self.setting.draw
        reason = reason or draw.pick(_REASONS)
        decider = decider or draw.pick(_DECIDERS)
        case = "case-" + draw.hexadecimal(6) if draw.chance(0.5) else None
        at = min(at, self.setting.clock.end - 1)
        self.measures.append(Measure(account.account_id, at, action, reason, decider, case))
