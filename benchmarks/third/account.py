"""One account as it was cast: who it is, where it comes from, what it asks, when and how much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

from benchmarks.third.addresses import Source
from benchmarks.third.topics import Taste


class Traits(TypedDict, total=False):
    """What a population says of an account. The rest, and what is None, is drawn or has Account's default."""

    country: str | None
    created: float | None
    email: str | None
    plan: str | None
    organization: str | None
    phone: str | None
    verified: str | None
    parent: str | None
    referrer: str | None
    signup_ip: int | None
    signup_client: int | None
    sources: list[Source] | None
    login: Source | None
    topics: Taste | None
    tail: float | None
    surface: str | None
    api: int | None
    web: int | None
    devices: list[int] | None
    tokens: tuple[float, float] | None
    rhythm: int | None
    zone: float
    weekend: float | None
    presence: float | None
    rate: float | None
    dispersion: float
    session: float
    first_day: int | None
    ramp: float
    factor: int
    timetable: int
    on_timetable: float
    jitter: float
    offset: float
    spread: float
    template: int
    noise: int


@dataclass(slots=True)
class Account:
    """An account of the cast; times are seconds since 1970, numbers those of the setting's registries."""

    account_id: str
    population: str
    group: str
    country: str
    created: float
    email: str
    plan: str
    phone: str | None
    verified: str
    signup_ip: int | None
    signup_client: int
    signup_device: int | None
    sources: list[Source]
    login: Source
    """Where it signs in to the console."""
    topics: Taste
    tail: float
    """Share of exchanges on anything at all."""
    surface: str
    api: int
    """Client over the API."""
    web: int
    """Client of the console."""
    devices: list[int]
    credentials: int
    tokens: tuple[float, float]
    """Means of the logarithms of prompt and answer lengths."""
    rhythm: int
    zone: float
    """Hours east of Greenwich."""
    weekend: float
    presence: float
    """Chance to be active on a working day."""
    rate: float
    """Exchanges on an active day."""
    organization: str | None = None
    parent: str | None = None
    referrer: str | None = None
    dispersion: float = 1.2
    """Shape of the gamma between days: large is even."""
    session: float = 8.0
    """Exchanges a session."""
    first_day: int | None = None
    """Not active before this day; None: from sign-up on."""
    ramp: float = 0.0
    """Days until full volume."""
    factor: int = 0
    """Of its days."""
    timetable: int = -1
    """-1: none."""
    on_timetable: float = 0.0
    """Share of exchanges at its ticks."""
    jitter: float = 30.0
    """Sigma after a tick, seconds."""
    offset: float = 0.0
    """The account's own delay, seconds."""
    spread: float = 120.0
    """A tick's length, seconds."""
    template: int = 0
    """Prompt template; 0: none."""
    noise: int = 3
    """How closely a signature keeps to its cluster's: 3 loosely ... 5 closely."""
    ring: str = ""
    operator: str = ""
    cell: str = ""
    tier: str = ""
    status: str = "active"
    last_day: int | None = None
    """Active before this day."""
    cut: float | None = None
    """When it was banned or suspended for good."""
    bought_with: str | None = None
    """A ring account's instrument, for those that succeed it."""
