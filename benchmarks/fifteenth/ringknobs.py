"""The knobs of a ring, each drawn on its own with odds that depend on the tier."""

from typing import Any

from benchmarks.fifteenth.places import countries
from benchmarks.fifteenth.world import World

TIERS = ("plain", "careful", "evasive")
CHOICES: dict[str, dict[str, tuple[float, float, float]]] = {
    "money": {"reused-card": (4, 2, 0.4), "virtual-one-issuer": (2, 4, 4), "virtual-reused": (3, 3, 1),
              "gift": (2, 2, 2), "crypto": (1, 1.5, 1.5), "trial": (3, 2, 1), "stolen-cards": (1, 1.5, 1.5),
              "mixed": (1, 2, 3)},
    "mail": {"catchall": (4, 3, 1), "plus": (2, 0.5, 0), "mass": (3, 3, 2), "aged": (1, 3, 5), "temp": (2, 0.4, 0),
             "dots": (1, 0.4, 0.1), "consumer": (0.5, 2, 4), "relay": (0.2, 0.7, 1)},
    "device": {"none": (4, 2, 1.5), "shared": (3, 3, 1), "image": (1.5, 1, 0.3), "unique": (1, 3, 5),
               "own": (1, 2, 3)},
    "network": {"cloud": (4, 1.2, 0.1), "cloud-machines": (2, 1, 0.1), "vpn": (2, 1, 0.4),
                "datacentre-proxy": (2, 1, 0.2), "residential-sticky": (1, 3, 4), "residential-request": (1, 2.5, 2),
                "mobile": (0.7, 2, 3), "mixed": (0.3, 1, 2), "behind-honest": (0.3, 0.6, 0.6)},
    "client": {"own": (3, 2, 0.7), "one": (3, 2, 1.5), "stock": (2, 3, 4), "few": (1, 2, 2), "unique": (0.2, 0.6, 1.5)},
    "schedule": {"window": (3, 2.5, 1), "beat": (2, 1, 0.3), "jittered": (1, 3, 2), "zone": (0.5, 2, 4),
                 "shifts": (1, 2, 2), "always": (4, 2, 1)},
    "volume": {"even": (3, 2, 1), "log-normal": (1, 2, 3)},
    "questions": {"slice": (3, 3, 3), "cell-slice": (1, 2, 2), "replicate": (2, 1, 0.6), "queue": (3, 3, 3),
                  "random": (2, 2, 2)},
    "signup": {"burst": (4, 2, 0.7), "drip": (1, 3, 4), "bought": (1, 2, 3)},
    "surface": {"api": (4, 3, 2), "web": (1, 2, 2.5), "mixed": (0.3, 1, 2), "app": (0.3, 0.6, 1)},
    "business": {"distillation": (4, 4, 4), "reseller": (1, 1.5, 1.5), "both": (0.7, 1, 1)},
}  # fmt: skip
"""Knob -> option -> its odds in a plain, a careful and an evasive ring."""
NUMBERS: dict[str, tuple[tuple[float, float], tuple[float, float], tuple[float, float]]] = {
    "reuse": ((4, 25), (2, 8), (1.2, 4)), "sms_reuse": ((2, 8), (1.5, 5), (1, 2.5)),
    "phone": ((0.1, 0.9), (0.3, 0.95), (0.4, 1)), "paid": ((0.3, 1), (0.4, 1), (0.4, 1)),
    "per_device": ((4, 40), (2, 12), (1.5, 4)), "hosts": ((1, 3), (2, 9), (4, 25)),
    "accounts_per_exit": ((3, 30), (1, 8), (0.3, 3)), "width": ((1, 4), (1, 6), (1, 8)),
    "household": ((0, 0.2), (0.1, 0.5), (0.2, 0.7)), "cover": ((0, 0.12), (0.03, 0.35), (0.15, 0.6)),
    "own_clusters": ((0.3, 1), (0.15, 0.8), (0.05, 0.6)), "clusters": ((3, 30), (6, 60), (10, 120)),
    "rate": ((18, 48), (16, 45), (14, 42)), "active": ((0.8, 1), (0.6, 1), (0.45, 0.9)),
    "ramp": ((0, 1), (0, 5), (1, 10)), "warm": ((0, 3), (0, 20), (5, 90)), "lag": ((0, 0.5), (0.2, 4), (1, 9)),
    "banned": ((0.1, 0.8), (0.05, 0.5), (0, 0.3)), "admin": ((0, 0.3), (0, 0.2), (0, 0.12)),
    "slips": ((0, 20), (0, 10), (0, 6)), "life": ((5, 22), (7, 28), (8, 40)),
    "pool_share": ((0.85, 1), (0.8, 1), (0.7, 1)), "cell": ((15, 120), (10, 80), (6, 40)),
}  # fmt: skip
"""Knob -> its range for each tier: accounts to a card, number, device or exit, days of a life, shares and so on."""
NOISE = ((0.25, 0.25, 0.2, 0.15, 0.1, 0.05), (0.1, 0.2, 0.2, 0.2, 0.2, 0.1), (0.04, 0.1, 0.16, 0.25, 0.25, 0.2))
"""Odds of each noise of a plan (0 copies to 5, see `topics.fuzz`), by tier."""


def draw(world: World, tier: str) -> dict[str, Any]:
    """All knobs of one ring."""
    at = TIERS.index(tier)
    knobs: dict[str, Any] = {"tier": tier}
    for name, options in CHOICES.items():
        knobs[name] = world.pick({k: odds[at] for k, odds in options.items() if odds[at] > 0})
    for name, ranges in NUMBERS.items():
        knobs[name] = round(world.span(*ranges[at]), 3)
    knobs["noise"] = int(world.rng.choice([0, 1, 2, 3, 4, 5], p=NOISE[at]))
    where = world.pick({"world": 0.4, "US": 0.3, "one": 0.3})
    knobs["where"] = str(countries(world, 1)[0]) if where == "one" else where
    knobs["seller"] = int(world.rng.integers(0, 3))
    knobs["warm_days"] = round(float(world.rng.choice([0, 0, 0.2, 0.5])), 2)
    return knobs | _slips(world, at)


def _slips(world: World, at: int) -> dict[str, Any]:
    """What the operator is careless with: one card, one mailbox, signing up from the desk."""
    return {
        "slip_card": world.chance((0.4, 0.3, 0.2)[at]),
        "slip_mailbox": world.chance((0.3, 0.2, 0.1)[at]),
        "slip_signup_ip": round(world.span(*((0, 0.6), (0, 0.3), (0, 0.15))[at]), 3) * world.chance(0.5),
        "keeps_money_after_ban": world.chance(0.5),
    }
