"""One export from the graph and the facts: to a file, or as a stream of bytes for the API."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from app.errors import IncompleteError
from app.exports.contracts import OF_FACTS
from app.exports.files import write_meta, write_table
from app.exports.formats import Format
from app.exports.ledger import ledger_batches
from app.exports.provenance import Provenance, provenance
from app.exports.sinks import open_sink
from app.exports.tables import Asked, account_batches, ring_batches
from app.facts import open_facts
from app.graph.queries import LIST_DONE_BATCHES
from app.graph.store import GraphStore
from app.model.rings import RINGS
from app.pipeline.ledger import ledger
from app.rings.store.read import parse_states
from app.settings import Settings

MEMORY: Final = "1GB"
"""What DuckDB may take to add up and sort accounts; more goes to disk below RINGLEADER_HOME/tmp."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A finished file."""

    rows: int
    provenance: Provenance


def export_file(settings: Settings, store: GraphStore, asked: Asked, form: Format, path: Path) -> Exported:
    """Write a table and its sidecar. Raises IncompleteError where a detection or ingest changed the data meanwhile."""
    source = provenance(store, asked.table, asked.states, asked.since)
    columns = asked.schema.with_metadata(source.metadata())

    def unchanged() -> None:
        _refuse_change(store, asked, source)

    with batches_of(settings, store, asked) as batches:
        rows = write_table(path, form, columns, _cast(batches, columns), unchanged)
    names = [{"name": field.name, "type": str(field.type)} for field in asked.schema]
    write_meta(path, {**source.document(), "format": form.value, "rows": rows, "columns": names})
    return Exported(rows, source)


def export_bytes(
    settings: Settings, store: GraphStore, asked: Asked, form: Format, source: Provenance
) -> Iterator[bytes]:
    """The same as pieces of a file, made as they are asked for."""
    columns = asked.schema.with_metadata(source.metadata())
    pipe = _Pipe()
    sink = open_sink(form, pipe, columns)  # type: ignore[arg-type]
    try:
        with batches_of(settings, store, asked) as batches:
            for batch in _cast(batches, columns):
                sink.write(batch)
                yield pipe.taken()
        _refuse_change(store, asked, source)
    finally:
        sink.close()
    yield pipe.taken()


@contextmanager
def batches_of(settings: Settings, store: GraphStore, asked: Asked) -> Iterator[Iterator[pa.RecordBatch]]:
    """Record batches, while the block lasts."""
    if asked.table not in OF_FACTS:
        yield ring_batches(store, asked)
        return
    with open_facts(settings, [row["batch_id"] for row in store.read(LIST_DONE_BATCHES)]) as view:
        spill = settings.home / "tmp"
        spill.mkdir(parents=True, exist_ok=True)
        view.connection.execute(f"SET memory_limit = '{MEMORY}'")
        view.connection.execute("SET temp_directory = '{}'".format(str(spill).replace("'", "''")))
        if asked.table == "ledger":
            yield ledger_batches(ledger(store, view.connection))
        else:
            yield account_batches(view.connection)


def _cast(batches: Iterator[pa.RecordBatch], columns: pa.Schema) -> Iterator[pa.RecordBatch]:
    """Batches with exactly the schema of the file, metadata included."""
    for batch in batches:
        yield pa.RecordBatch.from_arrays([batch.column(name) for name in columns.names], schema=columns)


def _refuse_change(store: GraphStore, asked: Asked, before: Provenance) -> None:
    if provenance(store, asked.table, asked.states, asked.since) != before:
        raise IncompleteError(
            "a detection or an ingest changed the data during the export", do="Run the export again; nothing was kept"
        )


class _Pipe(io.RawIOBase):
    """A file that keeps what is written until it is taken."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[bytes] = []
        self._position = 0

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def write(self, content: Any, /) -> int:
        piece = bytes(content)
        self._parts.append(piece)
        self._position += len(piece)
        return len(piece)

    def taken(self) -> bytes:
        """What was written since the last time."""
        pieces, self._parts = self._parts, []
        return b"".join(pieces)


def states_of(names: Sequence[str]) -> tuple[str, ...]:
    """States to export: flagged and confirmed rings, and whatever is named beside them. Raises NotFoundError."""
    return tuple(parse_states([*RINGS, *names]))
