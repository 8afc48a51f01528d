"""How a group pays, from one invoice for all to everybody's own card."""

from __future__ import annotations

import numpy as np

from benchmarks.twelfth.book import Batch
from benchmarks.twelfth.lands import CODE
from benchmarks.twelfth.world import DAY, GIFT, VIRTUAL, World

ONE = {"one": "invoice", "voucher": "prepaid-card"}
PAYS = ("card", "virtual-card", "wallet", "bank-debit")


def own_bins(world: World, land: np.ndarray) -> list[str | None]:
    """Each country has a dozen banks."""
    return [
        f"{4 + (k + i) % 2}{(k * 37 + i * 911) % 99999:05d}"
        for k, i in zip(land, world.rng.integers(0, 12, len(land)), strict=True)
    ]


def pay(world: World, batch: Batch, first: int, how: str) -> None:
    """Write the payment rows of a batch whose first account has number `first`."""
    n = len(batch["land"])
    member = np.flatnonzero(world.rng.random(n) < _share(how))
    if how == "none" or not len(member):
        return
    code, kind, bins, holder, house = _terms(world, batch, member, how)
    lag = world.rng.exponential(3 * DAY, len(member)) if how == "own" else world.rng.exponential(3000, len(member))
    added = np.minimum(batch["created"][member] + lag.astype(int) + 60, world.close - 600)
    land = [str(CODE[k]) for k in batch["land"][member]]
    world.book.pay(member + first, kind, code, land, bins, added, holder, house)
    free = np.setdiff1d(np.arange(n), member)
    batch["plan"][free] = "free"


def _share(how: str) -> float:
    return {"own": 0.5, "gift": 0.8, "family": 0.85, "crypto": 0.6}.get(how, 0.96)


def _terms(
    world: World, batch: Batch, member: np.ndarray, how: str
) -> tuple[np.ndarray, list[str], list[str | None], np.ndarray, np.ndarray]:
    """Codes, kinds, BINs, holders and addresses of the members' instruments."""
    rng, book, m = world.rng, world.book, len(member)
    people, nobody = book.codes(m), np.full(m, -1)
    if how in ONE:
        few = book.codes(1 + (how == "voucher" and m > 150))
        return (
            few[rng.integers(0, len(few), m)],
            [ONE[how]] * m,
            [None] * m,
            np.full(m, book.code()),
            np.full(m, book.code()),
        )
    if how in ("teams", "family"):
        block = np.arange(m) // int(rng.integers(5, 16) if how == "teams" else rng.integers(3, 7))
        bins = own_bins(world, batch["land"][member])
        base = book.code(m)
        return base + block, ["card"] * m, [bins[b] for b in block], people[block], book.codes(m)[block]
    if how in ("virtual", "reseller"):
        house = book.codes(m) if how == "virtual" else np.full(m, rng.choice(world.vendors.reseller_house))
        seller = VIRTUAL[int(rng.integers(0, len(VIRTUAL)))]
        return book.codes(m), ["virtual-card"] * m, [seller] * m, people, house
    if how == "gift":
        seller = GIFT[int(rng.integers(0, len(GIFT)))]
        return book.codes(m), ["prepaid-card"] * m, [seller] * m, nobody, nobody
    if how in ("wallet", "bundle", "crypto"):
        return book.codes(m), ["crypto" if how == "crypto" else "wallet"] * m, [None] * m, people, nobody
    kinds = [PAYS[i] for i in rng.choice(4, m, p=(0.72, 0.07, 0.14, 0.07))]
    bins = [
        VIRTUAL[int(c) % 4] if k == "virtual-card" else b if k == "card" else None
        for k, b, c in zip(kinds, own_bins(world, batch["land"][member]), people, strict=True)
    ]
    return book.codes(m), kinds, bins, people, book.codes(m)
