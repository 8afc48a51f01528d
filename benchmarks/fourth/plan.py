"""How an operator works: one draw of every knob, so that no two rings are alike.

Each family of evidence has *strong* ways (the operator saves effort and leaves a trace) and *weak* ways (it pays to
leave none). The tier says how many families slip; one of payment, network, email, device always does, and never
fewer than two of all, else nobody could know the ring.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from benchmarks.fourth.tools import loguniform, pick_name

WAYS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "payment": (("shared-card", "prepaid-batch", "virtual-batch"), ("own-card", "trial", "crypto")),
    "network": (("datacentre", "small-pool", "static-isp", "modem-rack"), ("big-pool", "roaming-pool")),
    "email": (("catch-all", "plus-tags", "dots"), ("bought", "stock", "privacy")),
    "device": (("reused-profiles", "few-machines"), ("own-profiles", "no-device")),
    "content": (("narrow", "replay", "phased"), ("broad-cover", "resold")),
    "timing": (("cron", "queue"), ("jitter", "shifts", "none")),
}
HARD = ("payment", "network", "email", "device")
_SLIPS = {"plain": (4, 6), "careful": (3, 4), "evasive": (2, 3)}
_REACH = {"plain": (0.85, 1.0), "careful": (0.7, 0.95), "evasive": (0.7, 0.92)}


@dataclass
class Plan:
    """Every knob of one ring."""

    name: str
    operator: str
    tier: str
    size: int
    ways: dict[str, str]
    slips: list[str]
    reach: float
    cells: int
    knobs: dict[str, Any] = field(default_factory=dict)

    def note(self) -> dict[str, Any]:
        """For the world's notes."""
        return asdict(self)


def draw_plan(rng: np.random.Generator, number: int, size: int, tier: str, content: str, told: list[str]) -> Plan:
    """Draw the ways and knobs of one ring; it slips in families that the feeds tell of."""
    low, high = _SLIPS[tier]
    hard = [family for family in HARD if family in told]
    slips = [str(rng.choice(hard))]
    others = [family for family in told if family not in slips]
    if content == "shared-pool" and slips[0] == "network":  # the pool alone cannot tell the operators apart
        slips.append(str(rng.choice(["payment", "email", "device"])))
        others = [family for family in told if family not in slips]
    wanted = min(int(rng.integers(low, high + 1)) - len(slips), len(others))
    slips += [str(name) for name in rng.choice(others, max(0, wanted), replace=False)]
    ways = {family: pick_name(rng, strong if family in slips else weak) for family, (strong, weak) in WAYS.items()}
    if ways["network"] == "modem-rack" and len([family for family in slips if family in HARD]) < 2:
        ways["network"] = "small-pool"  # carrier exits are shared with too many to be the only trace
    if content == "shared-pool":
        ways["network"] = "common-pool"
    cells = max(1, min(int(rng.integers(1, 6)), size // 15))
    plan = Plan(
        f"ring-{number}", f"operator-{number}", tier, size, ways, slips, float(rng.uniform(*_REACH[tier])), cells
    )
    plan.knobs = _knobs(rng, tier)
    if plan.knobs["sleep"] == "half":  # who dies in its sleep was never seen at work
        plan.knobs["replaced"] = 0
    if "device" in slips and plan.knobs["web"] == 0:  # machines show only where people look at screens
        plan.knobs["web"] = 0.3
    return plan


def _knobs(rng: np.random.Generator, tier: str) -> dict[str, Any]:
    """Numbers; some apply to one way only."""
    sneaky = tier == "evasive"
    return {
        "rate": float(np.clip(rng.normal(22 if sneaky else 29, 5), 9, 45)),
        "rate_spread": float(rng.uniform(0.05, 0.5)),
        "active": float(rng.uniform(0.65, 0.98)),
        "weekend": float(rng.choice([1.0, 1.0, 0.8, 0.3])),
        "ramp_days": float(rng.choice([0, 0, 2, 7])),
        "begin": float(rng.choice([-60, -20, -3, 0.15, 0.35])),  # days before, or share of the world's days
        "sleep": pick_name(rng, ("none", "pauses", "half"), (0.6, 0.25, 0.15)),
        "farm": pick_name(rng, ("waves", "trickle", "bought"), (0.5, 0.25, 0.25)),
        "waves": int(rng.integers(1, 7)),
        "wave_hours": loguniform(rng, 1, 60),
        "replaced": float(rng.choice([0, 0.1, 0.25, 0.5])),  # share of accounts that replace a dead one
        "heir_keeps_card": bool(rng.random() < 0.6),
        "banned": float(rng.choice([0.0, 0.05, 0.2])),
        "card_low": int(rng.integers(3, 7)),
        "card_high": int(rng.integers(7, 31)),
        "card_names": bool(rng.random() < 0.5),  # batches carry one name and address
        "per_exit": loguniform(rng, 3, 25),  # accounts for each exit of one's own
        "per_pool": loguniform(rng, 0.3, 2.0),  # exits of a small pool for each account
        "pool_size": int(loguniform(rng, 3000, 30_000)),
        "sticky_hours": loguniform(rng, 0.2, 72),
        "leak": 0.0 if rng.random() < 0.4 else float(rng.uniform(0.01, 0.08)),  # exchanges from the operator's office
        "leak_login": float(rng.choice([0, 0.1, 0.5])),
        "domains_per_100": loguniform(rng, 1, 8),
        "per_base_mail": int(rng.integers(4, 25)),
        "per_profile": int(rng.integers(4, 30)),
        "topics": int(loguniform(rng, 12, 90)),
        "bespoke": float(rng.uniform(0.2, 0.9)),  # of its topics, how many nobody else has
        "cover": float(rng.uniform(0.02, 0.25)),
        "cover_broad": float(rng.uniform(0.35, 0.7)),
        "template": float(rng.uniform(0.5, 0.98)),
        "slots": int(rng.choice([2, 4, 8, 24, 48])),
        "spread_s": loguniform(rng, 5, 900),
        "scheduled": float(rng.uniform(0.5, 0.95)),
        "sold": float(rng.uniform(0.05, 0.2)) if rng.random() < 0.2 else 0.0,
        "relay_client": bool(rng.random() < 0.35),
        "web": float(rng.choice([0.0, 0.0, 0.3, 0.9])),
        "sim_reuse": int(rng.choice([0, 1, 1, 2, 4])),  # accounts for each phone number; 0: no phone
        "referrals": bool(rng.random() < 0.25),
        "costume": pick_name(rng, ("free", "plus", "api", "team"), (0.2, 0.25, 0.45, 0.1)),
    }
