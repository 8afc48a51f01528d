"""Rarity in bits: what sharing an identifier says, with the kinds' weights learned by EM."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.model.features import Features, Floats

START = 0.5
FLOOR, CEILING = 0.02, 0.95
CAP = {"ip": 14.0, "subnet": 10.0, "client": 10.0, "email_domain": 12.0, "email_pattern": 8.0, "query_cluster": 10.0}
"""Bits at most by kind, where values are guessable or reassigned; 20 for the rest (one in a million)."""


def rarity_bits(features: Features, m: dict[str, float]) -> Floats:
    """Shape (g,): log2(m_k N / degree), never below 0 nor above the kind's cap (Fellegi and Sunter, 1969)."""
    by_kind = np.array([m.get(kind, START) for kind in features.kinds])
    cap = np.array([CAP.get(kind, 20.0) for kind in features.kinds])
    # as of a day before the first account there are identifiers, and nobody who has them
    bits = np.log2(np.maximum(by_kind[features.kind] * features.n / np.maximum(features.degree, 1), 1e-300))
    return np.clip(bits, 0.0, cap[features.kind])


def learn_m(agree: NDArray[np.float64], have: NDArray[np.bool_], kinds: tuple[str, ...], n: int) -> dict[str, float]:
    """EM over candidate pairs: the share of pairs of one hand that agree on each kind.

    `agree` (p, k) is N / degree of the best shared identifier, 0 for none; `have` (p, k) tells where both accounts have
    the kind at all, so that missing data counts neither way. Ten rounds: the likelihood is flat after five.
    """
    shared = agree > 0
    m = np.full(len(kinds), START)
    ratio = np.log(np.where(shared, agree, 1.0))
    prior = -np.log(max(n, 2))
    for _ in range(10):
        agreement = np.where(shared, ratio + np.log(m), 0.0)
        difference = np.where(have & ~shared, np.log1p(-m), 0.0)
        weight = 1.0 / (1.0 + np.exp(-np.clip(prior + agreement.sum(1) + difference.sum(1), -40, 40)))
        total = (weight[:, None] * have).sum(0)
        m = np.clip(((weight[:, None] * shared).sum(0) + 1.0) / (total + 2.0), FLOOR, CEILING)
    return {kind: round(float(value), 4) for kind, value in zip(kinds, m, strict=True)}
