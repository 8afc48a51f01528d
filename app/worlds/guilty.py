"""Ring accounts: what one operator's tooling gives them in common, less whatever the spec says it rotates."""

from __future__ import annotations

from typing import Any

import numpy as np

from app.worlds.cast import SLOTS
from app.worlds.honest import HUMAN, JOB, Crowd
from app.worlds.names import DISPOSABLE, FREE_DOMAINS, FREE_SHARES, handles, scripted
from app.worlds.spec import RingSpec
from app.worlds.topics import targets


def add_rings(crowd: Crowd, rings: tuple[RingSpec, ...]) -> dict[str, tuple[int, int]]:
    """Add every ring, and the innocent customers of the pools they rent. Returns pool -> (first address, addresses)."""
    pools: dict[str, tuple[int, int]] = {}
    for at, ring in enumerate(rings):
        if ring.exits == "rented-pool" and ring.pool not in pools:
            blocks = -(-ring.addresses // 200)
            start = crowd.internet.block("residential", f"Access {ring.pool}", max(4, blocks * 4), told=True)
            pools[ring.pool] = (start, ring.addresses * 4)
            _innocents(crowd, ring, pools[ring.pool])
        _add_ring(crowd, ring, at, pools)
    return pools


def _innocents(crowd: Crowd, ring: RingSpec, pool: tuple[int, int]) -> None:
    """A rented pool's exits are other people's lines, and it has other customers."""
    count = max(20, ring.addresses * 2)
    values = crowd.common(count)
    values["addresses"][:, :2] = pool[0] + crowd.rng.integers(0, pool[1], (count, 2))
    crowd.cast.add(count, population="private", group=f"users of {ring.pool}", **values)


def _add_ring(crowd: Crowd, ring: RingSpec, at: int, pools: dict[str, tuple[int, int]]) -> None:
    rng, name = crowd.rng, f"ring-{at + 1}"
    count = ring.size
    cell = np.sort(rng.integers(0, ring.cells, count))
    values = crowd.common(count) | _identity(crowd, ring, at, count, cell) | _work(crowd, ring, count, cell)
    if ring.exits == "rented-pool":
        start, span = pools[ring.pool]
        values["addresses"] = start + rng.integers(0, span, (count, SLOTS))
        values["pool_share"] = np.full(count, 0.7)
        values["pool"] = np.full(count, list(pools).index(ring.pool))
    else:
        host = crowd.internet.block("hosting", f"Servers {at}", -(-ring.addresses // 120))
        offset = cell[:, None] * 7 + rng.integers(0, max(2, ring.addresses // ring.cells), (count, SLOTS))
        values["addresses"] = host + 1 + offset % ring.addresses
    banned = _bans(crowd, ring, values["created"])
    values["ends"] = np.where(np.isnan(banned), values["ends"], banned)
    labels = np.array([f"{name}-{index}" for index in range(ring.cells)], object)[cell]
    crowd.cast.add(count, population="", ring=name, operator=ring.operator, cell=labels, tier=ring.tier,
                   banned=banned, **values)  # fmt: skip


def _identity(crowd: Crowd, ring: RingSpec, at: int, count: int, cell: Any) -> dict[str, Any]:
    rng = crowd.rng
    domain: Any
    if ring.mail == "own-domain":
        own = np.array([f"{word}-{at}.example" for word in handles(rng, max(1, ring.cells // 2))])
        domain = own[cell % len(own)]
    elif ring.mail == "disposable":
        domain = rng.choice(DISPOSABLE, count)
    else:
        domain = rng.choice(FREE_DOMAINS[:3], count, p=np.array(FREE_SHARES[:3]) / sum(FREE_SHARES[:3]))
    values: dict[str, Any] = {"mail": scripted(rng, count, domain, at)}
    values["card"] = _cards(crowd, ring, count)
    if ring.one_billing_name and ring.accounts_a_card:
        values["name"] = np.array([f"name-{at}-{index % max(1, ring.cells)}" for index in cell], object)
    values["plan"] = np.full(count, "pro" if ring.accounts_a_card else "free", object)
    stack = 60 + 5 * at + rng.integers(0, ring.clients, count)
    values |= {"client": stack, "client2": stack}
    shared = np.arange(count) // max(1, ring.accounts_a_device)
    values["device"] = np.array([f"dev-r{at}-{index:05d}" for index in rng.permutation(shared)], object)
    return values


def _cards(crowd: Crowd, ring: RingSpec, count: int) -> Any:
    if not ring.accounts_a_card:
        return np.full(count, "", object)
    cards = crowd.new_cards(-(-count // ring.accounts_a_card))
    return cards[np.arange(count) // ring.accounts_a_card]


def _work(crowd: Crowd, ring: RingSpec, count: int, cell: Any) -> dict[str, Any]:
    """Volume, targets and rhythm."""
    rng = crowd.rng
    wanted = targets(crowd.spec, rng, ring.clusters)
    wave = rng.integers(0, ring.waves, count)
    born = ring.first_day + wave * (crowd.spec.days * 0.5 / ring.waves) + rng.uniform(0, 0.6, count)
    period = float(rng.choice([20, 30, 45]))
    return {
        "rate": ring.rate * np.exp(rng.normal(0, ring.rate_spread, count)),
        "topics": wanted[rng.integers(0, len(wanted), (count, 3))],
        "topic_share": np.full(count, ring.cluster_share),
        "created": born,
        "ends": np.full(count, 1e9),
        "schedule": np.full(count, JOB if ring.shared_schedule else HUMAN),
        "period": np.full(count, period),
        "phase": rng.uniform(0, period, ring.cells)[cell],
        "jitter": np.full(count, ring.jitter_minutes),
        "zone": np.full(count, 8.0) if not ring.nights else rng.uniform(-12, 12, count),
        "ramp": np.full(count, float(ring.ramp_days)),
        "burst": np.full(count, 1.0 if not ring.nights else -1.0),
    }


def _bans(crowd: Crowd, ring: RingSpec, created: Any) -> Any:
    """Day of an account's ban, NaN for none; those who come later replace them."""
    lived = crowd.rng.exponential(1 / ring.ban_rate if ring.ban_rate else 1e9, len(created))
    day = created + 2 + lived
    return np.where(day < crowd.spec.days, day, np.nan)
