"""A cell's accounts on paper: how long they live, whose mailbox and number they use, what they pay with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from benchmarks.twelfth.book import NULL, Batch
from benchmarks.twelfth.lands import CODE
from benchmarks.twelfth.mail import bought
from benchmarks.twelfth.pays import own_bins
from benchmarks.twelfth.tiers import Tier
from benchmarks.twelfth.world import DAY, World

if TYPE_CHECKING:
    from benchmarks.twelfth.operators import Ring


def life(world: World, batch: Batch, ring: Ring, tier: Tier) -> None:
    """First staff, a wave of bans, and replacements some days later; bought accounts are old and warmed up."""
    rng, n = world.rng, len(batch["land"])
    origin = world.day0 + ring.begin * DAY
    lead = rng.uniform(0, ring.length * 0.35) * DAY
    wave = lead + rng.uniform(3, 3 + tier.life) * DAY
    later = rng.random(n) < 0.4
    start = (
        origin
        + lead
        + np.where(later, wave - lead + rng.uniform(0.3, 4, n) * DAY, rng.uniform(0, min(tier.signup, 6), n) * DAY)
    )
    start = np.minimum(start, np.minimum(world.close, origin + ring.length * DAY) - rng.uniform(1.2, 4, n) * DAY)
    end = start + rng.gamma(2.2, tier.life / 2.2, n) * DAY
    caught = (~later) & (rng.random(n) < 0.55)
    end = np.where(caught, np.maximum(start + 0.6 * DAY, origin + wave + rng.uniform(0, 0.4, n) * DAY), end)
    age = np.where(rng.random(n) < tier.aged, rng.uniform(30, 500, n), rng.uniform(0.02, max(0.3, tier.signup), n))
    batch["created"], batch["warm"] = (start - age * DAY).astype(int), start.astype(int)
    warming = rng.uniform(0, 5, n) * (tier.name == "evasive") * DAY
    batch["start"] = np.maximum(start - warming, batch["created"]).astype(int)
    batch["end"] = np.minimum(end, origin + (ring.length + 2) * DAY).astype(int)
    batch["banned"] = (rng.random(n) < (0.85 if tier.name == "plain" else 0.65)).astype(int)


def papers(world: World, batch: Batch, ring: Ring, tier: Tier) -> None:
    """Mailboxes and numbers from sellers; sign-up through the exits."""
    rng, n = world.rng, len(batch["land"])
    batch["email"] = np.array(bought(world, batch["land"], ring.hosts), dtype=object)
    batch["plan"][:] = rng.choice(["pro", "api", "free", "pro"], n)
    batch["verified"][:] = rng.choice(["email", "phone", "phone"], n)
    number = np.where(rng.random(n) < tier.phone, rng.choice(ring.phones[: 40 + n], n), world.book.codes(n))
    batch["phone"] = np.where(batch["verified"] == "phone", number, -1).astype(object)
    batch["signup_lo"] = (batch["home_lo"] + rng.integers(0, batch["home_n"])).astype(object)
    batch["signup_client"], batch["signup_dev"] = batch["client"].astype(object), batch["own_dev"].astype(object)
    chain = (rng.random(n) < 0.15) & (tier.name != "evasive")
    batch["referrer"] = np.where(chain, -2, NULL)


def cards(world: World, batch: Batch, ring: Ring, tier: Tier, first: int) -> None:
    """Virtual cards, one for a few accounts; the evasive mostly have cards that look like anybody's."""
    rng = world.rng
    member = np.flatnonzero(rng.random(len(batch["land"])) < 0.85)
    m = len(member)
    world.book.batches[-1]["plan"][np.setdiff1d(np.arange(len(batch["land"])), member)] = "free"
    block = np.cumsum(rng.random(m) < 1 / rng.integers(tier.card[0], tier.card[1] + 1))
    quiet = rng.random(m) < (0.6 if tier.name == "evasive" else 0.1)
    kinds = ["card" if q else "virtual-card" for q in quiet]
    bins = [
        own if q else str(rng.choice(ring.bins))
        for q, own in zip(quiet, own_bins(world, batch["land"][member]), strict=True)
    ]
    house = (
        world.book.codes(m)
        if tier.name == "evasive"
        else np.where(rng.random(m) < 0.3, rng.choice(world.vendors.reseller_house), -1)
    )
    added = np.minimum(np.maximum(batch["created"][member] + 900, batch["start"][member] - 7200), world.close - 600)
    added = np.maximum(added, batch["created"][member])
    world.book.pay(
        member + first,
        kinds,
        world.book.code(m + 1) + block,
        [str(CODE[k]) for k in batch["land"][member]],
        bins,
        added,
        world.book.code(m + 1) + block,
        house,
    )
