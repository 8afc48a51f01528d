// purpose: contents that were read before under these names (exchanges are immutable)
// mode:    read
// params:  names LIST<STRING>, kind STRING
// returns: name STRING, sha256 STRING
MATCH (f:FeedFile) WHERE f.name IN $names AND f.kind = $kind AND f.status <> "quarantined"
RETURN f.name AS name, f.sha256 AS sha256
