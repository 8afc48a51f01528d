"""Draws rings at random, so that no detector can learn one preset by heart."""

from __future__ import annotations

import numpy as np

from app.worlds.spec import RingSpec, Tier


def draw_rings(seed: int, count: int | None = None, days: int = 28, tier: Tier | None = None) -> tuple[RingSpec, ...]:
    """`count` rings (0-8 when None) of 20-2,000 accounts; two in five share a rented pool with another operator."""
    rng = np.random.default_rng([seed, 0x52494E47])
    number = int(rng.integers(0, 9)) if count is None else count
    return tuple(_ring(rng, at, days, tier) for at in range(number))


def _ring(rng: np.random.Generator, at: int, days: int, wanted: Tier | None) -> RingSpec:
    tiers: tuple[Tier, ...] = ("plain", "careful", "evasive")
    tier = wanted or tiers[int(rng.choice(3, p=(0.4, 0.35, 0.25)))]
    hard = tiers.index(tier)
    size = int(np.exp(rng.uniform(np.log(20), np.log(2000 if hard < 2 else 400))))
    rented = rng.random() < 0.3 + 0.25 * hard
    return RingSpec(
        operator=f"operator-{at + 1}",
        size=size,
        tier=tier,
        cells=max(1, int(size / rng.integers(40, 150))),
        accounts_a_card=int(rng.choice([(12, 6, 4), (5, 3, 2), (1, 2, 0)][hard])),
        one_billing_name=bool(rng.random() < 0.3 + 0.3 * (hard == 2)),
        mail=(("own-domain", "free", "disposable")[int(rng.choice(3, p=((0.5, 0.3, 0.2), (0.2, 0.5, 0.3))[hard > 0]))]),
        exits="rented-pool" if rented else "hosting",
        addresses=int(max(4, size * rng.uniform(0.03, 0.25))),
        pool=f"pool-{int(rng.integers(0, 2))}" if rented and rng.random() < 0.6 else f"pool-of-{at}",
        clients=int(rng.integers(1, 4)),
        accounts_a_device=int(rng.choice([(10, 20), (3, 6), (1, 2)][hard])),
        clusters=int(rng.integers(1, 6)),
        cluster_share=float(rng.uniform(0.75 - 0.15 * hard, 0.95 - 0.15 * hard)),
        shared_schedule=bool(rng.random() < 0.95 - 0.2 * hard),
        jitter_minutes=float(rng.uniform(1, 6) * (1 + 2 * hard)),
        hours="always" if rng.random() < 0.9 - 0.3 * hard else "office",
        rate=float(rng.uniform(12, 45)),
        rate_spread=float(rng.uniform(0.1, 0.7)),
        waves=int(rng.integers(1, 8)),
        ban_rate=float(rng.choice([0.0, 0.01, 0.03])),
        first_day=int(rng.integers(0, max(1, days // 3))),
        ramp_days=int(rng.choice([0, 0, 5, 10])) if hard else 0,
    )
