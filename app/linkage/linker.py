"""Linkage as a whole: features, learned rarity, candidate pairs of both blocks, exact scores, threshold."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray

from app.linkage.blocks import Pairs, rare_pairs
from app.linkage.composites import composite_pairs, find_composites
from app.linkage.config import LinkConfig
from app.linkage.rarity import learn_m, rarity_bits
from app.linkage.score import best_by_kind, by_family
from app.model.features import Features, among, distinct, features_of
from app.model.links import Links
from app.model.snapshot import Snapshot

EM_PAIRS = 200_000


def link(snapshot: Snapshot, config: LinkConfig | None = None) -> Links:
    """Scored pairs of a snapshot. Pure: the same snapshot and configuration give the same links."""
    config = config or LinkConfig()
    features = features_of(snapshot)
    apart = ruled_pairs(snapshot, "not_same", features.n)
    pairs = _without(rare_pairs(features, config.block_degree), apart)
    m = _learn(features, pairs, config)
    rarity = rarity_bits(features, m)
    composites = find_composites(features, config)
    together = _without(ruled_pairs(snapshot, "same", features.n), apart)
    through = _without(_without(composite_pairs(features, composites, config), pairs), apart)
    both = distinct(np.concatenate([pairs, through, together]))
    validated = among(through, both)
    families = by_family(features.kinds, best_by_kind(features, both, rarity), config.second)
    total = families.sum(axis=1)
    needed = config.threshold(features.n) - config.composite_relief * (validated | features.one_family)
    # a person who says "same" is worth twice what software needs
    total = np.where(among(together, both), np.maximum(total, 2 * needed), total).astype(np.float32)
    keep = np.flatnonzero(total >= needed)
    keep = keep[np.argsort(both[keep], kind="stable")]
    n = max(features.n, 1)
    return Links(
        features=features,
        rarity=rarity,
        left=(both[keep] // n).astype(np.int32),
        right=(both[keep] % n).astype(np.int32),
        bits=total[keep],
        family_bits=families[keep],
        validated=validated[keep],
        composites=composites,
        m=m,
        parameters={
            "threshold": config.threshold(features.n),
            "candidates": len(both),
            "composites": len(composites.left),
        },
    )


def _without(pairs: Pairs, others: Pairs) -> Pairs:
    return pairs[~among(others, pairs)]


def ruled_pairs(snapshot: Snapshot, verdict: str, n: int) -> Pairs:
    """Sorted keys of the pairs that rulings of one verdict relate: neighbours for `same`, all for `not_same`."""
    keys: set[int] = set()
    for ruling in snapshot.rulings:
        if ruling.verdict == verdict:
            accounts = sorted(set(ruling.accounts))
            pairs = pairwise(accounts) if verdict == "same" else combinations(accounts, 2)
            keys.update(a * n + b for a, b in pairs)
    return np.array(sorted(keys), dtype=np.int64)


def _learn(features: Features, pairs: Pairs, config: LinkConfig) -> dict[str, float]:
    """Weights of the kinds from a seeded sample of the rare pairs."""
    if not len(pairs):
        return {}
    if len(pairs) > EM_PAIRS:
        pairs = np.sort(np.random.default_rng(config.seed).choice(pairs, EM_PAIRS, replace=False))
    agree = best_by_kind(features, pairs, features.n / np.maximum(features.degree, 1))
    known = _known(features)
    have = known[pairs // features.n] & known[pairs % features.n]
    return learn_m(agree.astype(np.float64), have, features.kinds, features.n)


def _known(features: Features) -> NDArray[np.bool_]:
    """Shape (n, k): accounts with any shared identifier of a kind; the snapshot leaves unshared ones out."""
    known = np.zeros((features.n, len(features.kinds)), dtype=np.bool_)
    known[features.account, features.kind[features.identifier]] = True
    return known
