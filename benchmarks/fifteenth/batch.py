"""A batch: accounts made together, with their habits, and the rows that the accounts feed has of them."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from benchmarks.fifteenth.gear import Gear
from benchmarks.fifteenth.hours import Clock
from benchmarks.fifteenth.lines import Lines
from benchmarks.fifteenth.topics import Content
from benchmarks.fifteenth.world import DAY, Arr, World, tokens


@dataclass
class Batch:
    """Accounts of one group, cell or crowd."""

    who: Arr  # n: numbers of accounts
    lam: Arr  # n x days: expected exchanges
    clock: Clock
    lines: Lines
    gear: Gear
    content: Content
    population: str = ""
    group_id: str = ""
    ring: str = ""
    operator: str = ""
    tier: str = ""
    cell: Arr | None = None  # n
    heavy: float = 1.0  # times the usual tokens, where the plan is worked
    model: float = 0.5  # share of the group's own model
    office: tuple[int, float] = (0, 0.0)  # an administrator's address and the share of accounts that it logs in to
    banned: Arr = field(default_factory=lambda: np.zeros(0, np.int64))  # n: seconds since 1970, 0 for never
    salt: int = 0
    made: Arr = field(default_factory=lambda: np.zeros(0, np.int64))  # n: seconds since 1970


@dataclass(frozen=True)
class Papers:
    """What the accounts feed tells of a group."""

    plan: str = ""
    organization: str = ""
    verified: str = ""
    parent: bool = False
    referrer: float = 0.0
    phone: float = 0.35  # share with a phone
    phone_reuse: float = 1.0
    signup_ip: Any = 0  # one address for all, or one each
    signup_ip_share: float = 0.0


VERIFIED = {"none": 0.1, "email": 0.55, "phone": 0.3, "document": 0.04, "contract": 0.01}
PLANS = {"free": 0.52, "pro": 0.25, "api": 0.17, "team": 0.06}


def ages(world: World, n: int, fresh: float = 0.18) -> Arr:
    """Seconds since 1970 at which n accounts were made: most long ago, a share (`fresh`) within the world."""
    rng = world.rng
    old = world.start - (rng.exponential(200, n) * DAY).astype(np.int64) - rng.integers(0, DAY, n)
    new = world.start + rng.integers(0, world.days * DAY - 3600, n)
    return np.where(rng.random(n) < fresh, new, old)


def phones(world: World, n: int, reuse: float) -> list[str | None]:
    """Hashes of n numbers; above one account to a number they are rented, and some rented out again to others."""
    pool: list[str] = tokens(world.rng, max(1, round(n / reuse)), "ph_", 7)
    if reuse <= 1.0:
        return list(pool[:n])
    old = world.phones[-600:]
    pool = [old[int(world.rng.integers(len(old)))] if old and world.chance(0.15) else p for p in pool]
    world.phones.extend(pool)
    return [pool[int(i)] for i in world.rng.integers(0, len(pool), n)]


def enrol(world: World, batch: Batch, created: Arr, country: Arr, email: list[str], papers: Papers) -> None:
    """Write the accounts of a batch: `created` in seconds since 1970, `country` and `email` one each."""
    rng, n, own = world.rng, len(batch.who), batch.lines
    batch.made = created
    ip = own.home[:, 0].copy()
    if len(own.pool):
        ip = np.where(rng.random(n) < own.share * 0.7, own.pool[rng.integers(0, len(own.pool), n)], ip)
    ip = np.where(rng.random(n) < papers.signup_ip_share, papers.signup_ip, ip)
    phone = phones(world, n, papers.phone_reuse)
    known = rng.random(n) < papers.phone
    plans = [papers.plan or world.pick(PLANS) for _ in range(n)]
    parent = np.where((np.arange(n) > 0) & papers.parent & (rng.random(n) < 0.9), batch.who[0], -1)
    referred = np.where(rng.random(n) < papers.referrer, batch.who[rng.integers(0, n, n)], -1)
    world.say(
        "accounts", account=batch.who, created_at=created, email=email, plan=plans, country=country,
        organization=[papers.organization or None if rng.random() < 0.93 else None for _ in range(n)],
        signup_ip=np.where(rng.random(n) < 0.06, -1, ip), signup_client=batch.gear.client[:, 0],
        signup_device=np.where(rng.random(n) < 0.3, -1, batch.gear.device[:, 0]),
        phone_hash=[p if k else None for p, k in zip(phone, known, strict=True)],
        verified=[papers.verified or world.pick(VERIFIED) for _ in range(n)],
        parent=parent, referrer=np.where(referred == batch.who, -1, referred),
    )  # fmt: skip
