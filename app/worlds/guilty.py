"""Ring accounts: what one operator's tooling gives them in common, less whatever the spec says it hides."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from app.worlds.cast import ALWAYS, HUMAN, JOB, OFFICE, PEOPLE, Rows
from app.worlds.chance import number_of, stream
from app.worlds.exits import Pools, exits
from app.worlds.honest import Crowd
from app.worlds.life import bought, live
from app.worlds.names import DISPOSABLE, FREE_DOMAINS, FREE_SHARES, handles, scripted
from app.worlds.spec import RingSpec
from app.worlds.topics import targets

_HOURS: Final = {"always": ALWAYS, "office": OFFICE, "people": PEOPLE}


def add_rings(crowd: Crowd, rings: tuple[RingSpec, ...]) -> None:
    """Add every ring, and the innocent customers of the pools they rent."""
    pools = Pools(crowd)
    for at, ring in enumerate(rings):
        if ring.exits in ("rented-pool", "reseller"):
            pools.get(ring)  # its innocent customers come before the ring
        _add_ring(crowd, ring, at, pools)


def _add_ring(crowd: Crowd, ring: RingSpec, at: int, pools: Pools) -> None:
    cell = np.sort(crowd.rng.integers(0, ring.cells, ring.size))
    values = crowd.common(ring.size) | _identity(crowd, ring, at, cell) | _work(crowd, ring, cell)
    values |= exits(crowd, ring, at, pools, cell)
    if ring.usual_client:
        values |= _usual_clients(crowd, ring, at, values)
    values["cell"] = np.array([f"ring-{at + 1}-{index}" for index in range(ring.cells)], object)[cell]
    values = live(crowd, ring, at, values)
    crowd.cast.add(len(values["rate"]), population="", ring=f"ring-{at + 1}", operator=ring.operator, tier=ring.tier,
                   **values)  # fmt: skip


def _identity(crowd: Crowd, ring: RingSpec, at: int, cell: Rows) -> dict[str, Any]:
    rng, count = crowd.rng, ring.size
    domain: Any
    if ring.mail == "own-domain":
        words = stream(0, f"domains of {ring.infrastructure}") if ring.infrastructure else rng
        number = ring.infrastructure or at
        own = np.array([f"{word}-{number}.example" for word in handles(words, max(1, ring.cells // 2))])
        domain = own[cell % len(own)]
    elif ring.mail == "disposable":
        domain = rng.choice(DISPOSABLE, count)
    else:
        domain = rng.choice(FREE_DOMAINS[:3], count, p=np.array(FREE_SHARES[:3]) / sum(FREE_SHARES[:3]))
    style = number_of(ring.infrastructure) if ring.infrastructure else at
    values: dict[str, Any] = {"mail": bought(crowd, ring, at, scripted(rng, count, domain, style))}
    values["card"] = _cards(crowd, ring)
    if ring.one_billing_name and ring.accounts_a_card:
        values["name"] = np.array([f"name-{at}-{index % max(1, ring.cells)}" for index in cell], object)
    values["plan"] = np.full(count, "pro" if ring.accounts_a_card else "free", object)
    stack = 60 + 5 * _stack(crowd, ring, at) + rng.integers(0, ring.clients, count)
    values |= {"client": stack, "client2": stack}
    machines = f"dev-{ring.infrastructure}" if ring.infrastructure else f"{crowd.own}dev-r{at}"
    shared = np.arange(count) // ring.accounts_a_device
    values["device"] = np.array([f"{machines}-{index:05d}" for index in rng.permutation(shared)], object)
    return values


def _cards(crowd: Crowd, ring: RingSpec) -> Any:
    if not ring.accounts_a_card:
        return np.full(ring.size, "", object)
    needed = -(-ring.size // ring.accounts_a_card)
    cards = crowd.new_cards(needed)
    if ring.infrastructure:
        cards = np.array([f"pm_{ring.infrastructure}_{index:05d}" for index in range(needed)], object)
    return cards[np.arange(ring.size) // ring.accounts_a_card]


def _stack(crowd: Crowd, ring: RingSpec, at: int) -> int:
    """Whose tools a ring runs: its infrastructure's, or those of its place in the world (or lab)."""
    named = ring.infrastructure or crowd.spec.lab
    return (number_of(named) + (0 if ring.infrastructure else at)) % 150 if named else at


def _usual_clients(crowd: Crowd, ring: RingSpec, at: int, values: dict[str, Any]) -> dict[str, Any]:
    rng = stream(crowd.spec.seed, "usual clients", at)
    usual = rng.random(ring.size) < ring.usual_client
    return {name: np.where(usual, rng.zipf(1.6, ring.size) % 40, values[name]) for name in ("client", "client2")}


def _work(crowd: Crowd, ring: RingSpec, cell: Rows) -> dict[str, Any]:
    """Volume, targets and rhythm."""
    rng, count = crowd.rng, ring.size
    wanted = targets(crowd.spec, rng, ring.clusters)
    wave = rng.integers(0, ring.waves, count)
    born = ring.first_day + wave * (crowd.spec.days * 0.5 / ring.waves) + rng.uniform(0, 0.6, count)
    period = float(rng.choice([20, 30, 45]))
    values = {
        "rate": ring.rate * np.exp(rng.normal(0, ring.rate_spread, count)),
        "topics": wanted[rng.integers(0, len(wanted), (count, 3))],
        "topic_share": np.full(count, ring.cluster_share),
        "created": born,
        "ends": np.full(count, 1e9),
        "schedule": np.full(count, JOB if ring.shared_schedule else HUMAN),
        "period": np.full(count, period),
        "phase": rng.uniform(0, period, ring.cells)[cell],
        "jitter": np.full(count, ring.jitter_minutes),
        "ramp": np.full(count, float(ring.ramp_days)),
        "hours": np.full(count, _HOURS[ring.hours]),
        "synchrony": np.full(count, ring.synchrony),
        "customers": np.full(count, ring.customers),
        "pivot": np.full(count, ring.pivot),
    }
    if ring.hours != "people":  # whose zones are those of their countries
        values["zone"] = np.full(count, 8.0) if ring.hours == "office" else rng.uniform(-12, 12, count)
    return values
