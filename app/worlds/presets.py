"""Worlds by name. Presets are data: print one, edit it, give it back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from app.errors import UsageError
from app.worlds.spec import RingSpec, WorldSpec

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
        jitter_minutes=25, hours="office", rate=18, waves=6, first_day=8, ramp_days=5,
    ),
)  # fmt: skip
_PLAIN: Final = RingSpec("", 1, "plain", accounts_a_card=12, mail="own-domain", addresses=20)
_CAREFUL: Final = RingSpec(
    "", 1, "careful", accounts_a_card=3, exits="rented-pool", addresses=60, accounts_a_device=4, jitter_minutes=12,
    waves=4, synchrony=0.9, succession=0.5,
)  # fmt: skip
_EVASIVE: Final = RingSpec(
    "", 1, "evasive", accounts_a_card=1, scripted=0.5, exits="residential", rotate_days=3, own_line=0.3, clients=1,
    usual_client=0.5, accounts_a_device=1, clusters=4, cluster_share=0.5, synchrony=0.4, jitter_minutes=20,
    hours="people", rate=12, rate_spread=0.9, waves=8, aged_days=20, ramp_days=7, succession=0.8,
)  # fmt: skip


def _ring(base: RingSpec, operator: str, size: int, cell: int = 80, **knobs: Any) -> RingSpec:
    """A ring of a tier, with as many cells as its size asks for."""
    return replace(base, operator=operator, size=size, cells=max(1, size // cell), **knobs)


def _million() -> tuple[RingSpec, ...]:
    tiers = ((_PLAIN, 6_000, 700), (_CAREFUL, 4_000, 1_500), (_EVASIVE, 2_250, 500))
    return tuple(
        _ring(base, f"operator-{name}", size, addresses=addresses, pool=f"pool-{name}" if base is _CAREFUL else "")
        for name in ("north", "east", "south", "west")
        for base, size, addresses in tiers
    )


def _resold(operator: str, size: int, exchanges: int, pool: str, **knobs: Any) -> RingSpec:
    return _ring(_CAREFUL, operator, size, pool=pool, customers=0.35, exchanges=exchanges, succession=0.0, **knobs)


_CAMPAIGN_ONE: Final = (
    _ring(_PLAIN, "operator-one", 25_000, addresses=2_500, accounts_a_card=6, exchanges=28_800_000),
)
_CAMPAIGN_THREE: Final = (
    _resold("operator-two", 1_000, 150_000, "pool-a", addresses=200),
    _resold("operator-three", 7_000, 3_400_000, "pool-b", addresses=900),
    _resold("operator-four", 16_000, 13_000_000, "pool-c", addresses=1_400),
)
_ONE_POOL: Final = (
    # the first ring decides how many addresses and innocent customers the pool has: 10,000 and 5,000
    _resold("operator-four", 16_000, 13_000_000, "pool", addresses=2_500),
    _resold("operator-three", 7_000, 3_400_000, "pool", addresses=2_500),
    _resold("operator-two", 1_000, 150_000, "pool", addresses=2_500),
)

PRESETS: Final[dict[str, WorldSpec]] = {
    "seed": WorldSpec(seed=20260302, accounts=19_000, days=28, rings=_SEED_RINGS),
    "small": WorldSpec(accounts=2_000, days=10, rings=(replace(_SEED_RINGS[0], size=60, cells=2, addresses=4),)),
    "none": WorldSpec(accounts=10_000, days=21),
    "mixed": WorldSpec(accounts=20_000, days=28),
    "two-on-one-pool": WorldSpec(
        accounts=10_000,
        days=21,
        rings=(
            _ring(_CAREFUL, "operator-left", 250, pool="pool", addresses=100),
            _ring(_CAREFUL, "operator-right", 150, pool="pool", addresses=100, accounts_a_card=0, mail="disposable"),
        ),
    ),
    "evasive": WorldSpec(
        accounts=15_000, rings=(_ring(_EVASIVE, "operator-grey", 300), _ring(_EVASIVE, "operator-dim", 120, cell=40))
    ),
    "resellers": WorldSpec(
        accounts=15_000,
        reseller_customers=0.08,
        rings=tuple(
            _ring(_CAREFUL, f"operator-{name}", size, exits="reseller", pool=pool, addresses=addresses, customers=0.4)
            for name, size, pool, addresses in (
                ("amber", 300, "reseller-1", 40),
                ("blue", 120, "reseller-1", 40),
                ("coral", 200, "reseller-2", 60),
            )
        ),
    ),
    "traps": WorldSpec(
        accounts=20_000,
        companies=0.2,
        universities=0.12,
        course_share=0.6,
        agencies=0.04,
        hackathons=0.04,
        fleets=0.05,
        reseller_customers=0.08,
        coworking=0.04,
        authorised_bulk=20,
        classrooms=0.03,
        prepaid=0.03,
        carriers=0.06,
        vpn_only=0.03,
        programs=0.04,
        banned=0.01,
        mobile=0.6,
        vpn=0.15,
        families=0.3,
    ),
    "million": WorldSpec(accounts=989_000, days=21, rate=0.2, topics=20_000, rings=_million()),
    "needle": WorldSpec(
        accounts=1_000_000,
        days=21,
        rate=0.2,
        topics=20_000,
        rings=(_ring(_PLAIN, "operator-one", 500), _ring(_CAREFUL, "operator-two", 500, pool="pool")),
    ),
    "campaign": WorldSpec(
        accounts=995_000, days=44, rate=4.6, volume=0.121, topics=20_000, rings=_CAMPAIGN_ONE + _CAMPAIGN_THREE
    ),
    "campaign-one": WorldSpec(accounts=100_000, days=44, rings=_CAMPAIGN_ONE),
    "campaign-three": WorldSpec(accounts=100_000, days=44, rings=_CAMPAIGN_THREE),
    "three-on-one-pool": WorldSpec(accounts=100_000, days=44, rings=_ONE_POOL),
}
"""`campaign` is 250 M exchanges in full (`volume` 1) and 30 M as it stands. `mixed` draws 0-8 rings of 20-2,000
accounts with every tier from the seed (app/worlds/draw.py)."""


def preset(name: str) -> WorldSpec:
    """A preset by name. Raises UsageError for an unknown one."""
    try:
        return PRESETS[name]
    except KeyError:
        raise UsageError(f"no preset named {name!r}", do=f"Known: {', '.join(PRESETS)}") from None


def scaled(spec: WorldSpec, factor: float, *, rings_only: bool = False) -> WorldSpec:
    """The world with accounts, ring sizes, cells, addresses and exchanges times `factor`; what they share stays."""

    def times(value: int, least: int) -> int:
        return max(least, round(value * factor))

    rings = tuple(
        replace(
            ring, size=times(ring.size, 3), cells=times(ring.cells, 1), addresses=times(ring.addresses, 4),
            exchanges=times(ring.exchanges, 0),
        )
        for ring in spec.rings
    )  # fmt: skip
    if factor == 1.0:
        return spec
    return replace(spec, accounts=spec.accounts if rings_only else times(spec.accounts, 100), rings=rings)
