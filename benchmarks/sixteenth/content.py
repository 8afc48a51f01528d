"""What exchanges are about: cluster, signature, tokens and outcome."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from benchmarks.sixteenth.account import Account
from benchmarks.sixteenth.clock import Arr
from benchmarks.sixteenth.sessions import every
from benchmarks.sixteenth.topics import words
from benchmarks.sixteenth.world import World

REPEAT = 3
"""Exchanges about a cluster before the next of a plan that is gone through in order."""


class Content(NamedTuple):
    """An entry an exchange."""

    cluster: Arr
    """By index."""
    signature: Arr
    """64 bits."""
    asked: Arr
    """Tokens."""
    answered: Arr
    """Tokens."""
    outcome: Arr


def content(world: World, account: Arr) -> Content:
    """Of exchanges sorted by the index of their account."""
    rng, accounts = world.rng, world.accounts
    cluster = _clusters(world, account)
    signature, templated = _signatures(world, account, cluster)
    asked, answered = (every(accounts, field)[account] for field in ("tin", "tout"))
    asked = np.maximum(3, rng.lognormal(asked, np.where(templated, 0.35, 1.0))).astype(int)
    answered = np.maximum(1, rng.lognormal(answered, 0.9)).astype(int)
    outcome = _outcomes(world, account)
    refusal = np.minimum(answered, 60) * (outcome == "refused")
    answered = np.where(outcome == "ok", np.minimum(answered, 16000), refusal)
    return Content(cluster, signature, np.minimum(asked, 180000), answered, outcome)


def _clusters(world: World, account: Arr) -> Arr:
    """Each account's by its own mix."""
    accounts, drawn = world.accounts, world.rng.random(len(account))
    out = np.zeros(len(account), int)
    cut = np.searchsorted(account, np.arange(len(accounts) + 1))
    for i, a in enumerate(accounts):
        own = slice(cut[i], cut[i + 1])
        if own.stop > own.start:
            ids, weights = a.topics
            odds = np.cumsum(weights)
            out[own] = ids[np.minimum(np.searchsorted(odds, drawn[own] * odds[-1]), len(ids) - 1)]
            _walk(a, out[own])
    return out


def _walk(a: Account, clusters: Arr) -> None:
    """Goes through a plan in order, where the prompt belongs to the plan; changes the clusters."""
    if a.seq is None:
        return
    part = np.isin(clusters, a.seq)
    clusters[part] = a.seq[(a.offset + np.arange(int(part.sum())) // REPEAT) % len(a.seq)]


def _signatures(world: World, account: Arr, cluster: Arr) -> tuple[Arr, Arr]:
    """Signatures, and whether they are of a template: near to one another, or the same; others are far apart."""
    rng, accounts, n = world.rng, world.accounts, len(account)
    a1, a2, a3, a4, a5 = (words(rng, n) for _ in range(5))
    far, near = a1 & a2 & (a3 | a4), a1 & a2 & a3 & a4 & a5
    mask = np.array([0 if a.tmask is None else int(a.tmask) for a in accounts], np.uint64)[account]
    mask = mask & (mask >> np.uint64(7)) & ~(mask >> np.uint64(3))
    share, exact = (every(accounts, field)[account] for field in ("tshare", "texact"))
    templated = (rng.random(n) < share) & (mask > 0)
    changed = np.where(rng.random(n) < exact, np.uint64(0), near)
    return world.topics.base[cluster] ^ np.where(templated, mask ^ changed, far), templated


def _outcomes(world: World, account: Arr) -> Arr:
    bad = np.array([a.bad for a in world.accounts])[account]
    drawn = world.rng.random(len(account))
    rest = np.where(drawn < bad.sum(1), "limited", "ok")
    return np.where(drawn < bad[:, 0], "refused", np.where(drawn < bad[:, :2].sum(1), "error", rest))
