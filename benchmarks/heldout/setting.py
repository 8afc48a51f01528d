"""What the cast shares: the internet, topics, clients, day profiles and day plans, and counters for everything else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.heldout.cast import DAY, Cast, Ints
from benchmarks.heldout.internet import Internet
from benchmarks.heldout.style import Style

Floats = NDArray[np.float64]
SLOTS = 288
COUNTRIES = (
    ("US", -6.0, 0.3),
    ("IN", 5.5, 0.14),
    ("BR", -3.0, 0.07),
    ("DE", 1.0, 0.08),
    ("GB", 0.0, 0.07),
    ("JP", 9.0, 0.07),
    ("VN", 7.0, 0.05),
    ("NG", 1.0, 0.04),
    ("FR", 1.0, 0.05),
    ("CN", 8.0, 0.06),
    ("KR", 9.0, 0.04),
    ("AU", 10.0, 0.03),
)
CAPABILITIES = (
    "writing",
    "translation",
    "software-engineering",
    "homework",
    "customer-support",
    "data-analysis",
    "agentic-reasoning",
    "chat",
    "long-horizon-planning",
    "summarisation",
)
TARGETS = ("software-engineering", "agentic-reasoning", "long-horizon-planning", "tool-use", "mathematics")


class Setting:
    """Registries that mint numbers while the world is cast; text is made when it is written."""

    def __init__(self, style: Style) -> None:
        self.style = style
        self.cast = Cast()
        self.net = Internet(style)
        self.rng = style.rng("setting")
        self.profiles: list[Floats] = []
        self.plans: list[Floats] = [np.ones(style.days)]
        self.topics: list[tuple[str, str]] = []  # capability, label
        self.clients = 0
        self._counters: dict[str, int] = {}
        self.bursts: list[dict[str, Any]] = []  # viral topics: topic, first day, days, chance
        self.rings: list[dict[str, Any]] = []  # what each ring does, for people who study failures
        self._open()

    def _open(self) -> None:
        rng, n = self.rng, self.style.honest
        self.country_p = np.array([share for _, _, share in COUNTRIES]) / sum(share for _, _, share in COUNTRIES)
        self.home = {code: self._isp(code, share) for code, _, share in COUNTRIES}
        self.human = {
            (kind, code): self.profile(_human(kind, hours))
            for kind in ("day", "evening")
            for code, hours, _ in COUNTRIES
        }
        topics = int(np.clip(n / rng.uniform(8, 40), 250, 4000))
        self.usual_topics = self.mint_topics(topics, CAPABILITIES, "topic")
        self.topic_p = _zipf(rng, topics, rng.uniform(0.75, 1.05))
        clients = int(rng.integers(120, 600))
        self.usual_clients = self.mint_clients(clients)
        self.client_p = _zipf(rng, clients, rng.uniform(1.0, 1.4))

    def _isp(self, code: str, share: float) -> Ints:
        subnets = max(6, int(self.style.honest * share / self.rng.uniform(4, 20)))
        return self.net.provider("residential", f"{code} Broadband", subnets)

    def count(self, what: str, n: int) -> Ints:
        """n new numbers of a counted thing (instruments, devices, names, phones, credentials)."""
        first = self._counters.get(what, 0)
        self._counters[what] = first + n
        return np.arange(first, first + n, dtype=np.int64)

    def counted(self, what: str) -> int:
        """How many were minted."""
        return self._counters.get(what, 0)

    def mint_topics(self, n: int, capabilities: Sequence[str], label: str) -> Ints:
        """n new query clusters with capabilities drawn from the list."""
        first = len(self.topics)
        drawn = self.rng.integers(0, len(capabilities), n)
        self.topics += [(capabilities[int(c)], f"{label} {first + i}") for i, c in enumerate(drawn)]
        return np.arange(first, first + n, dtype=np.int64)

    def mint_clients(self, n: int) -> Ints:
        """n new client fingerprints."""
        self.clients += n
        return np.arange(self.clients - n, self.clients, dtype=np.int64)

    def profile(self, weights: Floats) -> int:
        """A day profile over the 288 five-minute slots of a UTC day."""
        self.profiles.append(np.asarray(weights, float) / np.sum(weights))
        return len(self.profiles) - 1

    def plan(self, weights: Floats) -> int:
        """A plan of volume over the days of the world."""
        self.plans.append(np.asarray(weights, float))
        return len(self.plans) - 1

    def some_topics(self, accounts: Ints, low: int, high: int, *, topics: Ints | None = None) -> None:
        """Give each account a few topics of its own taste, popular ones more often."""
        pool = self.usual_topics if topics is None else topics
        p = self.topic_p if topics is None else None
        many = self.rng.integers(low, high + 1, len(accounts))
        who = np.repeat(accounts, many)
        self.cast.give("topic", who, self.rng.choice(pool, len(who), p=p), self.rng.gamma(0.7, 1.0, len(who)) + 0.02)

    def some_clients(self, accounts: Ints) -> None:
        """Give each account one to three usual clients."""
        many = 1 + (self.rng.random(len(accounts)) < 0.4).astype(int) + (self.rng.random(len(accounts)) < 0.15)
        who = np.repeat(accounts, many)
        drawn = self.rng.choice(self.usual_clients, len(who), p=self.client_p)
        self.cast.give("client", who, drawn, self.rng.gamma(1.0, 1.0, len(who)) + 0.05)

    def own_devices(self, accounts: Ints, chance: float = 0.7) -> None:
        """Give most accounts a device or two of their own; the rest work over the API and have none."""
        owners = accounts[self.rng.random(len(accounts)) < chance]
        who = np.concatenate([owners, owners[self.rng.random(len(owners)) < 0.4]])
        self.cast.give("device", who, self.count("device", len(who)))

    def own_homes(self, accounts: Ints, countries: NDArray[Any], weight: float = 1.0) -> None:
        """Give each account one to four residential addresses of its country, as leases change."""
        for code in np.unique(countries.astype(str)):
            here = accounts[countries == code]
            subnet = self.rng.choice(self.home[code], len(here))
            leases = 1 + self.rng.poisson(0.6, len(here))
            moved = np.repeat(subnet, leases)
            roam = self.rng.random(len(moved)) < 0.2
            moved[roam] = self.rng.choice(self.home[code], int(roam.sum()))
            self.cast.give("ip", np.repeat(here, leases), self.net.addresses_in(moved), weight)

    def countries(self, n: int) -> NDArray[Any]:
        """n country codes by the population's shares."""
        codes = np.array([code for code, _, _ in COUNTRIES], dtype=object)
        return np.asarray(codes[self.rng.choice(len(codes), n, p=self.country_p)])

    def humans(self, kind: str, countries: NDArray[Any]) -> Ints:
        """Day profiles of people of those countries."""
        return np.array([self.human[kind, code] for code in countries], dtype=np.int64)

    def past(self, n: int, days: float = 500.0) -> Floats:
        """Creation times: mostly long ago, some during the world."""
        age = self.rng.uniform(-days, self.style.days * 0.9, n)
        return age * DAY


def _human(kind: str, hours: float) -> Floats:
    """Weights over the UTC day of somebody who lives `hours` east of Greenwich."""
    local = (np.arange(SLOTS) / 12 + hours) % 24
    peaks = (
        ((10.5, 2.2, 1.0), (15.0, 2.4, 1.0), (21.0, 2.0, 0.35))
        if kind == "day"
        else ((20.5, 2.6, 1.0), (13.0, 3.0, 0.4))
    )
    weight = np.full(SLOTS, 0.02)
    for centre, width, height in peaks:
        away = np.minimum(np.abs(local - centre), 24 - np.abs(local - centre))
        weight += height * np.exp(-0.5 * (away / width) ** 2)
    return weight


def _zipf(rng: np.random.Generator, n: int, exponent: float) -> Floats:
    weight = 1.0 / np.arange(1, n + 1) ** exponent
    return np.asarray(rng.permutation(weight / weight.sum()))
