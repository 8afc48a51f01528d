"""Column contracts of the fact tables (docs/facts.md), version 3. Every table is partitioned by `day`."""

from __future__ import annotations

from typing import Final

FACTS_VERSION: Final = 3

TABLES: Final[dict[str, dict[str, str]]] = {
    "usage": {
        "account_id": "VARCHAR",
        "day": "DATE",
        "known_day": "DATE",
        "hour": "TINYINT",
        "model": "VARCHAR",
        "query_cluster": "VARCHAR",
        "signature": "UBIGINT",
        "surface": "VARCHAR",
        "exchanges": "BIGINT",
        "input_tokens": "BIGINT",
        "output_tokens": "BIGINT",
    },
    "presence": {
        "account_id": "VARCHAR",
        "day": "DATE",
        "known_day": "DATE",
        **{f"s{word}": "UBIGINT" for word in range(5)},
    },
    "ids": {"day": "DATE", "id_hash": "UBIGINT", "content_hash": "UBIGINT"},
    "logins": {
        "account_id": "VARCHAR",
        "day": "DATE",
        "known_day": "DATE",
        "at_us": "BIGINT",
        "ip": "VARCHAR",
        "device_id": "VARCHAR",
        "client": "VARCHAR",
        "rank": "VARCHAR",
    },
    "quarantine": {
        "day": "DATE",
        "file": "VARCHAR",
        "line": "BIGINT",
        "column": "VARCHAR",
        "reason": "VARCHAR",
        "content": "VARCHAR",
        "entry": "VARCHAR",
        "kind": "VARCHAR",
        "sha256": "VARCHAR",
    },
    "settled": {"day": "DATE", "entry": "VARCHAR", "outcome": "VARCHAR"},
}
