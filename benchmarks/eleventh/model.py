"""The world in memory: accounts, payments, plans of action."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import inf
from typing import Any, TypeVar

import numpy as np

from benchmarks.eleventh.space import Space
from benchmarks.eleventh.styles import Style

T = TypeVar("T")
DAY = 86_400.0
COUNTRIES = {
    "US": -6,
    "GB": 0,
    "DE": 1,
    "FR": 1,
    "IN": 5.5,
    "BR": -3,
    "JP": 9,
    "PL": 1,
    "VN": 7,
    "CA": -5,
    "SG": 8,
    "TR": 3,
}
COUNTRY_WEIGHTS = np.array([30, 8, 8, 6, 12, 7, 7, 4, 5, 4, 4, 5]) / 100


@dataclass(slots=True)
class Account:
    """One account; times are seconds since the first midnight."""

    id: str
    created: float
    population: str
    group: str
    country: str
    email: str = ""
    plan: str = "free"
    org: str = ""
    phone: str = ""
    verified: str = "email"
    parent: str = ""
    sites: list[int] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    clients: list[str] = field(default_factory=list)
    devices: list[str] = field(default_factory=list)
    tastes: list[int] = field(default_factory=list)
    targets: list[int] = field(default_factory=list)
    focus: float = 0.9
    day_share: float = 0.0
    size: float = 1.0
    hour: float = 14.0
    weekend: float = 1.0
    ended: float = inf
    operator: str = ""
    ring: str = ""
    cell: str = ""
    tier: str = ""
    rate: float = 0.0


@dataclass(slots=True)
class Plan:
    """A common programme: moments (minutes of the UTC day) that members act on."""

    members: list[int]
    moments: list[np.ndarray]
    share: np.ndarray
    per_act: np.ndarray
    jitter: float


@dataclass(slots=True)
class World:
    """Everything that the writers need."""

    style: Style
    rng: np.random.Generator
    space: Space
    popularity: np.ndarray
    capability: np.ndarray
    accounts: list[Account] = field(default_factory=list)
    payments: list[dict[str, Any]] = field(default_factory=list)
    actions: list[dict[str, Any]] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)
    surfaces: dict[str, str] = field(default_factory=dict)
    pools: dict[str, list[np.ndarray]] = field(default_factory=dict)
    shared_sites: dict[str, list[int]] = field(default_factory=dict)

    def token(self, prefix: str) -> str:
        """A fresh random id."""
        return f"{prefix}_{int(self.rng.integers(1 << 60)):015x}"

    def pick(self, items: list[T]) -> T:
        """One of the items, evenly."""
        return items[int(self.rng.integers(len(items)))]

    def topics(self, count: int) -> list[int]:
        """Query clusters as people ask them: popular ones often."""
        found: list[int] = np.searchsorted(self.popularity, self.rng.random(count)).tolist()
        return found

    def country(self) -> str:
        """A country by its weight."""
        return list(COUNTRIES)[int(self.rng.choice(len(COUNTRIES), p=COUNTRY_WEIGHTS))]


def age(world: World) -> float:
    """A creation time of an honest account: two years back, a tenth inside the window."""
    if world.rng.random() < 0.1:
        return float(world.rng.uniform(0, (world.style.days - 1) * DAY))
    return float(-world.rng.beta(1, 1.8) * 730 * DAY)


def act(world: World, who: Account, at: float, action: str, reason: str) -> None:
    """What the lab's trust team does to an account."""
    world.actions.append({"account_id": who.id, "at": at, "action": action, "reason": reason, "decided_by": "trust"})
