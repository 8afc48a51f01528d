"""From bits to probabilities: logistic maps whose slopes say how far the families are from independent."""

from __future__ import annotations

import math
from typing import Final

GROUP_SLOPE: Final = 0.5
MEMBER_SLOPE: Final = 0.6
"""Below 1, because families overlap: bits of dependent evidence add up to too much (see docs/quality.md)."""


def probability(bits: float, slope: float) -> float:
    """Logistic in bits; stays below 1.0 in double precision for any sum of capped terms."""
    return 1.0 / (1.0 + math.exp2(-slope * max(min(bits, 80.0), -80.0)))


def group_probability(bits: float) -> float:
    """Probability that a group with this total is a ring."""
    return probability(bits, GROUP_SLOPE)


def member_probability(bits: float, whole: float) -> float:
    """Probability that an account is a ring account: the group is a ring, and the account belongs to it."""
    return whole * probability(bits, MEMBER_SLOPE)
