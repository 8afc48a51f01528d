"""What the lab has: formats, how it keeps addresses and mails; of thin labs, which files and columns exist at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from benchmarks.ninth.draws import Rng


class Thin(NamedTuple):
    """A lab that keeps little: columns of exchanges, other files with the columns of each."""

    title: str
    exchanges: str
    files: dict[str, str]


THIN = [
    Thin(
        "gateway logs only",
        "occurred_at account_id ip client query_cluster signature input_tokens output_tokens",
        {},
    ),
    Thin(
        "accounts and topics",
        "occurred_at account_id query_cluster model input_tokens output_tokens surface",
        {
            "accounts": "account_id created_at email_domain email_pattern plan country signup_ip verified phone_hash",
            "clusters": "query_cluster label capability",
        },
    ),
    Thin(
        "api reseller",
        "occurred_at account_id credential_id client signature model output_tokens",
        {
            "accounts": "account_id created_at plan organization parent_account_id",
            "payments": "account_id instrument_id kind bin issuer_country added_at",
        },
    ),
    Thin(
        "hashed addresses",
        "occurred_at account_id ip device_id query_cluster outcome",
        {
            "accounts": "account_id created_at country plan signup_ip",
            "logins": "account_id at ip device_id",
        },
    ),
    Thin(
        "addresses and signatures",
        "occurred_at account_id ip signature surface",
        {"networks": "prefix asn organization kind", "actions": "account_id at action"},
    ),
    Thin(
        "privacy first",
        "occurred_at account_id ip signature query_cluster model",
        {
            "accounts": "account_id created_at verified phone_hash plan",
            "payments": "account_id instrument_id kind bin added_at",
            "clusters": "query_cluster capability",
        },
    ),
]
ALWAYS = ("occurred_at", "account_id", "ip", "signature", "query_cluster")
"""Columns of exchanges that a thin lab which has them never loses."""
SMALL = ("accounts", "payments", "clusters", "networks", "logins", "actions")


@dataclass
class Lab:
    """Choices of a lab."""

    ips: str
    """full, v6-64, v4-24 or hashed."""
    raw_mail: bool
    fmt: dict[str, str]
    ex_ids: bool
    cols: dict[str, list[str]] | None = None
    """Everything if None."""
    title: str = "everything"


def lab(rng: Rng, style: str, seed: int) -> Lab:
    """Draws a lab; the thin ones cycle through the archetypes by seed and lose one more column now and then."""
    fmt = {k: str(rng.choice(["csv", "jsonl.gz", "parquet", "csv.gz"])) for k in SMALL}
    fmt["exchanges"] = str(rng.choice(["parquet", "parquet", "csv.gz"]))
    ips, raw_mail = str(rng.choice(["full", "full", "v6-64"])), bool(rng.random() < 0.5)
    ex_ids = bool(rng.random() < 0.8)
    if style != "thin":
        return Lab(ips, raw_mail, fmt, ex_ids)
    thin = THIN[(seed * 5 + 1) % len(THIN)]
    keep = [c for c in thin.exchanges.split() if c in ALWAYS or rng.random() < 0.85]
    cols = {"exchanges": keep} | {k: v.split() for k, v in thin.files.items()}
    ips = {"hashed addresses": "hashed", "privacy first": "v4-24"}.get(thin.title, ips)
    return Lab(ips, False, fmt, False, cols, thin.title)
