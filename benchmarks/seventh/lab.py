"""What a lab keeps: its files, columns, formats; drawn by seed, since no two labs log the same."""

from __future__ import annotations

from dataclasses import dataclass, field

from benchmarks.seventh.util import Rng, choose

FULL: dict[str, list[str]] = {
    "accounts": [
        "account_id",
        "created_at",
        "email",
        "plan",
        "country",
        "organization",
        "status",
        "signup_ip",
        "signup_client",
        "signup_device",
        "phone_hash",
        "verified",
        "parent_account_id",
        "referrer_id",
    ],
    "payments": [
        "account_id",
        "instrument_id",
        "kind",
        "issuer_country",
        "bin",
        "added_at",
        "removed_at",
        "name_hash",
        "address_hash",
    ],
    "exchanges": [
        "occurred_at",
        "account_id",
        "ip",
        "client",
        "device_id",
        "credential_id",
        "model",
        "query_cluster",
        "signature",
        "input_tokens",
        "output_tokens",
        "surface",
        "outcome",
        "exchange_id",
    ],
    "clusters": ["query_cluster", "label", "capability", "signature"],
    "networks": ["prefix", "asn", "organization", "kind"],
    "logins": ["account_id", "at", "ip", "device_id", "client"],
    "actions": ["account_id", "at", "action", "reason", "decided_by", "case_id"],
}
# columns that an ordinary lab may well not have; what it cannot work without stays
SPARE = [
    "accounts.organization",
    "accounts.signup_client",
    "accounts.signup_device",
    "accounts.phone_hash",
    "accounts.referrer_id",
    "accounts.parent_account_id",
    "accounts.status",
    "payments.name_hash",
    "payments.address_hash",
    "payments.removed_at",
    "exchanges.credential_id",
    "exchanges.device_id",
    "exchanges.outcome",
    "exchanges.model",
    "clusters.signature",
    "exchanges.exchange_id",
    "logins.client",
]
# thin labs: what little each kind of them has
THIN = [
    {
        "exchanges": "occurred_at account_id ip client query_cluster output_tokens",
        "accounts": "account_id created_at country",
        "networks": "prefix asn organization kind",
    },
    {
        "exchanges": "occurred_at account_id ip signature model",
        "accounts": "account_id created_at plan signup_ip",
        "payments": "account_id instrument_id kind",
    },
    {
        "exchanges": "occurred_at account_id query_cluster signature input_tokens output_tokens",
        "accounts": "account_id created_at email phone_hash",
        "logins": "account_id at ip device_id",
        "clusters": "query_cluster label capability",
    },
    {
        "exchanges": "occurred_at account_id ip client device_id surface",
        "payments": "account_id instrument_id bin issuer_country added_at",
        "accounts": "account_id created_at email",
    },
    {"exchanges": "occurred_at account_id ip query_cluster signature"},
    {
        "exchanges": "occurred_at account_id client credential_id query_cluster signature output_tokens outcome",
        "accounts": "account_id created_at email country verified",
        "payments": "account_id instrument_id name_hash",
    },
]


@dataclass
class Lab:
    """The columns of each file, and how values are written."""

    columns: dict[str, list[str]]
    ip: str = "full"  # full, net (v6 as its /64), wide (v4 /24 and v6 /48), hash
    mail: str = "email"
    client: str = "name"
    bulk: str = "parquet"  # the format of exchanges
    small: dict[str, str] = field(default_factory=dict)
    known: bool = False


def formats(rng: Rng, lab: Lab) -> Lab:
    """Draws how the lab writes its files."""
    lab.ip = str(choose(rng, ["full", "full", "net"], 1)[0])
    lab.mail = str(choose(rng, ["email", "email", "hash"], 1)[0])
    lab.client = str(choose(rng, ["name", "tls"], 1)[0])
    lab.bulk = str(choose(rng, ["parquet", "csv.gz", "csv.zst"], 1)[0])
    lab.small = {k: str(choose(rng, ["csv", "jsonl", "csv.gz", "parquet", "jsonl.gz"], 1)[0]) for k in FULL}
    lab.known = bool(rng.random() < 0.3)
    return lab


def rich(rng: Rng) -> Lab:
    """A lab with nearly everything: up to four columns and rarely a small file are missing."""
    lost = set(rng.choice(SPARE, int(rng.integers(0, 5)), replace=False).tolist())
    cols = {k: [c for c in v if f"{k}.{c}" not in lost] for k, v in FULL.items()}
    for name, p in (("actions", 0.2), ("networks", 0.1), ("logins", 0.1)):
        if rng.random() < p:
            del cols[name]
    return formats(rng, Lab(cols))


def thin(rng: Rng, seed: int) -> Lab:
    """A lab with few columns: one of six kinds, often with one column more."""
    cols = {k: v.split() for k, v in THIN[(seed - 1 + int(rng.integers(2)) * 3) % len(THIN)].items()}
    if rng.random() < 0.5:
        extra = str(choose(rng, ["model", "input_tokens", "outcome", "surface"], 1)[0])
        cols["exchanges"] = list(dict.fromkeys([*cols["exchanges"], extra]))
    lab = formats(rng, Lab(cols))
    lab.ip = str(choose(rng, ["full", "net", "wide", "hash"], 1)[0])
    if lab.ip == "hash":
        lab.columns.pop("networks", None)  # prefixes say nothing about hashed addresses
    return lab


def expand(cols: list[str], mail: str) -> list[str]:
    """The columns of the accounts file: the address itself or its three derived columns."""
    if mail == "email" or "email" not in cols:
        return cols
    i = cols.index("email")
    return [*cols[:i], "email_hash", "email_domain", "email_pattern", *cols[i + 1 :]]
