"""What every export says about itself: the run, states, configuration and data that it was made of."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from app import __version__
from app.errors import NotFoundError
from app.exports.contracts import OF_FACTS, SCHEMA_VERSION
from app.graph.queries import LIST_DONE_BATCHES
from app.graph.store import GraphStore
from app.rings.store.queries import READ_LAST_RUN, READ_RUN

METADATA_KEY: Final = b"ringleader"
"""Key of the schema metadata in Parquet and Arrow files."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where rows came from. Without a detection `run`, `as_of`, `configuration` and `input_digest` are None."""

    table: str
    schema_version: int
    run: str | None
    as_of: str | None
    configuration: str | None
    """SHA-256 of the run's parameters."""
    input_digest: str | None
    """SHA-256 of all that the run looked at."""
    batches: str
    """SHA-256 of the ids of the batches whose facts count."""
    states: tuple[str, ...]
    """States of the groups in it; empty for `accounts` and `ledger`, which have all."""
    since: str | None
    software: str

    def document(self) -> dict[str, Any]:
        """For JSON."""
        return {**asdict(self), "states": list(self.states)}

    def metadata(self) -> dict[bytes, bytes]:
        """For the schema of a Parquet or Arrow file."""
        return {METADATA_KEY: json.dumps(self.document(), sort_keys=True).encode()}


def provenance(store: GraphStore, table: str, states: Sequence[str], since: str | None = None) -> Provenance:
    """What the graph says now. Raises NotFoundError for a run `since` that never was."""
    if since is not None and not store.read(READ_RUN, run_id=since):
        raise NotFoundError(f"no detection run {since!r}", do="FILE.meta.json of an earlier export names its run")
    runs = store.read(READ_LAST_RUN)
    run = runs[0] if runs else {}
    ids = "\n".join(row["batch_id"] for row in store.read(LIST_DONE_BATCHES))
    return Provenance(
        table=table,
        schema_version=SCHEMA_VERSION,
        run=run.get("run_id"),
        as_of=run["as_of"].isoformat() if run.get("as_of") else None,
        configuration=sha256(run["parameters"]) if run.get("parameters") else None,
        input_digest=run.get("input_digest"),
        batches=sha256(ids),
        states=tuple(sorted(states)) if table not in OF_FACTS else (),
        since=since,
        software=__version__,
    )


def sha256(text: str) -> str:
    """Hex SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()
