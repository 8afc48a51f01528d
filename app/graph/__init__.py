"""Neo4j: the one port to it, the embedded server, the Cypher catalogue, migrations, digest."""

from app.graph.async_store import AsyncNeo4jStore
from app.graph.catalogue import Query
from app.graph.keys import load_key
from app.graph.lease import lease
from app.graph.neo4j_store import Neo4jStore
from app.graph.session import open_async_store, open_store
from app.graph.store import AsyncGraphStore, GraphStore

__all__ = [
    "AsyncGraphStore",
    "AsyncNeo4jStore",
    "GraphStore",
    "Neo4jStore",
    "Query",
    "lease",
    "load_key",
    "open_async_store",
    "open_store",
]
