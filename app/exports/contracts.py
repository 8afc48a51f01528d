"""Column contracts of the exported tables (docs/exports.md), version 1: names, types and meanings in this order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import pyarrow as pa

SCHEMA_VERSION: Final = 1
"""Raise it when a column is renamed, removed or changes its meaning; a column added at the end keeps it."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its Arrow type, and what it says."""

    name: str
    type: Any
    about: str


_TEXT, _WHOLE, _REAL, _DAY, _TEXTS = pa.string(), pa.int64(), pa.float64(), pa.date32(), pa.list_(pa.string())
_VOLUME: Final = (
    Column("exchanges", _WHOLE, "exchanges"),
    Column("input_tokens", _WHOLE, "tokens sent to the model"),
    Column("output_tokens", _WHOLE, "tokens answered"),
)
_SEEN: Final = (
    Column("first_seen", _DAY, "day (UTC) of the first exchange"),
    Column("last_seen", _DAY, "day (UTC) of the last exchange"),
)

TABLES: Final[dict[str, tuple[Column, ...]]] = {
    "memberships": (
        Column("ring_id", _TEXT, "the ring"),
        Column("account_id", _TEXT, "its member"),
        Column("score", _REAL, "calibrated probability 0..1 that the account belongs to the ring"),
    ),
    "rings": (
        Column("ring_id", _TEXT, "the ring"),
        Column("state", _TEXT, "flagged, confirmed; with --state also others"),
        Column("score", _REAL, "calibrated probability 0..1 that the group is a ring"),
        Column("accounts", _WHOLE, "members"),
        *_VOLUME,
        *_SEEN,
        Column("families", _TEXTS, "evidence families that speak for it; in CSV separated by spaces"),
        Column("bits", _REAL, "sum of its evidence in bits (log2 odds)"),
        Column("reason", _TEXT, "why benign, contained or candidate; empty for flagged"),
    ),
    "traffic": (
        Column("ring_id", _TEXT, "the ring"),
        Column("day", _DAY, "day (UTC)"),
        Column("capability", _TEXT, "capability that was asked for; empty where unknown"),
        Column("model", _TEXT, "model that answered; empty where unknown"),
        *_VOLUME,
        Column("accounts", _WHOLE, "distinct members with such exchanges that day"),
    ),
    "accounts": (Column("account_id", _TEXT, "every account with an exchange"), *_VOLUME, *_SEEN),
    "links": (
        Column("ring_id", _TEXT, "the ring"),
        Column("account_id", _TEXT, "its member"),
        Column("kind", _TEXT, "kind of identifier (docs/graph.md)"),
        Column("identifier", _TEXT, "its value; mail address, telephone, billing name and address are keyed hashes"),
        *_SEEN,
        Column("exchanges", _WHOLE, "the account's exchanges with it; empty where links of the kind are not counted"),
    ),
    "claims": (
        Column("claim_id", _TEXT, "the claim"),
        Column("ring_id", _TEXT, "the ring that it is about, or that came of that one"),
        Column("role", _TEXT, "what the operator is said to be for the ring"),
        Column("operator", _TEXT, "its name, only where this claim is approved, in force and about the whole ring"),
        Column("state", _TEXT, "proposed, approved, refuted or withdrawn"),
        Column("confidence", _REAL, "probability 0..1 that its evidence comes to"),
        Column("bits", _REAL, "the same in bits (log2 odds)"),
        Column("evidence", _WHOLE, "pieces of evidence, retracted ones left out"),
        Column("accounts", _WHOLE, "accounts that it was about when it was made"),
        Column("whole", pa.bool_(), "about the ring as it grows; false: about those accounts alone"),
        Column("tlp", _TEXT, "Traffic Light Protocol 2.0; claims of TLP:RED are left out"),
        Column("made_at", _TEXT, "when it was made, ISO 8601"),
        Column("expires_at", _TEXT, "when it ends, ISO 8601; empty: it does not"),
        Column("approved_at", _TEXT, "when the second person approved it; empty where no name is told"),
    ),
    "ledger": (
        Column("bucket", _TEXT, "the bucket: an operator, an unattributed ring, or benign"),
        Column("kind", _TEXT, "which of the three"),
        Column("operator", _TEXT, "its name, only where an approved claim lets it leave"),
        Column("rings", _TEXTS, "rings in the bucket; in CSV separated by spaces"),
        Column("accounts", _WHOLE, "accounts with exchanges in it"),
        Column("low", _WHOLE, "exchanges, low bound"),
        Column("likely", _WHOLE, "exchanges, likely: these add up to all that were counted"),
        Column("high", _WHOLE, "exchanges, high bound"),
        Column("volume_low", _WHOLE, "all exchanges of its accounts, low bound"),
        Column("volume_likely", _WHOLE, "all exchanges of its accounts"),
        Column("volume_high", _WHOLE, "all exchanges of its accounts, high bound"),
        Column("input_tokens", _WHOLE, "tokens sent to the model"),
        Column("output_tokens", _WHOLE, "tokens answered"),
        Column("run_id", _TEXT, "the detection it rests on"),
        Column("as_of", _DAY, "the day it is of; empty for now"),
        Column("configuration", _TEXT, "hash of the detection's and the ledger's settings"),
        Column("batches", _TEXT, "hash of the batches that were done"),
        Column("claims", _TEXT, "hash of the approved claims that decided buckets"),
        Column("query", _TEXT, "the stored query"),
        Column("query_sha256", _TEXT, "its hash"),
        Column("digest", _TEXT, "hash of the whole ledger"),
    ),
}

OF_FACTS: Final = ("accounts", "ledger")
"""Tables over every exchange, whatever ring or none its account is in: they know no states."""

_CHANGE: Final = {
    "memberships": Column("change", _TEXT, "set: holds now, with this score; removed: holds no more"),
    "rings": Column("change", _TEXT, "set: is so now; removed: ended, or left the states asked for"),
}
INCREMENTAL: Final = tuple(_CHANGE)
"""Tables that can be asked for what changed since a run; they then have the column `change` at the end."""


def columns(table: str, *, incremental: bool = False) -> tuple[Column, ...]:
    """Columns of a table, in order."""
    return (*TABLES[table], _CHANGE[table]) if incremental else TABLES[table]


def schema(table: str, *, incremental: bool = False) -> pa.Schema:
    """Arrow schema of a table, without metadata."""
    return pa.schema([(column.name, column.type) for column in columns(table, incremental=incremental)])
