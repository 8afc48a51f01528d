"""One event from the graph to a file, with its sidecar."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.errors import LimitError
from app.exports.files import write_meta, write_whole
from app.exports.misp.build import build
from app.exports.misp.objects import encode
from app.exports.stix.check import MOST_BYTES
from app.exports.stix.source import read_rings
from app.graph.store import GraphStore
from app.model.attribution import Tlp


def export_event(
    store: GraphStore, key: bytes, states: Sequence[str], asked: Sequence[str], level: Tlp, path: Path
) -> dict[str, Any]:
    """Write rings as an event; returns its uuid and counts. Raises as `read_rings` does, and LimitError over 100 MB."""
    rings, claims, source = read_rings(store, states, asked)
    event = build(rings, level=level, key=key, claims=[one for one in claims if level.holds(one.tlp)])
    content = encode(event)
    if len(content) > MOST_BYTES:
        raise LimitError(
            f"the event would have {len(content):,} bytes; readers take {MOST_BYTES:,}", do="Name rings with --ring"
        )
    write_whole(path, content)
    counts = {"rings": len(rings), "attributes": sum(len(one.attributes) for one in event.objects)}
    done = {"event": str(event.uuid), **counts, "run": source.run}
    write_meta(path, {**source.document(), **done, "format": "misp", "tlp": level.value})
    return done
