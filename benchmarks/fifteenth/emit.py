"""Turns the habits of a batch into rows of the exchanges feed."""

import numpy as np

from benchmarks.fifteenth.batch import Batch
from benchmarks.fifteenth.hours import seconds
from benchmarks.fifteenth.lines import addresses
from benchmarks.fifteenth.topics import ask
from benchmarks.fifteenth.world import Arr, World

Rows = dict[str, Arr]
"""Columns of one length; `t` is in milliseconds from the world's start, texts are numbers in the world's tables."""


def rows(world: World, batch: Batch) -> Rows:
    """All exchanges of a batch, by account and time."""
    rng = world.rng
    counts = rng.poisson(np.minimum(batch.lam, 500))
    at = np.nonzero(counts)
    times = counts[at]
    acc, day = np.repeat(at[0], times), np.repeat(at[1], times)
    t = seconds(world, batch.clock, acc, day)
    if len(batch.banned):
        end = batch.banned[acc]
        keep = (end == 0) | (t + world.start < end)
        acc, t = acc[keep], t[keep]
    keep = t + world.start > batch.made[acc] + 60
    acc, t = acc[keep], t[keep]
    by = np.lexsort((t, acc))
    acc, t = acc[by], t[by]
    return _fill(world, batch, acc, t, (t // 86_400).astype(np.int64))


def _fill(world: World, batch: Batch, acc: Arr, t: Arr, day: Arr) -> Rows:
    n, gear = len(acc), batch.gear
    rng = world.rng
    order = np.arange(n) - np.searchsorted(acc, acc)
    rank = np.empty(n, np.int64)
    rank[np.argsort(t, kind="stable")] = np.arange(n)
    cluster, sign, planned = ask(world, batch.content, acc, day, order, rank)
    late = (day >= gear.update[acc]).astype(int)
    size_in = np.exp(rng.normal(5.6, 1.1, n)) * np.where(planned, batch.heavy, 1.0)
    size_out = np.exp(rng.normal(5.9, 1.0, n)) * np.where(planned, batch.heavy, 1.0)
    return {
        "account": batch.who[acc], "t": (t * 1000).astype(np.int64),
        "ip": addresses(world, batch.lines, acc, day, batch.salt),
        "client": gear.client[acc, late], "device": gear.device[acc, (rng.random(n) < 0.2).astype(int)],
        "key": gear.key[acc, (rng.random(n) < 0.1).astype(int)], "surface": gear.surface[acc],
        "model": np.where(rng.random(n) < batch.model, batch.salt % 3, rng.choice(5, n, p=[0.4, 0.3, 0.15, 0.1, 0.05])),
        "cluster": cluster, "sign": sign, "input": size_in.astype(np.int64) + 4,
        "output": size_out.astype(np.int64) + 1,
        "outcome": _outcome(rng, batch, acc, planned),
    }  # fmt: skip


def _outcome(rng: np.random.Generator, batch: Batch, acc: Arr, planned: Arr) -> Arr:
    # The busier an account on its busiest day, the more often it meets its limit.
    busy = np.clip(batch.lam.max(axis=1)[acc] / 4000, 0, 0.06) if len(acc) else np.zeros(0)
    u = rng.random(len(acc))
    refused = np.where(planned, 0.012, 0.008)
    return np.where(u < refused, 1, np.where(u < refused + 0.012, 2, np.where(u < refused + 0.014 + busy, 3, 0)))
