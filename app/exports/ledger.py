"""The exchange ledger as a table; every row names the query and the snapshot that its figures rest on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import pyarrow as pa

from app.attribution.ledger import Ledger
from app.exports.contracts import schema
from app.exports.tables import ROWS, to_batches


def ledger_batches(ledger: Ledger) -> Iterator[pa.RecordBatch]:
    """One row a bucket. An operator is named only where an approved claim lets the name leave."""
    return to_batches(_rows(ledger), schema("ledger"), ROWS)


def _rows(ledger: Ledger) -> Iterator[dict[str, Any]]:
    told = asdict(ledger.snapshot)
    snapshot = {name: told[name] for name in ("run_id", "as_of", "configuration", "batches", "claims", "query")}
    for one in ledger.buckets:
        volume = {f"volume_{name}": value for name, value in asdict(one.volume).items()}
        yield {
            "bucket": one.bucket,
            "kind": str(one.kind),
            "operator": one.name,
            "rings": list(one.rings),
            "accounts": one.accounts,
            **asdict(one.exchanges),
            **volume,
            "input_tokens": one.input_tokens,
            "output_tokens": one.output_tokens,
            **snapshot,
            "query_sha256": ledger.snapshot.query_sha256,
            "digest": ledger.digest,
        }
