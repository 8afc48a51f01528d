"""A cell of a ring: accounts bought or made, given lines, cards, machines, a share of the plan, and replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from benchmarks.twelfth import gear, hours
from benchmarks.twelfth.book import FIXED, LEASE, ROTATE, Batch, place
from benchmarks.twelfth.lands import TZ
from benchmarks.twelfth.mix import below
from benchmarks.twelfth.nets import Pool
from benchmarks.twelfth.papers import cards, life, papers
from benchmarks.twelfth.people import interests
from benchmarks.twelfth.sites import lines, settle
from benchmarks.twelfth.tiers import Tier
from benchmarks.twelfth.world import World

if TYPE_CHECKING:
    from benchmarks.twelfth.operators import Ring


def staff(world: World, ring: Ring, tier: Tier, n: int, cell: str) -> None:
    """Enter one cell of n accounts."""
    batch = world.book.blank(n)
    settle(world, batch, ring.lands[world.rng.integers(0, len(ring.lands), n)])
    _lines(world, batch, ring, tier)
    _machines(world, batch, ring, tier)
    _pace(world, batch, ring, tier)
    _share(world, batch, ring, tier)
    life(world, batch, ring, tier)
    papers(world, batch, ring, tier)
    for key, value in (("ring", ring.name), ("operator", ring.operator), ("cell", cell), ("tier", tier.name)):
        batch[key][:] = value
    cards(world, batch, ring, tier, world.book.add(batch))


def _lines(world: World, batch: Batch, ring: Ring, tier: Tier) -> None:
    """Exits: a few hosted machines for the plain, rented lines for the others; the evasive keep theirs for days."""
    rng, n = world.rng, len(batch["land"])
    pool = ring.proxies[int(rng.integers(0, len(ring.proxies)))]
    size = min(int(rng.integers(tier.exits[0], tier.exits[1] + 1)), pool.n)
    exits = Pool(pool.lo + int(rng.integers(0, pool.n - size + 1)), size)
    if tier.name == "plain" and rng.random() < 0.6:
        exits = world.nets.new("hosting", "Rack and Root", size, 0.8)
    keeps = rng.random(n) < tier.sticky
    place(batch, "home", exits, ROTATE)
    batch["home_mode"][keeps] = FIXED if rng.random() < 0.4 else LEASE
    batch["lease"] = rng.integers(2, 12, n)
    if tier.name == "evasive":
        _local(world, batch, ring)
    batch["work_away"][:], batch["off_away"][:] = (0.15, 0.15) if tier.name == "evasive" else (0.0, 0.0)
    # A slip: now and then the operator's own office or another cell's exits show.
    slip = 0.03 if tier.name == "plain" else 0.012 if tier.name == "careful" else 0.004
    other = ring.proxies[-1]
    place(batch, "site", Pool(other.lo, min(12, other.n)), ROTATE)
    batch["work_site"][:] = batch["off_site"][:] = slip


def _local(world: World, batch: Batch, ring: Ring) -> None:
    """Lines in the account's own country, out of the seller's slice of a carrier there."""
    n = len(batch["land"])
    lo, size = lines(world, batch["land"])
    part = np.minimum(np.maximum(size // 12, 20), size)
    chosen = world.rng.random(n) < 0.6
    batch["home_lo"] = np.where(chosen, lo + below(lo, size - part, len(ring.phones)), batch["home_lo"])
    batch["home_n"] = np.where(chosen, part, batch["home_n"])
    batch["home_mode"] = np.where(chosen, LEASE, batch["home_mode"])


def _machines(world: World, batch: Batch, ring: Ring, tier: Tier) -> None:
    rng, n = world.rng, len(batch["land"])
    gear.private(world, batch)
    block = np.cumsum(rng.random(n) < 1 / rng.integers(tier.device[0], tier.device[1] + 1))
    batch["own_dev"] = world.book.code(n + 1) + block
    if tier.name != "evasive":
        batch["away_dev"] = batch["own_dev"]
    wild = rng.random(n) < tier.wild
    batch["client"] = np.where(wild, batch["client"], rng.choice(ring.tools, n))
    batch["sdk"] = np.where(rng.random(n) < tier.kit, 0.95, 0.1)
    batch["sdk_client"] = np.where(wild, batch["sdk_client"], ring.kit)


def _pace(world: World, batch: Batch, ring: Ring, tier: Tier) -> None:
    """Exchanges a day with a wide spread; the working day of the operator, or a mask of local hours."""
    rng, n = world.rng, len(batch["land"])
    trade = hours.INDEX[tier.hours[int(rng.integers(0, len(tier.hours)))]]
    batch["profile"] = np.full(n, trade)
    batch["session_shift"] = np.full(n, rng.normal(0, 2.5)) + rng.normal(0, 0.7, n)
    batch["tz"] = np.full(n, ring.tz)
    if tier.name == "evasive":
        masks = [hours.INDEX[h] for h in tier.hours]
        batch["profile"], batch["tz"] = rng.choice(masks, n), TZ[batch["land"]]
    spread = rng.lognormal(-0.12, 0.5, n) * ring.pace
    batch["active"] = np.clip(tier.active * rng.lognormal(0, 0.15, n), 0.2, 0.98)
    batch["rate"] = np.maximum(tier.rate * spread, 1)
    batch["turns"] = np.maximum(tier.turns * rng.lognormal(0, 0.3, n), 1.2)
    batch["gap"], batch["weekend"] = tier.gap * rng.lognormal(0, 0.4, n), tier.weekend * rng.lognormal(0, 0.15, n)


def _share(world: World, batch: Batch, ring: Ring, tier: Tier) -> None:
    """The cell's part of the work list (parts overlap), and the cover around it."""
    rng, n = world.rng, len(batch["land"])
    plan = ring.plan[tier.name]
    length = int(np.clip(n * rng.uniform(1.5, 5), 20, len(plan)))
    start = int(rng.integers(0, len(plan)))
    batch["tmpl_lo"][:], batch["tmpl_n"][:] = world.topics.keep(np.roll(plan, -start)[:length])
    batch["p_own"] = np.clip(tier.own * rng.normal(1, 0.1, n), 0.1, 1.0)
    batch["order"][:] = 2 if tier.name == "evasive" or rng.random() < 0.3 else 1
    batch["phase"], batch["flip"][:] = rng.random(n), tier.flip
    for key in ("fam0", "fam1", "fam2"):
        batch[key] = interests(world, n)
    batch["model"] = rng.choice(4, n, p=(0.05, 0.3, 0.6, 0.05) if tier.name != "evasive" else (0.2, 0.35, 0.4, 0.05))
    batch["switch"] = ring.switch + (rng.geometric(0.4, n) if tier.name == "evasive" else rng.integers(0, 2, n))
    batch["wordy"] = rng.lognormal(0.45 if tier.name != "evasive" else 0.25, 0.25, n)
    batch["refusal"][:] = {"plain": 0.04, "careful": 0.02, "evasive": 0.012}[tier.name]
