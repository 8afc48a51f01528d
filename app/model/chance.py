"""How much likelier a count is by itself than by chance."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def poisson_bits(count: NDArray[np.integer], expected: NDArray[np.float64]) -> NDArray[np.float64]:
    """Log-likelihood ratio in bits of the count's own rate against the expected one; 0 where not above it."""
    above = count > expected
    safe = np.where(above, expected, 1.0)
    ratio = np.where(above, count * np.log(np.maximum(count, 1) / safe) - (count - safe), 0.0)
    return np.asarray(ratio / np.log(2.0))
