"""Styles: how many honest people and rings, and which columns the feeds keep."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from benchmarks.fifth.mixing import pick

STYLES = (
    "contract",
    "mixed",
    "evasive",
    "small",
    "none",
    "pool",
    "shared-pool",
    "rich",
    "sparse",
    "sparse-feeds",
    "signatures",
    "nopay",
    "noip",
    "logs-only",
)
_TIERS = {"plain": 0.35, "careful": 0.4, "evasive": 0.25}
_SAME = {"shared-pool": "pool", "sparse-feeds": "sparse"}
_BASE = {
    "private": 0.4,
    "carrier": 0.15,
    "companies": 0.16,
    "universities": 0.09,
    "resellers": 0.04,
    "tunnel": 0.03,
    "families": 0.035,
    "cafes": 0.015,
    "launches": 0.03,
    "gifts": 0.006,
    "applications": 0.025,
    "agencies": 0.02,
    "fleets": 0.01,
    "bootcamps": 0.008,
    "hackathons": 0.014,
    "bulk": 0.002,
}
TRAPS = ("launches", "fleets", "agencies", "hackathons", "bootcamps", "resellers", "gifts", "applications", "cafes")
KINDS = ("accounts", "payments", "exchanges", "clusters", "networks", "logins", "actions")


@dataclass
class Plan:
    """What to draw for one world."""

    style: str
    honest: int
    days: int
    rings: list[tuple[str, int]]  # tier and size
    pools: int
    one_pool: bool
    shares: dict[str, float]
    kinds: tuple[str, ...] = KINDS
    drop: dict[str, set[str]] = field(default_factory=dict)
    hashed_mail: bool = False
    hashed_ip: bool = False


def content(style: str) -> str:
    """The style that a world's people and rings are drawn by (feed styles share the mixed world of their seed)."""
    style = _SAME.get(style, style)
    return style if style in ("contract", "evasive", "small", "none", "pool") else "mixed"


def plan(rng: np.random.Generator, style: str, accounts: int | None) -> Plan:
    """Draw the plan. What is left out of the feeds is decided by `trim`."""
    kind = content(style)
    low, high = (10_000, 50_000) if kind == "contract" else (10_000, 25_000)
    honest = int(np.exp(rng.uniform(np.log(low), np.log(high))))
    honest = accounts or honest
    days = int(rng.integers(14, 31))
    weights = np.array([share * rng.uniform(0.5, 1.6) for share in _BASE.values()])
    if kind == "none":
        weights *= np.where(np.isin(list(_BASE), TRAPS), 2.0, 1.0)
    shares = dict(zip(_BASE, weights / weights.sum(), strict=True))
    counts = {"contract": (0, 9), "mixed": (3, 9), "evasive": (3, 7), "small": (3, 9), "none": (0, 1), "pool": (2, 4)}[
        kind
    ]
    number = int(rng.integers(*counts))
    ceiling = float(np.clip(honest * 0.2, 60, 2000))
    top = 60.0 if kind == "small" else ceiling
    sizes = np.exp(rng.uniform(np.log(20), np.log(top), number)).round().astype(int)
    while number and sizes.sum() > 0.25 * honest + 100:
        sizes = np.maximum(sizes * 4 // 5, 20)
        if sizes.max() <= 20:
            break
    odds = {"evasive": {"careful": 0.15, "evasive": 0.85}, "pool": {"plain": 0.2, "careful": 0.5, "evasive": 0.3}}.get(
        kind, _TIERS
    )
    rings = [(pick(rng, odds), int(size)) for size in sizes]
    return Plan(style, honest, days, rings, 1 if kind == "pool" else int(rng.integers(1, 4)), kind == "pool", shares)


def trim(rng: np.random.Generator, plan: Plan) -> None:
    """Decide what the feeds of this style lack."""
    style = _SAME.get(plan.style, plan.style)
    plan.hashed_mail = style != "rich" and bool(rng.random() < 0.35)
    if style not in ("rich", "sparse"):
        plan.drop["exchanges"] = {"exchange_id"}
    if style in ("contract", "mixed", "evasive", "small", "none", "pool"):
        lost = {"logins": 0.25, "actions": 0.2, "clusters": 0.1}
        plan.kinds = tuple(kind for kind in KINDS if rng.random() >= lost.get(kind, 0.0))
        if rng.random() < 0.5:
            plan.drop["exchanges"] |= {"signature"}
    elif style == "sparse":
        plan.kinds = tuple(k for k in KINDS if k in ("accounts", "exchanges") or rng.random() < 0.5)
        optional = {
            "accounts": (
                "plan organization status signup_ip signup_client "
                "signup_device phone_hash verified parent_account_id referrer_id country"
            ),
            "payments": "kind issuer_country bin added_at removed_at name_hash address_hash",
            "exchanges": (
                "client device_id credential_id model input_tokens output_tokens surface outcome exchange_id signature"
            ),
            "clusters": "label capability signature",
            "networks": "asn organization kind",
            "logins": "ip device_id client",
            "actions": "reason decided_by case_id",
        }
        plan.drop = {kind: {name for name in names.split() if rng.random() < 0.55} for kind, names in optional.items()}
    elif style == "signatures":
        plan.kinds = tuple(k for k in KINDS if k != "clusters")
        plan.drop["exchanges"] |= {"query_cluster"}
    elif style == "nopay":
        plan.kinds = tuple(k for k in KINDS if k != "payments")
    elif style == "noip":
        plan.kinds = tuple(k for k in KINDS if k != "networks")
        plan.hashed_ip = bool(rng.random() < 0.5)
        if not plan.hashed_ip:
            plan.drop = {"exchanges": {"exchange_id", "ip"}, "logins": {"ip"}, "accounts": {"signup_ip"}}
    elif style == "logs-only":
        plan.kinds = ("accounts", "exchanges")
