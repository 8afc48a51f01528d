"""Brings the graph's schema up to the program's version, each file once, and refuses a graph that is newer."""

from __future__ import annotations

from typing import Final

from app.errors import GraphRefused
from app.graph import catalogue
from app.graph.catalogue import Query
from app.graph.keys import check_fingerprint
from app.graph.queries import AWAIT_INDEXES, READ_META, READ_SERVER_VERSION, WRITE_META, MetaRow
from app.graph.store import GraphStore
from app.model.schema import GRAPH_VERSION

OLDEST_SERVER: Final = (5, 26)


def migrate(store: GraphStore, key_fingerprint: str) -> list[str]:
    """Check version and key, apply the files of cypher/schema that the graph has not had; their names.

    Every schema file may run twice (IF NOT EXISTS), so two verbs that migrate at once do no harm.
    """
    meta = read_meta(store)
    check_version(meta)
    check_fingerprint(meta["key_fingerprint"] if meta else None, key_fingerprint)
    had = set(meta["applied"] or ()) if meta else set()
    missing = [name for name in catalogue.names("schema") if name not in had]
    if missing or not meta or meta["graph_version"] < GRAPH_VERSION:
        for name in missing:
            store.auto(Query(name))
        store.auto(AWAIT_INDEXES)
        params = {"graph_version": GRAPH_VERSION, "key_fingerprint": key_fingerprint, "applied": missing}
        store.write((WRITE_META, params))
        after = read_meta(store)
        check_fingerprint(after["key_fingerprint"] if after else None, key_fingerprint)  # another may have been first
    return missing


def read_meta(store: GraphStore) -> MetaRow | None:
    """What the graph says of itself; None for a graph that Ringleader has not used yet."""
    rows = store.read(READ_META)
    return MetaRow(**rows[0]) if rows else None  # type: ignore[typeddict-item]


def check_version(meta: MetaRow | None) -> None:
    """Raise GraphRefused for a graph that a newer program wrote."""
    if meta and meta["graph_version"] > GRAPH_VERSION:
        raise GraphRefused(
            f"the graph has schema version {meta['graph_version']}, this program knows {GRAPH_VERSION}",
            do="Upgrade Ringleader",
        )


def check_server(store: GraphStore) -> str:
    """The server's version. Raises GraphRefused for one that is too old."""
    rows = store.read(READ_SERVER_VERSION)
    version = next((str(row["version"]) for row in rows if row["name"] == "Neo4j Kernel"), "0")
    if version_numbers(version) < OLDEST_SERVER:
        raise GraphRefused(f"Neo4j {version} is too old", do="Use 5.26 LTS or newer")
    return version


def version_numbers(version: str) -> tuple[int, ...]:
    """`2026.08.1-aura` as (2026, 8): enough to compare."""
    return tuple(int(part) for part in version.split("-")[0].split(".")[:2] if part.isdigit())
