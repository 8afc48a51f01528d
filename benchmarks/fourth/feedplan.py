"""Which columns and files a world's feeds have, and in which formats."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

OPTIONAL: dict[str, tuple[str, ...]] = {
    "accounts": (
        *("email", "plan", "country", "organization", "status", "signup_ip", "signup_client", "signup_device"),
        *("phone_hash", "verified", "parent_account_id", "referrer_id"),
    ),
    "payments": ("kind", "issuer_country", "bin", "added_at", "removed_at", "name_hash", "address_hash"),
    "exchanges": (
        *("ip", "client", "device_id", "credential_id", "model", "query_cluster", "signature", "input_tokens"),
        *("output_tokens", "surface", "outcome", "exchange_id"),
    ),
    "clusters": ("label", "capability", "signature"),
    "networks": ("asn", "organization", "kind"),
    "logins": ("ip", "device_id", "client"),
    "actions": ("reason", "decided_by", "case_id"),
}
_FORMATS = ("parquet", "csv", "csv.gz", "jsonl", "jsonl.gz")


@dataclass
class FeedPlan:
    """What is told, and how."""

    dropped: dict[str, list[str]] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    address: str = "plain"  # plain, hashed, none
    email: str = "plain"  # plain, hashed
    holes: float = 0.0  # share of empty cells in optional columns of accounts
    seen_networks: float = 1.0
    updates: bool = False  # a second file of accounts tells who was banned or suspended since
    formats: dict[str, str] = field(default_factory=dict)

    def has(self, kind: str, column: str) -> bool:
        """Whether a column is told."""
        return column not in self.dropped.get(kind, [])

    def told(self) -> list[str]:
        """The families of evidence of which these feeds tell something."""
        devices = self.has("exchanges", "device_id") or self.has("accounts", "signup_device")
        tells = {
            "payment": "payments" not in self.missing,
            "network": self.address != "none" and self.has("exchanges", "ip"),
            "email": self.has("accounts", "email"),
            "device": devices,
            "content": self.has("exchanges", "query_cluster") or self.has("exchanges", "signature"),
            "timing": True,
        }
        return [family for family, yes in tells.items() if yes]

    def note(self) -> dict[str, Any]:
        """For the world's notes."""
        return asdict(self)


def draw_feeds(rng: np.random.Generator, style: str) -> FeedPlan:
    """Draw the feeds of a style."""
    plan = FeedPlan(holes=float(rng.uniform(0, 0.12)), seen_networks=float(rng.uniform(0.6, 1.0)))
    plan.formats = {kind: str(rng.choice(_FORMATS)) for kind in OPTIONAL if kind != "exchanges"}
    plan.updates = bool(rng.random() < 0.5)
    plan.email = "hashed" if rng.random() < 0.25 else "plain"
    plan.dropped = {"exchanges": ["exchange_id"] + (["signature"] if rng.random() < 0.5 else [])}
    if style == "rich":
        plan.holes, plan.seen_networks, plan.email, plan.dropped = 0.0, 1.0, "plain", {}
    elif style == "sparse":
        _thin(rng, plan)
    elif style == "signatures":
        plan.dropped = {"exchanges": ["exchange_id", "query_cluster"]}
        plan.missing = ["clusters"]
    elif style == "nopay":
        plan.missing = ["payments"]
    elif style == "noip":
        plan.missing, plan.address = ["networks"], str(rng.choice(["hashed", "none"]))
    elif style == "logs-only":
        plan.missing = [kind for kind in OPTIONAL if kind not in ("exchanges", "accounts")]
    return plan


def _thin(rng: np.random.Generator, plan: FeedPlan) -> None:
    """Drop about half of the optional columns, but leave addresses, or what pays, and what is asked."""
    for kind, columns in OPTIONAL.items():
        plan.dropped[kind] = [name for name in columns if rng.random() < 0.5]
    asked = plan.dropped["exchanges"]
    for name in ("ip", "query_cluster", "device_id"):
        if name in asked and rng.random() < 0.8:
            asked.remove(name)
    plan.missing = [kind for kind in ("payments", "clusters", "networks", "logins", "actions") if rng.random() < 0.35]
    if "ip" in asked and "payments" in plan.missing:
        plan.missing.remove("payments")
    if "query_cluster" in asked and "signature" in asked:
        asked.remove("signature")
    plan.holes = float(rng.uniform(0.1, 0.4))
