"""The exchange ledger as a table; every row names the query and the snapshot that its figures rest on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app.attribution.ledger import Ledger
from app.exports.contracts import SCHEMA_VERSION, schema
from app.exports.files import write_meta, write_table
from app.exports.sinks import Format
from app.exports.tables import ROWS, to_batches


def export_ledger(ledger: Ledger, form: Format, path: Path) -> int:
    """Write the ledger and its sidecar; returns the number of buckets."""
    columns = schema("ledger")
    rows = write_table(path, form, columns, to_batches(_rows(ledger), columns, ROWS))
    told = {name: None if value is None else str(value) for name, value in asdict(ledger.snapshot).items()}
    about = {"table": "ledger", "schema_version": SCHEMA_VERSION, "format": form.value, "rows": rows}
    write_meta(path, {**about, "total": ledger.total, "digest": ledger.digest, "snapshot": told})
    return rows


def _rows(ledger: Ledger) -> Iterator[dict[str, Any]]:
    """One row a bucket. An operator is named only where an approved claim lets the name leave."""
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
