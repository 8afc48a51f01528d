"""What a labelled world is made of: knobs for honest populations, rings and their evasions; presets are data."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final, Literal

from app.errors import UsageError

Tier = Literal["plain", "careful", "evasive"]


@dataclass(frozen=True, slots=True)
class RingSpec:
    """One ring and how hard its operator tries not to be found."""

    operator: str
    size: int
    tier: Tier = "plain"
    cells: int = 4
    accounts_a_card: int = 8
    """Accounts that pay with one instrument; 0: nobody pays, 1: every account has its own."""
    one_billing_name: bool = False
    """Own cards, but one cardholder's name and address behind them (virtual cards)."""
    mail: Literal["own-domain", "free", "disposable"] = "free"
    exits: Literal["hosting", "rented-pool"] = "hosting"
    addresses: int = 12
    """Addresses of the ring's own hosting, or of the pool it rents."""
    pool: str = ""
    """Name of a rented pool; rings that name the same share it, with innocent customers."""
    clients: int = 2
    accounts_a_device: int = 10
    clusters: int = 3
    cluster_share: float = 0.8
    """Share of exchanges in the targeted clusters; the rest is cover traffic on everybody's topics."""
    shared_schedule: bool = True
    jitter_minutes: float = 4.0
    nights: bool = True
    rate: float = 26.0
    rate_spread: float = 0.35
    """Sigma of the log of an account's daily volume."""
    waves: int = 3
    ban_rate: float = 0.01
    """Accounts banned a day; each is replaced the next day by one that takes over its card, exit and schedule."""
    first_day: int = 3
    ramp_days: int = 0


@dataclass(frozen=True, slots=True)
class WorldSpec:
    """A whole world. Shares are of `accounts`, the honest ones."""

    seed: int = 1
    accounts: int = 20_000
    days: int = 28
    first_day: str = "2026-03-02"
    rings: tuple[RingSpec, ...] = ()
    companies: float = 0.14
    universities: float = 0.05
    agencies: float = 0.012
    hackathons: float = 0.008
    fleets: float = 0.006
    reseller_customers: float = 0.03
    coworking: float = 0.01
    authorised_bulk: int = 6
    mobile: float = 0.35
    vpn: float = 0.08
    families: float = 0.10
    rate: float = 0.8
    """Median exchanges a day of an honest account; the mean is about twice as much."""
    popular_topics: int = 12
    topics: int = 4_000
    feeds: tuple[str, ...] = field(
        default=("accounts", "payments", "exchanges", "clusters", "networks", "logins", "actions")
    )


_SEED_RINGS: Final = (
    RingSpec("operator-north", 480, "plain", cells=5, accounts_a_card=12, mail="own-domain", addresses=20),
    RingSpec(
        "operator-east", 260, "careful", cells=3, accounts_a_card=3, mail="free", exits="rented-pool", pool="pool-1",
        addresses=60, clients=2, accounts_a_device=4, jitter_minutes=12, waves=4,
    ),
    RingSpec(
        "operator-south", 180, "careful", cells=2, accounts_a_card=0, mail="free", exits="rented-pool", pool="pool-1",
        addresses=60, clients=1, accounts_a_device=6, clusters=2, waves=2, first_day=6,
    ),
    RingSpec(
        "operator-west", 120, "evasive", cells=2, accounts_a_card=1, one_billing_name=True, mail="disposable",
        exits="hosting", addresses=30, clients=1, accounts_a_device=1, clusters=4, cluster_share=0.6,
        jitter_minutes=25, nights=False, rate=18, waves=6, first_day=8, ramp_days=5,
    ),
)  # fmt: skip

PRESETS: Final[dict[str, WorldSpec]] = {
    "seed": WorldSpec(seed=20260302, accounts=19_000, days=28, rings=_SEED_RINGS),
    "small": WorldSpec(accounts=2_000, days=10, rings=(replace(_SEED_RINGS[0], size=60, cells=2, addresses=4),)),
    "none": WorldSpec(accounts=10_000, days=21),
    "mixed": WorldSpec(accounts=20_000, days=28),
}
"""`mixed` draws 0-8 rings of 20-2,000 accounts with every tier from the seed (app/worlds/draw.py)."""


def preset(name: str) -> WorldSpec:
    """A preset by name. Raises UsageError for an unknown one."""
    try:
        return PRESETS[name]
    except KeyError:
        raise UsageError(f"no preset named {name!r}", do=f"Known: {', '.join(PRESETS)}") from None
