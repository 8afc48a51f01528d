"""Machines and clients: browsers by market share, apps, kits, shared tablets, remote desktops."""

from __future__ import annotations

import numpy as np

from benchmarks.twelfth.book import FIXED, ROTATE, Batch
from benchmarks.twelfth.kind import Kind
from benchmarks.twelfth.mix import pick
from benchmarks.twelfth.world import World

BROWSERS = 1.0 / np.arange(1, 39) ** 1.1
APPS = 1.0 / np.arange(1, 11) ** 0.8
KITS = 1.0 / np.arange(1, 16) ** 1.2


def private(world: World, batch: Batch) -> None:
    """A computer and a phone each, with some browser, an app, and for a few a kit."""
    rng, n = world.rng, len(batch["land"])
    batch["own_dev"], batch["away_dev"] = world.book.codes(n), world.book.codes(n)
    alone = rng.random(n) < 0.3
    batch["away_dev"][alone] = batch["own_dev"][alone]
    batch["client"] = pick(rng, BROWSERS, n)
    batch["away_client"] = 40 + pick(rng, APPS, n)
    batch["sdk_client"] = 60 + pick(rng, KITS, n)
    batch["sdk"] = np.where(rng.random(n) < 0.06, 0.7, 0.0)


def group(world: World, batch: Batch, kind: Kind) -> None:
    """What the kind shares on top."""
    private(world, batch)
    rng, n = world.rng, len(batch["land"])
    joins = rng.random(n) < kind.join
    _devices(world, batch, kind)
    if kind.client == "own" or kind.dev in ("image", "model"):
        _client(world, batch, kind, joins)
    elif kind.client == "sdk":
        batch["sdk"] = np.where(joins, rng.beta(6, 1.5, n), 0.0)
        batch["sdk_client"] = np.where(rng.random(n) < 0.6, 60 + int(pick(rng, KITS, 1)[0]), batch["sdk_client"])
    elif kind.client == "tool":
        batch["client"] = np.where(joins, rng.choice(world.vendors.tools), batch["client"])


def _devices(world: World, batch: Batch, kind: Kind) -> None:
    n = len(batch["land"])
    if kind.dev in ("pool", "image"):
        size = max(1, min(kind.dev_n, n // 2))
        batch["site_dev"], batch["site_dev_n"] = np.full(n, world.book.code(size)), np.full(n, size)
        batch["dev_mode"] = np.full(n, ROTATE if kind.dev == "pool" else FIXED)
    elif kind.dev == "none":
        batch["own_dev"], batch["away_dev"] = np.full(n, -1), np.full(n, -1)
    elif kind.dev == "many":
        batch["own_dev_n"] = np.full(n, kind.dev_n)
        batch["own_dev"] = world.book.code(n * kind.dev_n) + np.arange(n) * kind.dev_n


def _client(world: World, batch: Batch, kind: Kind, joins: np.ndarray) -> None:
    own = world.client() if kind.client == "own" else int(pick(world.rng, BROWSERS, 1)[0])
    if kind.plan == "api":
        batch["sdk"], batch["sdk_client"] = np.where(joins, 1.0, 0.1), np.where(joins, own, batch["sdk_client"])
    elif kind.net and kind.dev in ("pool", "image"):
        batch["site_client"] = np.where(joins, own, -1)
    else:
        batch["client"] = np.where(joins, own, batch["client"])
        batch["away_client"] = np.where(joins & (world.rng.random(len(joins)) < 0.6), own, batch["away_client"])
