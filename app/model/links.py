"""What linkage answers: scored pairs of accounts, validated composites and the learned weights."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.model.features import Features, Floats
from app.model.snapshot import Ints


@dataclass(frozen=True, slots=True)
class Composites:
    """Pairs of identifiers of different families that meet on one account far more often than chance."""

    left: Ints
    """Shape (c,): feature numbers, left < right."""
    right: Ints
    count: Ints
    """Accounts that have both."""
    expected: Floats
    """Accounts that would by chance: degree * degree / n."""
    bits: Floats
    """Poisson log-likelihood ratio in bits, after correction for the number of pairs tested."""


@dataclass(frozen=True, slots=True)
class Links:
    """Scored pairs (left < right, sorted) over the features of a snapshot."""

    features: Features
    rarity: Floats
    """Shape (g,): bits that sharing each identifier is worth."""
    left: Ints
    right: Ints
    bits: NDArray[np.float32]
    """Shape (p,): total over families."""
    family_bits: NDArray[np.float32]
    """Shape (p, 6), columns in the order of FAMILIES."""
    validated: NDArray[np.bool_]
    """Pairs that only a validated composite proposed."""
    composites: Composites
    m: dict[str, float] = field(default_factory=dict)
    """Learned probability that two accounts of one hand share an identifier of the kind."""
    parameters: dict[str, Any] = field(default_factory=dict)
