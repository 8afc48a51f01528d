"""Countries: their customers, clocks, share of IPv6, length of a home's lease, and use on the move."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Country:
    """One country of the market; the clock in hours from UTC, leases in days."""

    code: str
    weight: float
    tz: float
    v6: float
    lease: float
    mobile: float


COUNTRIES: list[Country] = [
    Country(*r)
    for r in [
        ("US", 22, -6, 0.50, 40, 0.30),
        ("IN", 13, 5.5, 0.65, 3, 0.62),
        ("BR", 7, -3, 0.45, 6, 0.45),
        ("DE", 6, 1, 0.62, 1, 0.25),
        ("GB", 6, 0, 0.42, 20, 0.28),
        ("JP", 6, 9, 0.50, 45, 0.30),
        ("FR", 5, 1, 0.70, 60, 0.27),
        ("ID", 4, 7, 0.15, 2, 0.66),
        ("MX", 4, -6, 0.40, 5, 0.45),
        ("KR", 4, 9, 0.15, 40, 0.30),
        ("CA", 3, -5, 0.38, 30, 0.25),
        ("PH", 3, 8, 0.12, 2, 0.60),
        ("VN", 3, 7, 0.50, 3, 0.48),
        ("TR", 3, 3, 0.05, 2, 0.42),
        ("PL", 2, 1, 0.15, 4, 0.33),
        ("ES", 2, 1, 0.05, 15, 0.34),
        ("IT", 2, 1, 0.10, 7, 0.37),
        ("NG", 2, 1, 0.02, 1, 0.80),
        ("PK", 2, 5, 0.03, 1, 0.68),
        ("NL", 2, 1, 0.40, 90, 0.22),
        ("UA", 1.5, 2, 0.03, 3, 0.40),
        ("EG", 1.5, 2, 0.04, 1, 0.58),
        ("KE", 1, 3, 0.02, 1, 0.78),
        ("AU", 2, 10, 0.30, 30, 0.27),
        ("TW", 2, 8, 0.50, 10, 0.30),
        ("SG", 1.5, 8, 0.25, 30, 0.28),
        ("AR", 1.5, -3, 0.20, 5, 0.42),
        ("RO", 1, 2, 0.20, 8, 0.33),
    ]
]
CODE: dict[str, int] = {c.code: i for i, c in enumerate(COUNTRIES)}
TZ = np.array([c.tz for c in COUNTRIES])
MOBILE = np.array([c.mobile for c in COUNTRIES])


def shares(rng: np.random.Generator) -> np.ndarray:
    """The lab's market: the usual weights, tilted by its own history."""
    w = np.array([c.weight for c in COUNTRIES]) * rng.lognormal(0, 0.6, len(COUNTRIES))
    return np.asarray(w / w.sum())
