"""One bundle from the graph to a file, with its sidecar."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.errors import LimitError
from app.exports.files import write_meta, write_whole
from app.exports.provenance import Provenance
from app.exports.stix.build import build, encode
from app.exports.stix.check import MOST_BYTES
from app.exports.stix.objects import Object
from app.exports.stix.source import read_rings
from app.graph.store import GraphStore
from app.model.attribution import Tlp


def read_bundle(
    store: GraphStore, key: bytes, states: Sequence[str], asked: Sequence[str], level: Tlp
) -> tuple[Object, int, Provenance]:
    """Rings as a bundle with the names of operators that `level` allows; how many rings, and their source."""
    rings, claims, source = read_rings(store, states, asked)
    bundle = build(rings, level=level, key=key, claims=[one for one in claims if level.holds(one.tlp)])
    return bundle, len(rings), source


def export_bundle(
    store: GraphStore, key: bytes, states: Sequence[str], asked: Sequence[str], level: Tlp, path: Path
) -> dict[str, Any]:
    """Write rings as a bundle; returns its id and counts. Raises as `read_rings` does, and LimitError over 100 MB."""
    bundle, rings, source = read_bundle(store, key, states, asked, level)
    content = encode(bundle)
    if len(content) > MOST_BYTES:
        raise LimitError(
            f"the bundle would have {len(content):,} bytes; readers take {MOST_BYTES:,}", do="Name rings with --ring"
        )
    write_whole(path, content)
    done = {"bundle": bundle["id"], "rings": rings, "objects": len(bundle["objects"]), "run": source.run}
    write_meta(path, {**source.document(), **done, "format": "stix", "tlp": level.value})
    return done
