"""The input contract, version 1: kinds of feed, their columns and what a cell must look like (docs/feeds.md)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

FEED_VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of feed file. `columns` maps a column to its type, required ones first."""

    name: str
    key: tuple[str, ...]
    required: tuple[str, ...]
    columns: dict[str, str]
    event_time: str | None
    """The column that says when the row happened (None: known from the start)."""


def _kind(name: str, key: str, required: str, optional: str, event_time: str | None = None) -> Kind:
    """`required` and `optional` are 'column:type' words; every kind may carry updated_at and known_at."""
    words = [word.partition(":") for word in f"{required} {optional} updated_at:time known_at:time".split()]
    columns = {column: kind or "text" for column, _, kind in words}
    names = tuple(word.partition(":")[0] for word in required.split())
    return Kind(name, tuple(key.split()), names, columns, event_time)


KINDS: Final[dict[str, Kind]] = {
    kind.name: kind
    for kind in (
        _kind(
            "accounts",
            "account_id",
            "account_id:id created_at:time",
            "email:email email_hash:id email_domain:id email_pattern:id plan country organization status signup_ip:ip "
            "signup_client:id signup_device:id phone_hash:id verified:verified parent_account_id:id referrer_id:id",
            "created_at",
        ),
        _kind(
            "payments",
            "account_id instrument_id",
            "account_id:id instrument_id:instrument",
            "kind:payment issuer_country bin added_at:time removed_at:time name_hash:id address_hash:id",
            "added_at",
        ),
        _kind(
            "exchanges",
            "exchange_id",
            "occurred_at:time account_id:id",
            "ip:ip client:id device_id:id credential_id:id model query_cluster:id signature:signature "
            "input_tokens:count output_tokens:count surface outcome:outcome exchange_id:id",
            "occurred_at",
        ),
        _kind("clusters", "query_cluster", "query_cluster:id", "label capability signature:signature"),
        _kind("networks", "prefix", "prefix:prefix", "asn:asn organization kind:network"),
        _kind(
            "logins",
            "account_id at ip device_id",
            "account_id:id at:time",
            "ip:ip device_id:id client:id",
            "at",
        ),
        _kind(
            "actions",
            "account_id at action",
            "account_id:id at:time action:action",
            "reason decided_by case_id:id",
            "at",
        ),
    )
}

KNOWN_VALUES: Final[dict[str, tuple[str, ...]]] = {
    "verified": ("none", "email", "phone", "document", "contract"),
    "payment": ("card", "virtual-card", "prepaid-card", "wallet", "bank-debit", "invoice", "crypto"),
    "outcome": ("ok", "refused", "error", "limited"),
    "network": ("residential", "mobile", "business", "education", "hosting", "vpn", "proxy"),
    "action": ("warned", "limited", "suspended", "banned", "reinstated"),
}
"""Values the contract names. Others are kept: losing a payment over a new word for its kind would help nobody."""

EVIDENCE: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "payment": (("payments", "instrument_id"), ("payments", "name_hash"), ("payments", "address_hash")),
    "network": (("exchanges", "ip"), ("accounts", "signup_ip"), ("logins", "ip")),
    "email": (
        ("accounts", "email"),
        ("accounts", "email_hash"),
        ("accounts", "email_domain"),
        ("accounts", "email_pattern"),
        ("accounts", "phone_hash"),
    ),
    "device": (
        ("exchanges", "device_id"),
        ("exchanges", "client"),
        ("accounts", "signup_device"),
        ("logins", "device_id"),
    ),
    "content": (("exchanges", "query_cluster"), ("exchanges", "signature")),
    "timing": (("exchanges", "occurred_at"),),
}
"""Which (kind, column) make each evidence family possible."""
