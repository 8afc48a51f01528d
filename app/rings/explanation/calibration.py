"""From bits to probabilities: logistic maps, checked for reliability on worlds of the validation seeds."""

from __future__ import annotations

import math
from typing import Final

GROUP_SLOPE: Final = 1.0
"""The terms of a group are discounted one by one already: on validation seeds the odds went as the bits say."""
MEMBER_SLOPE: Final = 0.6
"""Below 1, because the families of a member overlap: bits of dependent evidence add up to too much."""
LAPSE: Final = 0.002
"""Share of the surest groups that something explains which no term foresees: no evidence makes certain."""


def probability(bits: float, slope: float) -> float:
    """Logistic in bits; stays below 1.0 in double precision for any sum of capped terms."""
    return 1.0 / (1.0 + math.exp2(-slope * max(min(bits, 40.0), -40.0)))


def group_probability(bits: float) -> float:
    """Probability that a group with this total is a ring; never above 1 - LAPSE."""
    return (1.0 - LAPSE) * probability(bits, GROUP_SLOPE)


def member_probability(bits: float, whole: float) -> float:
    """Probability that an account is a ring account: the group is a ring, and the account belongs to it."""
    return whole * probability(bits, MEMBER_SLOPE)
