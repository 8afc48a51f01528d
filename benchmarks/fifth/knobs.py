"""The knobs of a ring, each drawn on its own, so that no two rings are alike. Tiers only shift the odds."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from benchmarks.fifth.mixing import pick

Odds = dict[str, dict[str, float]]
SUPPLY: Odds = {
    "plain": {"waves": 0.75, "drip": 0.2, "aged": 0.05},
    "careful": {"waves": 0.45, "drip": 0.3, "aged": 0.25},
    "evasive": {"waves": 0.2, "drip": 0.4, "aged": 0.4},
}
MAIL: Odds = {
    "plain": {"catchall": 0.4, "tags": 0.15, "script": 0.3, "disposable": 0.15},
    "careful": {"catchall": 0.3, "tags": 0.05, "script": 0.35, "relay": 0.1, "aged": 0.2},
    "evasive": {"catchall": 0.15, "script": 0.2, "relay": 0.15, "aged": 0.5},
}
PAY: Odds = {
    "plain": {"shared": 0.55, "prepaid": 0.2, "virtual": 0.15, "trial": 0.1},
    "careful": {"shared": 0.4, "prepaid": 0.2, "virtual": 0.25, "trial": 0.15},
    "evasive": {"own": 0.45, "shared": 0.2, "virtual": 0.2, "trial": 0.15},
}
NET: Odds = {
    "plain": {"hosting": 0.45, "pool": 0.3, "isp": 0.15, "vpn": 0.1},
    "careful": {"hosting": 0.15, "pool": 0.5, "isp": 0.25, "mobile": 0.1},
    "evasive": {"pool": 0.6, "isp": 0.25, "mobile": 0.15},
}
DEVICE: Odds = {
    "plain": {"bench": 0.4, "image": 0.3, "none": 0.3},
    "careful": {"image": 0.45, "own": 0.25, "none": 0.3},
    "evasive": {"own": 0.55, "image": 0.25, "none": 0.2},
}
CLIENT: Odds = {
    "plain": {"tool": 0.5, "kit": 0.3, "spoof": 0.2},
    "careful": {"tool": 0.25, "kit": 0.35, "spoof": 0.4},
    "evasive": {"tool": 0.1, "kit": 0.3, "spoof": 0.2, "common": 0.4},
}
SCHEDULE: Odds = {
    "plain": {"cron": 0.4, "queue": 0.35, "shifts": 0.15, "jitter": 0.1},
    "careful": {"cron": 0.15, "queue": 0.4, "shifts": 0.2, "jitter": 0.25},
    "evasive": {"queue": 0.25, "shifts": 0.2, "jitter": 0.25, "mimic": 0.3},
}
QUERY: Odds = {
    "plain": {"narrow": 0.5, "broad": 0.2, "bench": 0.15, "grader": 0.15},
    "careful": {"narrow": 0.4, "broad": 0.35, "bench": 0.1, "grader": 0.15},
    "evasive": {"narrow": 0.3, "broad": 0.6, "grader": 0.1},
}
SLIPS = ("card", "signup", "device", "phone", "line")  # what a careful operator still reuses, a few accounts at a time
COVER = {"plain": (0.0, 0.15), "careful": (0.1, 0.4), "evasive": (0.25, 0.65)}
SLIP_BATCH = {"plain": (3, 10), "careful": (2, 6), "evasive": (2, 4)}
RATE = {"plain": (24.0, 40.0), "careful": (20.0, 38.0), "evasive": (18.0, 36.0)}


@dataclass(frozen=True)
class Knobs:
    """One ring's way of working."""

    tier: str
    size: int
    cell: tuple[int, int]  # accounts of a cell, the unit one worker or one machine runs
    supply: str
    waves: int
    start: float  # day the ring begins to ask; 0 = before the window
    sleeps: bool
    ramp: float  # days until full volume
    mail: str
    pay: str
    pay_batch: tuple[int, int]
    shuffled: bool  # cards dealt across cells rather than within one
    net: str
    share: bool  # rents the pool that others rent
    direct: float  # share of sessions that leave by the backup exit
    device: str
    client: str
    schedule: str
    synchrony: float
    jitter: float
    rate: float
    spread: float  # unevenness of volume between accounts
    activity: float
    query: str
    cover: float
    known: float  # share of asked clusters that the public asks too
    churn: float  # share of accounts that die and are replaced
    inherit: bool
    slips: tuple[str, ...]
    slip_share: float
    referral: bool
    resale: float  # share of accounts resold to customers who bring their own traffic
    loners: float  # members without any infrastructure in common


def draw(rng: np.random.Generator, tier: str, size: int, days: int) -> Knobs:
    """Draw every knob for one ring."""
    low = int(np.clip(rng.choice([5, 8, 12, 20]), 5, max(5, size)))
    batch = {"plain": (5, 30), "careful": (3, 8), "evasive": (2, 4)}[tier]
    batch_low = int(rng.integers(batch[0], (batch[0] + batch[1]) // 2 + 1))
    late = rng.random() < 0.25
    reseller = rng.random() < 0.14
    slip_count = {"plain": 0, "careful": int(rng.integers(0, 2)), "evasive": int(rng.integers(1, 4))}[tier]
    made = Knobs(
        tier=tier,
        size=size,
        cell=(low, int(low * rng.uniform(1.2, 3.5)) + 1),
        supply=pick(rng, SUPPLY[tier]),
        waves=int(rng.integers(1, 7)),
        start=float(rng.uniform(0.3, 0.6) * days) if late else 0.0,
        sleeps=bool(rng.random() < 0.2),
        ramp=float(rng.choice([0, 0, 3, 8])),
        mail=pick(rng, MAIL[tier]),
        pay=pick(rng, PAY[tier]),
        pay_batch=(batch_low, int(rng.integers(batch_low, batch[1] + 1))),
        shuffled=bool(rng.random() < 0.35),
        net=pick(rng, NET[tier]),
        share=bool(rng.random() < 0.5),
        direct=float(rng.choice([0.0, 0.0, 0.05, 0.2])),
        device=pick(rng, DEVICE[tier]),
        client=pick(rng, CLIENT[tier]),
        schedule=pick(rng, SCHEDULE[tier]),
        synchrony=float(rng.uniform(0.4, 0.97)),
        jitter=float(rng.choice([5, 30, 90, 240])),
        rate=float(rng.uniform(*RATE[tier])),
        spread=float(rng.choice([0.05, 0.25, 0.6])),
        activity=float(rng.uniform(0.6, 0.98)),
        query=pick(rng, QUERY[tier]),
        cover=float(rng.uniform(*COVER[tier])),
        known=float(rng.choice([0.0, 0.3, 0.7])),
        churn=float(rng.choice([0.0, 0.1, 0.3])),
        inherit=bool(rng.random() < 0.6),
        slips=tuple(str(s) for s in rng.choice(SLIPS, slip_count, replace=False)),
        slip_share=float(rng.uniform(0.6, 1.0)),
        referral=bool(rng.random() < 0.2),
        resale=float(rng.uniform(0.15, 0.5)) if reseller else 0.0,
        loners=float(rng.choice([0.0, 0.0, 0.02])),
    )
    if made.resale:
        made = replace(made, pay="shared")  # a shop funds the seats it sells
    hard = (
        made.pay == "shared"
        or made.net in ("hosting", "isp")
        or made.device in ("bench", "image")
        or made.mail in ("catchall", "tags")
        or made.slips
    )
    return made if hard else replace(made, slips=(str(rng.choice(SLIPS)),))  # nobody reuses nothing
