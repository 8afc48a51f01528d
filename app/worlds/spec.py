"""What a labelled world is made of: a knob for every trap (WorldSpec) and for every evasion (RingSpec)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, Final, Literal

from pydantic import ConfigDict, Field

Tier = Literal["plain", "careful", "evasive"]
Feed = Literal["accounts", "payments", "exchanges", "clusters", "networks", "logins", "actions"]
Share = Annotated[float, Field(ge=0, le=1)]
Day = Annotated[int, Field(ge=0, le=400)]
Rate = Annotated[float, Field(ge=0, le=10_000)]
Name = Annotated[str, Field(min_length=1, max_length=100)]
FEEDS: Final[tuple[Feed, ...]] = ("accounts", "payments", "exchanges", "clusters", "networks", "logins", "actions")
_CHECKED: Final = ConfigDict(extra="forbid", use_attribute_docstrings=True)


@dataclass(frozen=True, slots=True)
class RingSpec:
    """One ring and how hard its operator tries not to be found."""

    __pydantic_config__: ClassVar[ConfigDict] = _CHECKED

    operator: Name
    """Whoever runs it, as the truth names them; one operator may run several rings."""
    size: Annotated[int, Field(ge=3, le=1_000_000)]
    """Accounts, without those that succeed banned ones."""
    tier: Tier = "plain"
    """A label in the truth; the other knobs decide how hard the ring is."""
    cells: Annotated[int, Field(ge=1, le=10_000)] = 4
    """Parts that share addresses, mail domains and the phase of the schedule more closely than the ring does."""
    accounts_a_card: Annotated[int, Field(ge=0, le=10_000)] = 8
    """Accounts that pay with one instrument; 0: nobody pays, 1: every account has its own."""
    one_billing_name: bool = False
    """Own cards, but one cardholder's name behind those of a cell (virtual cards)."""
    mail: Literal["own-domain", "free", "disposable"] = "free"
    """Where the mailboxes are."""
    scripted: Share = 1.0
    """Share of mailboxes named by the ring's rule; the rest are bought ones, named as people name theirs."""
    exits: Literal["hosting", "rented-pool", "reseller", "residential"] = "hosting"
    """Own servers; a rented pool of residential lines; a reseller's proxies; lines anywhere at access providers."""
    addresses: Annotated[int, Field(ge=1, le=100_000)] = 12
    """Addresses of the ring's servers, or of what it rents of a pool or reseller."""
    infrastructure: str = ""
    """Rings of two worlds that name the same one share its servers, cards, machines, tools and mail domains."""
    pool: str = ""
    """Name of the pool or reseller; rings that name the same one share it, with innocent customers."""
    innocents_an_address: Annotated[float, Field(ge=0, le=1000)] = 2.0
    """Innocent customers of the pool or reseller for each of `addresses` (at least 20; the first ring decides)."""
    rotate_days: Annotated[float, Field(ge=0, le=400)] = 0.0
    """Days until the accounts move on to other addresses; 0: never."""
    rotate_share: Share = 1.0
    """Share of the accounts that do so."""
    own_line: Share = 0.0
    """Share of sittings (hours of work) from an ordinary residential line that only this account uses."""
    clients: Annotated[int, Field(ge=1, le=5)] = 2
    """Automation fingerprints in use."""
    usual_client: Share = 0.0
    """Share of accounts that run a client which everybody runs."""
    accounts_a_device: Annotated[int, Field(ge=1, le=10_000)] = 10
    """Accounts on one machine."""
    clusters: Annotated[int, Field(ge=1, le=500)] = 3
    """Query clusters that the ring aims at."""
    cluster_share: Share = 0.8
    """Share of exchanges in the targeted clusters; the rest is cover traffic on everybody's topics."""
    customers: Share = 0.0
    """Share of exchanges that are ordinary customers' (accounts sold on): their topics, hours and lengths."""
    pivot: Share = 0.0
    """Share of exchanges that move to the new model the day after its release (`release_day`); 0: as everybody."""
    shared_schedule: bool = True
    """All accounts follow one schedule; false: each keeps a person's day, in sittings."""
    synchrony: Share = 1.0
    """Share of exchanges on the common schedule; the rest at hours of the account's own."""
    jitter_minutes: Annotated[float, Field(ge=0, le=1440)] = 4.0
    """Sigma of the delay after a tick of the schedule."""
    hours: Literal["always", "office", "people"] = "always"
    """Round the clock; the operator's ten working hours; as people in the account's country wake and sleep."""
    rate: Rate = 26.0
    """Median exchanges a day of an account at work."""
    rate_spread: Annotated[float, Field(ge=0, le=3)] = 0.35
    """Sigma of the log of an account's volume; 1.1 is that of honest accounts."""
    exchanges: Annotated[int, Field(ge=0, le=10_000_000_000)] = 0
    """Expected exchanges of the whole ring, to which `rate` is scaled; 0: as `rate` gives."""
    waves: Annotated[int, Field(ge=1, le=400)] = 3
    """Waves of sign-ups, spread over the first half of the world."""
    first_day: Day = 3
    """Day of the first wave."""
    aged_days: Annotated[float, Field(ge=0, le=1000)] = 0.0
    """Mean days that an account rests between sign-up and work."""
    ramp_days: Day = 0
    """Days until an account works at its full volume."""
    ban_rate: Share = 0.01
    """Chance a day that a working account is banned, from its third day on."""
    succession: Share = 0.0
    """Share of banned accounts succeeded within a day by one with their card, machine, exits, targets and schedule."""


@dataclass(frozen=True, slots=True)
class WorldSpec:
    """A whole world. Shares are of `accounts`, the honest ones; whoever no group takes is a private person."""

    __pydantic_config__: ClassVar[ConfigDict] = _CHECKED

    seed: Annotated[int, Field(ge=0, le=2**63 - 1)] = 1
    """Another seed is another world."""
    accounts: Annotated[int, Field(ge=100, le=5_000_000)] = 20_000
    """Honest accounts, without the innocent customers of rented pools."""
    days: Annotated[int, Field(ge=1, le=400)] = 28
    """Days of exchanges."""
    first_day: Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d$")] = "2026-03-02"
    """Date of day 0, taken for a Monday."""
    rings: Annotated[tuple[RingSpec, ...], Field(max_length=150)] = ()
    """The rings; see the knobs of a ring."""
    companies: Share = 0.14
    """Company sign-on: one mail domain, office addresses, topics in common, often one card."""
    universities: Share = 0.05
    """A campus network and mail domain, and courses."""
    course_share: Share = 0.35
    """Share of a university's accounts in a course: made in the same two days, two topics in common, gone after it."""
    agencies: Share = 0.012
    """One card and one office address for strangers' accounts."""
    hackathons: Share = 0.008
    """Signed up within hours at one address, on one topic with one client, gone after a weekend."""
    fleets: Share = 0.006
    """Honest job fleets: service accounts of one company on one schedule, servers, card and topics."""
    reseller_customers: Share = 0.03
    """A reseller's customers: its proxies and its client, all else their own."""
    coworking: Share = 0.01
    """Strangers behind one address."""
    authorised_bulk: Annotated[int, Field(ge=0, le=10_000)] = 6
    """Contracted users of great volume (2-11 accounts each) on a schedule of ten minutes."""
    classrooms: Share = 0.0
    """Classes: signed up in one hour on shared machines in one room, same topics."""
    prepaid: Share = 0.0
    """Gift cards bought in bulk: strangers who pay with one prepaid instrument."""
    carriers: Share = 0.0
    """Persons with no other line than a phone behind a carrier's shared addresses."""
    vpn_only: Share = 0.0
    """Persons who use nothing but a privacy VPN."""
    programs: Share = 0.0
    """Persons with scheduled jobs of their own, on the hour."""
    banned: Share = 0.0
    """Share of honest accounts that are banned for reasons of their own (of all, not a group apart)."""
    mobile: Share = 0.35
    """Share of persons who also use a carrier's shared addresses."""
    carrier_addresses: Annotated[int, Field(ge=1, le=254)] = 39
    """Shared addresses of each of four carriers."""
    vpn: Share = 0.08
    """Share of persons who also use a privacy VPN."""
    vpn_addresses: Annotated[int, Field(ge=1, le=510)] = 59
    """Addresses of the privacy VPN."""
    families: Share = 0.10
    """Share of private persons in households of two: one line, one card."""
    rate: Rate = 0.8
    """Median exchanges a day of an honest account; the mean is about twice as much."""
    volume: Annotated[float, Field(ge=0.0001, le=100)] = 1.0
    """Everybody's exchanges times this, the rings' too: the same accounts in a smaller or larger log."""
    topics: Annotated[int, Field(ge=100, le=99_999)] = 4_000
    """Query clusters."""
    release_day: Day = 0
    """Day on which a new model, model-next, is released; 0: none is."""
    launch_share: Share = 0.15
    """Share of everybody's exchanges that stay on it; twice as many on the first day."""
    lab: str = ""
    """Whose customers these are: cards, machines, offices and servers of two labs differ, access lines do not."""
    feeds: tuple[Feed, ...] = FEEDS
    """Kinds of feed that are told; those left out are what a detector must do without."""
