"""What an operator buys and how it hides: the habits of one ring, by its tier of evasion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from benchmarks.third.addresses import Block, Span
from benchmarks.third.draw import Ints

T = TypeVar("T")


class Tier:
    """Picks by tier. All three values are drawn before one is taken: how hard a ring hides shifts no later draw."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.plain, self.careful, self.evasive = (name == tier for tier in ("plain", "careful", "evasive"))

    def __call__(self, plain: T, careful: T, evasive: T) -> T:
        return plain if self.plain else careful if self.careful else evasive


@dataclass(frozen=True, slots=True)
class Operator:
    """What rings of one operator have in common."""

    name: str
    client: int
    clouds: list[Block]
    mail_rule: str


@dataclass(slots=True)
class Aims:
    """What the ring asks."""

    topics: Ints
    exclusive: int
    """How many of the topics nobody else asks."""
    cover: float
    """Share of an account's exchanges on other things."""
    rate: float
    """Exchanges of an account on an active day."""
    uneven: float
    """Sigma of the logarithm of the rate, over accounts."""
    presence: float
    """Chance of an account to be active on a day."""


@dataclass(slots=True)
class Tools:
    """Programs, servers, and where the operator pretends to be."""

    client: int
    client_share: float
    """Share of accounts that use the client."""
    clouds: list[Block]
    pool: Span
    """The rented proxy pool."""
    bin: str
    """Issuer of its virtual cards."""
    country: str
    """The operator's own."""
    abroad: float
    """Chance that an account is of a country of its own."""


@dataclass(slots=True)
class Mailboxes:
    """How mailboxes are named and where they are."""

    rule: str
    domains: list[str] | None
    """The ring's own; None: free providers."""


@dataclass(slots=True)
class Timing:
    """The common schedule, if there is one."""

    common: bool
    level: str
    """Of the ring or of each cell."""
    ticks: int
    """Bursts a day."""
    low: float
    high: float
    """Hours (UTC) between which they are."""
    fixed: bool
    """The same every day."""
    jitter: float
    """Seconds."""
    share: float
    """Share of exchanges on the schedule."""
    timetable: int
    """The ring's."""


@dataclass(slots=True)
class Care:
    """How careful the operator is."""

    api: float
    """Share of accounts that call the API; the others use web and app."""
    bans: float
    """Banned and succeeded accounts for each that is not."""
    slips: float
    """Chance of a sign-up or a console visit from the operator's own addresses."""
    scripted: float
    """Share of mailboxes that the ring's script names, at least; the rest are named as people's are."""


@dataclass(slots=True)
class Cards:
    """Instruments."""

    accounts: tuple[float, float]
    """On one instrument, from ... to."""
    share: float
    """Share of accounts on shared instruments."""
    none: bool


@dataclass(slots=True)
class Exits:
    """Addresses and machines."""

    an_address: float
    """Accounts on one of the servers' addresses; 0: two addresses do."""
    proxied: float
    """Share of sittings through the rented pool."""
    rotation: float
    """Seconds an account keeps an exit of the pool."""
    subpool: int | None
    """Exits of the pool that each cell rents; None: the whole pool."""
    a_device: float
    """Accounts on one machine."""
    device_share: float
    """Share of accounts on the ring's machines."""


@dataclass(slots=True)
class Life:
    """Sign-up and start."""

    aged: float
    """Share of accounts that were made long before."""
    stagger: float
    """Days between cells, and between an account's making and its work, at most."""
    ramp: float
    """Days until full volume, about."""
    template: int
    """Prompt template; 0: none."""
    first: float
    """Day of the first cell's wave."""


@dataclass(slots=True)
class Habits:
    """All habits of one ring."""

    tier: Tier
    operator: Operator
    aims: Aims
    tools: Tools
    mail: Mailboxes
    timing: Timing
    care: Care
    cards: Cards
    exits: Exits
    life: Life
