"""Neo4j: the one port to it, the embedded server, the Cypher catalogue, migrations, digest."""
