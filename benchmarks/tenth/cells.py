"""Accounts of one cell of a ring: birth, mail name, address, device and card by tier."""

from __future__ import annotations

import numpy as np

from benchmarks.tenth.core import Array, World, hexes, mix, zipf
from benchmarks.tenth.net import fixed
from benchmarks.tenth.pay import VIRTUAL, charge, token
from benchmarks.tenth.people import make


def cell_of(world: World, pool: Array, n: int, tier: str) -> Array:
    """Accounts of a cell: birth, name, device, card."""
    rng = world.rng
    first = float(rng.uniform(-60, world.days * 0.25)) * 86400  # leaves room for the slowest cell
    born = {
        "plain": first + np.cumsum(rng.exponential(300, n)),
        "careful": first + np.cumsum(rng.exponential(9000, n)),
        "evasive": -(15 + rng.exponential(250, n) % 885) * 86400,
    }[tier]
    who = make(world, n, born=np.minimum(born, world.span * 0.9), mean=3)
    col = world.col
    if tier == "plain":
        col["email"][who] = [
            f"{e.split('@')[0][:4]}{h}@{'outlook.com' if n % 2 else 'gmail.com'}"
            for e, h in zip(col["email"][who], hexes(mix(who), 5), strict=True)
        ]
        if rng.random() < 0.5:
            col["referrer"][who[1:]] = who[0]
    site = rng.choice(pool, n) if tier != "plain" else rng.choice(fixed(world, "hosting", 0, 4), n)
    col["signup_ip"][who] = np.where(rng.random(n) < 0.3, np.uint64(0), site)
    if tier == "evasive":  # bought accounts: the signup was the seller's, or an owner's, home
        col["signup_ip"][who] = world.net.at(col["isp"][who], col["homekey"][who], 999)
    _devices(world, who, tier)
    _cards(world, who, tier)
    return who


def _devices(world: World, who: Array, tier: str) -> None:
    rng, col = world.rng, world.col
    share = {"plain": 20, "careful": 4, "evasive": 1}[tier]
    col["dev"][who] = col["dev"][who[np.arange(len(who)) // share * share]]
    col["nodev"][who] = rng.random(len(who)) < {"plain": 0.1, "careful": 0.3, "evasive": 0.45}[tier]
    col["two"][who] = False
    kit = zipf(rng, 1 if tier == "plain" else 5, 420, 0.5)
    col["client"][who] = kit[rng.integers(0, len(kit), len(who))] if tier != "evasive" else col["client"][who]
    col["signup_client"][who] = col["client"][who]
    if tier != "evasive":  # bought accounts keep the seller's phone habits
        col["mob"][who] = 0
    if tier == "plain" and rng.random() < 0.6:  # one rented number verifies six
        col["phone_hash"][who] = np.array(hexes(mix(who // 6, 41)), dtype=object)
    col["signup_device"][who] = np.where(col["nodev"][who], np.uint64(0), col["dev"][who])
    if tier == "evasive":  # a lapse: the wrong browser profile
        slip = who[rng.random(len(who)) < 1 / 12]
        col["dev"][slip], col["nodev"][slip] = col["dev"][who[0]], False


def _cards(world: World, who: Array, tier: str) -> None:
    """Plain: a card for eight; careful: virtual cards of one bank for two or three; evasive: own, with lapses."""
    rng = world.rng
    each = {"plain": 8, "careful": 3, "evasive": 1}[tier]
    number = str(rng.choice(VIRTUAL))
    paid = who[rng.random(len(who)) < {"plain": 0.9, "careful": 0.75, "evasive": 0.6}[tier]]
    for k in range(0, len(paid), each):
        charge(
            world,
            paid[k : k + each],
            token(world),
            kind="virtual-card" if tier != "evasive" else "card",
            bin=number if tier != "evasive" else None,
        )
    if tier == "evasive" and len(paid) > 12:
        charge(
            world,
            rng.choice(paid, len(paid) // 12 + 1, replace=False),
            token(world),
            at=float(rng.uniform(-10, world.days * 0.5)) * 86400,
            kind="card",
        )
