"""Brings the graph's schema up to the program's version, once, and refuses a graph that is newer."""

from __future__ import annotations

from typing import Final

from app.errors import GraphRefused
from app.graph import catalogue
from app.graph.catalogue import Query
from app.graph.keys import check_fingerprint
from app.graph.queries import READ_META, READ_SERVER_VERSION, WRITE_META
from app.graph.store import GraphStore
from app.model.schema import GRAPH_VERSION

OLDEST_SERVER: Final = (5, 26)


def migrate(store: GraphStore, key_fingerprint: str) -> None:
    """Check server, schema version and key; apply cypher/schema where it is missing."""
    _check_server(store)
    meta = store.read(READ_META)
    version = meta[0]["graph_version"] if meta else 0
    check_fingerprint(meta[0]["key_fingerprint"] if meta else None, key_fingerprint)
    if version > GRAPH_VERSION:
        raise GraphRefused(
            f"the graph has schema version {version}, this program knows {GRAPH_VERSION}", do="Upgrade Ringleader"
        )
    if version < GRAPH_VERSION:
        for name in catalogue.names("schema"):
            store.auto(Query(name))
        store.write((WRITE_META, {"graph_version": GRAPH_VERSION, "key_fingerprint": key_fingerprint}))


def _check_server(store: GraphStore) -> None:
    rows = store.read(READ_SERVER_VERSION)
    version = next((row["version"] for row in rows if row["name"] == "Neo4j Kernel"), "0")
    numbers = tuple(int(part) for part in version.split("-")[0].split(".")[:2] if part.isdigit())
    if numbers < OLDEST_SERVER:
        raise GraphRefused(f"Neo4j {version} is too old", do="Use 5.26 LTS or newer")
